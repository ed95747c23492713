//! Claims in records: an object that names a field in one member and says in others what is wrong with it.

use super::claim::{Claim, MAX_CLAIMS, Named, names_part, part_of, split_place};
use super::names::{Names, Place};
use crate::message::answer::pointer::{Step, held, read};
use crate::message::answer::{Tree, is_echo};
use crate::message::answer::{What, what};

/// Members that hold the place of an error, best first.
const PLACES: &[&str] = &[
    "loc",
    "pointer",
    "path",
    "instancePath",
    "dataPath",
    "field",
    "fieldName",
    "field_name",
    "param",
    "parameter",
    "parameterName",
    "property",
    "propertyPath",
    "propertyName",
    "property_path",
    "attribute",
    "argument",
    "member",
    "key",
    "HeaderName",
    "ParameterName",
    "ArgumentName",
    "QueryParameterName",
    "jsonPath",
    "dataPointer",
    "source",
    "location",
    "name",
    "target",
    "location_path",
    "domain_field",
    "missing_field",
    "entry",
];

/// Members of a record whose items say what is wrong, where the record itself doesn't.
const RULES: &[&str] = &["rules", "messages", "constraints", "violations", "failures"];

/// Members of which each item is a name.
const LISTS: &[&str] = &["keys", "fields", "missing", "missingFields", "missing_fields", "unknown", "invalid_fields"];

/// Members that name a place and say what is wrong with it.
const TELLING: [(&str, What); 5] = [
    ("missingProperty", What::Missing),
    ("missing_property", What::Missing),
    ("additionalProperty", What::Unknown),
    ("unevaluatedProperty", What::Unknown),
    ("unknownProperty", What::Unknown),
];

/// Members that say what is wrong.
const SAYINGS: &[&str] = &[
    "message",
    "msg",
    "error",
    "detail",
    "reason",
    "description",
    "title",
    "code",
    "type",
    "errorCode",
    "error_code",
    "keyword",
    "tag",
    "rule",
    "issue",
    "expected",
    "received",
    "error_description",
    "errorDescription",
    "Message",
    "Code",
    "status",
    "text",
    "summary",
    "errorMessage",
    "error_message",
    "defaultMessage",
    "constraint",
    "kind",
    "validator",
    "validatorKey",
];

pub(super) fn claims(tree: &Tree, names: &Names) -> Vec<Claim> {
    let mut claims = Vec::new();
    walk(tree, names, &mut claims, 0);
    claims
}

fn walk(tree: &Tree, names: &Names, claims: &mut Vec<Claim>, depth: usize) {
    const MAX_DEPTH: usize = 12;
    if depth > MAX_DEPTH || claims.len() > MAX_CLAIMS {
        return;
    }
    tree.items().iter().for_each(|item| walk(item, names, claims, depth + 1));
    if !tree.members().is_empty() {
        claims.extend(record(tree, names));
        let inner = tree.members().iter().filter(|(key, _)| !is_echo(key));
        inner.for_each(|(_, value)| walk(value, names, claims, depth + 1));
    }
}

fn record(tree: &Tree, names: &Names) -> Vec<Claim> {
    let mut sayings: Vec<&str> = SAYINGS.iter().filter_map(|key| saying(tree, key)).collect();
    if sayings.is_empty() {
        let rules = RULES.iter().filter_map(|key| tree.get(key)).flat_map(Tree::items);
        sayings = rules.flat_map(|rule| SAYINGS.iter().filter_map(|key| saying(rule, key))).collect();
    }
    if sayings.is_empty() {
        return Vec::new();
    }
    let said = what(&sayings.join(" "));
    let quote = sayings.iter().find(|text| text.contains(' ')).or(sayings.first()).copied().unwrap_or_default();
    let claim = |what: What, steps: Vec<Step>, place: Option<Place>| {
        let (steps, part) = split_place(steps, names);
        Claim { what, steps, place: part.or(place), named: Named::Record, quote: quote.to_owned() }
    };
    let place = part(tree);
    let at = PLACES.iter().find_map(|key| Some((*key, steps(tree, key, names)?)));
    let mut claims = Vec::new();
    for (key, what) in TELLING {
        let inside = tree.get(key).or_else(|| tree.members().iter().find_map(|(_, inner)| inner.get(key)));
        if let Some(name) = inside.and_then(Tree::text) {
            let outer = at.as_ref().map(|(_, steps)| steps.clone()).unwrap_or_default();
            // some list the missing one in the place as well
            let is_in = outer.last().and_then(Step::key) == Some(name);
            let steps = outer.into_iter().chain((!is_in).then(|| Step::of(name)));
            claims.push(claim(what, steps.collect(), place));
        }
    }
    for key in LISTS {
        let listed = tree.get(key).map(Tree::items).unwrap_or_default().iter().filter_map(Tree::text).filter_map(read);
        let outer = at.as_ref().map(|(_, steps)| steps.clone()).unwrap_or_default();
        let listed = listed.filter(|steps| !steps.is_empty());
        claims.extend(listed.map(|steps| {
            let steps = outer.iter().cloned().chain(steps).collect();
            claim(said.unwrap_or(What::Invalid), steps, place)
        }));
    }
    if let Some((key, mut steps)) = at.filter(|_| claims.is_empty()) {
        // the place is that of the object, and its sentence names the member
        if let Some(name) = member(quote).filter(|name| steps.last().and_then(Step::key) != Some(*name)) {
            steps.push(Step::of(name));
        }
        let place = if key == "HeaderName" { Some(Place::Header) } else { place };
        let is_known = split_place(steps.clone(), names).0.iter().any(|step| is_name(names, step));
        if is_known || steps.is_empty() || quote.contains(' ') || matches!(said, Some(What::Missing | What::Unknown)) {
            claims.push(claim(said.unwrap_or(What::Invalid), steps, place));
        }
    }
    claims
}

