//! A rule's page, and that of a reply file: all that there is to know about one item of the checklist.

use super::WIDTH;
use super::rows::{BOLD, DIM, row, styled, wrapped};
use reqlint_core::Severity;
use reqlint_core::base::escape::plain;
use reqlint_core::explain::Servers;
use reqlint_core::files::ExampleText;
use reqlint_core::inspect::{CauseView, PackView, RuleView};
use std::fmt::Display;

/// The column at which the text begins.
const SAID: usize = 17;

/// The page of a rule.
#[must_use]
pub fn rule_page(pack: PackView<'_>, rule: RuleView<'_>) -> String {
    let mut out = head(rule.id(), rule.path(), rule.title());
    out += &entry("the API answers", &answer(pack, rule));
    for also in rule.also_listed() {
        let title = also.title.as_deref().unwrap_or(rule.title());
        let kind = also.error_type.as_deref().map(|kind| format!(" ({kind})")).unwrap_or_default();
        out += &entry("also listed", &format!("under {}{kind}: {title}", also.status));
    }
    out += &entry("passes when", &rule.check());
    for line in applies(rule) {
        out += &entry("applies to", &line);
    }
    for name in rule.waits_for() {
        out += &entry("silent after", &format!("{name} failed"));
    }
    if let Some(servers) = rule.servers() {
        out += &entry("servers", &servers.to_string());
        for (word, names) in [("refused by", &servers.refused_by), ("accepted by", &servers.accepted_by)] {
            out += &if !names.is_empty() { entry(word, &names.join(", ")) } else { Default::default() };
        }
        out += &answers(servers).map(|answers| entry("with", &answers)).unwrap_or_default();
    }
    let said = [("why", rule.why()), ("fix", rule.fix()), ("documented", rule.source().map(str::to_owned))];
    for (name, text) in said {
        out += &text.map(|text| entry(name, &text)).unwrap_or_default();
    }
    for example in rule.examples() {
        let name = example.name.as_deref().map(|name| format!(" ({})", plain(name))).unwrap_or_default();
        for (word, texts) in ["fails", "passes", "can't be decided", "is skipped"].iter().zip(&example.requests) {
            out += &texts.iter().map(|text| block(&format!("{word}{name}"), text)).collect::<String>();
        }
    }
    out
}

/// The page of a reply file.
#[must_use]
pub fn cause_page(cause: CauseView<'_>) -> String {
    let mut out = head(cause.id(), cause.path(), cause.title());
    out += &entry("explains", &status(any_of(cause.statuses()), "", cause.error_type(), &[]));
    if !cause.settles().is_empty() {
        out += &entry("proof", &format!("with {}, the answer alone", any_of(cause.settles())));
    }
    for (name, text) in [("why", cause.why()), ("fix", cause.fix()), ("documented", cause.source())] {
        out += &text.map(|text| entry(name, text)).unwrap_or_default();
    }
    let explained = cause.explains().iter().map(|text| block("explained", text));
    explained.chain(cause.silent().iter().map(|text| block("not explained", text))).fold(out, |out, next| out + &next)
}

fn head(id: &str, path: &str, title: &str) -> String {
    let name = styled(BOLD, plain(title));
    format!("{name}\n{}\n\n", styled(DIM, row(&plain(id), &plain(path))))
}

fn entry(name: &str, text: &str) -> String {
    let indent = format!("\n{}", " ".repeat(SAID));
    let said = wrapped(&plain(text), WIDTH - SAID).replace('\n', &indent);
    format!("{}{said}\n", styled(DIM, format_args!("{name:<SAID$}")))
}

/// An example's request, as its file has it.
fn block(title: &str, example: &ExampleText) -> String {
    let lines = example.text.trim_end().lines().map(|line| format!("  {}\n", plain(line)).replace("  \n", "\n"));
    format!("\n{}\n{}", styled(BOLD, format_args!("{title}:")), lines.collect::<String>())
}

fn answer(pack: PackView<'_>, rule: RuleView<'_>) -> String {
    let Some(code) = rule.status() else { return format!("nothing certain: this is a {}", rule.severity().name()) };
    let title = pack.statuses().find(|(known, ..)| *known == code).map_or("", |(_, title, _)| title);
    let warning = match rule.severity() {
        Severity::Error => "",
        Severity::Warning => "; not certain: this is a warning",
        Severity::Note => "; rarely: this is a note",
    };
    status(code, title, rule.error_type(), rule.api_says()) + warning
}

/// `403 or 404`
fn any_of(statuses: &[u16]) -> String {
    statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(" or ")
}

/// `403 Forbidden (Authentication Failure), "Invalid user" or "Access Denied"`
fn status(code: impl Display, title: &str, kind: Option<&str>, says: &[String]) -> String {
    let title = if title.is_empty() { String::new() } else { format!(" {title}") };
    let kind = kind.map(|kind| format!(" ({kind})")).unwrap_or_default();
    let quoted: Vec<_> = says.iter().map(|text| format!("\"{text}\"")).collect();
    let says = if quoted.is_empty() { String::new() } else { format!(", {}", quoted.join(" or ")) };
    format!("{code}{title}{kind}{says}")
}

/// With which answers servers refuse: `400 (11), 431 (2), closed (1)`
fn answers(servers: &Servers) -> Option<String> {
    let statuses = servers.statuses.iter().map(|(status, count)| format!("{status} ({count})"));
    let closed = (servers.closed > 0).then(|| format!("no answer ({})", servers.closed));
    let all: Vec<_> = statuses.chain(closed).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Which requests a rule is about, a line for each restriction.
fn applies(rule: RuleView<'_>) -> Vec<String> {
    let applies = rule.applies_to();
    let list = |what: &str, names: Vec<&str>| (!names.is_empty()).then(|| format!("{what} {}", names.join(", ")));
    let texts = |names: &'_ [String]| names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let joined = |what: &str, names: &[String]| (!names.is_empty()).then(|| format!("{what} {}", texts(names)));
    let lines = [
        list("requests to", applies.hosts),
        joined("requests with", applies.methods),
        list("the endpoints", applies.endpoints),
        joined("endpoints with the tag", applies.tags),
        applies.when.map(|clause| format!("requests for which {clause}")),
    ];
    let lines: Vec<_> = lines.into_iter().flatten().collect();
    if lines.is_empty() { vec!["every request to the pack's hosts".to_owned()] } else { lines }
}
