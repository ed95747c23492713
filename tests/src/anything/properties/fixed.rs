//! Fixing a text fixes the request that was read from it, and leaves the others alone.

use super::read;
use reqlint_core::explain::Edit;
use reqlint_core::{Exchange, RuleSet};
use reqlint_formats::fix::{Fixes, Text, apply};
use reqlint_formats::read::{FixedAs, untangle};
use reqlint_formats::{Format, Judged, ReadError, Record};

/// A request as its parts.
#[derive(Debug, PartialEq)]
struct Parts {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: String,
    length: usize,
}

impl Parts {
    /// Whether Content-Length, if present, matches the body.
    fn has_right_length(&self) -> bool {
        let mut lengths = self.headers.iter().filter(|(name, _)| name.trim().eq_ignore_ascii_case("content-length"));
        lengths.all(|(_, value)| value.parse() == Ok(self.length))
    }
}

/// Fixes each request of a text separately, and reads the text again.
pub(crate) fn of_fix(rules: &RuleSet, format: Format, text: &[u8]) {
    let text = if format == Format::Http { untangle(text).text } else { text.into() };
    let before = requests(format, &text);
    if before.iter().flatten().any(|request| !request.has_right_length()) {
        // then it is arbitrary which bytes belong to a body and which to the next request
        return;
    }
    let mut index = 0;
    read(format, &text, &mut |result: Result<Record<'_>, ReadError>| {
        if let Some((patched, expected)) = result.ok().and_then(|record| patched(rules, format, &text, &record)) {
            let after = requests(format, &patched);
            let shown = String::from_utf8_lossy(&patched);
            assert_eq!(after.len(), before.len(), "requests of\n{shown}");
            for (number, (before, after)) in before.iter().zip(&after).enumerate() {
                let expected = if number == index { Some(&expected) } else { before.as_ref() };
                assert_eq!(after.as_ref(), expected, "request {number} of\n{shown}");
            }
        }
        index += 1;
    });
}

/// The text with one request fixed, and that request; `None` if nothing in it can be fixed.
fn patched(rules: &RuleSet, format: Format, text: &[u8], record: &Record<'_>) -> Option<(Vec<u8>, Parts)> {
    let exchange = &record.exchange;
    let facts = rules.facts();
    let resolved = rules.resolve(&rules.evaluate(exchange, &facts), exchange, &facts);
    let masked = rules.mask(exchange);
    let judged = Judged { record, masked: &masked, resolved: &resolved, facts: facts.declared() };
    let FixedAs::Text(literal) = format.fixed_as() else { return None };
    let Fixes { patches, findings } = Text::new(literal, text).fixes(&judged);
    if patches.is_empty() {
        return None;
    }
    let edits: Vec<Edit> = findings.iter().flat_map(|finding| &finding.edits).cloned().collect();
    Some((apply(text, &patches), parts(&exchange.fixed(&edits))))
}

fn requests(format: Format, text: &[u8]) -> Vec<Option<Parts>> {
    let mut requests = Vec::new();
    read(format, text, &mut |result| requests.push(result.ok().map(|record| parts(&record.exchange))));
    requests
}

fn parts(exchange: &Exchange<'_>) -> Parts {
    let text = |bytes: &[u8]| bytes.escape_ascii().to_string();
    let request = &exchange.request;
    Parts {
        method: text(&request.method),
        target: text(&request.target),
        headers: request.headers.iter().map(|(name, value)| (text(name), text(value))).collect(),
        body: text(request.body.bytes()),
        length: request.body.bytes().len(),
    }
}
