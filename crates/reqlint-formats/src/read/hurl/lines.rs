//! The text of a file, line by line, and what its lines are.

/// A part of the text, and where it begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Text<'t> {
    pub(super) text: &'t [u8],
    pub(super) start: usize,
}

impl<'t> Text<'t> {
    /// What comes after some bytes.
    pub(super) fn after(self, length: usize) -> Self {
        Self { text: self.text.get(length..).unwrap_or_default(), start: self.start + length.min(self.text.len()) }
    }

    /// The first bytes.
    pub(super) fn front(self, length: usize) -> Self {
        Self { text: self.text.get(..length).unwrap_or(self.text), ..self }
    }

    /// Without the white space around it.
    pub(super) fn trimmed(self) -> Self {
        let front = self.text.len() - self.text.trim_ascii_start().len();
        Self { text: self.text.trim_ascii(), start: self.start + front }
    }

    /// What follows these bytes, if it begins with them.
    pub(super) fn strip(self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix.as_bytes()).then(|| self.after(prefix.len()))
    }

    /// Where it ends.
    pub(super) fn end(self) -> usize {
        self.start + self.text.len()
    }
}

/// A place in a text to read on from.
#[derive(Clone, Debug)]
pub(super) struct Lines<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        let at = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self { text, at }
    }

    /// The rest of the text.
    pub(super) fn rest(&self) -> Text<'t> {
        Text { text: self.text.get(self.at..).unwrap_or_default(), start: self.at }
    }

    /// Reads on at an offset.
    pub(super) fn jump(&mut self, to: usize) {
        self.at = to.clamp(self.at, self.text.len());
    }

    /// The line that begins here, without its line break; `None` at the end.
    pub(super) fn line(&self) -> Option<Text<'t>> {
        let rest = self.rest();
        let length = memchr::memchr(b'\n', rest.text).unwrap_or(rest.text.len());
        (!rest.text.is_empty()).then(|| rest.front(length))
    }

    /// Reads past a line.
    pub(super) fn pass(&mut self, line: Text<'_>) {
        self.jump(line.end() + 1);
    }
}

/// Whether a line says nothing: it is blank, or a comment.
pub(super) fn is_empty(line: &[u8]) -> bool {
    matches!(line.trim_ascii_start().first(), None | Some(b'#'))
}

/// Methods that are known in any letters.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The method and the URL of a line that begins an entry.
pub(super) fn request_line(line: Text<'_>) -> Option<(Text<'_>, Text<'_>)> {
    let line = line.trimmed();
    let length = line.text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (method, url) = (line.front(length), line.after(length));
    let is_known = METHODS.iter().any(|known| method.text.eq_ignore_ascii_case(known.as_bytes()));
    let is_method = is_known || length > 0 && method.text.iter().all(u8::is_ascii_uppercase);
    let is_expectation = method.text == b"HTTP" && expected(line.text);
    let is_line = is_method && matches!(url.text.first(), Some(b' ' | b'\t')) && !is_expectation;
    is_line.then(|| (method, url.trimmed()))
}

/// Whether a line begins an entry wherever it is: what follows the method is a URL, or a host and a path.
pub(super) fn begins_entry(line: Text<'_>) -> bool {
    const BEGINNINGS: [&str; 5] = ["http://", "https://", "{{", "/", "localhost"];
    request_line(line).is_some_and(|(method, url)| {
        let is_url = BEGINNINGS.iter().any(|beginning| url.text.starts_with(beginning.as_bytes()));
        let is_capital = method.text.iter().all(u8::is_ascii_uppercase);
        let is_word = url.text.iter().all(u8::is_ascii_graphic) && memchr::memchr2(b'.', b':', url.text).is_some();
        is_url || is_capital && is_word
    })
}

/// Whether a line begins what is expected of the answer: `HTTP 200`, `HTTP/1.1 200`, `HTTP *`.
pub(super) fn expected(line: &[u8]) -> bool {
    let Some(rest) = line.trim_ascii_start().strip_prefix(b"HTTP") else { return false };
    let version = rest.iter().take_while(|b| b.is_ascii_digit() || b"/.*".contains(b)).count();
    let (version, rest) = rest.split_at_checked(version).unwrap_or_default();
    let status = rest.trim_ascii_start();
    let is_status =
        matches!(status.first(), Some(b'*')) || status.iter().take_while(|b| b.is_ascii_digit()).count() > 0;
    (version.is_empty() || version.starts_with(b"/")) && status.len() < rest.len() && is_status
}

/// The name of a section that begins in a line: `[Query]`.
pub(super) fn section(line: Text<'_>) -> Option<Text<'_>> {
    let inside = line.trimmed().strip("[")?;
    let length = inside.text.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let rest = inside.after(length).strip("]")?;
    (length > 0 && is_empty(rest.text)).then(|| inside.front(length))
}
