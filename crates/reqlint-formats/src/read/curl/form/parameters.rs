//! What follows a value in `-F`: `;type=`, `;filename=`, `;headers=`, `;encoder=`, and the value's own quotes.

/// A value and its parameters.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parameters {
    pub(super) value: Vec<u8>,
    pub(super) media_type: Option<Vec<u8>>,
    pub(super) filename: Option<Vec<u8>>,
    pub(super) encoder: Option<Vec<u8>>,
    pub(super) headers: Vec<Header>,
}

/// Header lines of a part.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Header {
    Line(Vec<u8>),
    /// The file that holds them.
    File(Vec<u8>),
}

/// A place in a text to read on from.
pub(super) struct Rest<'t> {
    text: &'t [u8],
    /// What ends a value besides `;`.
    end: Option<u8>,
}

impl<'t> Rest<'t> {
    pub(super) fn new(text: &'t [u8], end: Option<u8>) -> Self {
        Self { text, end }
    }

    /// Reads a value and its parameters; the byte that ended them, such as a comma, is passed over and given.
    pub(super) fn read(&mut self) -> (Parameters, Option<u8>) {
        let mut read = Parameters { value: self.word(), ..Parameters::default() };
        let mut in_type = false;
        while let [b';', after @ ..] = self.text {
            let front = self.text;
            self.text = after;
            self.pass_blanks();
            if !in_type && self.pass(b"type=") {
                self.pass_blanks();
                let is_end = |b: &u8| b"()<>@,;:\\\"[]?=\r\n ".contains(b);
                let end = self.text.iter().position(is_end).unwrap_or(self.text.len());
                read.media_type = Some(self.take(end).to_vec());
                in_type = true;
                // what is left of the type up to the next semicolon belongs to it
                let more = self.until_end();
                let kept = more.trim_ascii_end();
                if let (Some(media_type), false) = (&mut read.media_type, kept.is_empty()) {
                    media_type.extend_from_slice(kept);
                }
            } else if self.pass(b"filename=") {
                in_type = false;
                self.pass_blanks();
                read.filename = Some(self.word());
            } else if self.pass(b"headers=") {
                in_type = false;
                let is_file = matches!(self.text.first(), Some(b'@' | b'<'));
                self.text = if is_file { self.text.get(1..).unwrap_or_default() } else { self.text };
                self.pass_blanks();
                let word = self.word();
                read.headers.push(if is_file { Header::File(word) } else { Header::Line(word) });
            } else if self.pass(b"encoder=") {
                in_type = false;
                self.pass_blanks();
                read.encoder = Some(self.word());
            } else if let (true, Some(media_type)) = (in_type, &mut read.media_type) {
                // `;charset=utf-8` goes on with the type
                self.until_end();
                let written = front.get(..front.len() - self.text.len()).unwrap_or_default();
                media_type.extend_from_slice(written.trim_ascii_end());
            } else {
                self.word();
            }
        }
        let ended = self.text.first().copied();
        self.text = self.text.get(1..).unwrap_or_default();
        (read, ended)
    }

    fn pass(&mut self, name: &[u8]) -> bool {
        let is_it = self.text.get(..name.len()).is_some_and(|front| front.eq_ignore_ascii_case(name));
        if is_it {
            self.text = self.text.get(name.len()..).unwrap_or_default();
        }
        is_it
    }

    fn pass_blanks(&mut self) {
        let blanks = self.text.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        self.text = self.text.get(blanks..).unwrap_or_default();
    }

    fn take(&mut self, length: usize) -> &'t [u8] {
        let (taken, rest) = self.text.split_at_checked(length).unwrap_or((self.text, &[]));
        self.text = rest;
        taken
    }

    fn is_end(&self, byte: u8) -> bool {
        byte == b';' || Some(byte) == self.end
    }

    fn until_end(&mut self) -> &'t [u8] {
        let length = self.text.iter().position(|b| self.is_end(*b)).unwrap_or(self.text.len());
        self.take(length)
    }

    /// A word: in double quotes, in which a backslash escapes a quote and itself, or up to the end without spaces after it.
    fn word(&mut self) -> Vec<u8> {
        self.pass_blanks();
        if let Some((word, length)) = quoted(self.text) {
            self.take(length);
            // what follows the quotes is dropped
            self.until_end();
            return word;
        }
        let word = self.until_end();
        let blanks = word.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
        word.get(..word.len() - blanks).unwrap_or_default().to_vec()
    }
}

/// A word in double quotes and its length with them; `None` where they aren't closed.
fn quoted(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut word = Vec::new();
    let mut at = 1;
    text.strip_prefix(b"\"")?;
    loop {
        match text.get(at..)? {
            [b'\\', byte @ (b'\\' | b'"'), ..] => {
                word.push(*byte);
                at += 2;
            }
            [b'"', ..] => return Some((word, at + 1)),
            [byte, ..] => {
                word.push(*byte);
                at += 1;
            }
            [] => return None,
        }
    }
}
