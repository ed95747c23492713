//! Header lines as curl sends them: its own rules for what is given by `-H`.

use crate::read::shell::Word;
use reqlint_core::message::HeaderField;
use std::borrow::Cow;
use std::ops::Range;

/// The lines of a request, without line breaks, in the order in which they are sent.
pub(super) struct Fields<'t> {
    /// The values of `-H`: they come instead of curl's own.
    pub(super) own: &'t [Word],
    /// Lines that sign the request.
    signature: Vec<Vec<u8>>,
    lines: Vec<Line<'t>>,
    /// Where those of them are written that are given by `-H` as they are sent.
    pub(super) origins: Vec<Option<Range<usize>>>,
}

/// A header line, without its line break.
enum Line<'t> {
    /// One of curl's own: its name and its value.
    Own(&'static str, Cow<'static, [u8]>),
    /// One that is written as it is sent.
    Written(Cow<'t, [u8]>),
}

/// What curl makes of a value of `-H`.
pub(super) enum Own<'w> {
    /// A line as it is written.
    Line(&'w [u8]),
    /// `Name;`: a line without a value.
    Empty(&'w [u8]),
    /// `Name:`: curl's own header of this name is left out.
    Removal,
    /// Nothing: it has no name, or no colon.
    Nothing,
}

impl<'w> Own<'w> {
    pub(super) fn of(text: &'w [u8]) -> Self {
        if let Some(colon) = text.iter().position(|b| *b == b':') {
            let is_empty = text.get(colon + 1..).unwrap_or_default().trim_ascii().is_empty();
            return match (colon, is_empty) {
                (0, _) => Self::Nothing,
                (_, true) => Self::Removal,
                (_, false) => Self::Line(text),
            };
        }
        match text.strip_suffix(b";") {
            Some(name) if !name.is_empty() && !name.contains(&b';') => Self::Empty(name),
            _ => Self::Nothing,
        }
    }
}

impl<'t> Fields<'t> {
    pub(super) fn new(own: &'t [Word], signature: Vec<Vec<u8>>) -> Self {
        Self { own, signature, lines: Vec::with_capacity(own.len() + 6), origins: Vec::new() }
    }

    /// The lines that sign the request.
    pub(super) fn push_signature(&mut self) {
        let signature = std::mem::take(&mut self.signature);
        self.extend(signature);
    }

    /// Lines as they are sent.
    pub(super) fn extend(&mut self, lines: impl IntoIterator<Item = Vec<u8>>) {
        self.lines.extend(lines.into_iter().map(|line| Line::Written(Cow::Owned(line))));
    }

    /// The first value of `-H` with this name, be it one that removes the header.
    pub(super) fn given(&self, name: &str) -> Option<&'t [u8]> {
        given(self.own, name)
    }

    /// A header of curl's own, unless the person gives it.
    pub(super) fn add(&mut self, name: &'static str, value: impl Into<Cow<'static, [u8]>>) {
        if self.given(name).is_none() {
            self.push(name, value);
        }
    }

    pub(super) fn add_some(&mut self, name: &'static str, value: Option<impl Into<Cow<'static, [u8]>>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    pub(super) fn push(&mut self, name: &'static str, value: impl Into<Cow<'static, [u8]>>) {
        self.lines.push(Line::Own(name, value.into()));
    }

    /// A line that is given by `-H`.
    pub(super) fn push_own(&mut self, line: impl Into<Cow<'t, [u8]>>, word: &Word) {
        self.origins.resize(self.lines.len(), None);
        self.origins.push(Some(word.start..word.end));
        self.lines.push(Line::Written(line.into()));
    }

    /// Host, which has its place whoever gives it.
    pub(super) fn host(&mut self, authority: &[u8]) {
        match self.given("Host") {
            None => self.push("Host", authority.to_vec()),
            Some(text) => {
                let value = text.get(5..).unwrap_or_default();
                // `Host;` sends it without a value, `Host:` sends none
                if !value.is_empty() || text.get(4) == Some(&b';') {
                    self.extend([[b"Host:", value].concat()]);
                }
            }
        }
    }

    /// The bytes of the header lines.
    pub(super) fn write(&self, sent: &mut Vec<u8>) {
        for line in &self.lines {
            match line {
                Line::Own(name, value) => [name.as_bytes(), b": ", value].iter().for_each(|part| sent.extend(*part)),
                Line::Written(line) => sent.extend_from_slice(line),
            }
            sent.extend_from_slice(b"\r\n");
        }
    }

    /// The header lines as the engine has them.
    pub(super) fn into_list(self) -> Vec<HeaderField<'static>> {
        self.lines.into_iter().map(Line::into_field).collect()
    }
}

impl Line<'_> {
    fn into_field(self) -> HeaderField<'static> {
        match self {
            Line::Own(name, value) => {
                let value = match value {
                    Cow::Borrowed(value) => Cow::Borrowed(value.trim_ascii()),
                    Cow::Owned(value) if value.trim_ascii().len() == value.len() => Cow::Owned(value),
                    Cow::Owned(value) => Cow::Owned(value.trim_ascii().to_vec()),
                };
                HeaderField { name: Cow::Borrowed(name.as_bytes()), value }
            }
            Line::Written(line) => {
                let colon = memchr::memchr(b':', &line).unwrap_or(line.len());
                let (name, value) = line.split_at_checked(colon).unwrap_or((&line, &[]));
                let value = value.get(1..).unwrap_or_default().trim_ascii();
                HeaderField { name: Cow::Owned(name.to_vec()), value: Cow::Owned(value.to_vec()) }
            }
        }
    }
}

/// The first of some values of `-H` that has this name.
pub(super) fn given<'w>(own: &'w [Word], name: &str) -> Option<&'w [u8]> {
    own.iter().map(|word| word.text.as_slice()).find(|text| is_named(text, name))
}

/// Whether a value of `-H` has this name.
pub(super) fn is_named(text: &[u8], name: &str) -> bool {
    let front = text.get(..name.len()).is_some_and(|front| front.eq_ignore_ascii_case(name.as_bytes()));
    front && matches!(text.get(name.len()), Some(b':' | b';'))
}

/// What a value of `-H` says, without its name.
pub(super) fn value_of(text: &[u8]) -> &[u8] {
    let sign = text.iter().position(|b| matches!(b, b':' | b';')).unwrap_or(text.len());
    text.get(sign + 1..).unwrap_or_default().trim_ascii()
}
