//! Whether an answer can be that to the request: what it repeats was sent, and what it calls missing is not there.

use super::gathered::Evidence;
use crate::diagnose::answer::has_word;
use crate::diagnose::claims::{Claim, Named, Names, Place, Resolved, Step, What, resolve};
use crate::message::answer::Tree;
use crate::message::body::Syntax;
use std::collections::BTreeSet;

/// How deep an answer is looked through for what it repeats.
const MAX_DEPTH: usize = 8;

/// Members that repeat an object of the request whole.
const WHOLE: [&str; 2] = ["input", "received_body"];

/// Names of an answer's own that lead to a member: of JSON:API, and of what frameworks call a body.
const WRAPPERS: [&str; 8] = ["data", "attributes", "payload", "args", "arguments", "input", "variables", "item"];

/// Words that answers are about whatever was asked for: that an API has a path of that name shows nothing.
const COMMON: [&str; 18] = [
    "body",
    "content",
    "data",
    "detail",
    "error",
    "field",
    "input",
    "key",
    "message",
    "object",
    "parameter",
    "property",
    "query",
    "request",
    "resource",
    "response",
    "server",
    "value",
];

/// A value of the request is at least so long before an answer that has it as a word is taken to quote it, and a segment of
/// the path before a word is taken for its name.
const TELLING: usize = 4;

/// Whether that something is missing is shown by the request as well: the place where it should be is there, nothing of
/// the answer is at odds with the request, and something else of the answer is about this request. Most requests lack most
/// names, so that one is absent shows little by itself.
pub(super) fn shows_missing(evidence: &Evidence<'_>, claim: &Claim, has_parent: bool) -> bool {
    let names = &evidence.names;
    // without a body nothing tells where it should have been
    let is_placed = claim.place == Some(Place::Query) || !names.is_bodyless;
    // a place inside of an object or an item that isn't there: nothing of the request agrees
    let wraps = |step: &&Step| step.key().is_some_and(|key| WRAPPERS.contains(&key.to_ascii_lowercase().as_str()));
    let is_inside = claim.steps.len() - claim.steps.iter().take_while(wraps).count() > 1;
    let is_tied = has_parent || is_tied(evidence);
    is_placed && (!is_inside || has_parent) && is_tied && !calls_missing_what_is_there(evidence)
}

/// Whether something ties the answer to the request, besides what it calls missing: it repeats the path, an object or a value
/// of the request, or names a member of it, or what the path leads to.
fn is_tied(evidence: &Evidence<'_>) -> bool {
    repeats_path(evidence) || repeats_own(evidence) || names_member(evidence) || quotes_value(evidence)
}

/// Whether the answer has the whole path of the request, or calls by its name what the path leads to: `Order` at `/orders`.
fn repeats_path(evidence: &Evidence<'_>) -> bool {
    let segments: Vec<&str> = evidence.names.in_place(Place::Path).map(|segment| segment.value.as_str()).collect();
    let path = format!("/{}", segments.join("/")).to_lowercase();
    let words = &evidence.answer.words;
    let ends = |at: usize| {
        let next = words.get(at + path.len()..).and_then(|rest| rest.chars().next());
        next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '_' | '-'))
    };
    let is_whole = !segments.is_empty() && words.match_indices(&path).any(|(at, _)| ends(at));
    // the last segment that isn't an id may say what is done, and the one before it with what
    let is_word = |segment: &&&str| segment.len() >= TELLING && segment.chars().all(|c| c.is_alphabetic());
    let mut nouns = segments.iter().rev().filter(is_word).take(2);
    is_whole || nouns.any(|noun| calls(evidence, &noun.to_lowercase()))
}

/// Whether the answer has a noun as a word, in the singular or the plural, and not only as the name of what it calls missing.
fn calls(evidence: &Evidence<'_>, noun: &str) -> bool {
    let one = noun.strip_suffix('s').unwrap_or(noun);
    let is_it = |word: &str| word.eq_ignore_ascii_case(one) || word.eq_ignore_ascii_case(noun);
    let is_claimed = evidence.claims.iter().filter_map(Claim::leaf).any(is_it);
    let words = &evidence.answer.words;
    !COMMON.contains(&one) && !is_claimed && (has_word(words, one) || has_word(words, noun))
}

