//! What a person sees of a calibration: how many requests went how, then each rule with an example, the worst first.

use super::rows::{BOLD, GREEN, RED, YELLOW, count, row, styled};
use crate::calibrate::{Calibrated, Calibration, Case, Requests, percent};
use crate::record::judged::clipped;
use anstyle::Style;
use reqlint_core::base::escape::plain;

/// How much of a target or a message is shown.
const MOST: usize = 200;

/// A calibration as text, with a line break at its end.
#[must_use]
pub fn calibration(calibration: &Calibration<'_>) -> String {
    let requests = &calibration.requests;
    let mut out = of_requests(requests);
    for rule in calibration.by_rule() {
        out += "\n";
        out += &of_rule(rule);
    }
    let untried = calibration.untried();
    if untried > 0 {
        out += &format!("\nnothing shows how {} did\n", count(untried, "more rule"));
    }
    out
}

/// The percentage of agreement, as it is told: `rules and API agree on 98.1 % (52 of 53)`.
fn agreement(requests: &Requests) -> String {
    match requests.agreement() {
        Some(agreement) => {
            let counts = format!("{} of {}", requests.right(), requests.compared());
            format!("rules and API agree on {agreement:.1} % ({counts})")
        }
        None => "no request has an answer that shows whether the rules are right".to_owned(),
    }
}

fn of_requests(requests: &Requests) -> String {
    let Requests { unanswered, unjudged, accepted, wrong, refused, foretold, missed, explained } = *requests;
    let mut out = count(requests.all(), "request");
    for (number, what) in [(unanswered, "without an answer"), (unjudged, "not judged")] {
        if number > 0 {
            out += &format!(", {number} {what}");
        }
    }
    out.push('\n');
    if accepted > 0 {
        let share = percent(wrong, accepted).unwrap_or_default();
        out += &format!("  accepted {accepted}: an error was foretold of {wrong} ({share:.1} %)\n");
    }
    if refused > 0 {
        let open = refused - foretold - missed;
        out += &format!(
            "  refused {refused}: {foretold} foretold, {missed} missed, {open} that the request alone doesn't show; \
             {explained} have a cause\n"
        );
    }
    out + &styled(BOLD, agreement(requests)) + "\n"
}

fn of_rule(rule: &Calibrated<'_>) -> String {
    let Calibrated { right, wrong, missed, open, .. } = rule;
    let status = rule.rule.status().map(|status| format!(" ({status})")).unwrap_or_default();
    let mut counts = format!("{} right · {} wrong · {} missed", right.count, wrong.count, missed.count);
    if open.count > 0 {
        counts += &format!(" · {} with another error", open.count);
    }
    let mut out = row(&format!("{}{status}", plain(rule.rule.id())), &counts) + "\n";
    for (style, word, cases) in [(RED, "wrong", wrong), (YELLOW, "missed", missed), (GREEN, "right", right)] {
        out.extend(cases.example.as_ref().map(|case| of_case(style, word, case)));
    }
    if right.count + wrong.count + missed.count == 0 {
        out.extend(open.example.as_ref().map(|case| of_case(YELLOW, "other", case)));
    }
    out
}

/// `  wrong   day.har:12  GET api.shop.example/orders`, and what rule and API say of it.
fn of_case(style: Style, word: &str, case: &Case) -> String {
    let input = plain(case.input.as_deref().unwrap_or("stdin"));
    let id = case.id.as_deref().map(|id| format!(" {}", plain(id))).unwrap_or_default();
    let host = if case.target.starts_with('/') { plain(&case.host) } else { String::new() };
    let target = clipped(plain(&case.target), MOST);
    let said = case.message.as_deref().map(|text| format!(": {}", clipped(plain(text), MOST))).unwrap_or_default();
    let detail = case.detail.as_deref().map(|text| format!("{}; ", plain(text))).unwrap_or_default();
    let space = " ".repeat(8_usize.saturating_sub(word.len()));
    format!(
        "  {}{space}{input}:{}{id}  {} {host}{target}\n          {detail}the API answered {}{said}\n",
        styled(style, word),
        case.place.line,
        plain(&case.method),
        case.status,
    )
}
