//! The reports written about requests.

use reqlint_core::RuleSet;
use reqlint_core::diagnose::{Diagnosis, Observed};
use reqlint_formats::write::Options;
use reqlint_formats::write::text::{self, Detail};
use reqlint_formats::{Commands, Diagnosed, Judged, OutputFormat};
use std::sync::LazyLock;

/// Something that writes about a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Writer {
    Report(OutputFormat, Detail),
    /// A diagnosis of the answer that came, or of one that might.
    Diagnosis(OutputFormat),
    Question,
}

/// Everything that writes.
pub(crate) static WRITERS: LazyLock<Vec<Writer>> = LazyLock::new(|| {
    let reports = OutputFormat::ALL.iter().map(|format| Writer::Report(*format, Detail::default()));
    let diagnoses = OutputFormat::ALL.iter().filter(|format| format.diagnoses(Detail::default()).is_some());
    let whole = Writer::Report(OutputFormat::Text, Detail { checklist: true, ..Detail::default() });
    reports.chain(diagnoses.map(|format| Writer::Diagnosis(*format))).chain([whole, Writer::Question]).collect()
});

impl Writer {
    /// Writes about a request, and looks at what is written: it does nothing to those who read it.
    pub(super) fn write(self, rules: &RuleSet, judged: &Judged<'_>) {
        match self {
            Writer::Report(format, detail) => {
                let mut out = String::new();
                let mut writer = format.reports(Options { rules, detail, requires_judged: false });
                writer.add(judged, &mut out).unwrap();
                let mut out = out.into_bytes();
                writer.finish(&mut out).unwrap();
                well_formed(format, &String::from_utf8(out).unwrap());
            }
            Writer::Diagnosis(format) => diagnosed(rules, judged, |diagnosed| {
                let mut out = String::new();
                let mut writer = format.diagnoses(Detail::default()).unwrap();
                writer.add(diagnosed, &mut out).unwrap();
                writer.finish(&mut out).unwrap();
                well_formed(format, &out);
            }),
            Writer::Question => diagnosed(rules, judged, |diagnosed| {
                let question = text::dialogue::opening(&diagnosed.judged, diagnosed.diagnosis);
                harmless("question", &without_colours(&question));
            }),
        }
    }
}

fn diagnosed(rules: &RuleSet, judged: &Judged<'_>, look: impl FnOnce(&Diagnosed<'_>)) {
    let exchange = &judged.record.exchange;
    let observed = Observed::read(rules, exchange)
        .unwrap_or_else(|| Observed::told(403, Some(String::from_utf8_lossy(exchange.request.body.bytes()).into())));
    let diagnosis = Diagnosis::of(rules, exchange, &rules.facts(), observed);
    let judged = Judged { resolved: &diagnosis.resolved, ..*judged };
    look(&Diagnosed { judged, diagnosis: &diagnosis, commands: &Commands::default() });
}

/// The text is what its format promises.
fn well_formed(format: OutputFormat, text: &str) {
    match format {
        OutputFormat::Text => harmless("text", &without_colours(text)),
        OutputFormat::Json | OutputFormat::Sarif | OutputFormat::Gitlab => is_json(format.name(), text),
        OutputFormat::Ndjson => text.lines().for_each(|line| is_json(format.name(), line)),
        OutputFormat::Junit => is_xml(text),
        OutputFormat::Github => {
            for line in text.lines() {
                let levels = ["::error ", "::warning ", "::notice "];
                let level = levels.into_iter().find_map(|level| line.strip_prefix(level));
                assert!(level.is_some_and(|rest| rest.starts_with("file=")), "{line}");
            }
            harmless(format.name(), text);
        }
        OutputFormat::Markdown | OutputFormat::Html => harmless(format.name(), text),
        _ => panic!("say here what {format} promises"),
    }
}

/// Checks that there are no control characters, invisible characters or text direction marks.
pub(super) fn harmless(name: &str, text: &str) {
    let acts = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    assert_eq!(text.chars().find(|c| acts(*c)), None, "{name}:\n{text}");
}

fn is_json(name: &str, text: &str) {
    serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    harmless(name, text);
}

fn is_xml(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("junit: {error}\n{text}")) {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(start) => {
                start.attributes().for_each(|attribute| drop(attribute.unwrap()));
            }
            _ => {}
        }
    }
    harmless("junit", text);
}

/// A text without the escape sequences that set colours; any other sequence stays.
pub(super) fn without_colours(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('m') {
            Some((codes, rest)) if codes.bytes().all(|b| b.is_ascii_digit() || b == b';') => plain += rest,
            _ => plain += &format!("\u{1b}[{piece}"),
        }
    }
    plain
}
