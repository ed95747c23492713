//! Examples that went otherwise than their file says: what was expected and what came, under a caret.

use super::excerpt::render;
use super::rows::{GREEN, RED, count, row, styled};
use crate::examples::{CauseRun, ExampleRun, ExampleVerdict, Expectation, Ran};
use crate::read::raw::read_one;
use crate::record::place::ReadError;
use crate::write::source::Sheet;
use crate::write::source::snippet::snippet;
use annotate_snippets::{AnnotationKind, Level, Snippet as Drawing};
use reqlint_core::base::escape::plain;
use reqlint_core::explain::{Location, Part, SkipReason, UnknownReason};
use reqlint_core::{Outcome, RuleSet};
use std::ops::Range;

/// What is said about an example.
struct Said {
    title: String,
    label: String,
    help: Option<String>,
}

/// Draws an example of a rule that went wrong. `path` is the rule's file.
#[must_use]
pub fn example(rules: &RuleSet, path: &str, run: &ExampleRun) -> String {
    let (said, place) = match &run.result {
        Err(error) => (unreadable(error), None),
        Ok(ran) => (outcome(run, ran), ran.findings.first().map(|finding| finding.location.clone())),
    };
    let line = lines(rules, &run.text, place.as_ref(), run.result.as_ref().err());
    draw(path, (run.line, run.column), run.verdict(), line, &said)
}

/// Draws an example of a reply file that went wrong. `path` is the file.
#[must_use]
pub fn cause_example(rules: &RuleSet, path: &str, run: &CauseRun) -> String {
    let said = match &run.explains {
        Err(error) => unreadable(error),
        Ok(true) => Said {
            title: "explains an answer that it should not explain".to_owned(),
            label: "expected silence".to_owned(),
            help: Some("narrow [reply]: says, code, hosts or when-no-rule-failed".to_owned()),
        },
        Ok(false) => Said {
            title: "doesn't explain an answer that it should explain".to_owned(),
            label: "expected an explanation".to_owned(),
            help: Some("compare status and text of the answer with [reply]".to_owned()),
        },
    };
    draw(path, run.place, run.verdict(), lines(rules, &run.text, None, run.explains.as_ref().err()), &said)
}

fn unreadable(error: &ReadError) -> Said {
    let title = "this example can't be run".to_owned();
    Said { title, label: error.message.clone(), help: error.help.clone() }
}

fn outcome(run: &ExampleRun, ran: &Ran) -> Said {
    let got = ran.outcome.name();
    let detail = ran.findings.first().map(|finding| finding.detail.to_string()).or_else(|| reason(ran.outcome));
    let detail = detail.map(|detail| format!(": {detail}")).unwrap_or_default();
    if run.expected.is_met_by(ran.outcome) {
        return Said {
            title: "the safe edits don't fix this example: the rule still fails on it".to_owned(),
            label: format!("expected pass once fixed, got fail{detail}"),
            help: Some("keep only the error this rule is about".to_owned()),
        };
    }
    Said {
        title: format!("a request that should {} {}", run.should(), does(ran.outcome)),
        label: format!("expected {}, got {got}{detail}", run.expected.name()),
        help: help(run.expected, ran),
    }
}

fn help(expected: Expectation, ran: &Ran) -> Option<String> {
    let text = match (expected, ran.outcome) {
        (_, Outcome::NOT_APPLYING) => {
            "the rule doesn't apply to this request: compare its host, method and path with [applies-to]".to_owned()
        }
        (_, Outcome::ABSENT) => {
            "the request lacks what the check looks at: add it, or write this example as skip = …".to_owned()
        }
        (_, Outcome::FACT_MISSING) => {
            let facts: Vec<_> = ran.missing_facts.iter().map(|fact| format!("{fact} = …")).collect();
            format!("give the example its facts: facts = {{ {} }}", facts.join(", "))
        }
        (_, Outcome::NOT_VISIBLE) => {
            "a placeholder such as *** or {{token}} hides what the check looks at: write the whole value".to_owned()
        }
        (Expectation::Fail, Outcome::Pass) => {
            "the check finds nothing here: look at its settings, or at the example's error".to_owned()
        }
        (_, Outcome::Fail) => "the check reports this request: look at its settings, or correct the example".to_owned(),
        _ => return None,
    };
    Some(text)
}

fn does(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "passes",
        Outcome::Fail => "fails",
        Outcome::Unknown(_) => "can't be decided",
        Outcome::Skip(_) => "is skipped",
    }
}

fn reason(outcome: Outcome) -> Option<String> {
    let text = match outcome {
        Outcome::Pass | Outcome::Fail => return None,
        Outcome::Unknown(UnknownReason::FactMissing) => "a fact isn't known",
        Outcome::Unknown(UnknownReason::NotVisible) => "a part of the request isn't shown",
        Outcome::Skip(SkipReason::NotApplying) => "the rule doesn't apply to it",
        Outcome::Skip(SkipReason::Absent) => "the request lacks what the check looks at",
        Outcome::Skip(SkipReason::Waits) => "another rule failed",
        other => other.reason()?,
    };
    Some(text.to_owned())
}

/// A line of an example: its number from 0, its text, and what is marked in it.
struct Line {
    number: usize,
    text: Vec<u8>,
    span: Range<usize>,
}

/// The line that a place is on, else the first.
fn lines(rules: &RuleSet, text: &str, place: Option<&Location>, error: Option<&ReadError>) -> Line {
    let Ok(record) = read_one(text.as_bytes()) else {
        let number = error.and_then(|e| e.place).map_or(0, |place| place.line.saturating_sub(1));
        let line = text.lines().nth(number).unwrap_or_default();
        return Line { number, text: line.as_bytes().to_vec(), span: 0..line.len() };
    };
    let masked = rules.mask(&record.exchange);
    let sheet = Sheet::new(&record, &masked);
    let head = Location { part: Part::Method, name: None, of: None, occurrence: 0, range: None };
    let place = place.unwrap_or(&head);
    let line = sheet.line(place);
    let span = sheet.range(place).and_then(|range| line.span(&range)).unwrap_or(0..line.text.len());
    Line { number: line.number.saturating_sub(1), text: line.text, span }
}

fn draw(path: &str, (first, column): (usize, usize), verdict: ExampleVerdict, line: Line, said: &Said) -> String {
    let Line { number, text, span } = line;
    // a request that begins on the line of its key keeps its column
    let indent = if number == 0 { column.saturating_sub(1) } else { 0 };
    let text = [vec![b' '; indent], text].concat();
    let span = span.start + indent..span.end + indent;
    let made = snippet(&text, std::slice::from_ref(&span));
    let label = plain(&said.label);
    let marks = made.spans.iter().map(|span| AnnotationKind::Primary.span(span.clone()).label(&*label));
    let drawing = Drawing::source(&*made.text).line_start(first + number).path(plain(path)).annotations(marks);
    let title = Level::ERROR.primary_title(plain(&said.title)).id(verdict.name());
    render(title.element(drawing).elements(said.help.as_deref().map(|help| Level::HELP.message(plain(help)))))
}

/// A rule's row: how its examples went as a whole, its name, and how many they are.
#[must_use]
pub fn trial_row(verdict: ExampleVerdict, name: &str, examples: usize) -> String {
    let style = if verdict == ExampleVerdict::Validated { GREEN } else { RED };
    let word = styled(style, format_args!("{:<9}", verdict.name()));
    format!("{word}  {}\n", row(&plain(name), &count(examples, "example")))
}
