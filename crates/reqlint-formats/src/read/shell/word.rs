//! Words of a command line, and the commands that they make.

use crate::read::called::Program;
use crate::read::files::{Files, Named};
use crate::read::mark::Mark;
use std::collections::BTreeSet;

/// One word, its quoting undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Word {
    pub(in crate::read) text: Vec<u8>,
    /// Where it begins in the input.
    pub(in crate::read) start: usize,
    /// Where it ends there.
    pub(in crate::read) end: usize,
}

/// The words up to where the shell ends a command.
#[derive(Clone, Debug, Default)]
pub(in crate::read) struct Command {
    pub(in crate::read) words: Vec<Word>,
    /// What was assumed, and where.
    pub(in crate::read) notes: Vec<Remark>,
    /// The text of a here-document, which the command reads as standard input.
    pub(in crate::read) stdin: Option<Vec<u8>>,
    /// The file that it reads as standard input: `< file`.
    pub(in crate::read) reads: Option<Word>,
    /// The names of variables that the shell fills in, and whose values aren't known.
    pub(in crate::read) variables: BTreeSet<Vec<u8>>,
}

/// Something said about an offset of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::read) struct Remark {
    pub(in crate::read) at: usize,
    pub(in crate::read) message: String,
    /// Whether something else is sent than was typed.
    pub(in crate::read) is_change: bool,
}

impl Remark {
    pub(in crate::read) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), is_change: false }
    }

    /// What the shell, the prompt or curl makes of what was typed.
    pub(in crate::read) fn change(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), is_change: true }
    }
}

impl Command {
    /// A command whose words are already split; places are counted in them, joined with a space each.
    pub(in crate::read) fn of_words(words: &[String]) -> Self {
        let mut start = 0;
        let mut command = Self::default();
        for word in words {
            command.words.push(Word { text: word.clone().into_bytes(), start, end: start + word.len() });
            start += word.len() + 1;
        }
        command
    }

    /// Takes the words after the name of a program; `None` when another one is called.
    pub(in crate::read) fn take_arguments_of(&mut self, program: Program) -> Option<Vec<Word>> {
        if !self.calls(program) {
            return None;
        }
        let mut words = std::mem::take(&mut self.words);
        words.remove(0);
        Some(words)
    }

    fn calls(&self, program: Program) -> bool {
        self.words.first().is_some_and(|name| program.is_called_by(&name.text))
    }

    /// Whether it calls a program whose options are known.
    pub(in crate::read) fn is_known(&self) -> bool {
        Program::ALL.iter().any(|program| self.calls(*program))
    }

    /// What it reads as standard input, as far as that is known.
    pub(in crate::read) fn input(&mut self, files: Option<&Files<'_>>) -> Option<Vec<u8>> {
        let file = |word: &Word| Named { files, ..Named::default() }.read(&word.text).ok();
        self.stdin.take().or_else(|| self.reads.as_ref().and_then(file))
    }

    /// Takes every `${NAME}` in the words for a variable that is filled in.
    pub(in crate::read) fn find_variables(&mut self) {
        for word in &self.words {
            find_variables(&word.text, &mut self.variables);
        }
    }

    /// Says what the shell fills in, where the bytes that are sent are asked for.
    pub(in crate::read) fn say_variables(&mut self) {
        let at = self.start();
        let mut names = self.variables.iter().map(|name| format!("`${}`", String::from_utf8_lossy(name)));
        if let Some(first) = names.next() {
            let names = names.fold(first, |all, name| format!("{all}, {name}"));
            let message = format!("the shell fills in {names}: what is sent for it isn't known here");
            self.notes.push(Remark::new(at, message));
        }
        if self.words.iter().any(|word| memchr::memmem::find(&word.text, b"<command>").is_some()) {
            let message = "`<command>` stands for what the command in `$(…)` prints, which isn't known here";
            self.notes.push(Remark::new(at, message));
        }
    }

    /// Where it begins and ends in the input.
    pub(in crate::read) fn start(&self) -> usize {
        self.words.first().map_or(0, |word| word.start)
    }
}

/// Adds the names of what stands for variables in a text: `${NAME}`.
pub(in crate::read) fn find_variables(text: &[u8], names: &mut BTreeSet<Vec<u8>>) {
    for at in memchr::memmem::find_iter(text, b"${") {
        let inside = text.get(at + 2..).unwrap_or_default();
        let length = inside.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        if let Some((name, [b'}', ..])) = inside.split_at_checked(length).filter(|(name, _)| !name.is_empty()) {
            names.insert(name.to_vec());
        }
    }
}

/// Names of variables, as records have them.
pub(in crate::read) fn names(variables: &BTreeSet<Vec<u8>>) -> Vec<Box<str>> {
    variables.iter().map(|name| String::from_utf8_lossy(name).into()).collect()
}

/// Whether a quoted text runs into the next call of curl: then it was not closed.
pub(in crate::read) fn runs_into_curl(quoted: &[u8]) -> bool {
    Mark::new("\ncurl ", 0).is_in(quoted)
}
