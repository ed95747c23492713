//! SARIF 2.1.0: one run with a result for each finding, for code scanning.

use super::definition::Definition;
use super::spool::{JsonItems, indented};
use super::writer::ReportWriter;
use crate::ReadError;
use crate::record::judged::Judged;
use crate::write::source::Sheet;
use crate::write::source::spot::{self, Spot};
use crate::write::text;
use reqlint_core::base::escape::plain;
use reqlint_core::{Conclusion, Finding, RuleSet, Severity};
use serde_json::{Map, Value, json};
use std::io;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) const FORMAT: Definition = Definition {
    name: "sarif",
    about: "Code scanning: SARIF 2.1.0",
    endings: &["sarif"],
    reports: |options| Box::new(Writer::of(options.rules)),
    diagnoses: None,
};

/// The results of the run so far.
struct Writer<'r> {
    rules: &'r RuleSet,
    /// The names of the rules that found something, in the order in which they did.
    found: Vec<String>,
    results: JsonItems,
    /// What is said about requests as a whole, and of those that could not be read.
    notifications: JsonItems,
    unjudged: usize,
    contradicted: usize,
    unread: usize,
}

impl<'r> Writer<'r> {
    fn of(rules: &'r RuleSet) -> Self {
        let (results, notifications) = (JsonItems::new("        "), JsonItems::new("            "));
        Self { rules, found: Vec::new(), results, notifications, unjudged: 0, contradicted: 0, unread: 0 }
    }

    /// Counts a request that was not judged or whose answer contradicts the rules, and says so.
    fn notify(&mut self, judged: &Judged<'_>) -> io::Result<()> {
        match judged.resolved.conclusion {
            Conclusion::Unjudged => self.unjudged += 1,
            Conclusion::Contradicted => self.contradicted += 1,
            _ => return Ok(()),
        }
        self.say(judged, &text::of_request(judged))
    }

    fn say(&mut self, judged: &Judged<'_>, text: &str) -> io::Result<()> {
        let record = judged.record;
        self.notifications.add(&json!({
            "level": "note",
            "message": { "text": format!("{}: {text}", spot::request(judged)) },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": uri(&spot::path(record)) }, "region": { "startLine": record.place.line },
            } }],
        }))
    }

    /// Writes the only run, in the order of its keys.
    fn write_run(self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(b"{\n      \"columnKind\": \"unicodeCodePoints\",\n")?;
        if !self.notifications.is_empty() {
            let counts = json!({
                "unjudged": self.unjudged, "contradicted": self.contradicted, "unread": self.unread,
            });
            write!(
                out,
                "      \"invocations\": [\n        {{\n          \"executionSuccessful\": {},\n          \
                 \"properties\": {},\n          \"toolExecutionNotifications\": ",
                self.unread == 0,
                indented(&counts, "          "),
            )?;
            self.notifications.copy_to(out)?;
            out.write_all(b"\n        }\n      ],\n")?;
        }
        out.write_all(b"      \"results\": ")?;
        self.results.copy_to(out)?;
        let rules: Vec<Value> = self.found.iter().map(|name| rule(name, self.rules)).collect();
        let tool = json!({ "driver": {
            "name": "reqlint", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules,
        } });
        write!(out, ",\n      \"tool\": {}\n    }}", indented(&tool, "      "))
    }
}

impl ReportWriter for Writer<'_> {
    fn add(&mut self, judged: &Judged<'_>, _: &mut String) -> io::Result<()> {
        self.notify(judged)?;
        let sheet = Sheet::of(judged);
        for finding in &judged.resolved.findings {
            let known = self.found.iter().position(|rule| *rule == finding.rule);
            let index = known.unwrap_or(self.found.len());
            if known.is_none() {
                self.found.push(finding.rule.to_string());
            }
            self.results.add(&result(judged, &sheet, finding, index))?;
        }
        match text::left_out(judged) {
            Some(left_out) => self.say(judged, &left_out),
            None => Ok(()),
        }
    }

    fn add_unread(&mut self, error: &ReadError) -> io::Result<()> {
        self.unread += 1;
        let mut location = Map::new();
        if let Some(input) = &error.input {
            location.insert("artifactLocation".to_owned(), json!({ "uri": uri(&plain(input)) }));
            if let Some(place) = error.place {
                location.insert("region".to_owned(), json!({ "startLine": place.line, "startColumn": place.column }));
            }
        }
        let locations = if location.is_empty() { json!([]) } else { json!([{ "physicalLocation": location }]) };
        self.notifications.add(&json!({
            "level": "error", "message": { "text": text::unread(error) }, "locations": locations,
        }))
    }

    fn finish(self: Box<Self>, out: &mut dyn io::Write) -> io::Result<()> {
        write!(out, "{{\n  \"$schema\": \"{SCHEMA}\",\n  \"runs\": [\n    ")?;
        self.write_run(out)?;
        out.write_all(b"\n  ],\n  \"version\": \"2.1.0\"\n}\n")
    }
}

fn result(judged: &Judged<'_>, sheet: &Sheet<'_>, finding: &Finding, index: usize) -> Value {
    let record = judged.record;
    let Spot { line, columns } = spot::spot(sheet, record, finding);
    let mut region = Map::from_iter([("startLine".to_owned(), json!(line))]);
    if let Some(columns) = columns {
        region.insert("startColumn".to_owned(), json!(columns.start));
        region.insert("endColumn".to_owned(), json!(columns.end));
    }
    json!({
        "ruleId": finding.rule.as_str(),
        "ruleIndex": index,
        "level": spot::level(finding.severity),
        "message": { "text": spot::message(finding) },
        "locations": [{
            "physicalLocation": { "artifactLocation": { "uri": uri(&spot::path(record)) }, "region": region },
            "logicalLocations": [{ "name": spot::request(judged), "kind": "request" }],
        }],
        "properties": { "status": finding.status, "record": record.index },
    })
}

fn rule(name: &str, rules: &RuleSet) -> Value {
    let view = rules.rules().find(|rule| rule.id() == name);
    let title = view.map_or(name, |rule| rule.title());
    let says = view.and_then(|rule| rule.api_says().first()).map(|text| format!(", \"{text}\"")).unwrap_or_default();
    let answer = view.and_then(|rule| match (rule.status()?, rule.servers()) {
        (_, Some(servers)) => Some(format!(" If not: {servers}.")),
        (status, None) if rule.severity() == Severity::Error => {
            Some(format!(" If not, the API answers {status}{says}."))
        }
        (status, None) => Some(format!(" If not, the API may answer {status}{says}.")),
    });
    let mut rule = Map::from_iter([
        ("id".to_owned(), json!(name)),
        ("shortDescription".to_owned(), json!({ "text": plain(title) })),
        ("help".to_owned(), json!({ "text": plain(&format!("{title}.{}", answer.unwrap_or_default())) })),
    ]);
    if let Some(source) = view.and_then(|rule| rule.source()).filter(|source| source.starts_with("http")) {
        rule.insert("helpUri".to_owned(), json!(source));
    }
    Value::Object(rule)
}

/// A path as a relative reference: each byte that is not allowed in one is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b if b.is_ascii_alphanumeric() || b"-._~/".contains(&b) => uri.push(char::from(b)),
            b => uri += &format!("%{b:02X}"),
        }
    }
    uri
}
