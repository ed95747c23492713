//! What a shell undoes inside a word: quotes, backslashes, and what it would fill in.

use super::Shell;
use crate::read::mark::Mark;
use crate::read::shell::escapes;
use crate::read::shell::word::{Remark, runs_into_curl};

/// What is written for a single quote by word processors, keyboards and other languages; the plain one may close it, too.
const SMART_SINGLE: [&[u8]; 6] = ["‘".as_bytes(), "’".as_bytes(), "‚".as_bytes(), "′".as_bytes(), "´".as_bytes(), b"'"];
/// The same for a double quote.
const SMART_DOUBLE: [&[u8]; 7] =
    ["“".as_bytes(), "”".as_bytes(), "„".as_bytes(), "″".as_bytes(), "«".as_bytes(), "»".as_bytes(), b"\""];

/// What is said of `<id>` outside quotes.
pub(in crate::read::shell) const UNQUOTED: &str =
    "outside quotes the shell takes `<` and `>` for files to read and to write: fill the value in, or quote it";

impl Shell<'_> {
    pub(super) fn single_quoted(&mut self) -> Result<(), Remark> {
        let inside = self.rest().get(1..).unwrap_or_default();
        let Some(length) = memchr::memchr(b'\'', inside) else { return Err(self.unclosed()) };
        let inside = inside.get(..length).unwrap_or_default();
        if runs_into_curl(inside) {
            return Err(self.unclosed());
        }
        let variable = |w: &[u8]| matches!(w, [b'$', b'{' | b'A'..=b'Z', second] if second.is_ascii_alphanumeric() || *second == b'_');
        let found = || memchr::memchr_iter(b'$', inside).find(|at| inside.get(*at..*at + 3).is_some_and(variable));
        if let Some(at) = found() {
            self.change(
                self.at + 1 + at,
                "the shell fills in no variables between single quotes: the name itself is sent; use double quotes",
            );
        }
        if are_quotes_escaped(inside) {
            self.change(
                self.at,
                "between single quotes a backslash escapes nothing: each `\\\"` is sent with its backslash; write `\"` alone",
            );
        }
        if Mark::new("\\\n", 0).is_in(inside) {
            self.change(
                self.at,
                "between single quotes a backslash at the end of a line is sent: leave it out, the text goes on without it",
            );
        }
        self.push(inside, length + 2);
        Ok(())
    }

    fn smart_quoted(&mut self, ends: &[&[u8]], opening: usize) -> Result<(), Remark> {
        let inside = self.rest().get(opening..).unwrap_or_default();
        let end = |at: &usize| ends.iter().any(|end| inside.get(*at..).is_some_and(|rest| rest.starts_with(end)));
        let Some(length) = (0..inside.len()).find(end) else { return Err(self.unclosed()) };
        let after = inside.get(length..).unwrap_or_default();
        let closing = ends.iter().find(|end| after.starts_with(end)).map_or(1, |end| end.len());
        let inside = inside.get(..length).unwrap_or_default();
        self.push(inside, 0);
        self.at += opening + length + closing;
        Ok(())
    }

    /// Quotes that a word processor made of plain ones; `false` where there are none here.
    pub(super) fn typographic(&mut self) -> Result<bool, Remark> {
        let rest = self.rest();
        let opening = |quotes: &[&[u8]]| {
            let is_one = |quote: &&&[u8]| quote.len() > 1 && rest.starts_with(quote);
            quotes.iter().find(is_one).map(|quote| quote.len())
        };
        let (single, double) = (opening(&SMART_SINGLE), opening(&SMART_DOUBLE));
        if single.is_some() || double.is_some() {
            self.change(
                self.at,
                "these are typographic quotes, which quote nothing in a shell: they are sent, and spaces end the word; type plain quotes",
            );
        }
        match (single, double) {
            (Some(length), _) => self.smart_quoted(&SMART_SINGLE, length)?,
            (None, Some(length)) => self.filled_in(&SMART_DOUBLE, length)?,
            (None, None) => return Ok(false),
        }
        Ok(true)
    }

    pub(super) fn double_quoted(&mut self) -> Result<(), Remark> {
        self.filled_in(&[b"\""], 1)
    }

    /// `"…"`: backslashes before a few characters, and variables, still have a meaning.
    fn filled_in(&mut self, ends: &[&[u8]], opening: usize) -> Result<(), Remark> {
        let unclosed = self.unclosed();
        self.push(b"", opening);
        loop {
            let run = self.rest().iter().take_while(|b| is_plain_in_quotes(**b)).count();
            if run > 0 {
                self.push_run(run);
            }
            let rest = self.rest();
            if let Some(end) = ends.iter().find(|end| rest.starts_with(end)) {
                self.at += end.len();
                return Ok(());
            }
            if opening == 1 && self.closes_typographically() {
                self.change(
                    self.at,
                    "this is a typographic quote, which closes nothing in a shell: what follows is sent with it; type a plain quote",
                );
                self.at += 3;
                return Ok(());
            }
            match rest {
                [] => return Err(unclosed),
                rest if rest.starts_with(b"\ncurl ") => return Err(unclosed),
                [b'!', after, ..] if self.context.is_interactive && is_event(*after) => {
                    self.say_history();
                    self.push(b"!", 1);
                }
                [b'\\', b'\n', ..] => self.at += 2,
                [b'\\', b'\r', b'\n', ..] => self.at += 3,
                [b'\\', byte @ (b'"' | b'\\' | b'$' | b'`'), ..] => self.push(&[*byte], 2),
                [b'$' | b'`', ..] => self.expansion()?,
                [byte, ..] => self.push(&[*byte], 1),
            }
        }
    }

    /// At a prompt `!` between double quotes stands for an earlier command.
    fn say_history(&mut self) {
        self.change(
            self.at,
            "at a prompt `!` between double quotes is history: the shell puts an earlier command there, or runs nothing (event not found); use single quotes",
        );
    }

    /// Whether a variable here is the name of a parameter or a member that the shell takes for its own: `?$filter=`, `{"$set": …}`.
    fn is_own_name(&self, name: &[u8], after: &[u8]) -> bool {
        let before = self.word.as_ref().and_then(|word| word.text.last());
        let is_parameter = matches!(before, Some(b'?' | b'&')) && after.starts_with(b"=");
        let is_member = before == Some(&b'"') && (after.starts_with(b"\\\":") || after.starts_with(b"\\\" :"));
        let is_unset = self.context.variables.is_none_or(|variables| !variables.contains_key(name));
        !self.context.is_exact
            && is_unset
            && (is_parameter || is_member)
            && name.iter().all(u8::is_ascii_alphabetic)
            && name.first().is_some_and(u8::is_ascii_lowercase)
    }

    /// Whether a quote that a word processor wrote closes a plain one here: only blanks or the end of the line follow.
    fn closes_typographically(&self) -> bool {
        let rest = self.rest();
        let after = ["“", "”"].iter().find_map(|quote| rest.strip_prefix(quote.as_bytes()));
        !self.context.is_exact && after.is_some_and(|after| after.first().is_none_or(u8::is_ascii_whitespace))
    }

    /// `<id>` outside quotes: a person means a value to fill in, the shell a file to read and one to write.
    pub(super) fn unquoted(&mut self, length: usize) -> Result<(), Remark> {
        if self.context.is_exact {
            return Err(Remark::new(self.at, UNQUOTED));
        }
        self.change(self.at, UNQUOTED);
        let text = self.rest().get(..length).unwrap_or_default();
        let text: Vec<u8> = text.iter().map(|b| if *b == b' ' { b'-' } else { *b }).collect();
        self.push(&text, length);
        Ok(())
    }

    /// `$'…'`
    pub(super) fn escaped(&mut self) -> Result<(), Remark> {
        let unclosed = self.unclosed();
        self.push(b"", 2);
        loop {
            match self.rest() {
                [] => return Err(unclosed),
                [b'\'', ..] => {
                    self.at += 1;
                    return Ok(());
                }
                [b'\\', after @ ..] => {
                    let mut bytes = Vec::new();
                    let length = escapes::read(after, &mut bytes);
                    self.push(&bytes, length + 1);
                }
                [byte, ..] => self.push(&[*byte], 1),
            }
        }
    }

    /// A variable or a command, whose value isn't known.
    pub(in crate::read::shell) fn expansion(&mut self) -> Result<(), Remark> {
        let rest = self.rest();
        let is_name = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'_';
        match rest {
            [b'`', inside @ ..] => {
                let length = inside.iter().position(|b| *b == b'`').ok_or_else(|| self.unclosed())?;
                self.push(b"<command>", length + 2);
            }
            [b'$', b'(', inside @ ..] => {
                let length = closing(inside, b'(', b')').ok_or_else(|| self.unclosed())?;
                self.push(b"<command>", length + 3);
            }
            [b'$', b'{', b'{', ..] => self.push(b"$", 1),
            [b'$', b'{', inside @ ..] => {
                let length = closing(inside, b'{', b'}').ok_or_else(|| self.unclosed())?;
                let end = inside.iter().take_while(is_name).count();
                let name = inside.get(..end).filter(|name| !name.is_empty()).unwrap_or(b"variable");
                if end < length {
                    let whole = String::from_utf8_lossy(inside.get(..length).unwrap_or_default()).into_owned();
                    let message = format!(
                        "the shell makes something of the variable in `${{{whole}}}`: its value is shown unchanged"
                    );
                    self.command.notes.push(Remark::new(self.at, message));
                }
                let shown = self.value_of(name);
                self.push(&shown, length + 3);
            }
            [b'$', digit @ b'0'..=b'9', after @ ..] => {
                let digit = char::from(*digit);
                // an amount of money rather than an argument of a script
                if matches!(after, [b'0'..=b'9', ..] | [b'.' | b',', b'0'..=b'9', ..]) {
                    let message = format!(
                        "outside single quotes the shell fills `${digit}` in, mostly with nothing: use single quotes"
                    );
                    self.change(self.at, &message);
                    self.push(format!("${digit}").as_bytes(), 2);
                } else {
                    self.push(format!("${{{digit}}}").as_bytes(), 2);
                }
            }
            [b'$', after @ ..] => {
                let name = after.iter().take_while(is_name).count();
                match after.get(..name).filter(|name| !name.is_empty()) {
                    Some(name) if self.is_own_name(name, after.get(name.len()..).unwrap_or_default()) => {
                        let name = String::from_utf8_lossy(name).into_owned();
                        self.change(
                            self.at,
                            &format!("outside single quotes the shell fills `${name}` in, and with nothing: use single quotes, or write `\\${name}`"),
                        );
                        self.push(format!("${name}").as_bytes(), 1 + name.len());
                    }
                    Some(name) => {
                        let shown = self.value_of(name);
                        self.push(&shown, 1 + name.len());
                    }
                    None if after.first() == Some(&b'$') => {
                        self.change(self.at, "the shell puts the number of its process for `$$`: use single quotes");
                        self.push(b"$$", 2);
                    }
                    None => self.push(b"$", 1),
                }
            }
            _ => self.push(b"", 1),
        }
        Ok(())
    }

    /// The value of a variable that the text sets, else a placeholder.
    fn value_of(&mut self, name: &[u8]) -> Vec<u8> {
        let set = self.context.variables.and_then(|variables| variables.get(name)).cloned();
        set.unwrap_or_else(|| {
            self.command.variables.insert(name.to_vec());
            [b"${", name, b"}"].concat()
        })
    }

    fn unclosed(&self) -> Remark {
        let before = self.command.words.iter().rev().take(1).chain(self.word.as_ref());
        let has_apostrophe =
            before.clone().any(|word| self.text.get(word.start..self.at).is_some_and(ends_in_apostrophe));
        let help = if has_apostrophe {
            ": an apostrophe before it ended the quotes; between single quotes write `'\\''` for one"
        } else {
            ": the shell waits for the rest, and nothing is sent"
        };
        Remark::new(self.at, format!("the quote opened here is not closed{help}"))
    }

    /// Takes over bytes that mean nothing to a shell here.
    pub(super) fn push_run(&mut self, length: usize) {
        let run = self.rest().get(..length).unwrap_or_default();
        self.push(run, length);
    }
}

