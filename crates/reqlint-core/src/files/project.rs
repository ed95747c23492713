//! `reqlint.toml`: which rules a project uses, and what it knows and decides about them.
//!
//! INVARIANT: this stage looks up no name. What only a host can use (folders and the baseline) stays as it is written, with
//! its place, and is handed out by [`crate::rules::project::Project`].

use super::sources::{SOURCES, SourceSpec, source};
use crate::base::literal::Literal;
use crate::base::near::suggest;
use crate::base::time::{Duration, Time};
use crate::language::cursor::{Cursor, literal, parse, say_wrong};
use crate::language::diagnostics::{At, FilePlace, Log};
use crate::language::key::{Key, Names, Takes};
use toml::de::DeValue;

/// Keys of `reqlint.toml`.
pub const PROJECT: &[Key] = &[
    Key::new("rules", Takes::Texts, "folders with packs, from the folder of this file").or("the embedded packs"),
    Key::new("packs", Takes::Names(Names::Pack), "the packs in use: of these folders, or embedded").or("all of them"),
    Key::new("baseline", Takes::Text, "a file of known findings, from the folder of this file"),
    Key::new("facts", Takes::FreeBeside(SOURCES), "what is known of every request; and where a server looks facts up"),
    Key::new("severity", Takes::Table(SEVERITY), "rules that weigh otherwise here"),
    Key::new("exception", Takes::Tables(EXCEPTION), "rules that are switched off somewhere, for a while"),
];

/// Keys of `[severity]`.
pub(crate) const SEVERITY: &[Key] = &[
    Key::new("error", Takes::Names(Names::Rule), "rules that decide the status here"),
    Key::new("warning", Takes::Names(Names::Rule), "rules that are only reported here"),
];

/// Keys of an `[[exception]]`.
pub(crate) const EXCEPTION: &[Key] = &[
    Key::new("rule", Takes::Name(Names::Rule), "the rule that is switched off").required(),
    Key::new("endpoints", Takes::Names(Names::Endpoint), "only for these endpoints").or("every endpoint"),
    Key::new("hosts", Takes::Names(Names::Host), "only for these hosts: exact, or *.suffix").or("every host"),
    Key::new("reason", Takes::Text, "why, for whoever reads this later").required(),
    Key::new("until", Takes::Date, "the last day on which it holds").required(),
];

#[derive(Default)]
pub(crate) struct ProjectSpec {
    pub(crate) folders: Vec<At<String>>,
    pub(crate) packs: Vec<At<String>>,
    pub(crate) baseline: Option<At<String>>,
    pub(crate) facts: Vec<Fact>,
    /// Where a server looks facts up, in the order in which it asks.
    pub(crate) sources: Vec<SourceSpec>,
    pub(crate) errors: Vec<At<String>>,
    pub(crate) warnings: Vec<At<String>>,
    /// Those that still hold.
    pub(crate) exceptions: Vec<ExceptionSpec>,
}

/// A name and its value.
type Fact = (At<String>, At<Literal>);

pub(crate) struct ExceptionSpec {
    pub(crate) place: FilePlace,
    pub(crate) rule: At<String>,
    pub(crate) endpoints: Vec<At<String>>,
    pub(crate) hosts: Vec<At<String>>,
    pub(crate) reason: String,
    pub(crate) until: String,
}

/// Reads `reqlint.toml`, which the log has open. Exceptions whose last day is over are hinted at and left out.
pub(crate) fn read(text: &str, today: Time, log: &mut Log) -> ProjectSpec {
    let table = parse(text, PROJECT, log);
    let place = log.place(0..0);
    let c = Cursor::new(table.get_ref(), place, PROJECT, log);
    let severity = c.table("severity", log).map(|(table, place)| {
        let c = Cursor::new(table, place, SEVERITY, log);
        (c.texts("error", log), c.texts("warning", log))
    });
    let (errors, warnings) = severity.unwrap_or_default();
    for rule in &warnings {
        if errors.iter().any(|error| error.value == rule.value) {
            let help = "keep it in one of them".to_owned();
            log.push(rule.place, format!("`{}` stands under `error` and under `warning`", rule.value), Some(help));
        }
    }
    let (facts, sources) = facts(&c, log);
    let tables = c.tables("exception", log).into_iter();
    ProjectSpec {
        folders: c.texts("rules", log),
        packs: c.texts("packs", log),
        baseline: c.text("baseline", log),
        facts,
        sources,
        errors,
        warnings,
        exceptions: tables
            .filter_map(|(table, place)| exception(&Cursor::new(table, place, EXCEPTION, log), today, log))
            .collect(),
    }
}

