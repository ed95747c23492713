//! Causes, best first, each with its reasons.

use crate::record::diagnosed::Diagnosed;
use crate::write::source::Sheet;
use crate::write::text::rows::{DIM, GREEN, RED, YELLOW, row_from, styled, wrapped};
use crate::write::text::{WIDTH, findings};
use reqlint_core::api::FactSlot;
use reqlint_core::base::escape::plain;
use reqlint_core::diagnose::{Cause, CauseOrigin, CauseVerdict};
use reqlint_core::explain::Part;
use reqlint_core::{Finding, Severity};

/// The column after the verdict.
const INDENT: usize = 11;

/// How many causes of one verdict are shown with all that is known of them.
const MAX_SHOWN: usize = 5;

/// How many causes are shown one by one of which the request as given shows nothing.
const MAX_UNSEEN: usize = 12;

pub(super) fn causes(diagnosed: &Diagnosed<'_>) -> String {
    let diagnosis = diagnosed.diagnosis;
    let of = |verdict| {
        let mut causes: Vec<&Cause> = diagnosis.causes_that_are(verdict).collect();
        // what is sure to be refused comes before what may be, and what is seen before what isn't
        causes.sort_by_key(|cause| (cause.is_unseen(), std::cmp::Reverse(cause.severity)));
        causes
    };
    let (confirmed, possible) = (of(CauseVerdict::Confirmed), of(CauseVerdict::Possible));
    let mut out = String::new();
    for cause in confirmed.iter().take(MAX_SHOWN) {
        out += "\n";
        out += &shown_confirmed(diagnosed, cause);
    }
    out += &more(confirmed.len());
    if diagnosis.is_explained() {
        out += &titles("possible", &possible);
    } else {
        out.extend((!possible.is_empty()).then_some("\n"));
        let unseen = possible.iter().filter(|cause| cause.is_unseen()).count();
        // where hardly anything of the request is shown, no rule of many is likelier than another
        let shown = if unseen > MAX_UNSEEN { possible.len() - unseen } else { possible.len() };
        out.extend(possible.iter().take(shown.min(MAX_SHOWN)).map(|cause| shown_possible(diagnosed, cause)));
        out += &if shown < possible.len() { not_shown(unseen) } else { more(possible.len()) };
    }
    out += &titles("ruled out", &of(CauseVerdict::RuledOut));
    out + &also_wrong(diagnosed)
}

fn not_shown(number: usize) -> String {
    let text = format!("… and {number} rules that the request as given does not show: --format markdown has them all");
    indented(&text)
}

fn more(number: usize) -> String {
    match number.checked_sub(MAX_SHOWN) {
        None | Some(0) => String::new(),
        Some(more) => format!("{:INDENT$}… and {more} more: --format markdown has them all\n", ""),
    }
}

/// `confirmed  the value is in quotes     edgecast/token-in-quotes`
fn line(word: &str, text: &str, right: &str) -> String {
    let style = match word {
        "confirmed" => RED,
        "possible" => YELLOW,
        "ruled out" => GREEN,
        _ => DIM,
    };
    let gap = INDENT.saturating_sub(word.chars().count());
    format!("{}{:gap$}{}\n", styled(style, word), "", row_from(INDENT, text, right))
}

/// What was found, the other reasons, and the place in the request.
fn shown_confirmed(diagnosed: &Diagnosed<'_>, cause: &Cause) -> String {
    let found: Vec<&Finding> = diagnosed.diagnosis.findings_of(cause).collect();
    // of a reply file nothing was found, and its title says what is wrong
    let details = if cause.origin == CauseOrigin::Reply { 0 } else { found.len() };
    let (details, others) = cause.because.split_at_checked(details).unwrap_or_default();
    let text = match details {
        [] => cause.title.clone(),
        [only] => only.clone(),
        [first, ..] => format!("{first}, and {} more", details.len() - 1),
    };
    let in_request: Vec<&Finding> = found.into_iter().filter(|f| f.location.part != Part::Fact).collect();
    let place = if in_request.is_empty() {
        cause.why.as_deref().map(|why| indented(&plain(why))).unwrap_or_default()
    } else {
        findings::drawn_below(&diagnosed.judged, &Sheet::of(&diagnosed.judged), &in_request)
    };
    line("confirmed", &plain(&text), cause.name()) + &below(others) + &place
}