/// Whether the answer repeats an object, each of which the request has.
fn repeats_own(evidence: &Evidence<'_>) -> bool {
    let mut repeated = Vec::new();
    collect(&evidence.answer.tree, &mut repeated, 0);
    !repeated.is_empty() && repeated.iter().all(|keys| has_object(&evidence.names, keys))
}

/// Whether the answer says something of a member or a parameter that the request has.
fn names_member(evidence: &Evidence<'_>) -> bool {
    let others = evidence.claims.iter().filter(|claim| claim.what != What::Missing && claim.leaf().is_some());
    let mut found = others.map(|claim| resolve(&evidence.names, &claim.steps, claim.place));
    found.any(|found| matches!(found, Resolved::Present { name, .. } if name.place != Place::Header))
}

/// Whether the answer quotes a value of the request.
fn quotes_value(evidence: &Evidence<'_>) -> bool {
    let values = evidence.names.list.iter().filter(|name| name.place != Place::Header).map(|name| name.value.trim());
    let mut telling = values.filter(|value| value.len() >= TELLING && !matches!(*value, "true" | "false" | "null"));
    telling.any(|value| evidence.answer.raw.has_word(value))
}

/// Whether the answer calls something missing that the request has.
fn calls_missing_what_is_there(evidence: &Evidence<'_>) -> bool {
    let missing = evidence.claims.iter().filter(|claim| claim.what == What::Missing && claim.named == Named::Record);
    missing.filter(|claim| claim.leaf().is_some()).any(|claim| {
        matches!(
            resolve(&evidence.names, &claim.steps, claim.place),
            Resolved::Present { name, inside: false } if name.place == Place::Body && !name.is_empty
        )
    })
}

/// Whether the answer shows that it was given to another request: by the object that it repeats, or by its path.
pub(super) fn is_anothers(evidence: &Evidence<'_>) -> bool {
    repeats_another(evidence) || names_another_path(evidence)
}

/// Whether the answer has the path of its request, and that is another. Something in front of the API may have taken the
/// first segments away, or added some.
fn names_another_path(evidence: &Evidence<'_>) -> bool {
    let Some(said) = evidence.answer.tree.get("path").and_then(Tree::text).filter(|path| path.starts_with('/')) else {
        return false;
    };
    let said: Vec<&str> =
        said.split(['?', '#']).next().unwrap_or_default().split('/').filter(|s| !s.is_empty()).collect();
    let own: Vec<&str> = evidence.names.in_place(Place::Path).map(|segment| segment.value.as_str()).collect();
    // a path may be one in the body
    let is_pointer = resolve(&evidence.names, &said.iter().map(|step| Step::of(step)).collect::<Vec<_>>(), None);
    let is_pointer = matches!(is_pointer, Resolved::Present { .. } | Resolved::Near(_) | Resolved::Absent(Some(_)));
    !said.is_empty() && !own.is_empty() && !is_pointer && !own.ends_with(&said) && !said.ends_with(&own)
}

/// Whether the answer repeats an object that the request doesn't have.
fn repeats_another(evidence: &Evidence<'_>) -> bool {
    let names = &evidence.names;
    if !names.shows_body || names.looks != Some(Syntax::Json) {
        return false;
    }
    let mut repeated = Vec::new();
    collect(&evidence.answer.tree, &mut repeated, 0);
    repeated.iter().any(|keys| !has_object(names, keys))
}

/// The keys of each object that an answer repeats.
fn collect<'t>(tree: &'t Tree, found: &mut Vec<BTreeSet<&'t str>>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    tree.items().iter().for_each(|item| collect(item, found, depth + 1));
    for (key, value) in tree.members() {
        if WHOLE.contains(&key.as_str()) && !value.members().is_empty() {
            found.push(value.members().iter().map(|(key, _)| key.as_str()).collect());
        } else {
            collect(value, found, depth + 1);
        }
    }
}

/// Whether the body has an object with these keys.
fn has_object(names: &Names, keys: &BTreeSet<&str>) -> bool {
    let mut parents: Vec<&[Step]> =
        names.in_place(Place::Body).filter_map(|name| Some(name.steps.split_last()?.1)).collect();
    parents.sort_unstable_by_key(|steps| steps.len());
    parents.dedup();
    parents.iter().any(|parent| {
        let inside = names.in_place(Place::Body).filter_map(|name| match name.steps.split_last()? {
            (Step::Key(key), outer) if outer == *parent => Some(key.as_str()),
            _ => None,
        });
        inside.collect::<BTreeSet<_>>() == *keys
    })
}
