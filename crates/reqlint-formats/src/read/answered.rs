//! An answer that is told without its request.

use super::format::{Format, holds_no_request, recognise};
use super::{foreign, told};
use crate::record::Record;

/// What a text tells of an answer, where it holds no request that could be read: the answer alone, and what the request is
/// told as.
#[must_use]
pub fn told_answer(name: Option<&str>, text: &[u8]) -> Option<Record<'static>> {
    let record = told::answer(text)?;
    let is_other = || !holds_no_request(name, Format::Http, text) || foreign::named(text).is_some();
    if !matches!(recognise(name, text), Ok((Format::Http, _))) || is_other() {
        return None;
    }
    Some(Record { input: name.map(Into::into), ..record })
}
