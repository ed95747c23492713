//! A command that was typed as arguments: its words are already split.

use super::called::Program;
use super::{Source, curl, httpie, wget};
use crate::record::Record;
use crate::record::place::ReadError;

/// The requests of a command of curl, wget or HTTPie; none where it calls something else.
///
/// Places are counted in the words, joined with a space each.
///
/// # Errors
/// Errors of single requests are in the list.
///
/// ```
/// use reqlint_formats::read::{Source, read_words};
/// let words = ["http", "POST", ":3000/a", "b=c"].map(str::to_owned);
/// let record = read_words(&words, Source::default()).remove(0)?;
/// assert_eq!(record.exchange.request.body.bytes(), b"{\"b\": \"c\"}");
/// # Ok::<(), reqlint_formats::ReadError>(())
/// ```
pub fn read_words(words: &[String], source: Source<'_>) -> Vec<Result<Record<'static>, ReadError>> {
    let name = words.first().map(String::as_bytes).unwrap_or_default();
    match Program::ALL.iter().find(|program| program.is_called_by(name)) {
        Some(Program::Curl) => curl::read_words(words, source),
        Some(Program::Wget) => wget::read_words(words, source),
        Some(Program::Httpie) => httpie::read_words(words, source),
        None => Vec::new(),
    }
}
