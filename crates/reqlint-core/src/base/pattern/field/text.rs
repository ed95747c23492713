//! A text that is read from its beginning: the elements that header values are made of.

use crate::base::pattern::is_token_byte;

/// What is left of a text. Each method that gives a `bool` says whether it read what it is named for.
pub(super) struct Text<'t> {
    rest: &'t [u8],
}

impl<'t> Text<'t> {
    pub(super) fn of(text: &'t [u8]) -> Self {
        Self { rest: text }
    }

    /// Whether `read` succeeds and leaves nothing.
    pub(super) fn whole(mut self, read: impl FnOnce(&mut Self) -> bool) -> bool {
        read(&mut self) && self.is_at_end()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn rest(&self) -> &'t [u8] {
        self.rest
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub(super) fn byte(&mut self, byte: u8) -> bool {
        self.one(|b| b == byte)
    }

    pub(super) fn one(&mut self, is: impl Fn(u8) -> bool) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if is(*first) => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// As many bytes as fulfil the condition.
    pub(super) fn while_is(&mut self, is: impl Fn(u8) -> bool) -> &'t [u8] {
        let length = self.rest.iter().take_while(|b| is(**b)).count();
        let (read, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        read
    }

    pub(super) fn spaces(&mut self) -> usize {
        self.while_is(|b| matches!(b, b' ' | b'\t')).len()
    }

    pub(super) fn token(&mut self) -> bool {
        !self.while_is(is_token_byte).is_empty()
    }

    pub(super) fn quoted(&mut self) -> bool {
        if !self.byte(b'"') {
            return false;
        }
        loop {
            self.while_is(|b| matches!(b, b'\t' | b' ' | 0x21 | 0x23..=0x5b | 0x5d..=0x7e | 0x80..));
            if self.byte(b'\\') {
                if !self.one(|b| matches!(b, b'\t' | b' '..=0x7e | 0x80..)) {
                    return false;
                }
            } else {
                return self.byte(b'"');
            }
        }
    }

    /// A comment in parentheses, with others inside.
    pub(super) fn comment(&mut self) -> bool {
        if self.peek() != Some(b'(') {
            return false;
        }
        let mut depth = 0_usize;
        loop {
            self.while_is(|b| matches!(b, b'\t' | b' '..=0x27 | 0x2a..=0x5b | 0x5d..=0x7e | 0x80..));
            if self.byte(b'(') {
                depth += 1;
            } else if self.byte(b')') {
                depth = depth.saturating_sub(1);
            } else if !(self.byte(b'\\') && self.one(|b| matches!(b, b'\t' | b' '..=0x7e | 0x80..))) {
                return false;
            }
            if depth == 0 {
                return true;
            }
        }
    }

    /// Elements between commas; some of them may be empty.
    pub(super) fn list(&mut self, mut element: impl FnMut(&mut Self) -> bool) -> bool {
        loop {
            self.spaces();
            if !matches!(self.peek(), None | Some(b',')) && !element(self) {
                return false;
            }
            self.spaces();
            if !self.byte(b',') {
                return true;
            }
        }
    }

    /// Any number of parameters after semicolons; some of them may be empty.
    pub(super) fn parameters(&mut self, mut parameter: impl FnMut(&mut Self) -> bool) -> bool {
        while self.semicolon() {
            if !matches!(self.peek(), None | Some(b';' | b',')) && !parameter(self) {
                return false;
            }
        }
        true
    }

    /// `name=value`; a value of `q` is a weight.
    pub(super) fn weighted_parameter(&mut self) -> bool {
        let name = self.while_is(is_token_byte);
        match name {
            b"q" | b"Q" => self.byte(b'=') && self.quality(),
            _ => !name.is_empty() && self.value(),
        }
    }

    /// `;q=0.5`, if it is there.
    pub(super) fn weight(&mut self) -> bool {
        !self.semicolon() || self.one(|b| matches!(b, b'q' | b'Q')) && self.byte(b'=') && self.quality()
    }

    /// `=value`, a token or in quotes.
    pub(super) fn value(&mut self) -> bool {
        self.byte(b'=') && (self.token() || self.quoted())
    }

    /// `=value`, if it is there.
    pub(super) fn value_if_given(&mut self) -> bool {
        self.peek() != Some(b'=') || self.value()
    }

    /// A language range of RFC 4647 section 2.1: `de-DE`, `*`.
    pub(super) fn language_range(&mut self) -> bool {
        self.byte(b'*') || !self.subtag(|b| b.is_ascii_alphabetic()).is_empty() && self.more_subtags()
    }

    /// The form of a language tag of RFC 5646: `de-DE`, `x-private`. What it names isn't looked up.
    pub(super) fn language_tag(&mut self) -> bool {
        match self.subtag(|b| b.is_ascii_alphabetic()) {
            [] => false,
            [b'x' | b'X' | b'i' | b'I'] => self.peek() == Some(b'-') && self.more_subtags(),
            [_] => false,
            _ => self.more_subtags(),
        }
    }

    fn more_subtags(&mut self) -> bool {
        while self.byte(b'-') {
            if self.subtag(|b| b.is_ascii_alphanumeric()).is_empty() {
                return false;
            }
        }
        true
    }

    /// At most eight characters.
    fn subtag(&mut self, is: impl Fn(u8) -> bool) -> &'t [u8] {
        let length = self.rest.iter().take(8).take_while(|b| is(**b)).count();
        let (read, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        read
    }

    /// A semicolon and the white space around it; nothing is read where there is none.
    pub(super) fn semicolon(&mut self) -> bool {
        let before = self.rest;
        self.spaces();
        if !self.byte(b';') {
            self.rest = before;
            return false;
        }
        self.spaces();
        true
    }

    /// From 0 to 1 with at most three decimals.
    fn quality(&mut self) -> bool {
        let digits = self.while_is(|b| b.is_ascii_digit() || b == b'.');
        match digits.split_first() {
            Some((b'0', [])) | Some((b'1', [])) => true,
            Some((whole, [b'.', decimals @ ..])) => {
                let fits = match whole {
                    b'0' => decimals.iter().all(u8::is_ascii_digit),
                    b'1' => decimals.iter().all(|b| *b == b'0'),
                    _ => false,
                };
                fits && decimals.len() <= 3
            }
            _ => false,
        }
    }
}
