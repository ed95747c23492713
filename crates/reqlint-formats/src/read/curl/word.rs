//! Words of a command line, and the commands that they make.

use std::ops::Range;

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
}

impl Remark {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}

impl Command {
    /// The words after `curl`; `None` when another program is called.
    ///
    /// A prompt, variables set in front and `sudo` and its like are passed over.
    pub(super) fn curl_arguments(&self) -> Option<&[Word]> {
        let at = self.words.iter().position(|word| !is_in_front(&word.text))?;
        let (program, words) = self.words.get(at..)?.split_first()?;
        is_curl(&program.text).then_some(words)
    }

    /// Where it begins and ends in the input.
    pub(super) fn start(&self) -> usize {
        self.words.first().map_or(0, |word| word.start)
    }
}

fn is_in_front(word: &[u8]) -> bool {
    const IN_FRONT: [&str; 8] = ["$", "%", "!", "sudo", "time", "exec", "command", "env"];
    let name = word.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let is_assignment = name > 0 && word.get(name) == Some(&b'=');
    // `user@host:~$`, `[user@host ~]$`, `C:\>`
    let is_prompt = word.len() > 1 && matches!(word.last(), Some(b'$' | b'%' | b'#' | b'>')) && !word.starts_with(b"-");
    let is_prompt = is_prompt || word.starts_with(b"[") && word.contains(&b'@');
    is_assignment || is_prompt || IN_FRONT.iter().any(|known| known.as_bytes() == word)
}

/// Whether a word calls curl.
pub(super) fn is_curl(word: &[u8]) -> bool {
    let name = word.rsplit(|b| matches!(b, b'/' | b'\\')).next().unwrap_or_default();
    name == b"curl" || name.eq_ignore_ascii_case(b"curl.exe")
}

/// Whether a quoted text runs into the next call of curl: then it was not closed.
pub(super) fn runs_into_curl(quoted: &[u8]) -> bool {
    quoted.windows(6).any(|w| w == b"\ncurl ")
}

/// Where calls of curl begin: lines, a prompt in front passed over, and what follows a pipe or is in `$(…)`.
pub(super) fn calls(text: &[u8]) -> impl Iterator<Item = usize> {
    lines(text).filter_map(|range| {
        let line = text.get(range.clone()).unwrap_or_default();
        let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let begins = words.by_ref().take(6).find(|word| !is_in_front(word) && **word != *b">").is_some_and(is_curl);
        if begins { Some(range.start) } else { called_after(line).map(|at| range.start + at) }
    })
}

/// Where curl is called after something else: `echo '{}' | curl …`, `TOKEN=$(curl …)`.
fn called_after(line: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(line, b"curl ").find(|at| {
        let before = line.get(..*at).unwrap_or_default();
        let ends = |end: &str| before.ends_with(end.as_bytes());
        ["| ", "|", "&& ", "$("].iter().any(|end| ends(end))
    })
}

fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive(|b| *b == b'\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}
