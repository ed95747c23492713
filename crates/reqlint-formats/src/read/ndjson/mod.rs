//! NDJSON: one exchange a line, as a JSON object.
//!
//! ```json
//! {"id":"r1","method":"PUT","target":"/v2/…","headers":[["Host","api.example.com"]],"body":"{…}",
//!  "facts":{"account-status":"active"},"now":"2024-05-01T12:00:00Z","response":{"status":403,"headers":[],"body":"…"}}
//! ```
//!
//! `url` (absolute) may replace `target` and Host, `body_base64` may replace `body`; headers may be an object. All but `method`
//! and one of `target` and `url` may be left out or null. Unknown keys are passed over.
//!
//! A line of an access log (nginx, Kong, Apache, as JSON) is known by its keys: what isn't in it is not visible.
//!
//! ```
//! let lines = "{\"method\":\"GET\",\"url\":\"https://api.example.com/a\"}\nnot JSON\n";
//! let records: Vec<_> = reqlint_formats::read::ndjson::Reader::new(Some("day.ndjson"), lines.as_bytes()).collect();
//! assert_eq!(&*records[0].as_ref().unwrap().exchange.request.target, b"/a");
//! assert_eq!(records[1].as_ref().unwrap_err().origin(), "day.ndjson:2:2");
//! ```

mod access_log;
mod exchange;
mod keys;
mod value;

pub(crate) use value::fact as fact_of_json;

use super::definition::{Definition, FixedAs, Literal, ReadBy, Sniff};
use crate::read::bounds::{MAX_LINE, mebibytes};
use crate::read::foreign;
use crate::read::origin::Origin;
use crate::record::Record;
use crate::record::place::{Place, ReadError, Trouble};
use std::io::{BufRead, Read};

pub(super) const FORMAT: Definition = Definition {
    name: "ndjson",
    about: "One JSON object a line: an exchange, or the line of an access log",
    endings: &["ndjson", "jsonl"],
    is_named: false,
    sniff: |start| match start {
        // a block of a script in an editor's file
        [b'{', b'{', ..] => Sniff::No,
        // an object over several lines isn't one exchange a line
        start if foreign::is_options(start) => Sniff::No,
        [b'{', ..] => Sniff::Yes,
        _ => Sniff::No,
    },
    read: ReadBy::Stream(|source, text, take| Reader::new(source.name, text).try_for_each(take)),
    fixed_as: FixedAs::Text(Literal::Json),
};

/// The records of a text, read line by line.
#[derive(Debug)]
pub struct Reader<R> {
    lines: R,
    origin: Origin,
    /// The number of the line that was read last.
    line: usize,
    buffer: Vec<u8>,
    done: bool,
}

impl<R: BufRead> Reader<R> {
    /// Reads lines; `input` is the name that messages give them.
    #[must_use]
    pub fn new(input: Option<&str>, lines: R) -> Self {
        Self { lines, origin: Origin::new(input), line: 0, buffer: Vec::new(), done: false }
    }

    /// Puts the next line into the buffer. Gives `false` at the end.
    fn read_line(&mut self) -> std::io::Result<bool> {
        self.buffer.clear();
        self.line += 1;
        let limit = MAX_LINE as u64 + 1;
        (&mut self.lines).take(limit).read_until(b'\n', &mut self.buffer)?;
        if self.is_too_long() {
            self.lines.skip_until(b'\n')?;
        }
        Ok(!self.buffer.is_empty())
    }

    fn is_too_long(&self) -> bool {
        self.buffer.len() > MAX_LINE && self.buffer.last() != Some(&b'\n')
    }

    /// The record of the line in the buffer.
    fn record(&self) -> Result<Record<'static>, Trouble> {
        if self.is_too_long() {
            let message = format!("the line is longer than {}", mebibytes(MAX_LINE));
            return Err(Trouble::new(Place { line: self.line, column: 1 }, message));
        }
        let text = self.buffer.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.line == 1).unwrap_or(&self.buffer);
        exchange::read(text.trim_ascii_end(), self.line)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record<'static>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.read_line() {
                Ok(true) if self.buffer.trim_ascii().is_empty() => {}
                Ok(true) => {
                    let result = self.record();
                    return Some(self.origin.record(result));
                }
                Ok(false) => self.done = true,
                Err(error) => {
                    self.done = true;
                    let place = Place { line: self.line, column: 1 };
                    let message = format!("reading stopped here: {error}");
                    return Some(Err(self.origin.error(Trouble::new(place, message))));
                }
            }
        }
        None
    }
}
