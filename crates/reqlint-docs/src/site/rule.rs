//! The page of a rule: the requirement, what the API answers, why, the fix, where it applies, and its examples.

use super::Page;
use super::frame::{Frame, codes, facts, prose};
use super::links::{Links, outside, rule_path};
use super::status;
use maud::{Markup, html};
use reqlint_core::explain::{Answer, Servers};
use reqlint_core::inspect::{PackView, RuleView};
use reqlint_core::{RuleSet, Severity};
use reqlint_formats::examples::{self, ExampleRun, Expectation};
use std::cmp::Reverse;

pub(super) fn page(rules: &RuleSet, pack: PackView<'_>, rule: RuleView<'_>) -> Page {
    let links = Links::from_depth(2);
    let runs = examples::run(rules, rule);
    let body = html! {
        h1 { (rule.title()) }
        p.lead { (answer(pack, rule, links)) }
        @if let Some(why) = rule.why() { p { (prose(&why)) } }
        @if let Some(fix) = rule.fix() { p.fix { strong { "Fix: " } (prose(&fix)) } }
        (facts(vec![
            ("Tests", Some(prose(&rule.check()))),
            ("The API says", codes(rule.api_says().iter().map(String::as_str))),
            ("Depends on", waits(rule, links)),
            ("Also listed", also_listed(pack, rule, links)),
            ("Source", rule.source().map(outside)),
            ("Name", codes([rule.id()])),
            ("File", codes([rule.path()])),
        ]))
        (applies(pack, rule, links))
        @if let Some(servers) = rule.servers() { (measured(servers)) }
        h2 id="examples" { "Examples" }
        @for run in &runs { (example(run)) }
    };
    let (status, _) = status::words(pack, rule.status());
    let trail =
        vec![(links.pack(pack.name()), pack.name().to_owned()), (links.status(pack.name(), rule.status()), status)];
    Frame { title: rule.title(), links, trail }.page(rule_path(rule.id()), &body)
}

/// What the API answers when the rule fails.
fn answer(pack: PackView<'_>, rule: RuleView<'_>, links: Links) -> Markup {
    let (status, _) = status::words(pack, rule.status());
    html! {
        @if rule.severity() != Severity::Error { span.kind { (rule.severity().name()) } " " }
        @if rule.status().is_some() { "Otherwise: " a href=(links.status(pack.name(), rule.status())) { (status) } }
        @else { "This rule has no status." }
        @if let Some(error_type) = rule.error_type() { " " span.kind { (error_type) } }
    }
}

fn waits(rule: RuleView<'_>, links: Links) -> Option<Markup> {
    let names: Vec<_> = rule.waits_for().collect();
    let list = html! {
        "skipped when one of these failed: "
        @for (i, name) in names.iter().enumerate() { @if i > 0 { ", " } a href=(links.rule(name)) { (name) } }
    };
    (!names.is_empty()).then_some(list)
}

fn also_listed(pack: PackView<'_>, rule: RuleView<'_>, links: Links) -> Option<Markup> {
    let list = html! {
        @for (i, item) in rule.also_listed().iter().enumerate() {
            @if i > 0 { ", " }
            a href=(links.status(pack.name(), Some(item.status))) { (item.status) }
        }
    };
    (!rule.also_listed().is_empty()).then_some(list)
}

fn applies(pack: PackView<'_>, rule: RuleView<'_>, links: Links) -> Markup {
    let applies = rule.applies_to();
    let endpoints = (!applies.endpoints.is_empty()).then(|| {
        html! {
            @for (i, id) in applies.endpoints.iter().enumerate() {
                @if i > 0 { ", " }
                a href=(links.endpoint(pack.name(), id)) { (id) }
            }
        }
    });
    let rows = vec![
        ("Hosts", codes(applies.hosts.iter().copied())),
        ("Methods", codes(applies.methods.iter().map(String::as_str))),
        ("Endpoints", endpoints),
        ("Tags", codes(applies.tags.iter().map(String::as_str))),
        ("When", applies.when.as_deref().map(prose)),
    ];
    let is_restricted = rows.iter().any(|(_, row)| row.is_some());
    html! {
        h2 id="applies-to" { "Applies to" }
        @if is_restricted { (facts(rows)) } @else { p { "Every request." } }
    }
}

/// What each measured server answers, those with the same answer together.
fn measured(servers: &Servers) -> Markup {
    let mut rows: Vec<(Answer, Vec<&str>)> = Vec::new();
    for (name, answer) in &servers.answers {
        match rows.iter_mut().find(|(other, _)| other == answer) {
            Some((_, names)) => names.push(name),
            None => rows.push((*answer, vec![name])),
        }
    }
    // refusals first; the commonest answer first
    rows.sort_by_key(|(answer, names)| (!answer.is_refusal(), Reverse(names.len())));
    html! {
        h2 id="servers" { "Measured servers" }
        p { (servers) "." }
        table {
            thead { tr { th { "Answer" } th { "How many" } th { "Servers" } } }
            tbody {
                @for (answer, names) in &rows {
                    tr { td { (given(*answer)) } td { (names.len()) } td { (names.join(", ")) } }
                }
            }
        }
    }
}

fn given(answer: Answer) -> Markup {
    match answer {
        Answer::Accepted => html! { "accepted" },
        Answer::Closed => html! { "the connection is closed" },
        Answer::Silent => html! { "none" },
        answer => html! { @if let Some(status) = answer.status() { (status) } @else { "refused" } },
    }
}

fn example(run: &ExampleRun) -> Markup {
    let (word, class) = match run.expected {
        Expectation::Fail => ("fails", "fail"),
        Expectation::Pass => ("passes", "pass"),
        Expectation::Unknown => ("unknown", "unknown"),
        Expectation::Skip => ("skipped", "skip"),
    };
    let details: Vec<_> = run.result.iter().flat_map(|ran| &ran.findings).map(|finding| &finding.detail).collect();
    html! {
        figure class=(class) {
            figcaption { span.outcome { (word) } @if let Some(name) = &run.name { " " (name) } }
            pre { (run.text.trim_end()) }
            @for detail in details { p.detail { (prose(detail)) } }
        }
    }
}
