//! Whether a value of the request is as wrong as an answer says: only then two sources agree.

use super::Evidence;
use crate::diagnose::claims::{Claim, Name, Place};
use crate::message::body::{NodeKind, Syntax};

/// Words for kinds of values, and the kinds that they allow.
const KINDS: &[(&[&str], &[NodeKind])] = &[
    (&["number", "integer", "float", "double", "decimal", "numeric", "int"], &[NodeKind::Number]),
    (&["string", "text", "str"], &[NodeKind::Text]),
    (&["boolean", "bool"], &[NodeKind::Boolean]),
    (&["array", "sequence"], &[NodeKind::List]),
    (&["object", "dict", "dictionary", "mapping"], &[NodeKind::Object]),
];

/// A value shorter than that is in many texts.
const SHORTEST_ECHO: usize = 3;

const AT_LEAST: &[&str] = &["greater", "at least", "minimum", "positive", ">", "too small", "too short", "not less"];
const AT_MOST: &[&str] = &[
    "less than",
    "at most",
    "maximum",
    "<",
    "too big",
    "too large",
    "too long",
    "more than",
    "longer",
    "not be greater",
    "no greater",
    "not greater",
    "shorter",
    "exceed",
];

/// Whether the value is seen to be as wrong as the claim says: of another kind than asked for, out of the bounds, or
/// repeated by the answer.
pub(super) fn agrees(evidence: &Evidence<'_>, claim: &Claim, name: &Name) -> bool {
    let said = claim.quote.to_lowercase();
    is_of_other_kind(evidence, &said, name) || is_out_of_bounds(&said, name) || is_repeated(evidence, name)
}

fn is_of_other_kind(evidence: &Evidence<'_>, said: &str, name: &Name) -> bool {
    // what was received is no kind that is asked for
    let asked = ["received", " got ", "but encountered", "from json", "from string", "found"]
        .iter()
        .filter_map(|word| said.find(word))
        .min();
    let asked = said.get(..asked.unwrap_or(said.len())).unwrap_or_default();
    let has = |word: &&str| asked.split(|c: char| !c.is_alphanumeric()).any(|one| one == *word);
    let kinds: Vec<&[NodeKind]> =
        KINDS.iter().filter(|(words, _)| words.iter().any(&has)).map(|(_, kinds)| *kinds).collect();
    let is_typed = name.place == Place::Body && evidence.names.looks == Some(Syntax::Json);
    let is_kind = |kind: &NodeKind| match kind {
        NodeKind::Number if !is_typed => name.value.trim().parse::<f64>().is_ok(),
        NodeKind::Boolean if !is_typed => matches!(name.value.trim(), "true" | "false" | "0" | "1"),
        NodeKind::Text if !is_typed => true,
        kind => *kind == name.kind,
    };
    !kinds.is_empty() && !kinds.iter().any(|kinds| kinds.iter().any(is_kind))
}

fn is_out_of_bounds(said: &str, name: &Name) -> bool {
    let mut numbers = said
        .split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .filter_map(|word| word.trim_matches('.').parse::<f64>().ok());
    let is_sized = ["character", "long", "short", "length", "item", "element"].iter().any(|word| said.contains(word));
    let own = match name.kind {
        NodeKind::Number => name.value.parse::<f64>().ok(),
        NodeKind::Text if is_sized => u32::try_from(name.value.chars().count()).ok().map(f64::from),
        NodeKind::Text => name.value.parse::<f64>().ok(),
        _ => None,
    };
    let Some(own) = own else { return false };
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let bound = numbers.next().unwrap_or_default();
    says(AT_LEAST) && own <= bound && !says(AT_MOST) || says(AT_MOST) && own > bound && bound > 0.0
}

fn is_repeated(evidence: &Evidence<'_>, name: &Name) -> bool {
    let value = name.value.trim();
    value.len() >= SHORTEST_ECHO && value != name.leaf() && evidence.answer.raw.contains(value)
}
