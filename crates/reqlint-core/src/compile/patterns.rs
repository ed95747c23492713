//! The patterns and hierarchies of a pack.

use crate::base::pattern::{self, Format, Pattern, Test};
use crate::language::diagnostics::{At, Log};
use crate::language::pack::{HierarchySpec, PackSpec, PatternSpec, unknown};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the rules and endpoints of a pack may name.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    pub(crate) patterns: Patterns,
    pub(crate) hierarchies: BTreeMap<String, Arc<Hierarchy>>,
}

impl Definitions {
    pub(crate) fn of(spec: &PackSpec, log: &mut Log) -> Self {
        let hierarchies = spec.hierarchies.iter().map(|h| (h.name.value.clone(), Arc::new(Hierarchy::build(h))));
        Self { patterns: Patterns::build(&spec.patterns, log), hierarchies: hierarchies.collect() }
    }
}

/// Patterns by name; built-in names are known too.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    named: BTreeMap<String, Pattern>,
}

impl Patterns {
    pub(crate) fn build(specs: &[PatternSpec], log: &mut Log) -> Self {
        let mut named = BTreeMap::new();
        for spec in specs {
            if Format::named(&spec.name.value).is_some() {
                let message = format!("`{}` is a built-in name; a pattern needs another", spec.name.value);
                log.push(spec.name.place, message, None);
            } else if let Some(pattern) = build(spec, log) {
                named.insert(spec.name.value.clone(), pattern);
            } else {
                log.spoil(&spec.name.value);
            }
        }
        Self { named }
    }

    /// The pattern or built-in format of that name; an unknown one is said.
    pub(crate) fn find(&self, name: &At<String>, log: &mut Log) -> Option<Pattern> {
        if let Some(pattern) = self.named.get(&name.value) {
            return Some(pattern.clone());
        }
        if let Some(format) = Format::named(&name.value) {
            return Some(Pattern::of_format(format));
        }
        if name.value.contains(['[', '\\', '^', '$', '*', '+', '(', '|']) {
            let help = "write a regex into pack.toml, below [pattern.NAME], and the NAME here".to_owned();
            log.push(name.place, "here stands the name of a pattern", Some(help));
            return None;
        }
        let known = self.named.keys().map(String::as_str).chain(Format::ALL.iter().map(|(n, ..)| *n));
        unknown("pattern or built-in name", name, known, log);
        None
    }
}

fn build(spec: &PatternSpec, log: &mut Log) -> Option<Pattern> {
    let given =
        usize::from(spec.regex.is_some()) + usize::from(spec.is.is_some()) + usize::from(!spec.one_of.is_empty());
    if given != 1 {
        let help = "write regex = '[0-9a-z]+', is = \"uuid\", or one-of = [\"a\", \"b\"]".to_owned();
        log.push(spec.place, "a pattern has one of `regex`, `is` and `one-of`", Some(help));
        return None;
    }
    let mut says = spec.says.clone();
    let test = if let Some(text) = &spec.regex {
        match pattern::regex(&text.value) {
            Ok(test) => test,
            Err(error) => {
                let help = "a regex describes the whole value, such as [0-9a-z]+".to_owned();
                log.push(text.place.inside(error.span), error.message, Some(help));
                return None;
            }
        }
    } else if let Some(name) = &spec.is {
        let Some(format) = Format::named(&name.value) else {
            unknown("built-in name", name, Format::ALL.iter().map(|(n, ..)| *n), log);
            return None;
        };
        says.get_or_insert_with(|| format.says().to_owned());
        Test::Format(format)
    } else {
        let texts: Vec<String> = spec.one_of.iter().map(|t| t.value.clone()).collect();
        says.get_or_insert_with(|| crate::base::scalar::any_of(&texts).to_string());
        Test::OneOf(texts.into())
    };
    if says.is_none() {
        let help = "add says = \"an account number such as 0001\"".to_owned();
        log.push(spec.place, "`says` is missing: sentences need a name for this", Some(help));
    }
    Some(Pattern { says: says.unwrap_or_default().into(), test })
}

/// How `covers` reads names (docs/language.md#hierarchies).
#[derive(Debug, Default)]
pub(crate) struct Hierarchy {
    separators: Vec<String>,
    /// A modifier and those that it includes.
    implies: Vec<(String, Vec<String>)>,
}

impl Hierarchy {
    pub(crate) fn build(spec: &HierarchySpec) -> Self {
        Self { separators: spec.separators.clone(), implies: spec.implies.clone() }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn granted_names_cover_needed_ones() {
        let oauth = Hierarchy {
            separators: vec![".".into(), ":".into()],
            implies: vec![("edit".into(), vec!["create".into(), "read".into()])],
        };
        let covers = |granted: &str, needed: &str| oauth.covers(granted.as_bytes(), needed.as_bytes());
        assert!(covers("ec.rules", "ec.rules"));
        assert!(covers("ec", "ec.rules"), "a broader scope covers everything under it");
        assert!(covers("ec.rules:read", "ec.rules"), "part of what is needed is granted");
        assert!(covers("ec.rules:edit", "ec.rules:read"));
        assert!(!covers("ec.rules:read", "ec.rules:edit"));
        assert!(!covers("ec.rules:edit", "ec.rules:delete"));
        assert!(!covers("ec.rule", "ec.rules"));
        assert!(!covers("", "ec.rules"));
    }
}
