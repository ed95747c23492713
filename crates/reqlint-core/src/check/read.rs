//! Checks as written: exactly one kind, and its settings.

use crate::base::near::{nearest, suggest};
use crate::check::{self, CheckSpec};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::language::values::report_type;
use crate::language::{Code, Located, Sink, SourceSpan};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The check under `name`: `[check.KIND]`, or `check = "KIND"` for a kind without settings.
pub(crate) fn check(c: &Cursor<'_>, name: &str, sink: &mut Sink) -> Option<Located<CheckSpec>> {
    let value = c.value(name)?;
    match value.get_ref() {
        DeValue::String(kind) => {
            let place = sink.span(value.span());
            let empty = DeTable::new();
            let kind = Located { value: kind.to_string(), place };
            one_kind(&kind, None, &empty, place, sink).map(|value| Located { value, place })
        }
        DeValue::Table(table) => table_check(table, sink.span(value.span()), sink),
        _ => {
            report_type(name, Takes::Check, value, sink);
            None
        }
    }
}

/// A table with exactly one kind.
fn table_check(table: &DeTable<'_>, place: SourceSpan, sink: &mut Sink) -> Option<Located<CheckSpec>> {
    let mut kinds = table.iter();
    let (Some((key, value)), None) = (kinds.next(), kinds.next()) else {
        if table.keys().any(|key| sink.suppression.is_unparsed(sink.span(key.span()))) {
            return None;
        }
        let names: Vec<_> = table.keys().map(|key| format!("`{}`", key.get_ref())).collect();
        let (found, help) = if names.is_empty() {
            ("found none".to_owned(), "write [check.KIND], such as [check.header-required]".to_owned())
        } else if let Some(kind) = kind_of(table) {
            ("found only settings".to_owned(), missing_kind(kind, sink.sources.written(place)))
        } else {
            let help = "keep one, or combine them by [[check.all]] or [[check.any]]".to_owned();
            (format!("found {}", names.join(" and ")), help)
        };
        sink.error(Code::InvalidCheck, place, format!("a check needs exactly one kind, {found}"), Some(help));
        return None;
    };
    let kind = Located { value: key.get_ref().to_string(), place: sink.span(key.span()) };
    let empty = DeTable::new();
    let settings = match value.get_ref() {
        DeValue::Table(settings) => settings,
        _ => &empty,
    };
    one_kind(&kind, Some(value), settings, sink.span(value.span()), sink).map(|value| Located { value, place })
}

fn one_kind(
    kind: &Located<String>,
    value: Option<&Spanned<DeValue<'_>>>,
    settings: &DeTable<'_>,
    place: SourceSpan,
    sink: &mut Sink,
) -> Option<CheckSpec> {
    let is_table = value.is_none_or(|v| matches!(v.get_ref(), DeValue::Table(_)));
    match (kind.value.as_str(), value) {
        ("all" | "any", Some(value)) => {
            let checks = many(&kind.value, value, sink)?;
            Some(if kind.value == "all" { CheckSpec::All(checks) } else { CheckSpec::Any(checks) })
        }
        ("not", Some(_)) if is_table => table_check(settings, place, sink).map(|c| CheckSpec::Not(Box::new(c))),
        (name, value) => {
            let find = |name| check::KINDS.iter().find(|kind| kind.name == name);
            let entry = find(name).or_else(|| {
                let known = || check::KINDS.iter().map(|kind| kind.name);
                let message = format!("unknown kind of check `{name}`");
                sink.error(Code::UnknownKind, kind.place, message, suggest(name, known()));
                // the settings of a misspelt kind are still read, so that their mistakes are reported as well
                find(nearest(name, known())?)
            })?;
            let name = entry.name;
            match value {
                Some(_) if !is_table => {
                    let help = match sink.sources.written(place).strip_prefix("[[") {
                        Some(heading) => format!("write [{}] with single brackets", heading.trim_end_matches(']')),
                        None => format!("write {name} = {}", settings_of(entry.takes)),
                    };
                    let message = format!("`{name}` expects a table of settings");
                    sink.error(Code::InvalidCheck, place, message, Some(help));
                    return None;
                }
                None if matches!(entry.takes, Takes::Checks | Takes::Check) => {
                    let message = format!("`{name}` needs a check inside");
                    let help = match entry.takes {
                        Takes::Check => format!("write [check.{name}.KIND]"),
                        _ => format!("write [[check.{name}]] for each"),
                    };
                    sink.error(Code::InvalidCheck, kind.place, message, Some(help));
                    return None;
                }
                _ => {}
            }
            let Takes::Table(keys) = entry.takes else { return None };
            let c = Cursor::new(settings, place, keys, sink);
            check::read(name, &c, sink)
        }
    }
}

/// The kind whose settings are in a table that should contain a kind: the one that is named, or has all of these keys.
fn kind_of(table: &DeTable<'_>) -> Option<&'static str> {
    let named = ["kind", "type"].iter().find_map(|key| table.get(*key)?.get_ref().as_str());
    let kinds = || check::KINDS.iter().map(|kind| kind.name);
    if let Some(kind) = named.and_then(|named| nearest(named, kinds())) {
        return Some(kind);
    }
    let has_all = |keys: &[Key]| table.keys().all(|name| keys.iter().any(|key| key.name == name.get_ref()));
    let fits = check::KINDS.iter().find(|kind| matches!(kind.takes, Takes::Table(keys) if has_all(keys)));
    fits.map(|kind| kind.name)
}

/// How a kind is written around its settings.
fn missing_kind(kind: &str, written: &str) -> String {
    match written.strip_prefix("[[") {
        Some(_) => format!("write {kind} = {{ … }} with these settings between the braces"),
        None if written.starts_with('[') => format!("write [check.{kind}] as the heading, and only its settings below"),
        None => format!("write {{ {kind} = {written} }}"),
    }
}

/// The table of settings that a kind must have, as it is written.
fn settings_of(takes: Takes) -> String {
    let Takes::Table(keys) = takes else { return "{ … }".to_owned() };
    let settings: Vec<_> = keys.iter().filter(|key| key.required).map(Key::shape).collect();
    if settings.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", settings.join(", ")) }
}

fn many(name: &str, value: &Spanned<DeValue<'_>>, sink: &mut Sink) -> Option<Vec<Located<CheckSpec>>> {
    let DeValue::Array(items) = value.get_ref() else {
        report_type(name, Takes::Checks, value, sink);
        return None;
    };
    let mut checks = Vec::new();
    for item in items.iter() {
        match item.get_ref() {
            DeValue::Table(table) => checks.extend(table_check(table, sink.span(item.span()), sink)),
            _ => report_type(name, Takes::Checks, item, sink),
        }
    }
    if items.is_empty() {
        let place = sink.span(value.span());
        sink.error(Code::InvalidCheck, place, format!("`{name}` needs at least one check inside"), None);
        return None;
    }
    Some(checks)
}
