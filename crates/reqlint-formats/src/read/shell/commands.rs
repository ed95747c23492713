//! The calls of one program in a text, split into words.

use super::answer::Pasted;
use super::own_line::{self, Behind};
use super::posix::{Context, Variables, assign};
use super::word::{Command, Remark};
use super::{answer, nested, posix, powershell, windows, works, xargs};
use crate::read::called;
use crate::read::called::Program;
use crate::read::called::call::{self, Call};
use crate::read::mark::Mark;
use crate::record::typed::Syntax;
use std::borrow::Cow;
use std::ops::Range;

/// What is said of an answer that comes first.
const ANSWER_ABOVE: &str = "the answer above the command is taken as its answer";

/// The commands of a text, in order.
pub(in crate::read) struct Commands<'a> {
    text: &'a [u8],
    program: Program,
    /// Where the next command is looked for.
    at: usize,
    syntax: Syntax,
    /// Whether curl complained of words that single quotes should have held together.
    complains: bool,
    /// Whether what looks like a comment is a root's prompt.
    is_root: bool,
    variables: Variables,
    /// The call that follows, once it was looked for.
    next: Option<Option<Call>>,
    /// Whether only what the shell does counts, and not what was meant.
    is_exact: bool,
    /// Whether no command was read yet.
    is_first: bool,
    /// Whether PowerShell complained of what was typed for curl.
    is_alias: bool,
}

/// A command, and what the text says of it.
pub(in crate::read) struct Split {
    pub(in crate::read) command: Command,
    /// What is pasted below.
    pub(in crate::read) below: Pasted,
    pub(in crate::read) answer_place: Range<usize>,
    /// What split it into words.
    pub(in crate::read) syntax: Syntax,
    /// Whether another command's output is its standard input.
    pub(in crate::read) is_piped: bool,
}

impl<'a> Commands<'a> {
    pub(in crate::read) fn new(text: &'a [u8], program: Program) -> Self {
        let first = call::next(text, 0, program, false);
        Self {
            text,
            program,
            at: 0,
            syntax: Syntax::of(text),
            complains: windows::complains(text),
            is_root: first.is_none(),
            variables: Variables::new(),
            next: first.map(Some),
            is_exact: false,
            is_first: true,
            is_alias: Mark::new("Invoke-WebRequest", 7).is_in(text),
        }
    }

    pub(in crate::read) fn exact(self, is_exact: bool) -> Self {
        Self { is_exact, ..self }
    }

    /// Where the next command is looked for.
    pub(in crate::read) fn at(&self) -> usize {
        self.at
    }