/// What is known, and the sources of what else is.
fn facts(c: &Cursor<'_>, log: &mut Log) -> (Vec<Fact>, Vec<SourceSpec>) {
    let Some((table, _)) = c.table("facts", log) else { return (Vec::new(), Vec::new()) };
    let mut known = Vec::new();
    for (key, value) in table {
        let name = At { value: key.get_ref().to_string(), place: log.place(key.span()) };
        let is_source = SOURCES.iter().any(|source| source.name == name.value);
        match value.get_ref() {
            DeValue::Table(_) if is_source => {}
            DeValue::Table(_) => {
                let help = suggest(&name.value, SOURCES.iter().map(|source| source.name));
                log.push(name.place, format!("`{}` is no source of facts", name.value), help);
            }
            _ => match literal(value, log) {
                Some(literal) => known.push((name, literal)),
                None => say_wrong(&name.value, Takes::Literal, value, log),
            },
        }
    }
    let sources = SOURCES.iter().filter_map(|key| {
        let value = table.get(key.name)?;
        let (Takes::Table(keys), DeValue::Table(table)) = (key.takes, value.get_ref()) else { return None };
        Some(source(key.name, &Cursor::new(table, log.place(value.span()), keys, log), log))
    });
    (known, sources.collect())
}

fn exception(c: &Cursor<'_>, today: Time, log: &mut Log) -> Option<ExceptionSpec> {
    let (rule, reason) = (c.text("rule", log), c.text("reason", log));
    let (endpoints, hosts) = (c.texts("endpoints", log), c.texts("hosts", log));
    if !c.has("endpoints") && !c.has("hosts") && !c.has("endpoint") && !c.has("host") {
        let help = "add endpoints = [\"…\"] or hosts = [\"…\"]".to_owned();
        log.push(c.place, "an exception is for some endpoints or hosts, and here stand none", Some(help));
    }
    if let Some(reason) = reason.as_ref().filter(|reason| reason.value.trim().is_empty()) {
        log.push(reason.place, "this `reason` says nothing", Some("say why the rule is off, and for whom".into()));
    }
    let until = until(c, log);
    let rule = rule?;
    if let Some((text, day)) = until.as_ref().filter(|(_, day)| day.value.plus(DAY) <= today) {
        let message = format!("this exception ended on {text}: `{}` is switched on again", rule.value);
        log.hint(day.place, message, Some("take it out, or write a later day".into()));
        return None;
    }
    // what is missing or wrong was said; the names are looked up all the same
    let reason = reason.map(|reason| reason.value).unwrap_or_default();
    let until = until.map(|(text, _)| text).unwrap_or_default();
    Some(ExceptionSpec { place: c.place, rule, endpoints, hosts, reason, until })
}

const DAY: Duration = Duration(24 * 60 * 60 * 1_000_000);

/// The last day, as written and as its midnight.
fn until(c: &Cursor<'_>, log: &mut Log) -> Option<(String, At<Time>)> {
    let value = c.value("until")?;
    let text = match value.get_ref() {
        DeValue::Datetime(day) => day.to_string(),
        _ => c.text("until", log)?.value,
    };
    let place = log.place(value.span());
    match Time::read(text.as_bytes()).filter(|_| crate::base::time::is_date(text.as_bytes())) {
        Some(time) => Some((text, At { value: time, place })),
        None => {
            log.push(place, format!("`{text}` is no day"), Some("write a day such as 2026-03-31".into()));
            None
        }
    }
}
