//! Where each stage of a load reports what it finds, and goes on.

use super::code::Code;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::foundation::{Foundation, Sorted, Tier};
use super::key::{Key, KindEntry};
use super::source_map::SourceMap;
use super::span::{Located, SourceSpan};
use super::suppression::Suppression;
use crate::base::near::suggest;
use std::collections::BTreeSet;
use std::ops::Range;

/// Collects diagnostics while files are read and compiled. Loading never stops at the first one.
#[derive(Default)]
pub(crate) struct Sink {
    pub(crate) sources: SourceMap,
    pub(crate) suppression: Suppression,
    errors: Vec<Diagnostic>,
    hints: Vec<Diagnostic>,
    /// Missing keys, with what to report unless [`Suppression::explains_missing`] holds at the end.
    missing: Vec<(Vec<String>, Diagnostic)>,
    /// Files with an error, by index.
    broken: BTreeSet<usize>,
    /// Rules that can't be run.
    left_out: Vec<String>,
    foundation: Foundation,
}

/// What a load has to say.
pub(crate) struct Collected {
    pub(crate) errors: Diagnostics,
    pub(crate) hints: Vec<Diagnostic>,
    pub(crate) left_out: Vec<String>,
    /// The packs with a mistake in `pack.toml` or in a catalogue.
    pub(crate) broken_packs: Vec<String>,
}

impl Sink {
    /// Adds a file; spans are made in it until the next one is added.
    pub(crate) fn open(&mut self, path: String, text: String) {
        self.sources.open(path, text);
    }

    /// Begins a pack: the files that are opened next are its own.
    pub(crate) fn open_pack(&mut self, name: &str) {
        self.foundation.open_pack(name);
    }

    /// Says what the current file of a pack is.
    pub(crate) fn set_tier(&mut self, tier: Tier) {
        self.foundation.add(self.sources.span(0..0).file(), tier);
    }

    /// Sets the keys of the current file's top level.
    pub(crate) fn set_keys(&mut self, keys: &'static [Key]) {
        self.sources.set_keys(keys);
    }

    /// Sets the kinds of check that the current file may hold.
    pub(crate) fn set_kinds(&mut self, kinds: &'static [KindEntry]) {
        self.sources.set_kinds(kinds);
    }

    /// A span of the current file.
    pub(crate) fn span(&self, range: Range<usize>) -> SourceSpan {
        self.sources.span(range)
    }

    /// The span of a string in the current file, quotes included.
    pub(crate) fn string_span(&self, range: Range<usize>) -> SourceSpan {
        self.sources.string_span(range)
    }

    /// Reports an error.
    pub(crate) fn error(&mut self, code: Code, place: SourceSpan, message: impl Into<String>, help: Option<String>) {
        let error = diagnostic(code, place, message, help);
        let is_first = self.broken.insert(place.file());
        if (is_first || !self.errors.contains(&error)) && !self.suppression.is_unparsed(place) {
            self.errors.push(error);
        }
    }

    /// Reports that bytes aren't TOML: `place` shows the cause, `unparsed` is all that can't be read because of it.
    pub(crate) fn syntax_error(
        &mut self,
        code: Code,
        place: SourceSpan,
        unparsed: SourceSpan,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.error(code, place, message, help);
        self.suppression.mark_unparsed(unparsed);
    }

    /// Reports that something is missing, unless one of its keys turns up elsewhere in the file.
    pub(crate) fn missing(
        &mut self,
        code: Code,
        place: SourceSpan,
        keys: &[&str],
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.broken.insert(place.file());
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        self.missing.push((keys, diagnostic(code, place, message, help)));
    }

    /// Reports an unknown name, with the nearest known one; unless its definition is wrong or couldn't be read.
    pub(crate) fn unknown<'a>(
        &mut self,
        code: Code,
        what: &str,
        name: &Located<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        if !self.suppression.may_be_defined(&name.value) {
            self.error(code, name.place, format!("unknown {what} `{}`", name.value), suggest(&name.value, known));
        }
    }

    /// Reports what is accepted but should be written differently.
    pub(crate) fn hint(&mut self, code: Code, place: SourceSpan, message: impl Into<String>, help: Option<String>) {
        let hint = diagnostic(code, place, message, help);
        if !self.hints.contains(&hint) {
            self.hints.push(hint);
        }
    }

    /// Notes a rule that can't be run.
    pub(crate) fn leave_out(&mut self, rule: String) {
        if !self.left_out.contains(&rule) {
            self.left_out.push(rule);
        }
    }

    /// How many errors were reported.
    pub(crate) fn count(&self) -> usize {
        self.errors.len()
    }

    /// Whether the file of a span has an error.
    pub(crate) fn is_broken(&self, place: SourceSpan) -> bool {
        self.broken.contains(&place.file())
    }

    /// All that was reported: first what other files rest on, then in the order of files and places.
    pub(crate) fn finish(mut self) -> Collected {
        for (keys, missing) in self.missing {
            if !self.suppression.explains_missing(missing.file, &keys) && !self.errors.contains(&missing) {
                self.errors.push(missing);
            }
        }
        let Sorted { errors, cascading, broken_packs } = self.foundation.sort(self.errors);
        let errors = Diagnostics { files: self.sources.into_files(), list: errors, cascading };
        Collected { errors, hints: self.hints, left_out: self.left_out, broken_packs }
    }
}

fn diagnostic(code: Code, place: SourceSpan, message: impl Into<String>, help: Option<String>) -> Diagnostic {
    Diagnostic { code, file: place.file(), span: place.range(), message: message.into(), help }
}