    /// Reads past the next command; `None` at the end.
    pub(in crate::read) fn next(&mut self) -> Option<Result<Split, Remark>> {
        let call = self.next_call()?;
        let before = self.text.get(self.at..call.at).unwrap_or_default();
        // what is set in front of the command itself comes too late for its words
        let (set, own) = assign::parted(before);
        assign::take_over(set, self.is_exact, &mut self.variables);
        let start = call.at;
        let has_single_quotes = self.has_single_quotes(&call);
        let (syntax, is_exact) = (self.syntax_of(&call, has_single_quotes), self.is_exact);
        let mut command = self.split(&call, syntax, has_single_quotes);
        let behind = if is_exact {
            None
        } else {
            own_line::behind(self.text, start, command.as_ref().ok().map(|(_, next)| *next))
        };
        if let Some(before) = behind.and_then(|behind| self.text.get(..behind.at)) {
            // the command ends in front of that
            let whole = std::mem::replace(&mut self.text, before);
            command = self.split(&call, syntax, has_single_quotes);
            self.text = whole;
        }
        self.at = match (&command, behind) {
            (_, Some(behind)) => behind.at,
            (Ok((_, next)), None) => (*next).max(start + 1),
            // what is opened and not closed may hold good commands, all before it doesn't
            (Err(remark), None) => {
                let from = remark.at.max(start);
                let line = self.text.get(from..).and_then(|text| memchr::memchr(b'\n', text));
                line.map_or(self.text.len(), |line| from + line + 1)
            }
        };
        self.next = None;
        let next =
            self.peek_call().map(|call| if behind.is_some() && call.line < self.at { call.at } else { call.line });
        let end = next.map_or(self.text.len(), |next| next.max(self.at));
        // the rest of the line is what the command is piped into
        let is_mid_line = behind.is_none() && self.at > 0 && self.text.get(self.at - 1) != Some(&b'\n');
        let rest = self.text.get(self.at..).unwrap_or_default();
        let rest_of_line = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        // behind a command that prose marks as code the sentence goes on
        let is_prose = rest.starts_with(b"; ") || self.at > 0 && self.text.get(self.at - 1) == Some(&b';');
        let from = if is_mid_line && !is_prose { self.at + rest_of_line } else { self.at };
        let pasted = self.text.get(from..end).unwrap_or_default();
        let below = answer::read(&if behind.is_some() { own_line::unfolded(pasted) } else { Cow::Borrowed(pasted) });
        // what is told above a command that is the only one is told of it
        let is_only = std::mem::take(&mut self.is_first) && end == self.text.len();
        let above = self.text.get(..call.line).filter(|_| is_only).unwrap_or_default();
        let below = below.with(above);
        let note = below.answer.as_ref().zip(below.said_by.as_ref()).map(|(answer, said_by)| {
            let status = answer.status;
            Remark::new(from, format!("no status line of the answer: {said_by} says {status}"))
        });
        let note = note.or_else(|| below.is_above.then(|| Remark::new(start, ANSWER_ABOVE)));
        let is_answered = below.answer.is_some() || below.body.is_some();
        if is_answered && let Some(remark) = works::said(self.text, &call, from..end) {
            return Some(Err(remark));
        }
        let alias = command.as_ref().ok().and_then(|(command, _)| self.alias(&call, command));
        let line_before = self.text.get(call.line..call.at).unwrap_or_default();
        // the pipe may end a line, and what is printed may have several
        let before = before.trim_ascii_end();
        let before = before.strip_suffix(b"\\").map_or(before, <[u8]>::trim_ascii_end).strip_suffix(b"|");
        Some(command.map(|(mut command, _)| {
            xargs::fill(line_before, &mut command);
            command.notes.extend(alias);
            command.notes.extend(behind.map(|Behind { at, is_answer }| {
                Remark::new(at, if is_answer { own_line::ANSWER } else { own_line::COMMAND })
            }));
            if syntax != Syntax::Posix {
                command.find_variables();
            }
            if let Some(name) = assign::names(own).find(|name| command.variables.contains(*name)) {
                let name = String::from_utf8_lossy(name).into_owned();
                let message = format!(
                    "the shell fills `${name}` in before it sets `{name}` for this command: put `;` and a space between them"
                );
                command.notes.push(Remark::change(start, message));
            }
            if is_exact {
                command.say_variables();
            }
            command.stdin = command.stdin.or_else(|| printed(before?));
            command.notes.extend(note);
            // an answer came: what is in angle brackets was filled in
            command
                .notes
                .iter_mut()
                .filter(|note| is_answered && note.message == posix::UNQUOTED)
                .for_each(|note| note.is_change = false);
            Split { command, below, answer_place: from..end, syntax, is_piped: before.is_some() }
        }))
    }

    fn peek_call(&mut self) -> Option<Call> {
        let (text, at, program, is_root) = (self.text, self.at, self.program, self.is_root);
        *self.next.get_or_insert_with(|| call::next(text, at, program, is_root))
    }

    fn next_call(&mut self) -> Option<Call> {
        let call = self.peek_call();
        self.next = None;
        call
    }

