//! Where the parts of a request are in a line of NDJSON.

use crate::record::header_line;
use crate::record::judged::Judged;
use reqlint_core::explain::{HeaderPart, Location, Masked, Part};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::ops::Range;

/// The texts of a line that edits may change.
#[derive(Default)]
pub(super) struct Line<'l> {
    method: Option<Text<'l>>,
    target: Option<Text<'l>>,
    /// Names and values, as the record has them.
    headers: Vec<[Option<Text<'l>>; 2]>,
    body: Option<Text<'l>>,
}

/// A JSON text in a line.
#[derive(Clone, Copy)]
struct Text<'l> {
    /// What is between the quotes.
    raw: &'l str,
    /// Where that begins in the line.
    start: usize,
    /// How many bytes of the text are in front of the part: the scheme and host of a URL, spaces before a value.
    ahead: usize,
}

/// The members of an object; of several with one name the last.
type Members<'l> = BTreeMap<String, &'l RawValue>;

impl<'l> Line<'l> {
    /// `None` when the line isn't a JSON object.
    pub(super) fn read(line: &'l [u8], judged: &Judged<'_>) -> Option<Self> {
        let members: Members<'_> = serde_json::from_slice(line).ok()?;
        let text = |name: &str| Text::of(line, members.get(name)?);
        let request = &judged.record.exchange.request;
        let target = text("target").or_else(|| text("url"));
        let headers = members.get("headers").map(|raw| headers(line, raw)).unwrap_or_default();
        Some(Self {
            method: text("method"),
            target: target.and_then(|target| target.ending_with(&request.target)),
            headers: in_order(headers, request.headers.iter()),
            body: text("body"),
        })
    }

    /// Where a location of the request is.
    pub(super) fn range(&self, location: &Location, masked: &Masked) -> Option<Range<usize>> {
        let text = match location.part {
            Part::Method => self.method,
            Part::Target => self.target,
            Part::Body => self.body,
            Part::Header => {
                let [name, value] = self.headers.get(header_line(location, masked)?)?;
                if location.of == Some(HeaderPart::Name) { *name } else { *value }
            }
            // no other part is text of the request
            _ => None,
        };
        text?.range(location.range.clone()?)
    }
}

impl<'l> Text<'l> {
    fn of(line: &[u8], raw: &'l RawValue) -> Option<Self> {
        let start = raw.get().as_ptr().addr().checked_sub(line.as_ptr().addr())?;
        let raw = raw.get().strip_prefix('"')?.strip_suffix('"')?;
        Some(Self { raw, start: start + 1, ahead: 0 })
    }

    fn decoded(&self) -> Option<String> {
        serde_json::from_str(&format!("\"{}\"", self.raw)).ok()
    }

    /// The same, if it ends with this part.
    fn ending_with(self, part: &[u8]) -> Option<Self> {
        let text = self.decoded()?;
        let ahead = text.len().checked_sub(part.len())?;
        text.as_bytes().ends_with(part).then_some(Self { ahead, ..self })
    }

    /// Where bytes of the part are in the line.
    fn range(&self, range: Range<usize>) -> Option<Range<usize>> {
        let boundaries = boundaries(self.raw);
        let at = |offset: usize| boundaries.get(self.ahead + offset).map(|at| self.start + at);
        Some(at(range.start)?..at(range.end)?)
    }
}

/// For each byte of a text, and its end, where it begins in the text as JSON writes it.
fn boundaries(raw: &str) -> Vec<usize> {
    let mut boundaries = Vec::with_capacity(raw.len() + 1);
    let mut at = 0;
    while let Some(c) = raw.get(at..).and_then(|rest| rest.chars().next()) {
        let (written, meant) = match c {
            '\\' => escape(raw.as_bytes().get(at + 1..).unwrap_or_default()),
            c => (c.len_utf8(), c.len_utf8()),
        };
        boundaries.extend(std::iter::repeat_n(at, meant));
        at += written;
    }
    boundaries.push(at);
    boundaries
}

