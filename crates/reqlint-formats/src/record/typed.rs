//! Where the words of a command line are that a request was made of.

use std::ops::Range;

/// Places of words in the text that a command was read from, or of the parts of a request that a console changes before it
/// sends it. What curl adds of its own, and what is made of several words,
/// has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The URL.
    pub url: Option<Range<usize>>,
    /// The method.
    pub method: Option<Range<usize>>,
    /// The header lines, in their order.
    pub headers: Vec<Option<Range<usize>>>,
    /// The body.
    pub body: Option<Range<usize>>,
    /// The answer that is pasted below.
    pub answer: Option<Range<usize>>,
    /// What splits the command into words.
    pub(crate) syntax: Syntax,
}

/// What splits command lines into words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Syntax {
    #[default]
    Posix,
    /// The Windows command prompt.
    Prompt,
    PowerShell,
    /// None: the text is sent as it is written, but for what a tool adds or writes otherwise.
    Written,
}
