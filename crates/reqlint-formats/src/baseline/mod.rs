//! Baselines: findings that are known, so that only new ones count.
//!
//! A finding is known by its rule, its endpoint and its place in the request, never by a line or an offset: a baseline holds
//! while requests are moved about and edited.
//!
//! ```json
//! {
//!   "schema": "reqlint/baseline/1",
//!   "findings": [
//!     { "rule": "edgecast/token-in-quotes", "endpoint": "purge-content", "place": "header authorization" }
//!   ]
//! }
//! ```

use crate::record::judged::Judged;
use crate::record::place::{Place, ReadError};
use crate::write::harmless::harmless;
use reqlint_core::Finding;
use reqlint_core::explain::{HeaderPart, Location, Part};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const SCHEMA: &str = "reqlint/baseline/1";

/// Findings that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeSet<Known>,
}

/// A finding as a baseline knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Known {
    /// `pack/id`.
    pub rule: String,
    /// The endpoint's id; of a request that means none, its method, host and path.
    pub endpoint: String,
    /// The part of the request and the name in it: `header authorization`, `body items[].name`.
    pub place: String,
}

#[derive(Deserialize)]
struct File {
    schema: String,
    findings: Vec<Known>,
}

impl Known {
    /// How a baseline knows a finding of a report.
    #[must_use]
    pub fn of(judged: &Judged<'_>, finding: &Finding) -> Self {
        Self { rule: finding.rule.to_string(), endpoint: endpoint(judged), place: place(&finding.location) }
    }
}

/// The endpoint of a report as a baseline names it.
#[must_use]
pub fn endpoint(judged: &Judged<'_>) -> String {
    judged.resolved.endpoint.clone().unwrap_or_else(|| {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let target = text(&judged.masked.target.shown());
        let origin =
            target.split_once("://").map_or(target.as_str(), |(_, rest)| rest.trim_start_matches(|c| c != '/'));
        let path = origin.split(['?', '#']).next().unwrap_or_default();
        format!("{} {}{path}", text(&judged.record.exchange.request.method), judged.host())
    })
}

fn place(location: &Location) -> String {
    let part = match (location.part, location.of) {
        (Part::Method, _) => "method",
        (Part::Target, _) => "target",
        (Part::Host, _) => "host",
        (Part::Header, Some(HeaderPart::Name)) => "name of header",
        (Part::Header, _) => "header",
        (Part::Body, _) => "body",
        (part, _) => part.name(),
    };
    match &location.name {
        Some(name) if location.part == Part::Header => format!("{part} {}", name.to_ascii_lowercase()),
        Some(name) => format!("{part} {}", without_positions(name)),
        None => part.to_owned(),
    }
}

/// `items[2].name` as `items[].name`: which item of a list it was means nothing tomorrow.
fn without_positions(name: &str) -> String {
    let mut parts = name.split('[');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push('[');
        plain.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    plain
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// When the text isn't one that [`Baseline::write`] gave.
    pub fn read(input: &str, text: &str) -> Result<Self, ReadError> {
        let refuse = |place, message: &str| ReadError {
            input: Some(input.to_owned()),
            place,
            message: message.to_owned(),
            help: Some("write it again: reqlint check … --write-baseline FILE".to_owned()),
        };
        let file: File = serde_json::from_str(text).map_err(|error| {
            let place = Place { line: error.line().max(1), column: error.column().max(1) };
            refuse(Some(place), "this is not a baseline")
        })?;
        if file.schema != SCHEMA {
            return Err(refuse(None, "this baseline has an unknown version"));
        }
        Ok(Self { known: file.findings.into_iter().collect() })
    }

    /// The text of a baseline: one finding a line, in order, so that a change to it reads well.
    ///
    /// # Errors
    /// None in practice: a finding holds nothing that JSON lacks.
    pub fn write(&self) -> serde_json::Result<String> {
        let lines: Vec<String> = self.known.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
        let lines: Vec<String> = lines.iter().map(|line| format!("\n    {line}")).collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        Ok(harmless(format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"findings\": [{}{end}]\n}}\n", lines.join(","))))
    }

    /// Takes in a finding.
    pub fn add(&mut self, finding: Known) {
        self.known.insert(finding);
    }

    /// Whether a finding is known.
    #[must_use]
    pub fn knows(&self, finding: &Known) -> bool {
        self.known.contains(finding)
    }

    /// How many findings are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether none is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The findings that are known, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Known> {
        self.known.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut baseline = Baseline::default();
        assert_eq!(Baseline::read("b", &baseline.write().unwrap()).unwrap(), baseline);
        for endpoint in ["b", "a\u{202e}\"\\", "a"] {
            let (rule, place) = ("p/r".to_owned(), "body items[].name".to_owned());
            baseline.add(Known { rule, endpoint: endpoint.to_owned(), place });
        }
        let text = baseline.write().unwrap();
        assert_eq!(Baseline::read("b", &text).unwrap(), baseline);
        assert_eq!(text.lines().count(), 3 + 5, "{text}");
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        let said = |text: &str| Baseline::read("b.json", text).unwrap_err().to_string();
        assert!(said("").starts_with("b.json:1:1: this is not a baseline"), "{}", said(""));
        assert!(said("{\"schema\": 3}").contains("this is not a baseline"));
        assert!(said("{\"schema\": \"reqlint/baseline/2\", \"findings\": []}").contains("an unknown version"));
    }

    #[test]
    fn places_hold_while_lists_grow() {
        assert_eq!(without_positions("items[12].name"), "items[].name");
        assert_eq!(without_positions("[3][0]"), "[][]");
        assert_eq!(without_positions("path.account"), "path.account");
    }
}
