//! Words as a POSIX shell and bash split them.
//!
//! Nothing is run and nothing filled in: a variable becomes `${NAME}`, a command in `$(…)` becomes `<command>`, both of
//! which the engine knows as placeholders. `shlex` agrees on every word that holds neither; it knows no `$'…'`, no ends
//! of commands and no places, which is why this is not left to it.

pub(super) mod assign;
mod braces;
mod context;
mod here;
mod quotes;
mod unmeant;

pub(super) use context::{Context, Variables};

pub(super) use quotes::UNQUOTED;

use super::lost;
use super::word::{Command, Remark, Word, find_variables};
use here::Here;
use quotes::unquoted_placeholder;

/// The command that begins at `start`, and where the next one begins.
///
/// # Errors
/// When a quote is not closed.
pub(super) fn command(text: &[u8], start: usize, context: Context<'_>) -> Result<(Command, usize), Remark> {
    let mut shell = Shell { context, ..Shell::at(text, start) };
    while shell.step()? {}
    shell.end_word();
    // a document that the text doesn't hold is empty to the shell
    if context.is_exact {
        shell.pass_document()?;
    }
    Ok((shell.command, shell.at))
}

/// A word, and for each of its bytes where it is written; `None` where it isn't one word.
pub(in crate::read) fn traced(word: &[u8]) -> Option<(Vec<u8>, Vec<usize>)> {
    let mut shell = Shell { trace: Some(Vec::new()), ..Shell::at(word, 0) };
    while shell.step().ok()? {}
    let trace = shell.trace.take()?;
    shell.end_word();
    let mut words = shell.command.words.into_iter();
    let text = words.next().filter(|_| words.next().is_none())?.text;
    (trace.len() == text.len()).then_some((text, trace))
}

pub(super) struct Shell<'t> {
    text: &'t [u8],
    pub(super) context: Context<'t>,
    /// Where each byte of the word is written, where that is asked for.
    trace: Option<Vec<usize>>,
    /// Where the word has unquoted braces and commas.
    marks: Vec<usize>,
    pub(super) at: usize,
    command: Command,
    /// The word that is being read.
    pub(super) word: Option<Word>,
    /// What the next word is for, if it is not the command's.
    redirected: Option<Redirected>,
    /// A here-document that begins on the next line.
    here: Option<Here>,
}

/// What a redirection is followed by.
#[derive(Clone, Copy)]
enum Redirected {
    /// A file that is written.
    Elsewhere,
    /// A file that is standard input.
    File,
    /// Standard input: `<<< text`.
    Text,
    /// The line that ends standard input: `<<END`.
    Document { strips_tabs: bool },
}

impl<'t> Shell<'t> {
    pub(super) fn at(text: &'t [u8], at: usize) -> Self {
        Self {
            text,
            context: Context::default(),
            marks: Vec::new(),
            trace: None,
            at,
            command: Command::default(),
            word: None,
            redirected: None,
            here: None,
        }
    }

    pub(super) fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn push(&mut self, bytes: &[u8], length: usize) {
        let start = self.at;
        let word = self.word.get_or_insert_with(|| Word { text: Vec::new(), start, end: start });
        word.text.extend_from_slice(bytes);
        if let Some(trace) = &mut self.trace {
            // what is in quotes begins after the first of them; an escape and a variable begin where they are written
            let lead = usize::from(length == bytes.len() + 2);
            let is_literal = lead == 1 || length == bytes.len();
            trace.extend((0..bytes.len()).map(|at| if is_literal { start + lead + at } else { start }));
        }
        self.at += length;
    }

    fn change(&mut self, at: usize, message: &str) {
        self.command.notes.push(Remark::change(at, message));
    }

    fn end_word(&mut self) {
        let Some(mut word) = self.word.take() else { return };
        word.end = self.at;
        match self.redirected.take() {
            None => self.push_word(word),
            Some(Redirected::Elsewhere) => {}
            Some(Redirected::File) => self.command.reads = Some(word),
            Some(Redirected::Text) => {
                word.text.push(b'\n');
                self.command.stdin = Some(word.text);
            }
            Some(Redirected::Document { strips_tabs }) => {
                let written = self.text.get(word.start..self.at).unwrap_or_default();
                let is_quoted = written.iter().any(|b| matches!(b, b'\'' | b'"' | b'\\'));
                self.here = Some(Here { end: word.text, is_quoted, strips_tabs });
            }
        }
    }

    /// A word of the command: of several in unquoted braces each, where only what the shell does counts.
    fn push_word(&mut self, word: Word) {
        let marks = std::mem::take(&mut self.marks);
        self.say_lost_quotes(&word);
        if marks.is_empty() {
            self.command.words.push(word);
            return;
        }
        let words = braces::expanded(word.clone(), &marks);
        if words.len() < 2 {
            self.command.words.push(word);
        } else if self.context.is_exact {
            self.command.words.extend(words);
        } else {
            self.change(
                word.start,
                "outside quotes the shell makes several words of `{…,…}`, and curl takes the second for a URL: put it in single quotes",
            );
            self.command.words.push(word);
        }
    }