/// Whether a byte means nothing between double quotes.
fn is_plain_in_quotes(byte: u8) -> bool {
    byte.is_ascii() && !matches!(byte, b'"' | b'\\' | b'$' | b'`' | b'!' | b'\n' | b'\r')
}

/// Whether the double quotes of a text all have a backslash in front, as they are written between double quotes.
fn are_quotes_escaped(text: &[u8]) -> bool {
    let mut count = 0;
    memchr::memchr_iter(b'"', text).all(|at| {
        count += 1;
        at.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\\')
    }) && count > 1
}

/// Whether a quoted text has a single quote between letters: `'it's'`.
fn ends_in_apostrophe(text: &[u8]) -> bool {
    let is_letter = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphabetic);
    text.starts_with(b"'")
        && memchr::memchr_iter(b'\'', text).any(|at| is_letter(at.checked_sub(1)) && is_letter(Some(at + 1)))
}

/// The length of a placeholder such as `<id>` or `<your token>`.
pub(super) fn unquoted_placeholder(text: &[u8]) -> Option<usize> {
    const LONGEST: usize = 60;
    let inside = text.strip_prefix(b"<")?;
    let near = inside.get(..inside.len().min(LONGEST))?;
    let length = memchr::memchr(b'>', near)?;
    let name = near.get(..length)?;
    let is_name = name.iter().all(|b| b.is_ascii_alphanumeric() || b"_- ".contains(b));
    let is_whole = name.first().is_some_and(u8::is_ascii_alphabetic) && name.last() != Some(&b' ');
    (is_name && is_whole).then_some(length + 2)
}

/// Whether what follows `!` makes it history.
fn is_event(after: u8) -> bool {
    !after.is_ascii_whitespace() && !b"=(\"".contains(&after)
}

/// Where the bracket is closed that was opened before `text`; it is not looked for forever.
fn closing(text: &[u8], opening: u8, end: u8) -> Option<usize> {
    const FARTHEST: usize = 4 << 10;
    let mut depth = 0usize;
    text.iter().take(FARTHEST).position(|b| {
        if *b == end && depth == 0 {
            return true;
        }
        if *b == opening {
            depth += 1;
        } else if *b == end {
            depth -= 1;
        }
        false
    })
}