/// How long an escape is, by what follows its backslash, and how many bytes it means.
fn escape(after: &[u8]) -> (usize, usize) {
    let [b'u', digits @ ..] = after else { return (2, 1) };
    let digits = digits.get(..4).and_then(|digits| std::str::from_utf8(digits).ok());
    match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        Some(0xd800..=0xdbff) => (12, 4),
        Some(unit) => (6, char::from_u32(unit).map_or(3, char::len_utf8)),
        None => (2, 1),
    }
}

/// A header line as JSON writes it.
struct Header<'l> {
    name: String,
    /// `None` where the name is a key.
    name_text: Option<Text<'l>>,
    value: Option<Text<'l>>,
}

/// Header lines: pairs, or an object whose values are texts or lists of texts.
fn headers<'l>(line: &[u8], raw: &'l RawValue) -> Vec<Header<'l>> {
    let text = |raw| Text::of(line, raw);
    if let Ok(pairs) = serde_json::from_str::<Vec<[&RawValue; 2]>>(raw.get()) {
        let header = |[name, value]: [&'l RawValue; 2]| {
            let name_text = text(name);
            let name = name_text.and_then(|name| name.decoded()).unwrap_or_default();
            Header { name, name_text, value: text(value) }
        };
        return pairs.into_iter().map(header).collect();
    }
    let members: Members<'_> = serde_json::from_str(raw.get()).unwrap_or_default();
    let header = |(name, value): (String, &'l RawValue)| {
        let values = serde_json::from_str::<Vec<&RawValue>>(value.get()).unwrap_or_else(|_| vec![value]);
        let header = move |value| Header { name: name.clone(), name_text: None, value: text(value) };
        values.into_iter().map(header).collect::<Vec<_>>()
    };
    members.into_iter().flat_map(header).collect()
}

/// Names and values of the lines that the record has: the reader may have put those of an object into another order, and
/// took off the spaces around values.
fn in_order<'l, 'r>(
    mut headers: Vec<Header<'l>>,
    sent: impl Iterator<Item = (&'r [u8], &'r [u8])>,
) -> Vec<[Option<Text<'l>>; 2]> {
    const SPACES: [char; 2] = [' ', '\t'];
    let mut take = |(name, value): (&[u8], &[u8])| {
        let is_it = |header: &Header<'_>| {
            let written = header.value.and_then(|text| text.decoded());
            header.name.as_bytes() == name && written.is_some_and(|text| text.trim_matches(SPACES).as_bytes() == value)
        };
        let found = headers.iter().position(is_it).map(|index| headers.remove(index));
        let Some(Header { name_text, value, .. }) = found else { return [None, None] };
        let ahead =
            |text: Text<'_>| text.decoded().map_or(0, |text| text.len() - text.trim_start_matches(SPACES).len());
        [name_text, value.map(|text| Text { ahead: ahead(text), ..text })]
    };
    sent.map(&mut take).collect()
}

/// A text as it is written between the quotes of a JSON string.
pub(super) fn escaped(text: &str) -> Vec<u8> {
    let json = serde_json::Value::from(text).to_string();
    json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or_default().as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_a_text_are_found_as_json_writes_them() {
        let raw = r#"a\/\u00e9\ud83d\ude00é\"z"#;
        let text: String = serde_json::from_str(&format!("\"{raw}\"")).unwrap();
        let boundaries = boundaries(raw);
        assert_eq!(boundaries.len(), text.len() + 1);
        for (at, c) in text.char_indices() {
            let written = &raw[boundaries[at]..boundaries[at + c.len_utf8()]];
            assert_eq!(serde_json::from_str::<String>(&format!("\"{written}\"")).unwrap(), c.to_string());
        }
    }

    #[test]
    fn replacements_are_escaped() {
        assert_eq!(escaped("a\"\\\n"), br#"a\"\\\n"#);
    }
}
