//! No secret is shown, wherever it occurs: `data/secrets.http` lists the places.

mod everywhere;
mod labelled;

use crate::support::{read, rules};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqlint_core::diagnose::Diagnosis;
use reqlint_core::diagnose::Observed;
use reqlint_core::{Facts, Resolved, Time};
use reqlint_formats::read::raw;
use reqlint_formats::write::json::Schema;
use reqlint_formats::write::text::{self, Detail};
use reqlint_formats::write::{json, ticket};
use reqlint_formats::{Commands, Diagnosed, Judged, Record};

/// Secrets are searched for in pieces of this length; a leak of twice as many letters in a row is always found.
const PIECE: usize = 5;

/// The requests with their names. `{secret}` is a placeholder for a secret, `{jwt}` for a readable token.
fn places() -> Vec<(String, String)> {
    let text = read("tests/data/secrets.http");
    let places = text.split("### ").skip(1).map(|place| place.split_once('\n').unwrap());
    places.map(|(name, request)| (name.to_owned(), request.trim_end().to_owned())).collect()
}

/// Secrets of several shapes; no word in a report shares five consecutive letters with one.
const SECRETS: [&str; 3] = ["Zq7Kx9Wv3LmB2tR", "Zq7Kx9Wv-3LmB2t-R8nHy4", "Zq7Kx9Wv/3LmB2tR8n=="];

/// A token with the secret in a claim and as its signature.
fn token(secret: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let claims =
        format!(r#"{{"iss":"https://id.vdms.io","exp":1,"scope":["ec.waf"],"sub":"{secret}","iat":"{secret}"}}"#);
    format!("{}.{}.{}", part(r#"{"alg":"none"}"#), part(&claims), part(secret))
}

#[test]
fn no_secret_is_shown() {
    let mut leaks = Vec::new();
    for (name, request) in places() {
        for secret in SECRETS {
            let text = request.replace("{jwt}", &token(secret)).replace("{secret}", secret);
            let shown = everything(&text).into_iter().filter_map(|shown| Some((leak(&shown, secret)?, shown)));
            leaks.extend(shown.map(|(leak, shown)| format!("{name}: `{leak}` is shown of\n{text}\n\n{shown}\n")));
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

/// A piece of the secret, or of its token, that occurs in a text.
fn leak(shown: &str, secret: &str) -> Option<String> {
    let token = token(secret);
    let runs = [secret, &token].into_iter().flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric()));
    let mut parts = runs.flat_map(|run| (PIECE..=run.len()).step_by(PIECE).map(move |end| &run[end - PIECE..end]));
    parts.find(|part| shown.contains(part)).map(str::to_owned)
}

/// Everything that is ever shown of a text: reports in every form, and errors.
fn everything(text: &str) -> Vec<String> {
    let mut shown = Vec::new();
    for result in raw::Reader::new(Some("secret.http"), text.as_bytes()) {
        match result {
            Err(error) => shown.extend([error.to_string(), text::read_error(&error), format!("{error:?}")]),
            Ok(mut record) => {
                record.exchange.now = Time::read(b"2024-06-01");
                shown.extend(written(&record, &rules().facts()));
                // a source that doesn't contain the request's text
                record.map = None;
                shown.extend(written(&record, &unlucky()));
            }
        }
    }
    shown
}

/// Facts that make those rules fail that look at nothing else.
fn unlucky() -> Facts {
    let mut facts = rules().facts();
    for (name, value) in [("token-known", "false"), ("user-methods", "[]"), ("token-account", "9999")] {
        facts.set_text(name, value).unwrap();
    }
    facts
}

fn written(record: &Record<'_>, facts: &Facts) -> Vec<String> {
    let report = rules().evaluate(&record.exchange, facts);
    let resolved: Resolved = rules().resolve(&report, &record.exchange, facts);
    let masked = rules().mask(&record.exchange);
    let judged = Judged { record, masked: &masked, resolved: &resolved, facts: facts.declared() };
    let detail = Detail { checklist: true, ..Detail::default() };
    let mut shown = diagnosed(record, facts);
    shown.extend([
        text::report(&judged, Detail::default()),
        text::report(&judged, detail),
        json::pretty(&judged, Schema::Two).unwrap(),
        format!("{resolved:?} {report:?} {record:?} {masked:?}"),
        [&*masked.target, &masked.body].map(String::from_utf8_lossy).concat(),
    ]);
    shown
}

/// Diagnoses of an answer that repeats the whole request.
fn diagnosed(record: &Record<'_>, facts: &Facts) -> Vec<String> {
    let request = &record.exchange.request;
    let headers = request.headers.iter().flat_map(|(name, value)| [name, value]);
    let parts: Vec<_> = headers.chain([&*request.target, request.body.bytes()]).map(String::from_utf8_lossy).collect();
    let mut shown = Vec::new();
    for status in [400, 401, 403, 404] {
        let observed = Observed::told(status, Some(format!("refused {}", parts.join(" "))));
        let diagnosis = Diagnosis::of(rules(), &record.exchange, facts, observed);
        let masked = rules().mask(&record.exchange);
        let judged = Judged { record, masked: &masked, resolved: &diagnosis.resolved, facts: facts.declared() };
        let diagnosed = Diagnosed { judged, diagnosis: &diagnosis, commands: &Commands::default() };
        shown.extend([
            text::diagnosis(&diagnosed, Detail::default()),
            text::dialogue::opening(&judged, &diagnosis),
            json::pretty_diagnosis(&diagnosed, Schema::Two).unwrap(),
            ticket::diagnosis(&diagnosed),
            format!("{diagnosis:?}"),
        ]);
    }
    shown
}
