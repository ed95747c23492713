//! Diagnostics in rule files: where, what, and how to mend it.
//!
//! Loading never stops at the first one. Each stage pushes what it finds to the [`Log`] and goes on.

use crate::base::near::suggest;
use crate::language::key::{Key, KindEntry};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

/// A file that was read, kept so that mistakes can be shown in its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path as messages name it.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// One mistake in a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Index of the file in [`Diagnostics::files`].
    pub file: usize,
    /// Bytes of the file's text that it is about.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// All mistakes of a load, in the order of files and places.
#[derive(Clone, Default, thiserror::Error)]
#[error("{}", self.summary())]
pub struct Diagnostics {
    /// The files that were read.
    pub files: Vec<SourceFile>,
    /// What is wrong with them; never empty when a load fails.
    pub list: Vec<Diagnostic>,
}

impl Diagnostic {
    fn at(place: FilePlace, message: impl Into<String>, help: Option<String>) -> Self {
        Self { file: place.file as usize, span: place.range(), message: message.into(), help }
    }
}

impl Diagnostics {
    /// The 1-based line and column (in characters) at which a mistake begins.
    #[must_use]
    pub fn line_column(&self, mistake: &Diagnostic) -> (usize, usize) {
        let text = self.files.get(mistake.file).map_or("", |f| f.text.as_str());
        line_column(text, mistake.span.start)
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn summary(&self) -> String {
        let line = |m: &Diagnostic| {
            let (line, column) = self.line_column(m);
            let path = self.files.get(m.file).map_or("", |f| f.path.as_str());
            let help = m.help.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
            format!("{path}:{line}:{column}: {}{help}", m.message)
        };
        self.list.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// As it is displayed: a program whose `main` returns it shows the list, and not the text of every file.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The 1-based line and column (in characters) of a byte offset.
#[must_use]
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    (line, column)
}

/// A value together with the place in a rule file where it was written.
#[derive(Clone)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) place: FilePlace,
}

/// Some bytes of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FilePlace {
    file: u32,
    start: u32,
    end: u32,
    /// Of a text: how many bytes stand before its first one.
    opening: u8,
}

/// Collects mistakes while files are read and compiled.
///
/// It also keeps what would otherwise be said twice: a name whose own definition is wrong is not unknown as well.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) files: Vec<SourceFile>,
    mistakes: Vec<Diagnostic>,
    /// Files with a mistake, by index.
    broken: BTreeSet<u32>,
    /// Names that are defined, but wrongly.
    spoilt: BTreeSet<String>,
    /// Whether a file of definitions could be read only in part, so that any name may stand there.
    in_doubt: bool,
    left_out: Vec<String>,
    /// What may stand at the top of the file that was opened last.
    top: &'static [Key],
    /// The kinds of check, where the file that was opened last holds one.
    kinds: &'static [KindEntry],
    /// Of each file the bytes that aren't TOML: nothing else is said about them.
    torn: BTreeMap<u32, Vec<Range<u32>>>,
    /// Keys that stand in a file, but in the wrong place or misspelt: they aren't missing as well.
    stray: BTreeSet<(u32, String)>,
    /// What is missing: the keys that would give it, and what to say unless one of them is a stray.
    lacks: Vec<(Vec<String>, Diagnostic)>,
    hints: Vec<Diagnostic>,
}

impl Log {
    /// Takes a file in; what follows is about it.
    pub(crate) fn open(&mut self, path: String, text: String) {
        self.kinds = &[];
        self.files.push(SourceFile { path, text });
    }

    /// A place in the file that was opened last.
    pub(crate) fn place(&self, span: Range<usize>) -> FilePlace {
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let file = short(self.files.len().saturating_sub(1));
        FilePlace { file, start: short(span.start), end: short(span.end), opening: 1 }
    }

    /// The place of a text in the file that was opened last: its quotes are one, or three with a line end behind them.
    pub(crate) fn place_of_text(&self, span: Range<usize>) -> FilePlace {
        let written = self.text().get(span.clone()).unwrap_or_default();
        let opening = match written.strip_prefix("\"\"\"").or_else(|| written.strip_prefix("'''")) {
            None => 1,
            Some(text) if text.starts_with("\r\n") => 5,
            Some(text) if text.starts_with('\n') => 4,
            Some(_) => 3,
        };
        FilePlace { opening, ..self.place(span) }
    }

    pub(crate) fn path(&self, place: FilePlace) -> &str {
        self.files.get(place.file as usize).map_or("", |f| f.path.as_str())
    }

    /// Notes a name whose definition is wrong: whoever uses it makes no mistake.
    pub(crate) fn spoil(&mut self, name: &str) {
        self.spoilt.insert(name.to_owned());
    }

    /// Whether a name that isn't found may be defined all the same.
    pub(crate) fn may_be_defined(&self, name: &str) -> bool {
        self.in_doubt || self.spoilt.contains(name)
    }

