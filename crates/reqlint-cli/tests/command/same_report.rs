//! The same request in every format gives the same report, but for what a source can't show.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::explain::SkipReason;
use reqlint_core::{Exchange, Outcome, Resolved, RuleSet};
use reqlint_formats::Format;
use reqlint_formats::read::{Source, curl, ndjson, raw};
use serde_json::{Value, json};

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// The headers as pairs of texts.
fn pairs(exchange: &Exchange<'_>) -> Option<Vec<(String, String)>> {
    let pair = |(name, value): (&[u8], &[u8])| Some((text(name)?.to_owned(), text(value)?.to_owned()));
    exchange.request.headers.iter().map(pair).collect()
}

fn as_ndjson(exchange: &Exchange<'_>) -> Option<Value> {
    let request = &exchange.request;
    let body = (!request.body.is_absent()).then(|| STANDARD.encode(request.body.bytes()));
    let (method, target) = (text(&request.method)?, text(&request.target)?);
    Some(json!({ "method": method, "target": target, "headers": pairs(exchange)?, "body_base64": body }))
}

fn as_har(exchange: &Exchange<'_>) -> Option<Value> {
    let request = &exchange.request;
    let host = text(request.headers.get("host")?)?.to_owned();
    let target = text(&request.target)?;
    let url = if target.starts_with('/') { format!("https://{host}{target}") } else { return None };
    let headers: Vec<_> =
        pairs(exchange)?.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let data = (!request.body.is_absent())
        .then(|| json!({ "mimeType": "", "text": STANDARD.encode(request.body.bytes()), "encoding": "base64" }));
    let size = request.body.bytes().len();
    let request =
        json!({ "method": text(&request.method)?, "url": url, "headers": headers, "postData": data, "bodySize": size });
    Some(json!({ "log": { "creator": { "name": "test" }, "entries": [{ "request": request }] } }))
}

/// The same text with a variable in it.
fn as_editor(example: &str) -> String {
    format!("@version = HTTP/1.1\n### a name\n# a comment\n{}", example.replacen("HTTP/1.1", "{{version}}", 1))
}

/// What differs, but for what follows from a source that shows less.
fn differences(raw: &Resolved, other: &Resolved) -> Vec<String> {
    let hidden = |item: &reqlint_core::explain::ChecklistItem| item.outcome == Outcome::NOT_VISIBLE;
    let pairs = || raw.checklist.iter().zip(&other.checklist);
    let one_shows_less = pairs().any(|(raw, other)| hidden(other) != hidden(raw));
    pairs()
        .filter(|(raw, other)| raw.outcome != other.outcome && !hidden(raw) && !hidden(other))
        // a client adds headers as it sends, and adds them right
        .filter(|(raw, other)| (raw.outcome, other.outcome) != (Outcome::Skip(SkipReason::Absent), Outcome::Pass))
        // a request line doesn't tell the scheme, a URL does: a rule about http then doesn't apply to https
        .filter(|(raw, other)| (raw.outcome, other.outcome) != (Outcome::Pass, Outcome::Skip(SkipReason::NotApplying)))
        // a client leaves the colon out where no port follows it
        .filter(|(raw, other)| (raw.outcome, other.outcome) != (Outcome::Pass, Outcome::Skip(SkipReason::Absent)))
        // an unknown rule frees those that wait for it
        .filter(|(raw, other)| ![raw, other].iter().any(|item| one_shows_less && item.outcome == Outcome::WAITS))
        // what curl and a shell make of a line break in an argument is in no other format
        .filter(|(raw, _)| raw.rule != "http/sent-as-typed")
        .map(|(raw, other)| format!("{}: {:?}, {:?}", raw.rule, raw.outcome, other.outcome))
        .collect()
}

#[test]
fn every_format_gives_the_same_report() {
    let rules = RuleSet::load(reqlint_rules::packs()).unwrap();
    let judge = |exchange: &Exchange<'_>| {
        let facts = rules.facts();
        rules.resolve(&rules.evaluate(exchange, &facts), exchange, &facts)
    };
    let mut compared = [0; 4];
    let examples = rules.rules().flat_map(|rule| rule.examples()).flat_map(|example| example.requests.iter().flatten());
    for example in examples.map(|example| example.text.as_str()) {
        let Ok(record) = raw::read_one(example.as_bytes()) else { continue };
        let raw = judge(&record.exchange);
        let mut same = |format: usize, exchange: &Exchange<'_>, shown: &str| {
            compared[format] += 1;
            assert_eq!(differences(&raw, &judge(exchange)), Vec::<String>::new(), "{example}\n---\n{shown}");
        };
        let editor = as_editor(example);
        let untangled = reqlint_formats::read::untangle(editor.as_bytes());
        if example.contains("HTTP/1.1") {
            same(0, &raw::read_one(&untangled.text).unwrap().exchange, &editor);
        }
        // the other formats write a colon after every name
        if !record.exchange.request.without_colon.is_empty() {
            continue;
        }
        // the other formats have no version
        if record.exchange.request.version.as_deref().is_some_and(|version| version != b"HTTP/1.1") {
            continue;
        }
        if let Some(line) = as_ndjson(&record.exchange) {
            let line = line.to_string();
            let record = ndjson::Reader::new(None, line.as_bytes()).next().unwrap().unwrap();
            same(1, &record.exchange, &line);
        }
        if let Some(file) = as_har(&record.exchange) {
            let file = file.to_string();
            Format::Har
                .read::<()>(Source::default(), file.as_bytes(), &mut |result| {
                    // a HAR holds URLs, which not every Host can be part of
                    if let Ok(record) = result {
                        same(2, &record.exchange, &file);
                    }
                    Ok(())
                })
                .unwrap();
        }
        let is_origin_form = record.exchange.request.target.starts_with(b"/");
        if let Some(command) = reqlint_formats::fix::curl(&record.exchange.request).filter(|_| is_origin_form) {
            let record = curl::Reader::new(None, command.as_bytes()).next().unwrap().unwrap();
            same(3, &record.exchange, &command);
        }
    }
    assert!(compared.iter().all(|number| *number > 100), "{compared:?}");
}
