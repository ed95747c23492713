//! Keys that a table doesn't know: where they belong, or what was meant.

use super::key::{Key, Takes};
use super::{Code, Sink, SourceSpan};
use crate::base::near::{nearest, suggest};
use toml::de::DeTable;

/// Words of other tools, the key that is meant, and what to write.
const FOREIGN: [(&str, &str, &str); 6] = [
    ("matches", "is", REGEX),
    ("match", "is", REGEX),
    ("regex", "is", REGEX),
    ("pattern", "is", REGEX),
    ("header", "of", "write of = \"header.NAME\""),
    ("field", "of", "write of = \"body.NAME\", \"query.NAME\" or \"path.NAME\""),
];

/// What is said of a field whose name has dots and no quotes, which TOML reads as tables inside each other.
pub(super) const DOTTED: &str = "a name with a dot in it must be in quotes";

const REGEX: &str = "write is = \"NAME\", and define [pattern.NAME] in pack.toml with `regex` and `says`";

/// Reports a key that doesn't belong in the table at `place`, whose keys are `keys`.
pub(crate) fn report(name: &str, key: SourceSpan, place: SourceSpan, keys: &[Key], sink: &mut Sink) {
    // a field is what names with dots are written for
    if let Some(dotted) = dotted(key, sink).filter(|_| keys.iter().any(|key| key.name == "nullable")) {
        return sink.error(Code::InvalidKey, key, DOTTED, Some(format!("write \"{dotted}\" in quotes")));
    }
    let (top, kinds) = (sink.sources.keys(key), sink.sources.kinds(key));
    let header = Some(sink.sources.written(place)).filter(|text| text.starts_with('[')).map(str::to_owned);
    let is_top = |name: &str| top.iter().any(|key| key.name == name);
    if let Some(header) = &header
        && is_top(name)
    {
        sink.suppression.mark_misplaced(key, name);
        let message = format!("`{name}` belongs above the first table header; here it is part of `{header}`");
        return sink.error(Code::MisplacedKey, key, message, Some("move this line up".into()));
    }
    if place.is_whole_file() && is_top("check") && kinds.iter().any(|kind| kind.name == name) {
        sink.suppression.mark_misplaced(key, "check");
        let message = format!("`{name}` is a kind of check, not a key");
        return sink.error(Code::MisplacedKey, key, message, Some(format!("write [check.{name}]")));
    }
    if place.is_whole_file()
        && let Some(kind) =
            name.strip_prefix("check-").and_then(|kind| nearest(kind, kinds.iter().map(|kind| kind.name)))
    {
        sink.suppression.mark_misplaced(key, "check");
        let message = format!("unknown key `{name}`: `check` and the kind are separated by a dot");
        return sink.error(Code::UnknownKey, key, message, Some(format!("write [check.{kind}]")));
    }
    let here = header.as_ref().map(|header| format!("; here it is part of `{header}`")).unwrap_or_default();
    if let Some(kind) = kind_with(name, key, sink).filter(|_| header.is_some()) {
        sink.suppression.mark_misplaced(key, name);
        let message = format!("`{name}` belongs in `[check.{kind}]`{here}");
        return sink.error(Code::MisplacedKey, key, message, Some("move this line there".into()));
    }
    // `host` for `hosts` is a slip of the pen, though a table has `host`
    let is_plural_of = |a: &str, b: &str| a.strip_suffix('s') == Some(b);
    let is_slip = keys.iter().any(|key| is_plural_of(key.name, name) || is_plural_of(name, key.name));
    let owner = top.iter().find(|owner| nested(owner).iter().any(|key| key.name == name));
    if let Some(owner) = owner.filter(|_| !is_slip) {
        let wanted = match owner.takes {
            Takes::Tables(_) => format!("[[{}]]", owner.name),
            Takes::Named(_) => format!("[{}.NAME]", owner.name),
            _ => format!("[{}]", owner.name),
        };
        sink.suppression.mark_misplaced(key, name);
        let message = format!("`{name}` belongs in `{wanted}`{here}");
        let help = if sink.sources.is_header(key) {
            format!("write {name} = {{ … }} there")
        } else {
            "move this line there".into()
        };
        return sink.error(Code::MisplacedKey, key, message, Some(help));
    }
    if let Some((_, known, help)) =
        FOREIGN.iter().find(|(foreign, known, _)| *foreign == name && keys.iter().any(|key| key.name == *known))
    {
        sink.suppression.mark_misplaced(key, known);
        return sink.error(Code::UnknownKey, key, format!("unknown key `{name}`"), Some((*help).to_owned()));
    }
    if let Some(near) = nearest(name, keys.iter().map(|key| key.name)) {
        sink.suppression.mark_misplaced(key, near);
    }
    sink.error(Code::UnknownKey, key, format!("unknown key `{name}`"), suggest(name, keys.iter().map(|key| key.name)));
}

/// The whole of a key with dots and without quotes, of which this is a later part.
fn dotted(key: SourceSpan, sink: &Sink) -> Option<String> {
    let (text, at) = (sink.sources.text(key), key.range());
    let (before, after) = (text.get(..at.start)?, text.get(at.start..)?);
    let start = before.rfind(['\n', '{', ',']).map_or(0, |found| found + 1);
    let (begun, rest) = (before.get(start..)?, after.split(['=', '\n', ']']).next()?);
    let whole = format!("{begun}{rest}");
    let whole = whole.trim().trim_start_matches('[');
    let whole = header_of_fields(whole).unwrap_or(whole);
    (begun.trim_end().ends_with('.') && !whole.contains(['"', '\''])).then(|| whole.to_owned())
}

/// What follows in the header of a field's table: `endpoint.fields.body.NAME`, `variant.NAME.fields.NAME`.
fn header_of_fields(header: &str) -> Option<&str> {
    if let Some(inside) = header.strip_prefix("endpoint.fields.") {
        return Some(inside.split_once('.')?.1);
    }
    Some(header.strip_prefix("variant.")?.split_once(".fields.")?.1)
}

/// The keys of the tables that a key holds.
fn nested(key: &Key) -> &'static [Key] {
    match key.takes {
        Takes::Table(keys) | Takes::Tables(keys) | Takes::Named(keys) => keys,
        _ => &[],
    }
}

/// The kind of the file's check, if it has such a setting.
fn kind_with(name: &str, key: SourceSpan, sink: &Sink) -> Option<&'static str> {
    let (text, mut kinds) = (sink.sources.text(key), sink.sources.kinds(key).iter());
    let kind = kinds.find(|kind| text.contains(&format!("[check.{}]", kind.name)))?;
    matches!(kind.takes, Takes::Table(keys) if keys.iter().any(|key| key.name == name)).then_some(kind.name)
}

/// Reports keys of an example among its facts, where a header `[example.facts]` precedes them.
pub(crate) fn report_in_facts(facts: &DeTable<'_>, keys: &[Key], sink: &mut Sink) {
    for name in facts.keys() {
        let known = keys.iter().find(|key| key.name == name.get_ref());
        let (Some(known), key) = (known, sink.span(name.span())) else { continue };
        sink.suppression.mark_misplaced(key, known.name);
        let message = format!("`{}` belongs to the example; here it is one of its facts", known.name);
        let help = "write facts = { … } instead of the table header, or move this line above it";
        sink.error(Code::MisplacedKey, key, message, Some(help.into()));
        sink.suppression.mark_invalid(known.name);
    }
}
