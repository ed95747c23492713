//! Automata: regexes that are compiled when a value is first matched against them.
//!
//! Most requests meet few patterns of a pack, and an automaton takes longer to make than the rest of its pattern. Only a
//! regex that may be too large is compiled when it is read, to see whether it is.

use super::needs::Least;
use super::parse;
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};
use std::sync::OnceLock;

/// How large a compiled regex may get, in bytes.
const LIMIT: usize = 1 << 20;

/// The weight up to which a regex is certain to stay below that: a unit of weight takes less than 64 bytes.
const LIGHT: u64 = 1 << 12;

/// A regex over a whole value.
#[derive(Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Automaton {
    /// With the anchors around it.
    whole: String,
    /// What a text that it takes has, at least.
    needs: Least,
    /// `None` would mean that it can't be compiled; what may be so is compiled when it is made.
    #[cfg_attr(feature = "prepared", serde(skip))]
    compiled: OnceLock<Option<Regex>>,
}

impl Automaton {
    /// The automaton of a regex.
    ///
    /// # Errors
    /// When it can't be compiled, or gets too large: why it can't be used.
    pub(crate) fn of(regex: &str) -> Result<Self, String> {
        let (whole, compiled) = (format!("\\A(?:{regex})\\z"), OnceLock::new());
        let hir = parse(&whole).ok();
        let is_light = hir.as_ref().is_some_and(|hir| weight(hir) <= LIGHT);
        if !is_light {
            let regex = compile(&whole).map_err(|error| match error {
                regex::Error::CompiledTooBig(limit) => format!("this regex is too large: over {limit} bytes compiled"),
                // it compiled by itself, so what follows it was swallowed
                _ => "this regex ends in a comment: add a line break after it".to_owned(),
            })?;
            let _ = compiled.set(Some(regex));
        }
        Ok(Self { whole, needs: hir.as_ref().map(Least::of).unwrap_or_default(), compiled })
    }

    pub(crate) fn needs_one_of(&self, test: impl Fn(u8) -> bool) -> bool {
        self.needs.one_of.is_some_and(|bytes| bytes.into_iter().all(test))
    }

    pub(crate) fn takes(&self, text: &[u8]) -> bool {
        if !self.needs.are_met(text) {
            return false;
        }
        let compiled = self.compiled.get_or_init(|| compile(&self.whole).ok());
        compiled.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

fn compile(whole: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(whole).unicode(false).size_limit(LIMIT).build()
}

/// How many states and transitions an automaton may have, at most.
fn weight(hir: &Hir) -> u64 {
    // a range of characters is at most this many rows of ranges of bytes, each four long
    const ROWS: u64 = 16 * 4;
    let inside = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len() as u64,
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() as u64,
        HirKind::Class(Class::Unicode(class)) => (class.ranges().len() as u64).saturating_mul(ROWS),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1));
            weight(&repetition.sub).saturating_add(1).saturating_mul(times.into())
        }
        HirKind::Capture(capture) => weight(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(weight).fold(parts.len() as u64, u64::saturating_add)
        }
    };
    inside.saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_swallows_its_anchor_is_refused() {
        // a comment up to the end of the line
        let error = Automaton::of("(?x)(ab|c)+ # or so").unwrap_err();
        assert_eq!(error, "this regex ends in a comment: add a line break after it");
        assert!(Automaton::of("(?x)(ab|c)+ # or so\n").unwrap().takes(b"abc"));
    }

    fn regexes() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "[a-z]{1,9}",
            Just("[^/]".to_owned()),
            Just("(?u:\\w)".to_owned()),
            Just("(?u:.)".to_owned()),
            Just("(?u:[a-z\u{e0}-\u{ffff}])".to_owned()),
            Just("\\b".to_owned()),
            Just(".".to_owned()),
        ];
        leaf.prop_recursive(6, 60, 8, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 1..8).prop_map(|parts| parts.concat()),
                proptest::collection::vec(inner.clone(), 1..8).prop_map(|parts| format!("(?:{})", parts.join("|"))),
                inner.clone().prop_map(|part| format!("({part})*")),
                (inner, 0u32..40, 0u32..40).prop_map(|(part, min, more)| format!("({part}){{{min},{}}}", min + more)),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_light_regex_is_never_too_large(text in regexes()) {
            if let Ok(hir) = parse(&text) && weight(&hir) <= LIGHT {
                prop_assert!(compile(&text).is_ok(), "{text}");
            }
        }
    }
}
