//! Texts of findings. A short one stands where it is, one of the rule set is shared, and only what is written for one
//! request takes memory of its own.

pub use smol_str::SmolStr;

use std::fmt::{Arguments, Write as _};

/// Writes a text, as `format!` does.
macro_rules! text {
    ($($piece:tt)*) => {
        $crate::text::written(format_args!($($piece)*))
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

/// A text that is written piece by piece, in memory that nearly every one fits into.
pub(crate) struct Line(String);

impl Default for Line {
    fn default() -> Self {
        Self(String::with_capacity(120))
    }
}

impl Line {
    pub(crate) fn push(&mut self, piece: &str) {
        self.0.push_str(piece);
    }

    pub(crate) fn put(&mut self, piece: Arguments<'_>) {
        // a string takes everything
        let _ = self.0.write_fmt(piece);
    }

    pub(crate) fn put_character(&mut self, character: char) {
        self.0.push(character);
    }

    /// Writes all the pieces.
    pub(crate) fn push_all<const N: usize>(&mut self, pieces: [&str; N]) {
        pieces.into_iter().for_each(|piece| self.push(piece));
    }

    /// The bytes so far.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes back all but the first bytes.
    pub(crate) fn cut(&mut self, length: usize) {
        self.0.truncate(length);
    }

    pub(crate) fn text(self) -> SmolStr {
        SmolStr::new(self.0)
    }
}
