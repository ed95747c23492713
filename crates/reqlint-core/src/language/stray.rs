//! Keys that a table doesn't know: where they belong, or what was meant.

use super::key::{Key, Takes};
use crate::base::near::{nearest, suggest};
use crate::language::diagnostics::{FilePlace, Log};
use toml::de::DeTable;

/// Words of other tools, the key that they stand for, and what to write.
const FOREIGN: [(&str, &str, &str); 6] = [
    ("matches", "is", REGEX),
    ("match", "is", REGEX),
    ("regex", "is", REGEX),
    ("pattern", "is", REGEX),
    ("header", "of", "write of = \"header.NAME\""),
    ("field", "of", "write of = \"body.NAME\", \"query.NAME\" or \"path.NAME\""),
];

const REGEX: &str = "write is = \"NAME\", and in pack.toml [pattern.NAME] with the regex and what it says";

/// Says that a key doesn't belong in the table at `place`, whose keys are `keys`.
pub(crate) fn say(name: &str, key: FilePlace, place: FilePlace, keys: &[Key], log: &mut Log) {
    let heading = Some(log.written(place)).filter(|text| text.starts_with('[')).map(str::to_owned);
    let top = log.top();
    let is_top = |name: &str| top.iter().any(|key| key.name == name);
    if let Some(heading) = &heading
        && is_top(name)
    {
        log.stray(key, name);
        let message = format!("`{name}` belongs above the first heading; here it is part of `{heading}`");
        return log.push(key, message, Some("move this line up".into()));
    }
    if place.is_top() && is_top("check") && log.kinds().iter().any(|kind| kind.name == name) {
        log.stray(key, "check");
        let message = format!("`{name}` is a kind of check");
        return log.push(key, message, Some(format!("write [check.{name}]")));
    }
    if place.is_top()
        && let Some(kind) =
            name.strip_prefix("check-").and_then(|kind| nearest(kind, log.kinds().iter().map(|kind| kind.name)))
    {
        log.stray(key, "check");
        let message = format!("`{name}` is no key: between `check` and the kind stands a dot");
        return log.push(key, message, Some(format!("write [check.{kind}]")));
    }
    if let Some(kind) = kind_with(name, log).filter(|_| heading.is_some()) {
        log.stray(key, name);
        let here = heading.map(|heading| format!("; here it is part of `{heading}`")).unwrap_or_default();
        let message = format!("`{name}` belongs below `[check.{kind}]`{here}");
        return log.push(key, message, Some("move this line there".into()));
    }
    if let Some(owner) = top.iter().find(|owner| nested(owner).iter().any(|key| key.name == name)) {
        let wanted = match owner.takes {
            Takes::Tables(_) => format!("[[{}]]", owner.name),
            Takes::Named(_) => format!("[{}.NAME]", owner.name),
            _ => format!("[{}]", owner.name),
        };
        log.stray(key, name);
        let here = heading.map(|heading| format!("; here it is part of `{heading}`")).unwrap_or_default();
        let message = format!("`{name}` belongs below `{wanted}`{here}");
        let help =
            if log.is_heading(key) { format!("write {name} = {{ … }} there") } else { "move this line there".into() };
        return log.push(key, message, Some(help));
    }
    if let Some((_, known, help)) =
        FOREIGN.iter().find(|(foreign, known, _)| *foreign == name && keys.iter().any(|key| key.name == *known))
    {
        log.stray(key, known);
        return log.push(key, format!("unknown key `{name}`"), Some((*help).to_owned()));
    }
    if let Some(near) = nearest(name, keys.iter().map(|key| key.name)) {
        log.stray(key, near);
    }
    log.push(key, format!("unknown key `{name}`"), suggest(name, keys.iter().map(|key| key.name)));
}

/// The keys of the tables that a key holds.
fn nested(key: &Key) -> &'static [Key] {
    match key.takes {
        Takes::Table(keys) | Takes::Tables(keys) | Takes::Named(keys) => keys,
        _ => &[],
    }
}

/// The kind of the file's check, if it has such a setting.
fn kind_with(name: &str, log: &Log) -> Option<&'static str> {
    let text = log.text();
    let kind = log.kinds().iter().find(|kind| text.contains(&format!("[check.{}]", kind.name)))?;
    matches!(kind.takes, Takes::Table(keys) if keys.iter().any(|key| key.name == name)).then_some(kind.name)
}

/// Says keys of an example that stand among its facts, where a heading `[example.facts]` has taken them in.
pub(crate) fn in_facts(facts: &DeTable<'_>, keys: &[Key], log: &mut Log) {
    for name in facts.keys() {
        let known = keys.iter().find(|key| key.name == name.get_ref());
        let (Some(known), key) = (known, log.place(name.span())) else { continue };
        log.stray(key, known.name);
        let message = format!("`{}` belongs to the example; here it is one of its facts", known.name);
        log.push(key, message, Some("write facts = { … } instead of the heading, or move this line above it".into()));
        log.spoil(known.name);
    }
}
