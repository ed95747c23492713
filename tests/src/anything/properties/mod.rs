//! Properties of any text and any request. Property tests try them with a few texts, fuzz targets, which also use this
//! folder, with many.

mod bodies;
mod fixed;
mod imported;
mod rule_files;
mod told;
mod written;

use reqlint_core::explain::{Edit, HeaderPart, Location, Part};
use reqlint_core::{Conclusion, Evaluator, Exchange, Facts, Outcome, Report, Resolved, RuleSet, Severity};
use reqlint_formats::read::{Source, recognise};
use reqlint_formats::write::text;
use reqlint_formats::{Format, Judged, ReadError, Record};
use std::convert::Infallible;
use written::{harmless, without_colours};

pub(crate) use bodies::of_body;
pub(crate) use fixed::of_fix;
pub(crate) use imported::{of_collection, of_description, of_environments, of_recording};
pub(crate) use rule_files::of_rule_file;
pub(crate) use told::of_told;
pub(crate) use written::{WRITERS, Writer};

/// Reads a text as the command does, and passes on the results.
fn read(format: Format, text: &[u8], take: &mut dyn FnMut(Result<Record<'_>, ReadError>)) {
    let name = Some("any");
    let files = |name: &str| match name.len() % 2 {
        0 => Ok(b"{\"a\": 1}".to_vec()),
        _ => Err(std::io::Error::from(std::io::ErrorKind::NotFound)),
    };
    let source = Source { name, files: Some(&files), ..Source::default() };
    let read = format.read::<Infallible>(source, text, &mut |result| {
        take(result);
        Ok(())
    });
    read.unwrap();
}

/// For any text, each record is judged, and each error has a location in the text and a harmless message.
pub(crate) fn of_text(rules: &RuleSet, format: Format, text: &[u8], facts: &Facts, writers: &[Writer]) {
    recognise(None, text).map(drop).unwrap();
    let lines = text.split(|b| *b == b'\n').count();
    read(format, text, &mut |result| match result {
        Ok(record) => of_record(rules, &record, facts, writers),
        Err(error) => {
            let place = error.place.as_ref().unwrap_or_else(|| panic!("{error} has no location"));
            assert!((1..=lines + 1).contains(&place.line) && place.column > 0, "{error} of {lines} lines");
            harmless("error", &without_colours(&text::read_error(&error)));
        }
    });
}

/// Judges a record in every way, and checks the results.
pub(crate) fn of_record(rules: &RuleSet, record: &Record<'_>, facts: &Facts, writers: &[Writer]) {
    let exchange = &record.exchange;
    let report = rules.evaluate(exchange, facts);
    let mut evaluator = Evaluator::new(rules);
    for _ in 0..2 {
        assert_eq!(evaluator.evaluate(exchange, facts), report, "a reused evaluator gives a different report");
    }
    let unanswered = Exchange { response: None, ..exchange.clone() };
    assert_eq!(rules.evaluate(&unanswered, facts), report, "the verdict depends on the answer");
    let resolved = rules.resolve(&report, exchange, facts);
    agree(rules, &report, &resolved);
    for finding in &resolved.findings {
        inside(rules, &finding.location, exchange);
        finding.edits.iter().for_each(|edit| inside(rules, &edit.location, exchange));
    }
    let edits: Vec<Edit> = resolved.findings.iter().flat_map(|finding| &finding.edits).cloned().collect();
    let fixed = exchange.fixed(&edits);
    let _ = rules.evaluate(&fixed, facts);
    let needs = rules.needs(exchange, facts);
    assert!(needs.facts.iter().all(|fact| *fact < facts.declared().len()));
    let _ = rules.reply(&report, exchange);
    let masked = rules.mask(exchange);
    let judged = Judged { record, masked: &masked, resolved: &resolved, facts: facts.declared() };
    writers.iter().for_each(|writer| writer.write(rules, &judged));
}

/// Report, findings, checklist and conclusion are consistent.
fn agree(rules: &RuleSet, report: &Report, resolved: &Resolved) {
    let with = |is: fn(Outcome) -> bool| resolved.checklist.iter().filter(move |item| is(item.outcome));
    let fails = |outcome| outcome == Outcome::Fail;
    let failed: Vec<_> = with(fails).map(|item| item.rule.as_str()).collect();
    assert_eq!(report.failed(rules).collect::<Vec<_>>(), failed);
    let mut found: Vec<_> = resolved.findings.iter().map(|finding| finding.rule.as_str()).collect();
    found.dedup();
    assert_eq!(found, failed, "every failed rule has findings, and no other rule does");
    let of_error = |is| with(is).find(|item| item.severity == Severity::Error);
    let first = of_error(fails);
    assert_eq!(resolved.expected.as_ref().map(|e| (&e.rule, e.status)), first.map(|item| (&item.rule, item.status)));
    assert_eq!(report.expected_status(rules), first.and_then(|item| item.status));
    let conclusion = match (first, of_error(Outcome::is_unknown)) {
        (Some(_), _) => Conclusion::Broken,
        (None, Some(_)) => Conclusion::Depends,
        (None, None) if resolved.pack.is_none() => Conclusion::Unjudged,
        (None, None) => Conclusion::Clean,
    };
    assert_eq!(report.conclusion(rules), conclusion);
    let is_contradicted = first.is_some() && resolved.answered.is_some_and(|status| status < 400);
    assert_eq!(resolved.conclusion, if is_contradicted { Conclusion::Contradicted } else { conclusion });
}

/// A location lies within its part.
fn inside(rules: &RuleSet, location: &Location, exchange: &Exchange<'_>) {
    let Some(range) = &location.range else { return };
    let request = &exchange.request;
    let part: &[u8] = match location.part {
        Part::Method => &request.method,
        Part::Target => &request.target,
        Part::Host => request.authority.as_deref().unwrap_or_default(),
        Part::Body => request.body.bytes(),
        Part::Header => {
            // a name that may contain a secret is looked up as it is shown
            let masked = rules.mask(exchange).headers;
            let named = |shown: &[u8]| {
                let (shown, name) = (String::from_utf8_lossy(shown), location.name.as_deref().unwrap_or_default());
                shown.trim_ascii_end().eq_ignore_ascii_case(name.trim_ascii_end())
            };
            let mut lines = request.headers.iter().zip(&masked).filter(|(_, (shown, _))| named(shown));
            let line = lines.nth(location.occurrence);
            let ((name, value), _) = line.unwrap_or_else(|| panic!("{location:?} matches no header line"));
            if location.of == Some(HeaderPart::Name) { name } else { value }
        }
        // not in the request
        _ => &[],
    };
    assert!(range.start <= range.end && range.end <= part.len(), "{location:?} of {} bytes", part.len());
}
