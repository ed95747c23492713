//! HAR 1.2: what browsers and proxies record, read entry by entry however long the file is.
//!
//! What such a file can't show is data: no header is there byte for byte, the URL is as the browser normalized it, Chrome
//! leaves Authorization and Cookie out unless told otherwise, headers may be those before sending, many bodies are missing,
//! and others are there as a text that is not what was sent. Unknown members are passed over, and so are entries that are no
//! requests over HTTP (`data:`, `blob:`); an entry that can't be understood is one error, and the others are still read.
//!
//! ```
//! use reqlint_formats::Format;
//! use reqlint_formats::read::Source;
//! let text = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://api.example.com/a","headers":[]}}, {}]}}"#;
//! let mut results = Vec::new();
//! let source = Source { name: Some("day.har"), ..Source::default() };
//! Format::Har.read::<()>(source, text.as_bytes(), &mut |result| {
//!     results.push(result.map(|record| record.exchange.request.target.to_vec()));
//!     Ok(())
//! })
//! .unwrap();
//! assert_eq!(results[0].as_deref(), Ok(&b"/a"[..]));
//! assert_eq!(results[1].as_ref().unwrap_err().to_string(), "day.har:1:97: the entry has no `request`");
//! ```

mod entry;
mod message;
mod sniff;
mod walk;

use super::definition::{Definition, FixedAs, ReadBy, Take};
use crate::read::counted::Counted;
use crate::read::origin::Origin;
use crate::record::Record;
use crate::record::place::{Place, Trouble};
use std::io::BufRead;
use std::ops::ControlFlow;
use walk::Walk;

pub(super) const FORMAT: Definition = Definition {
    name: "har",
    about: "What browsers and proxies record",
    endings: &["har"],
    is_named: false,
    sniff: sniff::sniff,
    read: ReadBy::Stream(|source, text, take| read(source.name, text, take)),
    fixed_as: FixedAs::Commands { all: false },
};

/// Reads a text and hands on one entry after the other, each as soon as it is read.
fn read(input: Option<&str>, mut text: impl BufRead, take: Take<'_>) -> ControlFlow<()> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    if text.fill_buf().is_ok_and(|start| start.starts_with(MARK)) {
        text.consume(MARK.len());
    }
    let counted = Counted::new(text);
    let position = counted.position();
    let mut origin = Origin::new(input);
    let mut flow = ControlFlow::Continue(());
    let mut hand_on = |entry: Option<Result<Record<'static>, Trouble>>| {
        match entry {
            Some(result) => flow = take(origin.record(result)),
            None => origin.pass_over(),
        }
        flow.is_continue()
    };
    let walked = walk::run(counted, Walk { position, hand_on: &mut hand_on });
    flow?;
    match walked {
        Err(trouble) => take(Err(origin.error(trouble))),
        Ok(()) if origin.read() == 0 => {
            let nothing = Trouble::new(Place { line: 1, column: 1 }, "no entry found");
            take(Err(origin.error(nothing.help("a HAR file holds them in `log.entries`"))))
        }
        Ok(()) if origin.is_blank() => {
            let nothing = Trouble::new(Place { line: 1, column: 1 }, "none of the entries is a request over HTTP");
            take(Err(origin.error(nothing)))
        }
        Ok(()) => flow,
    }
}
