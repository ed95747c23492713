//! `reqlint.toml`: which rules a project uses, and what it knows and decides about them.
//!
//! INVARIANT: this stage looks up no name. What only a host can use (folders and the baseline) stays as written, with its
//! place, and is handed out by [`crate::rules::project::Project`].

use super::gate::{GATE, GateSpec, gate};
use super::secrets::{self, SECRETS};
use super::servers::{self, NamedServers};
use super::sources::{self, SOURCES, SourceSpec, source};
use crate::base::literal::Literal;
use crate::base::near::suggest;
use crate::base::time::{Duration, Time};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::parse::parse;
use crate::language::values::{literal, report_type};
use crate::language::{Code, Located, Sink, SourceSpan};
use crate::message::secrets::names::OwnNames;
use toml::de::DeValue;

/// Keys of `reqlint.toml`.
pub const PROJECT: &[Key] = &[
    Key::new("rules", Takes::Texts, "folders with packs, from the folder of this file").or("the embedded packs"),
    Key::new("packs", Takes::Names(Names::Pack), "the packs in use: of these folders, or embedded").or("all of them"),
    Key::new("server", Takes::Text, "the server that answers: one that the packs have measured, NAME or NAME@VERSION"),
    Key::new("servers", Takes::NamedText, "the servers of some hosts: exact, or *.suffix").or("`server` at every host"),
    Key::new("baseline", Takes::Text, "a file of known findings, from the folder of this file"),
    Key::new("require-judged", Takes::Flag, "whether a request that no pack judges fails the run").or("false"),
    Key::new(
        "facts",
        Takes::FreeBeside(SOURCES),
        "what is known about every request, and where a server looks facts up",
    ),
    Key::new("gate", Takes::Table(GATE), "what a server's layer does with requests; before what its program says"),
    Key::new("secrets", Takes::Table(SECRETS), "what is secret beside the built-in table, and what isn't"),
    Key::new("severity", Takes::Table(SEVERITY), "rules with another severity in this project"),
    Key::new("exception", Takes::Tables(EXCEPTION), "rules that are disabled for some requests until a date"),
];

/// Keys of `[severity]`.
pub(crate) const SEVERITY: &[Key] = &[
    Key::new("error", Takes::Names(Names::Rule), "rules that decide the status here"),
    Key::new("warning", Takes::Names(Names::Rule), "rules that are only reported here"),
    Key::new("note", Takes::Names(Names::Rule), "rules that are reported only with the notes here"),
];

/// Keys of an `[[exception]]`.
pub(crate) const EXCEPTION: &[Key] = &[
    Key::new("rule", Takes::Name(Names::Rule), "the rule to disable").required(),
    Key::new("endpoints", Takes::Names(Names::Endpoint), "only for these endpoints").or("every endpoint"),
    Key::new("hosts", Takes::Names(Names::Host), "only for these hosts: exact, or *.suffix").or("every host"),
    Key::new("reason", Takes::Text, "why, for later readers").required(),
    Key::new("until", Takes::Date, "the last day on which it applies").required(),
];

#[derive(Default)]
pub(crate) struct ProjectSpec {
    pub(crate) folders: Vec<Located<String>>,
    pub(crate) packs: Vec<Located<String>>,
    pub(crate) baseline: Option<Located<String>>,
    /// The measured servers that answer.
    pub(crate) servers: NamedServers,
    pub(crate) require_judged: bool,
    pub(crate) facts: Vec<Fact>,
    /// Where a server looks facts up, in the order in which it asks.
    pub(crate) sources: Vec<SourceSpec>,
    /// What a server's layer does.
    pub(crate) gate: GateSpec,
    pub(crate) errors: Vec<Located<String>>,
    pub(crate) warnings: Vec<Located<String>>,
    pub(crate) notes: Vec<Located<String>>,
    pub(crate) secrets: OwnNames,
    /// Those that have not expired.
    pub(crate) exceptions: Vec<ExceptionSpec>,
}

/// A name and its value.
type Fact = (Located<String>, Located<Literal>);

pub(crate) struct ExceptionSpec {
    pub(crate) place: SourceSpan,
    pub(crate) rule: Located<String>,
    pub(crate) endpoints: Vec<Located<String>>,
    pub(crate) hosts: Vec<Located<String>>,
    pub(crate) reason: String,
    pub(crate) until: String,
}

