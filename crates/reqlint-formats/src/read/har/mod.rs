//! HAR 1.2: what browsers and proxies record, read entry by entry however long the file is.
//!
//! What such a file can't show is data: no header is there byte for byte, the URL is as the browser mended it, Chrome
//! leaves Authorization and Cookie out unless told otherwise, and many bodies are missing. Unknown members are passed
//! over; an entry that can't be understood is one error, and the others are still read.
//!
//! ```
//! let text = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://api.example.com/a","headers":[]}}, {}]}}"#;
//! let mut results = Vec::new();
//! reqlint_formats::read::har::read::<()>(Some("day.har"), text.as_bytes(), &mut |result| {
//!     results.push(result.map(|record| record.exchange.request.target.to_vec()));
//!     Ok(())
//! })
//! .unwrap();
//! assert_eq!(results[0].as_deref(), Ok(&b"/a"[..]));
//! assert_eq!(results[1].as_ref().unwrap_err().to_string(), "day.har:1:97: the entry has no `request`");
//! ```

mod counted;
mod entry;
mod walk;

use crate::read::origin::Origin;
use crate::record::Record;
use crate::record::place::{Place, ReadError, Trouble};
use counted::Counted;
use std::io::BufRead;
use walk::Walk;

/// What records and errors are handed to.
pub type Take<'t, E> = dyn FnMut(Result<Record<'static>, ReadError>) -> Result<(), E> + 't;

/// Reads a text and hands on one entry after the other, each as soon as it is read; `input` is the name that messages
/// give it.
///
/// # Errors
/// What `take` stops with.
pub fn read<E>(input: Option<&str>, text: impl BufRead, take: &mut Take<'_, E>) -> Result<(), E> {
    let counted = Counted::new(text);
    let position = counted.position();
    let mut origin = Origin::new(input);
    let mut stopped = None;
    let mut hand_on = |result: Result<Record<'static>, Trouble>| match take(origin.record(result)) {
        Ok(()) => true,
        Err(error) => {
            stopped = Some(error);
            false
        }
    };
    let walked = walk::run(counted, Walk { position, hand_on: &mut hand_on });
    let wrong = walked.err();
    if let Some(error) = stopped {
        return Err(error);
    }
    match wrong {
        Some(trouble) => take(Err(origin.error(trouble))),
        None if origin.read() == 0 => {
            let nothing = Trouble::new(Place { line: 1, column: 1 }, "there is no entry in it");
            take(Err(origin.error(nothing.help("a HAR file holds them in `log.entries`"))))
        }
        None => Ok(()),
    }
}