    /// What splits the words of the command that is called: at a prompt of Windows its own, whatever the rest is for.
    fn syntax_of(&self, call: &Call, has_single_quotes: bool) -> Syntax {
        let is_prompt = || if has_single_quotes { self.is_exact } else { self.is_at_prompt(call) };
        if self.syntax == Syntax::Posix && is_prompt() { Syntax::Prompt } else { self.syntax }
    }

    fn is_at_prompt(&self, call: &Call) -> bool {
        called::windows::is_prompt(self.text.get(call.line..call.at).unwrap_or_default())
            || called::windows::is_prompt_of_two(self.text, call.line, call.at)
    }

    /// Whether single quotes were typed where they quote nothing.
    fn has_single_quotes(&self, call: &Call) -> bool {
        let holds_one = || {
            let rest = self.text.get(call.line..).unwrap_or_default();
            memchr::memchr2(b'\'', b'\n', rest).is_some_and(|at| rest.get(at) == Some(&b'\''))
        };
        (self.complains || self.is_at_prompt(call)) && holds_one()
    }

    /// The words of the command that is called.
    fn split(&self, call: &Call, syntax: Syntax, has_single_quotes: bool) -> Result<(Command, usize), Remark> {
        let start = call.at;
        let before = self.text.get(call.line..start).unwrap_or_default().trim_ascii();
        let is_interactive = matches!(before.last(), Some(b'$' | b'%')) || before.ends_with("❯".as_bytes());
        let context = Context { is_exact: self.is_exact, is_interactive, variables: Some(&self.variables) };
        if let Some(nested) = nested::command(self.text, start, self.program, context) {
            return nested;
        }
        match syntax {
            Syntax::PowerShell => powershell::command(self.text, start, context.variables),
            Syntax::Prompt => windows::command(self.text, start, context),
            Syntax::Posix | Syntax::Written => {
                let (mut command, next) = posix::command(self.text, start, context)?;
                if self.syntax == Syntax::Posix && has_single_quotes {
                    command.notes.push(Remark::change(start, windows::SINGLE_QUOTES));
                }
                Ok((command, next))
            }
        }
    }
}

impl Commands<'_> {
    /// What Windows PowerShell makes of a command that doesn't name the program in full.
    fn alias(&self, call: &Call, command: &Command) -> Option<Remark> {
        if !self.is_alias && self.syntax != Syntax::PowerShell {
            return None;
        }
        let before = self.text.get(call.line..call.at).unwrap_or_default();
        // PowerShell elsewhere has no such alias
        let is_elsewhere = memchr::memmem::find(before, b"PS /").is_some();
        let name = command.words.first().filter(|name| matches!(&name.text[..], b"curl" | b"wget"))?;
        let known = String::from_utf8_lossy(&name.text).into_owned();
        if self.is_alias {
            let message = format!(
                "Windows PowerShell ran `Invoke-WebRequest`, which it calls `{known}` as well and which has other options: write `{known}.exe`"
            );
            return Some(Remark::change(name.start, message));
        }
        let message = format!(
            "Windows PowerShell takes `{known}` for `Invoke-WebRequest`, which has other options: write `{known}.exe` there"
        );
        (!is_elsewhere).then(|| Remark::new(name.start, message))
    }
}

/// What a command prints that is piped into another one: `echo 'text'`.
fn printed(before: &[u8]) -> Option<Vec<u8>> {
    let at = memchr::memmem::rfind(before, b"echo ")?;
    let (command, next) = posix::command(before, at, Context::default()).ok()?;
    let (_, words) = command.words.split_first().filter(|_| next >= before.len())?;
    let words: Vec<&[u8]> = words.iter().map(|word| word.text.as_slice()).collect();
    let (words, end): (_, &[u8]) = match words.split_first() {
        Some((first, rest)) if *first == b"-n" => (rest, b""),
        _ => (words.as_slice(), b"\n"),
    };
    (!words.iter().any(|word| word.starts_with(b"-e"))).then(|| [&words.join(&b' ')[..], end].concat())
}