    /// Reads on; `false` at the end of the command.
    fn step(&mut self) -> Result<bool, Remark> {
        let rest = self.rest();
        match rest {
            [] => return Ok(false),
            [b'\\', ..] => self.backslash(),
            [b'\'', ..] => self.single_quoted()?,
            [b'"', ..] => self.double_quoted()?,
            [b'$', b'\'', ..] => self.escaped()?,
            [b'$', b'"', ..] => {
                self.at += 1;
                self.double_quoted()?;
            }
            [b'$' | b'`', ..] => self.expansion()?,
            [b'\n', ..] | [b'\r', b'\n', ..] => {
                self.end_word();
                self.at += if rest.first() == Some(&b'\r') { 2 } else { 1 };
                self.pass_document()?;
                return Ok(self.goes_on());
            }
            [b' ' | b'\t' | b'\r', ..] => {
                self.end_word();
                self.at += 1;
            }
            [b'#', ..] if self.word.is_none() => {
                self.at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
            }
            [b'<' | b'>', ..] => match unquoted_placeholder(rest) {
                Some(length) => self.unquoted(length)?,
                None => self.redirection(),
            },
            [b'&', more @ ..] if more.first() == Some(&b'>') => {
                self.at += 1;
                self.redirection();
            }
            [b';' | b'|' | b'&' | b'(' | b')', ..] => {
                self.operator()?;
                if self.here.is_some() {
                    // the rest of the line is another command's, the document is this one's
                    let line = self.rest().split_inclusive(|b| *b == b'\n').next();
                    self.at += line.map_or(0, <[u8]>::len);
                    self.pass_document()?;
                }
                return Ok(false);
            }
            [b'{', b'{', ..] => self.push(b"{{", 2),
            [byte @ (b'{' | b'}' | b','), ..] => {
                let at = self.word.as_ref().map_or(0, |word| word.text.len());
                if *byte == b'{' || !self.marks.is_empty() {
                    self.marks.push(at);
                }
                self.push(&[*byte], 1);
            }
            [first, ..] if !first.is_ascii() => {
                if !self.typographic()? && !self.blank() {
                    self.push(&[*first], 1);
                }
            }
            _ => {
                let run = rest.iter().take_while(|b| is_plain(**b)).count();
                self.push_run(run.max(1));
            }
        }
        Ok(true)
    }

    /// Reads the here-document that begins on this line, if there is one.
    fn pass_document(&mut self) -> Result<(), Remark> {
        if let Some(here) = self.here.take() {
            let (stdin, next) = here.read(self.text, self.at, self.context)?;
            if !here.is_quoted {
                find_variables(&stdin, &mut self.command.variables);
            }
            self.command.stdin = Some(stdin);
            self.at = next;
        }
        Ok(())
    }

    /// A line break ends the command, unless options follow: then a backslash was lost.
    fn goes_on(&mut self) -> bool {
        let rest = self.rest();
        let front = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let after = rest.get(front..).unwrap_or_default();
        if self.context.is_exact {
            return false;
        }
        if self.command.is_known() && lost::goes_on(&self.command.words, after) {
            let before = self.text.get(..self.at).unwrap_or_default();
            let mut lines =
                before.strip_suffix(b"\n").unwrap_or(before).rsplit(|b| *b == b'\n').map(<[u8]>::trim_ascii);
            let why = match lines.next().unwrap_or_default() {
                b"" => {
                    "an empty line follows the backslash: the shell ends the command there, and what comes below is not sent"
                }
                [b'#', ..] => "a comment ends the command: what comes below is not sent; put it above the command",
                _ => {
                    "no backslash at the end of the line before: the shell ends the command there, and what comes below is not sent"
                }
            };
            self.change(self.at + front, why);
            return true;
        }
        false
    }

    fn backslash(&mut self) {
        let rest = self.rest();
        let after = rest.get(1..).unwrap_or_default();
        let blanks = after.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
        let blanks = if self.context.is_exact { 0 } else { blanks };
        match after.get(blanks) {
            Some(b'\n') => {
                if after.get(..blanks).is_some_and(|blanks| blanks.iter().any(|b| *b != b'\r')) {
                    self.change(
                        self.at,
                        "a space follows the backslash: the shell ends the command here, and what comes below is not sent",
                    );
                }
                self.at += blanks + 2;
            }
            _ => match after.first() {
                Some(byte) => self.push(&[*byte], 2),
                None => self.push(b"\\", 1),
            },
        }
    }

    /// `> file`, `2>&1`: not curl's business. `<<END` and `<<< text` may be the body.
    fn redirection(&mut self) {
        if self.word.as_ref().is_some_and(|word| word.text.iter().all(u8::is_ascii_digit)) {
            self.word = None;
        }
        self.end_word();
        let rest = self.rest();
        let (length, redirected) = match rest {
            [b'<', b'<', b'<', ..] => (3, Redirected::Text),
            [b'<', b'<', b'-', ..] => (3, Redirected::Document { strips_tabs: true }),
            [b'<', b'<', ..] => (2, Redirected::Document { strips_tabs: false }),
            _ => {
                let length = rest.iter().take_while(|b| matches!(b, b'<' | b'>' | b'&' | b'|')).count();
                let is_read = rest.starts_with(b"<") && length == 1;
                (length, if is_read { Redirected::File } else { Redirected::Elsewhere })
            }
        };
        self.at += length;
        self.redirected = Some(redirected);
    }

    fn operator(&mut self) -> Result<(), Remark> {
        let rest = self.rest();
        let is_inside = self.word.is_some() && rest.get(1).is_some_and(|b| b.is_ascii_alphanumeric());
        if is_inside && rest.starts_with(b"&") && !rest.starts_with(b"&&") {
            self.change(
                self.at,
                "the shell ends the command at this `&`, and what follows it is never sent: put the URL or the data in quotes",
            );
        }
        self.refuse_parenthesis()?;
        self.end_word();
        self.at += rest.iter().take_while(|b| matches!(b, b';' | b'|' | b'&' | b'(' | b')')).count();
        Ok(())
    }
}

/// Whether a byte means nothing outside quotes; the first of a word may.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'_'
                | b'.'
                | b'/'
                | b':'
                | b'='
                | b'%'
                | b'+'
                | b'@'
                | b'?'
                | b'~'
                | b'^'
                | b'!'
                | b'*'
                | b'['
                | b']'
        )
}

#[cfg(test)]
mod tests;
