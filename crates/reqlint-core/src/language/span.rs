//! Where something was written: a range of bytes of one rule file.

use std::fmt;
use std::ops::Range;

/// A value together with the place in a rule file where it was written.
#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) place: SourceSpan,
}

/// Some bytes of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize), serde(from = "()", into = "()"))]
pub(crate) struct SourceSpan {
    pub(super) file: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Of a string: how many bytes its opening quotes take.
    pub(super) opening: u8,
}

impl SourceSpan {
    /// The index of its file.
    pub(crate) fn file(self) -> usize {
        self.file as usize
    }

    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it is the file as a whole.
    pub(crate) fn is_whole_file(self) -> bool {
        self.end == 0
    }

    /// The bytes `range` of this string, counted from its first character after the quotes.
    pub(crate) fn inside(self, range: Range<usize>) -> Self {
        let short = |n: usize| u32::try_from(n).unwrap_or(0);
        let clamp = |n: usize| (self.start + u32::from(self.opening) + short(n)).min(self.end);
        Self { start: clamp(range.start), end: clamp(range.end), ..self }
    }
}

// prepared packs have no mistakes to point at: in them a place takes no byte
#[cfg(feature = "prepared")]
impl From<()> for SourceSpan {
    fn from((): ()) -> Self {
        Self::default()
    }
}

#[cfg(feature = "prepared")]
impl From<SourceSpan> for () {
    fn from(_: SourceSpan) -> Self {}
}

impl<T: fmt::Debug> fmt::Debug for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