fn saying<'t>(tree: &'t Tree, key: &str) -> Option<&'t str> {
    let (_, value) = tree.members().iter().find(|(name, _)| name == key)?;
    value.text().or_else(|| value.items().first().and_then(Tree::text))
}

/// The member that a sentence says an object lacks: "must have required property 'email'".
fn member(sentence: &str) -> Option<&str> {
    const WORDS: [&str; 6] =
        ["required property", "required field", "required member", "required key", "missing property", "missing field"];
    let lower = sentence.to_ascii_lowercase();
    let behind = WORDS.iter().filter_map(|word| Some(lower.find(word)? + word.len())).min()?;
    let rest = sentence.get(behind..)?.trim_start_matches([' ', ':', '(']);
    let quote = rest.chars().next().filter(|c| "'\"`".contains(*c))?;
    let name = rest.get(1..)?.split(quote).next()?;
    (!name.is_empty() && name.len() < 80 && !name.contains(char::is_whitespace)).then_some(name)
}

/// The part of the request that a record names beside the place.
fn part(tree: &Tree) -> Option<Place> {
    let word = ["location", "in", "locationType", "where", "on", "source"].iter().find_map(|key| tree.get(key)?.text());
    part_of(word?)
}

/// The steps that a member holds, if it is a place at all.
fn steps(tree: &Tree, key: &str, names: &Names) -> Option<Vec<Step>> {
    let (_, value) = tree.members().iter().find(|(name, _)| name == key)?;
    if key == "source" && !value.members().is_empty() {
        return steps(value, "pointer", names)
            .or_else(|| steps(value, "parameter", names))
            .or_else(|| steps(value, "header", names));
    }
    let read = held(value)?;
    let is_known = |steps: &[Step]| {
        let (steps, place) = split_place(steps.to_vec(), names);
        place.is_some()
            || steps.iter().any(|step| names.list.iter().any(|name| step.key().is_some_and(|k| name.leaf() == k)))
    };
    match key {
        // an error page has the request's path, a record its own name
        "path"
            if value.text().is_some_and(|text| text.starts_with('/')) && !is_known(&read) && names.is_path(&read) =>
        {
            None
        }
        "source" => None,
        "name" | "target" | "location" | "key" | "entry"
            if !(is_known(&read)
                || is_spoken(tree, value)
                || matches!(key, "name" | "key") && part(tree).is_some()) =>
        {
            None
        }
        "location" if matches!(read.as_slice(), [Step::Key(word)] if names_part(word)) => None,
        "name" if read.len() != 1 => None,
        _ => Some(read),
    }
}

/// Whether the record's sentence has a name as a word.
fn is_spoken(tree: &Tree, name: &Tree) -> bool {
    let Some(name) = name.text().filter(|name| name.len() > 1) else { return false };
    let has =
        |text: &str| text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).any(|word| word == name);
    SAYINGS.iter().filter_map(|key| saying(tree, key)).any(|text| text.contains(' ') && has(text))
}

fn is_name(names: &Names, step: &Step) -> bool {
    step.key().is_some_and(|key| names.list.iter().any(|name| name.leaf().eq_ignore_ascii_case(key)))
}
