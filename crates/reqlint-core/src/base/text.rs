//! Texts of findings. A short one is stored inline, one of the rule set is shared, and only what is written for one
//! request takes memory of its own.

pub use smol_str::SmolStr;

use std::fmt::{self, Arguments, Write as _};

/// Writes a text, as `format!` does.
macro_rules! text {
    ($($piece:tt)*) => {
        $crate::base::text::written(format_args!($($piece)*))
    };
}

pub(crate) use text;

/// A text of fixed or formatted pieces.
pub(crate) fn written(pieces: Arguments<'_>) -> SmolStr {
    if let Some(fixed) = pieces.as_str() {
        return SmolStr::new(fixed);
    }
    let mut line = Line::default();
    line.put(pieces);
    line.text()
}

/// Pieces as one text; what `text!` gives, in less time.
pub(crate) fn joined<const N: usize>(pieces: [&str; N]) -> SmolStr {
    let mut line = Line::default();
    line.push_all(pieces);
    line.text()
}

/// How long a text gets without memory of its own while it is written; hardly one gets longer.
const SHORT: usize = 128;

/// A text that is written piece by piece.
pub(crate) struct Line {
    short: [u8; SHORT],
    length: usize,
    /// All of it, while it is longer.
    long: String,
}

impl Default for Line {
    fn default() -> Self {
        Self { short: [0; SHORT], length: 0, long: String::new() }
    }
}

impl Line {
    #[inline]
    pub(crate) fn push(&mut self, piece: &str) {
        let end = self.length + piece.len();
        match self.short.get_mut(self.length..end) {
            Some(place) => place.copy_from_slice(piece.as_bytes()),
            None => self.push_long(piece),
        }
        self.length = end;
    }

    #[cold]
    fn push_long(&mut self, piece: &str) {
        if self.long.is_empty() {
            let before = self.written().to_owned();
            self.long = before;
        }
        self.long.push_str(piece);
    }

    pub(crate) fn put(&mut self, piece: Arguments<'_>) {
        // a line takes everything
        let _ = self.write_fmt(piece);
    }

    pub(crate) fn put_character(&mut self, character: char) {
        self.push(character.encode_utf8(&mut [0; 4]));
    }

    /// Writes all the pieces.
    pub(crate) fn push_all<const N: usize>(&mut self, pieces: [&str; N]) {
        pieces.into_iter().for_each(|piece| self.push(piece));
    }

    /// The bytes so far.
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Takes back all but the first bytes.
    pub(crate) fn cut(&mut self, length: usize) {
        self.length = length.min(self.length);
        self.long.truncate(length);
        if let (Some(place), Some(begin)) = (self.short.get_mut(..length), self.long.as_bytes().get(..length)) {
            place.copy_from_slice(begin);
            self.long.clear();
        }
    }

    pub(crate) fn text(&self) -> SmolStr {
        SmolStr::new(self.written())
    }

    /// The text so far.
    pub(crate) fn written(&self) -> &str {
        // pieces are whole, so what they make is
        let short = || self.short.get(..self.length).and_then(|text| str::from_utf8(text).ok());
        if self.long.is_empty() { short().unwrap_or_default() } else { &self.long }
    }
}

impl fmt::Write for Line {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.push(piece);
        Ok(())
    }
}

/// The characters of a text; a byte that isn't UTF-8 counts as one.
pub(crate) fn characters(text: &[u8]) -> usize {
    if text.is_ascii() { text.len() } else { String::from_utf8_lossy(text).chars().count() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_line_is_what_was_pushed(pieces in proptest::collection::vec(("[a-zäß]{0,70}", 0..40_usize), 0..12)) {
            let (mut line, mut text) = (Line::default(), String::new());
            for (piece, back) in pieces {
                line.push(&piece);
                text.push_str(&piece);
                if back < 12 {
                    text.truncate(text.floor_char_boundary(back * 17));
                    line.cut(text.len());
                }
                prop_assert_eq!(line.len(), text.len());
                prop_assert_eq!(line.text(), text.as_str());
            }
        }
    }
}
