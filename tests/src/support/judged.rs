//! A request judged as the command would judge it.

use super::rules;
use reqlint_core::explain::ChecklistItem;
use reqlint_core::{Facts, Finding, Outcome, Resolved, Severity, Time};
use reqlint_formats::read::{curl, raw};
use reqlint_formats::write::text::{self, Detail};
use reqlint_formats::{Judged, Record};

/// A request as raw text, with everything else that its result depends on.
pub(crate) struct Case<'c> {
    pub(crate) text: &'c str,
    pub(crate) facts: Facts,
    pub(crate) now: Time,
}

impl<'c> Case<'c> {
    /// A request at this time, without any known facts.
    pub(crate) fn at(now: &str, text: &'c str) -> Self {
        let now = Time::read(now.as_bytes()).unwrap_or_else(|| panic!("`{now}` is not a valid time"));
        Self { text, facts: rules().facts(), now }
    }

    /// A request without any known facts.
    pub(crate) fn now(text: &'c str) -> Self {
        Self::at("2024-06-01", text)
    }

    /// The result of all rules of the pack.
    pub(crate) fn resolved(&self) -> Resolved {
        resolve(&self.record(), &self.facts)
    }

    /// What a person sees, without colours.
    pub(crate) fn shown(&self) -> String {
        self.judged(|judged| anstream::adapter::strip_str(&text::report(judged, Detail::default())).to_string())
    }

    /// The input for writers.
    pub(crate) fn judged<T>(&self, look: impl FnOnce(&Judged<'_>) -> T) -> T {
        let record = self.record();
        let (masked, resolved) = (rules().mask(&record.exchange), resolve(&record, &self.facts));
        look(&Judged { record: &record, masked: &masked, resolved: &resolved, facts: self.facts.declared() })
    }

    /// The request, at its time.
    pub(crate) fn record(&self) -> Record<'c> {
        if self.text.starts_with("curl ") {
            let mut records = curl::Reader::new(Some("request.sh"), self.text.as_bytes());
            let record = records.next().and_then(Result::ok);
            let mut record = record.unwrap_or_else(|| panic!("unreadable:\n{}", self.text));
            record.exchange.now = Some(self.now);
            return record;
        }
        let mut records = raw::Reader::new(Some("request.http"), self.text.as_bytes());
        let record = records.next().and_then(Result::ok).unwrap_or_else(|| panic!("unreadable:\n{}", self.text));
        assert!(records.next().is_none(), "more than one request:\n{}", self.text);
        let mut record = record;
        record.exchange.now = Some(self.now);
        record
    }
}

fn resolve(record: &Record<'_>, facts: &Facts) -> Resolved {
    let report = rules().evaluate(&record.exchange, facts);
    rules().resolve(&report, &record.exchange, facts)
}

/// The rules of severity error that failed.
pub(crate) fn failed(resolved: &Resolved) -> Vec<&str> {
    let of_error = |item: &&ChecklistItem| item.severity == Severity::Error && item.outcome == Outcome::Fail;
    resolved.checklist.iter().filter(of_error).map(|item| item.rule.as_str()).collect()
}

/// A finding as `rule: what was seen`.
pub(crate) fn described(finding: &Finding) -> String {
    format!("{}: {}", finding.rule, finding.detail)
}
