//! One case: an exchange whose first comments say what is expected.

use crate::support::{access_token, read};
use reqlint_core::diagnose::{Cause, CauseVerdict, Step};
use reqlint_core::diagnose::{Diagnosis, diagnose};
use reqlint_core::{Exchange, Facts, RuleSet, Severity, Time};
use reqlint_formats::read::raw::read_one;
use reqlint_formats::{Commands, Diagnosed, Judged, Record};
use std::collections::BTreeMap;

const KEYS: [&str; 13] =
    ["type", "facts", "now", "first", "at", "second", "asks", "next", "fixes", "says", "remarks", "message", "wrong"];

pub(super) struct AnswerCase {
    rules: &'static RuleSet,
    path: String,
    text: String,
    expected: BTreeMap<&'static str, String>,
}

impl AnswerCase {
    /// Reads a case; `rules` are those that it is diagnosed with.
    pub(super) fn read(rules: &'static RuleSet, path: String) -> Self {
        let text = with_tokens(&read(&path));
        let comments = text.lines().map_while(|line| line.strip_prefix("# ")).skip(1);
        let expected = comments.map(|comment| {
            let (key, value) = comment.split_once(": ").unwrap_or_else(|| panic!("{path}: `{comment}`"));
            let key = KEYS.into_iter().find(|known| *known == key).unwrap_or_else(|| panic!("{path}: `{key}`"));
            (key, value.to_owned())
        });
        Self { rules, expected: expected.collect(), path, text }
    }

    /// The expected value for a key.
    pub(super) fn expects(&self, key: &str) -> Option<&str> {
        self.expected.get(key).map(String::as_str)
    }

    /// The exchange, at the time of the case.
    fn record(&self) -> Record<'_> {
        let record = read_one(self.text.as_bytes()).unwrap_or_else(|error| panic!("{}: {error}", self.path));
        let now = Time::read(self.expects("now").unwrap_or("2024-06-01").as_bytes());
        Record { exchange: Exchange { now, ..record.exchange }, ..record }
    }

    /// The input for writers.
    pub(super) fn diagnosed<T>(&self, look: impl FnOnce(&Diagnosed<'_>) -> T) -> T {
        let (record, facts) = (self.record(), self.facts());
        let diagnosis = diagnose(self.rules, &record.exchange, &facts).expect("a response");
        let masked = self.rules.mask(&record.exchange);
        let judged =
            Judged { record: &record, masked: &masked, resolved: &diagnosis.resolved, facts: facts.declared() };
        look(&Diagnosed { judged, diagnosis: &diagnosis, commands: &Commands::default() })
    }

    /// Diagnoses the exchange and reports where the result differs from what is expected.
    pub(super) fn run(&self) -> Result<(), String> {
        let record = self.record();
        let diagnosis = diagnose(self.rules, &record.exchange, &self.facts()).expect("a response");
        let wrong: Vec<_> = self.expected.iter().filter_map(|(key, value)| wrong(&diagnosis, key, value)).collect();
        if wrong.is_empty() {
            return Ok(());
        }
        let causes: String = diagnosis.causes.iter().map(|cause| format!("    {}\n", described(cause))).collect();
        Err(format!(
            "{}:\n  {}\n  of the causes\n{causes}  with {:#?}",
            self.path,
            wrong.join("\n  "),
            diagnosis.remarks
        ))
    }

    fn facts(&self) -> Facts {
        let mut facts = self.rules.facts();
        for fact in self.expects("facts").unwrap_or_default().split_whitespace() {
            let (name, value) = fact.split_once('=').unwrap();
            facts.set_text(name, value).unwrap_or_else(|error| panic!("{}: {error}", self.path));
        }
        facts
    }
}

/// How the actual value of a key differs from the expected one.
fn wrong(diagnosis: &Diagnosis<'_>, key: &str, expected: &str) -> Option<String> {
    let nth = |index: usize| diagnosis.causes.get(index).map_or_else(|| "nothing".to_owned(), described);
    let actual = match key {
        "first" if expected == "nothing" => {
            let is_open = |cause: &&Cause| cause.verdict != CauseVerdict::RuledOut && cause.severity == Severity::Error;
            diagnosis.causes.iter().find(is_open).map_or_else(|| "nothing".to_owned(), described)
        }
        "first" => nth(0),
        "at" => {
            let location = diagnosis.causes.first().and_then(|cause| cause.location.as_ref());
            location.and_then(|location| location.name.as_deref()).unwrap_or("nothing").to_owned()
        }
        "second" if nth(0) == expected => return Some(format!("second is first: {expected}")),
        "second" => {
            let others = (1..diagnosis.causes.len()).map(nth);
            others.clone().find(|cause| cause == expected).unwrap_or_else(|| others.collect::<Vec<_>>().join(", "))
        }
        "asks" => diagnosis.next_question().map_or_else(|| "nothing".to_owned(), |question| question.fact.name),
        "next" => step(&diagnosis.next_step()).to_owned(),
        "fixes" => match diagnosis.next_step() {
            Step::Fix { cause, .. } => cause.name().to_owned(),
            other => step(&other).to_owned(),
        },
        "remarks" => diagnosis.remarks.len().to_string(),
        "says" => {
            let says = diagnosis.remarks.iter().any(|remark| remark.contains(expected));
            if says { expected.to_owned() } else { diagnosis.remarks.join("; ") }
        }
        "message" => diagnosis.observed.message.clone().unwrap_or_default(),
        "wrong" => {
            let wrong: Vec<_> = diagnosis.also_wrong().map(|finding| finding.rule.as_str()).collect();
            if wrong.contains(&expected) { expected.to_owned() } else { wrong.join(", ") }
        }
        _ => return None,
    };
    (actual != expected).then(|| format!("{key}: expected `{expected}`, got `{actual}`"))
}

fn described(cause: &Cause) -> String {
    let verdict = match cause.verdict {
        CauseVerdict::Confirmed => "confirmed",
        CauseVerdict::Possible => "possible",
        CauseVerdict::RuledOut => "ruled-out",
    };
    format!("{verdict} {}", cause.name())
}

fn step(step: &Step) -> &'static str {
    match step {
        Step::Fix { .. } => "fix",
        Step::Ask(_) => "ask",
        Step::Look(_) => "look",
        Step::Try(_) => "try",
        Step::FixOther { .. } => "fix-other",
        Step::SendAgain { .. } => "again",
        Step::AskSupport => "support",
        Step::Nothing => "nothing",
        step => panic!("a step without a name for these tests: {step:?}"),
    }
}

/// A text with `{access-token}` and `{access-token SCOPE}` filled in.
fn with_tokens(text: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once("{access-token") {
        let (scope, after) = tail.split_once('}').unwrap();
        let scope = if scope.is_empty() { "sec.cps.certificates cdn.origins ec.rules ec.rtld" } else { scope.trim() };
        filled = filled + before + &access_token(scope);
        rest = after;
    }
    filled + rest
}
