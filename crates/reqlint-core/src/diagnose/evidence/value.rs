//! Whether a value of the request is as wrong as an answer says: only then two sources agree.

use super::draft::Draft;
use super::gathered::Evidence;
use super::received;
use crate::diagnose::claims::{Claim, Name, Place, Shown};
use crate::message::body::{NodeKind, Syntax};

/// Words for kinds of values, and the kinds that they allow.
const KINDS: &[(&[&str], &[NodeKind])] = &[
    (&["number", "float", "double", "decimal", "numeric"], &[NodeKind::Number]),
    (&["string", "text", "str"], &[NodeKind::Text]),
    (&["boolean", "bool"], &[NodeKind::Boolean]),
    // PHP calls an object so as well
    (&["array", "sequence"], &[NodeKind::List, NodeKind::Object]),
    (&["object", "dict", "dictionary", "mapping"], &[NodeKind::Object]),
];

/// Words for whole numbers.
const WHOLE: &[&str] = &["integer", "int"];

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
    if received::is_another(evidence, &claim.quote, name) {
        return false;
    }
    let said = claim.quote.to_lowercase();
    match is_of_kind(evidence, &said, name) {
        Some(false) => true,
        is_of_kind => {
            let is_odd = is_of_kind.is_none() || !says_kind_is_wrong(&said);
            is_out_of_bounds(&said, name) || is_odd && is_repeated(evidence, name)
        }
    }
}

/// Whether a text says that a value is of another kind than the one that it names.
fn says_kind_is_wrong(said: &str) -> bool {
    ["not of type", "not a", "must be", "should be", "expected", "type"].iter().any(|words| said.contains(words))
}

/// Whether the value is of a kind that the text asks for; `None` if it asks for none.
fn is_of_kind(evidence: &Evidence<'_>, said: &str, name: &Name) -> Option<bool> {
    // what was received is no kind that is asked for
    let asked = ["received", " got ", "but encountered", "from json", "from string", "found"]
        .iter()
        .filter_map(|word| said.find(word))
        .min();
    let asked = said.get(..asked.unwrap_or(said.len())).unwrap_or_default();
    // serde says first what was received
    let asked =
        if asked.contains("invalid type: ") { asked.split_once(", expected ").map_or("", |two| two.1) } else { asked };
    let has = |word: &&str| asked.split(|c: char| !c.is_alphanumeric()).any(|one| one == *word);
    let kinds: Vec<&[NodeKind]> =
        KINDS.iter().filter(|(words, _)| words.iter().any(&has)).map(|(_, kinds)| *kinds).collect();
    if WHOLE.iter().any(has) {
        let is_number = name.kind == NodeKind::Number || !is_typed(evidence, name);
        return Some(is_number && name.value.trim().parse::<i64>().is_ok());
    }
    let is_typed = is_typed(evidence, name);
    let is_kind = |kind: &NodeKind| match kind {
        NodeKind::Number if !is_typed => name.value.trim().parse::<f64>().is_ok(),
        NodeKind::Boolean if !is_typed => matches!(name.value.trim(), "true" | "false" | "0" | "1"),
        NodeKind::Text if !is_typed => true,
        kind => *kind == name.kind,
    };
    (!kinds.is_empty()).then(|| kinds.iter().any(|kinds| kinds.iter().any(is_kind)))
}

/// Whether the value is written in a syntax that has kinds of values.
fn is_typed(evidence: &Evidence<'_>, name: &Name) -> bool {
    name.place == Place::Body && evidence.names.looks == Some(Syntax::Json)
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

/// Whether a name in XML is written with dashes where a program that reads it has underscores.
pub(super) fn is_written_so(evidence: &Evidence<'_>, claim: &Claim, name: &Name) -> bool {
    let is_xml = evidence.names.looks == Some(Syntax::Xml);
    is_xml && claim.leaf().is_some_and(|leaf| leaf.replace('_', "-") == name.leaf())
}

fn is_repeated(evidence: &Evidence<'_>, name: &Name) -> bool {
    let value = name.value.trim();
    value.len() >= SHORTEST_ECHO && value != name.leaf() && evidence.answer.raw.has_word(value)
}

/// Whether a raw plus sign was hardly meant as a space: at the start (a phone number), in a time zone, in an address.
pub(super) fn means_plus(raw: &[u8]) -> bool {
    let is_in = |at: usize| {
        let rest = raw.get(at + 1..).unwrap_or_default();
        let is_zone =
            rest.len() <= 5 && rest.iter().all(|byte| byte.is_ascii_digit() || *byte == b':') && raw.contains(&b'T');
        rest.first().is_some_and(u8::is_ascii_digit) && (at == 0 || is_zone)
            || at > 0 && (rest.contains(&b'@') || rest.windows(3).any(|three| three == b"%40"))
    };
    raw.iter().enumerate().any(|(at, byte)| *byte == b'+' && is_in(at))
}

/// What is missing is inside the value of another parameter, whose `&` was encoded: `db=a%26q%3Db`. A value that is an address
/// may have such a parameter of its own, so that it proves nothing.
pub(super) fn swallowed(evidence: &Evidence<'_>, claim: &Claim) -> Option<Draft> {
    let wanted = claim.leaf()?;
    let pieces = [format!("&{wanted}="), format!("?{wanted}=")];
    let is_form = evidence.names.looks == Some(Syntax::Form);
    let fits = |name: &&Name| {
        let is_pair = name.place == Place::Query || name.place == Place::Body && is_form;
        is_pair && pieces.iter().any(|piece| name.value.contains(piece))
    };
    let holder = evidence.names.list.iter().find(fits)?;
    let (holder_shown, wanted) = (Shown(&holder.steps).to_string(), evidence.shown(wanted));
    let draft = Draft::new("answer/swallowed", format!("`{wanted}` is part of the value of `{holder_shown}`"))
        .because(format!("the API says that `{wanted}` is missing, and the value of `{holder_shown}` holds `{wanted}=`: the sign between the two was encoded, so that they are one"))
        .fix("Send them as two parameters; curl's --data-urlencode takes one pair each time.");
    let is_address = holder.value.contains("://") || holder.value.contains('?');
    Some(draft.at(holder.at_value()).confirmed_if(!is_address))
}