    /// Says that nothing of that name is known, with the nearest name; unless it may be defined anyway.
    pub(crate) fn unknown<'a>(&mut self, what: &str, name: &At<String>, known: impl IntoIterator<Item = &'a str>) {
        if !self.may_be_defined(&name.value) {
            self.push(name.place, format!("there is no {what} `{}`", name.value), suggest(&name.value, known));
        }
    }

    /// Whether every definition that was written could be taken in.
    pub(crate) fn knows_all_names(&self) -> bool {
        !self.in_doubt && self.spoilt.is_empty()
    }

    /// Notes that the file that was opened last defines names, and could not be read whole.
    pub(crate) fn doubt(&mut self) {
        self.in_doubt = true;
    }

    /// Notes that a rule can't be run.
    pub(crate) fn leave_out(&mut self, rule: String) {
        if !self.left_out.contains(&rule) {
            self.left_out.push(rule);
        }
    }

    /// How many mistakes were said.
    pub(crate) fn count(&self) -> usize {
        self.mistakes.len()
    }

    /// Whether something is wrong in the file of a place.
    pub(crate) fn is_broken(&self, place: FilePlace) -> bool {
        self.broken.contains(&place.file)
    }

    pub(crate) fn push(&mut self, place: FilePlace, message: impl Into<String>, help: Option<String>) {
        let is_torn = self.is_torn(place);
        let mistake = Diagnostic::at(place, message, help);
        if (self.broken.insert(place.file) || !self.mistakes.contains(&mistake)) && !is_torn {
            self.mistakes.push(mistake);
        }
    }

    /// Says that bytes aren't TOML. What else is said about them would only be a consequence.
    pub(crate) fn tear(&mut self, place: FilePlace, torn: FilePlace, message: impl Into<String>, help: Option<String>) {
        self.push(place, message, help);
        self.torn.entry(torn.file).or_default().push(torn.start..torn.end);
    }

    /// Whether a place touches bytes that aren't TOML.
    pub(crate) fn is_torn(&self, place: FilePlace) -> bool {
        let torn = self.torn.get(&place.file).into_iter().flatten();
        torn.into_iter().any(|torn| torn.start <= place.end && place.start <= torn.end)
    }

    /// Says that something is missing, unless one of its keys turns up elsewhere in the file, or the file can't be read
    /// whole.
    pub(crate) fn lack(&mut self, place: FilePlace, keys: &[&str], message: impl Into<String>, help: Option<String>) {
        self.broken.insert(place.file);
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        self.lacks.push((keys, Diagnostic::at(place, message, help)));
    }

    /// Notes that a key is there, though not as it should be.
    pub(crate) fn stray(&mut self, place: FilePlace, key: &str) {
        self.stray.insert((place.file, key.to_owned()));
    }

    /// Says what is accepted, and could be written better.
    pub(crate) fn hint(&mut self, place: FilePlace, message: impl Into<String>, help: Option<String>) {
        self.hints.push(Diagnostic::at(place, message, help));
    }

    /// What may stand at the top of the file that was opened last.
    pub(crate) fn top(&self) -> &'static [Key] {
        self.top
    }

    /// The kinds of check, where the file that was opened last holds one.
    pub(crate) fn kinds(&self) -> &'static [KindEntry] {
        self.kinds
    }

    /// Says that the file that was opened last holds a check of one of these kinds.
    pub(crate) fn set_kinds(&mut self, kinds: &'static [KindEntry]) {
        self.kinds = kinds;
    }

    /// Says what may stand at the top of the file that was opened last.
    pub(crate) fn set_top(&mut self, keys: &'static [Key]) {
        self.top = keys;
    }

    /// The text of the file that was opened last.
    pub(crate) fn text(&self) -> &str {
        self.files.last().map_or("", |file| file.text.as_str())
    }

    /// Whether a place is in a `[heading]`.
    pub(crate) fn is_heading(&self, place: FilePlace) -> bool {
        let before = self.text().get(..place.start as usize).unwrap_or_default();
        before.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('['))
    }

    /// What is written at a place.
    pub(crate) fn written(&self, place: FilePlace) -> &str {
        let file = self.files.get(place.file as usize);
        file.and_then(|file| file.text.get(place.start as usize..place.end as usize)).unwrap_or_default()
    }

    /// The mistakes, the hints, and the names of the rules that were left out.
    pub(crate) fn finish(mut self) -> (Diagnostics, Vec<Diagnostic>, Vec<String>) {
        for (keys, lack) in std::mem::take(&mut self.lacks) {
            let file = u32::try_from(lack.file).unwrap_or(u32::MAX);
            let is_stray = keys.into_iter().any(|key| self.stray.contains(&(file, key)));
            if !self.torn.contains_key(&file) && !is_stray && !self.mistakes.contains(&lack) {
                self.mistakes.push(lack);
            }
        }
        self.mistakes.sort_by_key(|m| (m.file, m.span.start, m.span.end));
        (Diagnostics { files: self.files, list: self.mistakes }, self.hints, self.left_out)
    }
}

impl FilePlace {
    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it is the file as a whole.
    pub(crate) fn is_top(self) -> bool {
        self.end == 0
    }

    /// The bytes `range` of this place's text, for a value whose text stands there between quotes.
    pub(crate) fn inside(self, range: Range<usize>) -> Self {
        let short = |n: usize| u32::try_from(n).unwrap_or(0);
        let clamp = |n: usize| (self.start + u32::from(self.opening) + short(n)).min(self.end);
        Self { start: clamp(range.start), end: clamp(range.end), ..self }
    }
}

impl<T: fmt::Debug> fmt::Debug for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