/// What may be the cause: the reasons, the question that settles it, and the place, if something was found there.
fn shown_possible(diagnosed: &Diagnosed<'_>, cause: &Cause) -> String {
    let facts = diagnosed.judged.facts;
    let mut out = line("possible", &plain(&cause.title), cause.name());
    let usage = |name: &String| {
        let slot = facts.iter().find(|slot| slot.name == *name);
        format!("--fact {}", slot.map_or_else(|| name.clone(), FactSlot::usage))
    };
    let usage = cause.needs.iter().map(usage).collect::<Vec<_>>().join(" ");
    // the question shows that it depends on a fact
    let known = usize::from(cause.ask.is_some() && !cause.needs.is_empty());
    out += &below(cause.because.get(known..).unwrap_or_default());
    if let Some(ask) = &cause.ask {
        let ask = format!("→ {}", plain(ask));
        let mut lines = row_from(INDENT, &ask, &usage);
        if INDENT + lines.chars().count() > WIDTH {
            lines = format!("{}\n  {usage}", wrapped(&ask, WIDTH - INDENT));
        }
        out.extend(lines.lines().map(|line| format!("{:INDENT$}{}\n", "", line.trim_end())));
    } else if let (CauseOrigin::Reply, Some(why)) = (cause.origin, &cause.why) {
        out += &indented(&plain(why));
    }
    let found: Vec<&Finding> = diagnosed.diagnosis.findings_of(cause).filter(|f| f.location.range.is_some()).collect();
    if !found.is_empty() && cause.ask.is_none() {
        out += &findings::drawn_below(&diagnosed.judged, &Sheet::of(&diagnosed.judged), &found);
    }
    out
}

/// Reasons in one sentence.
fn below(reasons: &[String]) -> String {
    if reasons.is_empty() { String::new() } else { indented(&plain(&reasons.join("; "))) }
}

fn indented(text: &str) -> String {
    let lines = wrapped(text, WIDTH - INDENT);
    lines.lines().map(|line| format!("{:INDENT$}{}\n", "", styled(DIM, line))).collect()
}

/// `ruled out  The Authorization header is included · The path has the right case · 3 more`
fn titles(word: &str, causes: &[&Cause]) -> String {
    const LINES: usize = 2;
    let mut titles: Vec<&str> = Vec::new();
    for cause in causes {
        if !titles.contains(&cause.title.as_str()) {
            titles.push(&cause.title);
        }
    }
    let joined = |shown: usize| {
        let mut joined: Vec<String> = titles.iter().take(shown).map(|title| plain(title)).collect();
        joined.extend((shown < titles.len()).then(|| format!("{} more", titles.len() - shown)));
        wrapped(&joined.join(" · "), WIDTH - INDENT)
    };
    let fitting = (1..=titles.len()).rev().map(joined).find(|joined| joined.lines().count() <= LINES);
    let Some(text) = fitting.or_else(|| (!titles.is_empty()).then(|| joined(1))) else { return String::new() };
    format!("\n{}", line(word, &text.replace('\n', &format!("\n{:INDENT$}", "")), ""))
}

/// What is wrong with the request besides.
fn also_wrong(diagnosed: &Diagnosed<'_>) -> String {
    let row = |finding: &Finding| {
        let word = match finding.severity {
            Severity::Warning => "warning",
            Severity::Note => "note",
            Severity::Error if !diagnosed.diagnosis.observed.is_error => "expected",
            Severity::Error => "also wrong",
        };
        let status = finding.status.map(|status| format!("{status}  ")).unwrap_or_default();
        line(word, &format!("{status}{}", plain(&finding.detail)), &finding.rule)
    };
    let rows: String = diagnosed.diagnosis.also_wrong().take(MAX_SHOWN).map(row).collect();
    if rows.is_empty() { rows } else { format!("\n{rows}") }
}
