//! The patterns and hierarchies of a pack.

use crate::api::patterns::{Definitions, Hierarchy, Patterns};
use crate::base::pattern::{self, Format, Pattern, Test};
use crate::files::hierarchy::HierarchySpec;
use crate::files::pack::{PackSpec, PatternSpec};
use crate::language::{Code, Sink};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) fn definitions(spec: &PackSpec, sink: &mut Sink) -> Definitions {
    let hierarchies = spec.hierarchies.iter().map(|h| (h.name.value.clone(), Arc::new(hierarchy(h))));
    Definitions { patterns: patterns(&spec.patterns, sink), hierarchies: hierarchies.collect() }
}

fn hierarchy(spec: &HierarchySpec) -> Hierarchy {
    Hierarchy { separators: spec.separators.clone(), implies: spec.implies.clone() }
}

fn patterns(specs: &[PatternSpec], sink: &mut Sink) -> Patterns {
    let mut named = BTreeMap::new();
    for spec in specs {
        if Format::named(&spec.name.value).is_some() {
            let message = format!("`{}` is a built-in format: choose another name", spec.name.value);
            sink.error(Code::InvalidPattern, spec.name.place, message, None);
        } else if let Some(pattern) = build(spec, sink) {
            named.insert(spec.name.value.clone(), pattern);
        } else {
            sink.suppression.mark_invalid(&spec.name.value);
        }
    }
    Patterns { named }
}

fn build(spec: &PatternSpec, sink: &mut Sink) -> Option<Pattern> {
    let given =
        usize::from(spec.regex.is_some()) + usize::from(spec.is.is_some()) + usize::from(!spec.one_of.is_empty());
    if given != 1 {
        let help = "write regex = '[0-9a-z]+', is = \"uuid\", or one-of = [\"a\", \"b\"]".to_owned();
        sink.error(
            Code::InvalidPattern,
            spec.place,
            "a pattern needs exactly one of `regex`, `is` and `one-of`",
            Some(help),
        );
        return None;
    }
    let mut says = spec.says.clone();
    let test = if let Some(text) = &spec.regex {
        match pattern::regex(&text.value) {
            Ok(test) => test,
            Err(error) => {
                let help = "a regex describes the whole value, such as [0-9a-z]+".to_owned();
                sink.error(Code::InvalidRegex, text.place.inside(error.span), error.message, Some(help));
                return None;
            }
        }
    } else if let Some(name) = &spec.is {
        let Some(format) = Format::named(&name.value) else {
            sink.unknown(Code::UnknownPattern, "format", name, Format::ALL.iter().map(|(n, ..)| *n));
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
        sink.error(
            Code::InvalidPattern,
            spec.place,
            "`says` is missing: sentences need words for this pattern",
            Some(help),
        );
    }
    Some(Pattern { says: says.unwrap_or_default().into(), test })
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
