//! Words of a command line, and the commands that they make.

/// One word, its quoting undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: Vec<u8>,
    /// Where it begins in the input.
    pub(super) start: usize,
    /// Where it ends there.
    pub(super) end: usize,
}

/// The words up to where the shell ends a command.
#[derive(Clone, Debug, Default)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    /// What was assumed, and where.
    pub(super) notes: Vec<Remark>,
    /// The text of a here-document, which the command reads as standard input.
    pub(super) stdin: Option<Vec<u8>>,
}

/// Something said about an offset of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remark {
    pub(super) at: usize,
    pub(super) message: String,
    /// Whether something else is sent than was typed.
    pub(super) is_change: bool,
}

impl Remark {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), is_change: false }
    }

    /// What the shell, the prompt or curl makes of what was typed.
    pub(super) fn change(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), is_change: true }
    }
}

impl Command {
    /// The words after `curl`; `None` when another program is called.
    pub(super) fn curl_arguments(&self) -> Option<&[Word]> {
        let (program, words) = self.words.split_first()?;
        super::call::is_curl(&program.text).then_some(words)
    }

    /// Where it begins and ends in the input.
    pub(super) fn start(&self) -> usize {
        self.words.first().map_or(0, |word| word.start)
    }
}

/// Whether a quoted text runs into the next call of curl: then it was not closed.
pub(super) fn runs_into_curl(quoted: &[u8]) -> bool {
    quoted.windows(6).any(|w| w == b"\ncurl ")
}
