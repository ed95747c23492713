//! Which diagnostics would only follow from another one, and are therefore not reported.

use super::span::SourceSpan;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What earlier diagnostics already explain.
///
/// A name whose definition is wrong is not unknown as well; a misspelt key is not missing as well; nothing is reported
/// inside bytes that aren't TOML.
#[derive(Default)]
pub(crate) struct Suppression {
    /// Names that are defined, but wrongly.
    invalid_names: BTreeSet<String>,
    /// Whether a file of definitions could only be read in part, so that any name may be defined in the rest.
    is_incomplete: bool,
    /// For each file, the bytes that aren't TOML.
    unparsed: BTreeMap<usize, Vec<Range<usize>>>,
    /// Keys that are in a file, but misspelt or in the wrong table.
    misplaced: BTreeSet<(usize, String)>,
}

impl Suppression {
    /// Notes a name whose definition is wrong: using it is no further error.
    pub(crate) fn mark_invalid(&mut self, name: &str) {
        self.invalid_names.insert(name.to_owned());
    }

    /// Notes that a file of definitions can't be read completely.
    pub(crate) fn mark_incomplete(&mut self) {
        self.is_incomplete = true;
    }

    /// Whether a name that isn't found may be defined nevertheless.
    pub(crate) fn may_be_defined(&self, name: &str) -> bool {
        self.is_incomplete || self.invalid_names.contains(name)
    }

    /// Whether every definition was read.
    pub(crate) fn knows_all_names(&self) -> bool {
        !self.is_incomplete && self.invalid_names.is_empty()
    }

    /// Notes bytes that aren't TOML.
    pub(crate) fn mark_unparsed(&mut self, span: SourceSpan) {
        self.unparsed.entry(span.file()).or_default().push(span.range());
    }

    /// Whether a span touches bytes that aren't TOML.
    pub(crate) fn is_unparsed(&self, span: SourceSpan) -> bool {
        let range = span.range();
        let unparsed = self.unparsed.get(&span.file()).into_iter().flatten();
        unparsed.into_iter().any(|bytes| bytes.start <= range.end && range.start <= bytes.end)
    }

    /// Notes that a key is in the file of a span, misspelt or in the wrong table.
    pub(crate) fn mark_misplaced(&mut self, span: SourceSpan, key: &str) {
        self.misplaced.insert((span.file(), key.to_owned()));
    }

    /// Whether it is known already why none of these keys is found in a file.
    pub(crate) fn explains_missing(&self, file: usize, keys: &[String]) -> bool {
        self.unparsed.contains_key(&file) || keys.iter().any(|key| self.misplaced.contains(&(file, key.clone())))
    }
}
