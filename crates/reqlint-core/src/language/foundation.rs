//! What a pack's files rest on: a mistake in `pack.toml` or in a catalogue makes names unknown in many rules.
//!
//! Such consequences say nothing that the mistake itself doesn't. They are counted, and the mistake comes first.

use super::code::Code;
use super::diagnostics::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// What a file of a pack is; what comes later rests on what comes before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// `pack.toml`.
    Pack,
    /// A file of endpoints.
    Catalogue,
    /// A rule, a reply, or what else uses names.
    Use,
}

/// The files of packs, and what they are.
#[derive(Default)]
pub(crate) struct Foundation {
    packs: Vec<String>,
    /// The pack and the tier of each file of one.
    files: BTreeMap<usize, (usize, Tier)>,
}

/// What is left to say.
pub(super) struct Sorted {
    /// Causes first, then by files and places.
    pub(super) errors: Vec<Diagnostic>,
    /// How many errors were left out because they may be consequences of others.
    pub(super) cascading: usize,
    /// The packs with a mistake in what others rest on.
    pub(super) broken_packs: Vec<String>,
}

impl Foundation {
    pub(super) fn open_pack(&mut self, name: &str) {
        self.packs.push(name.to_owned());
    }

    /// Notes a file of the pack that was opened last.
    pub(super) fn add(&mut self, file: usize, tier: Tier) {
        if let Some(pack) = self.packs.len().checked_sub(1) {
            self.files.insert(file, (pack, tier));
        }
    }

    /// Puts the errors of what others rest on first, and leaves out what may be their consequences.
    pub(super) fn sort(self, errors: Vec<Diagnostic>) -> Sorted {
        let may_follow = |error: &Diagnostic| {
            let has_name = error.help.as_deref().is_some_and(|help| help.starts_with("did you mean"));
            error.code.rests_on_definitions() && !has_name
        };
        let mut causes: BTreeMap<usize, Tier> = BTreeMap::new();
        for error in errors.iter().filter(|error| !may_follow(error)) {
            let Some((pack, tier)) = self.files.get(&error.file).copied().filter(|(_, tier)| *tier < Tier::Use) else {
                continue;
            };
            causes.entry(pack).and_modify(|first| *first = tier.min(*first)).or_insert(tier);
        }
        let follows = |error: &Diagnostic| {
            let of = self.files.get(&error.file);
            may_follow(error) && of.is_some_and(|(pack, tier)| causes.get(pack).is_some_and(|cause| cause < tier))
        };
        let all = errors.len();
        let mut errors: Vec<Diagnostic> = errors.into_iter().filter(|error| !follows(error)).collect();
        let is_cause = |error: &Diagnostic| self.files.get(&error.file).filter(|(_, tier)| *tier < Tier::Use);
        let rank = |error: &Diagnostic| is_cause(error).map_or(Tier::Use, |(_, tier)| *tier);
        errors.sort_by_key(|error| (rank(error), error.file, error.span.start, error.span.end));
        let broken_packs: BTreeSet<usize> = errors.iter().filter_map(|error| Some(is_cause(error)?.0)).collect();
        let broken_packs = broken_packs.into_iter().filter_map(|pack| self.packs.get(pack).cloned()).collect();
        Sorted { cascading: all - errors.len(), errors, broken_packs }
    }
}

impl Code {
    /// Whether what it says may be true only because a definition is wrong or wasn't read.
    const fn rests_on_definitions(self) -> bool {
        matches!(
            self,
            Self::UnknownEndpoint
                | Self::UnknownHost
                | Self::UnknownTag
                | Self::UnknownFact
                | Self::UnknownPattern
                | Self::UnknownHierarchy
                | Self::UnknownField
                | Self::UnknownVariant
                | Self::InvalidFactValue
                | Self::NeverRuns
                | Self::MissingCatalogue
        )
    }
}
