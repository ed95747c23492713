//! What a pack names: patterns, and the hierarchies that `covers` reads.

use crate::base::pattern::{Format, Pattern};
use crate::language::{Code, Located, Sink};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The names that rules and endpoints of a pack can use.
#[derive(Debug, Default)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Definitions {
    pub(crate) patterns: Patterns,
    pub(crate) hierarchies: BTreeMap<String, Arc<Hierarchy>>,
}

/// Patterns by name, besides the built-in formats.
#[derive(Debug, Default)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Patterns {
    pub(crate) named: BTreeMap<String, Pattern>,
}

impl Patterns {
    /// The pattern or built-in format of that name, or any of several; `None` without a name.
    pub(crate) fn find_any(&self, names: &[Located<String>], sink: &mut Sink) -> Option<Pattern> {
        if let [name] = names {
            return self.find(name, sink);
        }
        let found: Vec<_> = names.iter().map(|name| self.find(name, sink)).collect();
        let found: Vec<_> = found.into_iter().collect::<Option<_>>()?;
        (!found.is_empty()).then(|| Pattern::any(&found))
    }

    /// The pattern or built-in format of that name; an unknown one is reported.
    pub(crate) fn find(&self, name: &Located<String>, sink: &mut Sink) -> Option<Pattern> {
        if let Some(pattern) = self.named.get(&name.value) {
            return Some(pattern.clone());
        }
        if let Some(format) = Format::named(&name.value) {
            return Some(Pattern::of_format(format));
        }
        if name.value.contains(['[', '\\', '^', '$', '*', '+', '(', '|']) {
            let help = "define the regex as [pattern.NAME] in pack.toml, and write NAME here".to_owned();
            let message = "expected the name of a pattern, found a regex";
            sink.error(Code::UnknownPattern, name.place, message, Some(help));
            return None;
        }
        let known = self.named.keys().map(String::as_str).chain(Format::ALL.iter().map(|(n, ..)| *n));
        sink.unknown(Code::UnknownPattern, "pattern or format", name, known);
        None
    }
}

/// How `covers` reads names (docs/language.md#hierarchies).
#[derive(Debug, Default)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Hierarchy {
    pub(crate) separators: Vec<String>,
    /// A modifier and those that it includes.
    pub(crate) implies: Vec<(String, Vec<String>)>,
}

impl Hierarchy {
    /// Whether a granted name covers a needed one.
    pub(crate) fn covers(&self, granted: &[u8], needed: &[u8]) -> bool {
        granted == needed
            || self.is_below(needed, granted)
            || self.is_below(granted, needed)
            || self.is_implied(granted, needed)
    }

    /// Whether a name is another one, a separator, and more.
    fn is_below(&self, name: &[u8], base: &[u8]) -> bool {
        let rest = name.strip_prefix(base).filter(|_| !base.is_empty()).unwrap_or_default();
        self.separators.iter().any(|s| !s.is_empty() && rest.starts_with(s.as_bytes()))
    }

    /// Whether both have one base, and the granted modifier includes the needed one.
    fn is_implied(&self, granted: &[u8], needed: &[u8]) -> bool {
        self.implies.iter().any(|(modifier, included)| {
            let Some(base) = granted.strip_suffix(modifier.as_bytes()) else { return false };
            let separated = self.separators.iter().any(|s| base.ends_with(s.as_bytes()));
            separated && included.iter().any(|i| needed.strip_prefix(base) == Some(i.as_bytes()))
        })
    }
}
