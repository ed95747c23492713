//! Secrets of every kind in every place of what people give to the command: no format shows one.

use super::labelled::known_shapes;
use super::unlucky;
use crate::support::{read, rules};
use reqlint_core::diagnose::{Diagnosis, Observed};
use reqlint_core::{RuleSet, Time};
use reqlint_formats::read::{Format, Source};
use reqlint_formats::write::Options;
use reqlint_formats::write::text::Detail;
use reqlint_formats::{Commands, Diagnosed, Judged, OutputFormat, Record};
use std::convert::Infallible;

/// What nothing but a name gives away: letters, with punctuation, and short.
const PLAIN: [&str; 3] = ["meadowlark", "pa$$-w0rd!lark7", "tr0ub4"];

/// What its look alone gives away.
const RANDOM: &str = "Zk3Lq9Xv7Rt2Mn5Bc8Pw1Ys4";

/// The blocks of the file: format, name, and text.
fn places() -> Vec<(String, String, String)> {
    let text = read("tests/data/secrets/places.txt");
    let blocks = text.split("\n=== ").skip(1).map(|block| {
        let (head, text) = block.split_once('\n').unwrap();
        let (format, name) = head.split_once(' ').unwrap();
        (format.to_owned(), name.to_owned(), text.to_owned())
    });
    blocks.collect()
}

#[test]
fn no_format_shows_a_secret_from_any_place() {
    let shapes = known_shapes();
    assert!(shapes.len() > 20, "{}", shapes.len());
    let mut leaks = Vec::new();
    for (format, name, text) in places() {
        // each shape in one of the places' rounds, each plain value in all
        for (index, shape) in shapes.iter().enumerate() {
            let plain = PLAIN[index % PLAIN.len()];
            let input = text.replace("{s}", shape).replace("{p}", plain).replace("{r}", RANDOM);
            for (writer, shown) in everything(&format, &input) {
                let leak = [shape.as_str(), plain, RANDOM].into_iter().find(|secret| shows(&shown, secret));
                leaks.extend(leak.map(|secret| format!("{name}, {writer}: `{secret}` of\n{input}\n{shown}\n")));
            }
        }
    }
    let count = leaks.len();
    assert!(leaks.is_empty(), "{count} leaks, among them\n{}", leaks.iter().take(4).cloned().collect::<String>());
}

/// Whether a text shows a secret, or a piece of it that says much.
fn shows(text: &str, secret: &str) -> bool {
    let is_telling = |piece: &&str| piece.len() >= 8 && piece.bytes().any(|b| b.is_ascii_digit());
    text.contains(secret)
        || secret.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_telling).any(|p| text.contains(p))
}

/// Everything that is written of an input, with the name of what wrote it.
fn everything(format: &str, text: &str) -> Vec<(String, String)> {
    let format = Format::ALL.iter().copied().find(|own| own.name() == format).unwrap();
    let source = Source { name: Some("input"), ..Source::default() };
    let mut shown = Vec::new();
    let read = format.read(source, text.as_bytes(), &mut |result| {
        match result {
            Ok(mut record) => {
                record.exchange.now = Time::read(b"2024-06-01");
                written(rules(), &record, &mut shown);
            }
            Err(error) => shown.push(("error".to_owned(), format!("{error} {error:?}"))),
        }
        Ok::<(), Infallible>(())
    });
    read.unwrap();
    assert!(!shown.is_empty());
    shown
}

fn written(rules: &RuleSet, record: &Record<'_>, shown: &mut Vec<(String, String)>) {
    let facts = unlucky();
    let explained = rules.explain(&record.exchange, &facts);
    let (masked, resolved) = (&explained.masked, &explained.resolved);
    let judged = Judged { record, masked, resolved, facts: facts.declared() };
    shown.push(("Debug".to_owned(), format!("{record:?} {masked:?} {resolved:?}")));
    let detail = Detail { checklist: true, ..Detail::default() };
    for format in OutputFormat::ALL {
        let mut out = String::new();
        let mut writer = format.reports(Options { rules, detail, requires_judged: false });
        writer.add(&judged, &mut out).unwrap();
        let mut out = out.into_bytes();
        writer.finish(&mut out).unwrap();
        shown.push((format.name().to_owned(), String::from_utf8(out).unwrap()));
    }
    let body = String::from_utf8_lossy(record.exchange.request.body.bytes()).into_owned();
    let observed = Observed::read(rules, &record.exchange).unwrap_or_else(|| Observed::told(403, Some(body)));
    let diagnosis = Diagnosis::of(rules, &record.exchange, &facts, observed);
    let judged = Judged { resolved: &diagnosis.resolved, masked: &diagnosis.masked, ..judged };
    let diagnosed = Diagnosed { judged, diagnosis: &diagnosis, commands: &Commands::default() };
    for format in OutputFormat::ALL {
        let Some(mut writer) = format.diagnoses(Detail::default()) else { continue };
        let mut out = String::new();
        writer.add(&diagnosed, &mut out).unwrap();
        writer.finish(&mut out).unwrap();
        shown.push((format!("diagnosis in {}", format.name()), out));
    }
}