/// Reads the current file as a `reqlint.toml`. Expired exceptions are left out, with a hint.
pub(crate) fn read(text: &str, today: Time, sink: &mut Sink) -> ProjectSpec {
    let table = parse(text, PROJECT, sink);
    let place = sink.span(0..0);
    let c = Cursor::new(table.get_ref(), place, PROJECT, sink);
    let severity = c.table("severity", sink).map(|(table, place)| {
        let c = Cursor::new(table, place, SEVERITY, sink);
        (c.texts("error", sink), c.texts("warning", sink), c.texts("note", sink))
    });
    let (errors, warnings, notes) = severity.unwrap_or_default();
    for rule in &warnings {
        if errors.iter().any(|error| error.value == rule.value) {
            let help = "keep it in one of the lists".to_owned();
            let message = format!("`{}` is listed as `error` and as `warning`", rule.value);
            sink.error(Code::ConflictingSeverity, rule.place, message, Some(help));
        }
    }
    let (facts, sources) = facts(&c, sink);
    let gate = c.table("gate", sink).map(|(table, place)| gate(&Cursor::new(table, place, GATE, sink), sink));
    let tables = c.tables("exception", sink).into_iter();
    ProjectSpec {
        folders: c.texts("rules", sink),
        packs: c.texts("packs", sink),
        baseline: c.text("baseline", sink),
        servers: servers::read(&c, sink),
        require_judged: c.flag("require-judged", sink).unwrap_or(false),
        facts,
        sources,
        gate: gate.unwrap_or_default(),
        secrets: secrets::read(&c, sink),
        errors,
        warnings,
        notes,
        exceptions: tables
            .filter_map(|(table, place)| exception(&Cursor::new(table, place, EXCEPTION, sink), today, sink))
            .collect(),
    }
}

/// The known facts, and the sources of others.
fn facts(c: &Cursor<'_>, sink: &mut Sink) -> (Vec<Fact>, Vec<SourceSpec>) {
    let Some((table, _)) = c.table("facts", sink) else { return (Vec::new(), Vec::new()) };
    let mut known = Vec::new();
    for (key, value) in table {
        let name = Located { value: key.get_ref().to_string(), place: sink.span(key.span()) };
        let is_source = SOURCES.iter().any(|source| source.name == name.value);
        match value.get_ref() {
            DeValue::Table(_) if is_source => {}
            DeValue::Table(_) => {
                let help = suggest(&name.value, SOURCES.iter().map(|source| source.name));
                sink.error(Code::UnknownKey, name.place, format!("unknown source of facts `{}`", name.value), help);
            }
            _ => match literal(value, sink) {
                Some(literal) => known.push((name, literal)),
                None => report_type(&name.value, Takes::Literal, value, sink),
            },
        }
    }
    let sources = sources::TABLE.iter().filter_map(|(name, key)| {
        let value = table.get(key.name)?;
        let (Takes::Table(keys), DeValue::Table(table)) = (key.takes, value.get_ref()) else { return None };
        Some(source(*name, &Cursor::new(table, sink.span(value.span()), keys, sink), sink))
    });
    (known, sources.collect())
}

fn exception(c: &Cursor<'_>, today: Time, sink: &mut Sink) -> Option<ExceptionSpec> {
    let (rule, reason) = (c.text("rule", sink), c.text("reason", sink));
    let (endpoints, hosts) = (c.texts("endpoints", sink), c.texts("hosts", sink));
    if !c.has("endpoints") && !c.has("hosts") && !c.has("endpoint") && !c.has("host") {
        let help = "add endpoints = [\"…\"] or hosts = [\"…\"]".to_owned();
        sink.error(Code::InvalidException, c.place, "an exception needs endpoints or hosts, found none", Some(help));
    }
    if let Some(reason) = reason.as_ref().filter(|reason| reason.value.trim().is_empty()) {
        let help = "say why the rule is disabled, and for whom".to_owned();
        sink.error(Code::InvalidException, reason.place, "`reason` is blank", Some(help));
    }
    let until = until(c, sink);
    let rule = rule?;
    if let Some((text, day)) = until.as_ref().filter(|(_, day)| day.value.plus(DAY) <= today) {
        let message = format!("this exception expired on {text}: `{}` is enabled again", rule.value);
        sink.hint(Code::ExpiredException, day.place, message, Some("remove it, or set a later date".into()));
        return None;
    }
    // what is missing or wrong was reported; the names are looked up nevertheless
    let reason = reason.map(|reason| reason.value).unwrap_or_default();
    let until = until.map(|(text, _)| text).unwrap_or_default();
    Some(ExceptionSpec { place: c.place, rule, endpoints, hosts, reason, until })
}

const DAY: Duration = Duration(24 * 60 * 60 * 1_000_000);

/// The last day, as written and as its midnight.
fn until(c: &Cursor<'_>, sink: &mut Sink) -> Option<(String, Located<Time>)> {
    let value = c.value("until")?;
    let text = match value.get_ref() {
        DeValue::Datetime(day) => day.to_string(),
        _ => c.text("until", sink)?.value,
    };
    let place = sink.span(value.span());
    match Time::read(text.as_bytes()).filter(|_| crate::base::time::is_date(text.as_bytes())) {
        Some(time) => Some((text, Located { value: time, place })),
        None => {
            let help = "write a date such as 2026-03-31".to_owned();
            sink.error(Code::InvalidTime, place, format!("`{text}` is not a date"), Some(help));
            None
        }
    }
}
