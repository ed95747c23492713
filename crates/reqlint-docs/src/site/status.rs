//! The page of a status: its checklist, and the causes that only an answer reveals.

use super::Page;
use super::frame::{Frame, codes, facts};
use super::links::{Links, outside, status_path};
use maud::{Markup, html};
use reqlint_core::inspect::{CauseView, PackView, RuleView};
use std::collections::BTreeSet;

/// The statuses of a pack that have a page; `None`, for rules without one, last.
pub(super) fn all_of(pack: PackView<'_>) -> Vec<Option<u16>> {
    let named = pack.statuses().map(|(code, ..)| code);
    let listed = pack.rules().flat_map(|rule| rule.also_listed().iter().map(|item| item.status));
    let of_causes = pack.causes().flat_map(|cause| cause.statuses().iter().copied());
    let of_rules = pack.rules().filter_map(|rule| rule.status());
    let all: BTreeSet<u16> = named.chain(listed).chain(of_causes).chain(of_rules).collect();
    let has_warnings = pack.rules().any(|rule| rule.status().is_none());
    all.into_iter().map(Some).chain(has_warnings.then_some(None)).collect()
}

/// A status's name and meaning.
pub(super) fn words(pack: PackView<'_>, status: Option<u16>) -> (String, Option<&str>) {
    let Some(status) = status else {
        return ("Warnings".into(), Some("Rules without a status: reported, but never the answer."));
    };
    match pack.statuses().find(|(code, ..)| *code == status) {
        Some((code, title, about)) => (format!("{code} {title}"), about),
        None => (status.to_string(), None),
    }
}

pub(super) fn page(pack: PackView<'_>, status: Option<u16>) -> Page {
    let links = Links::from_depth(2);
    let (title, about) = words(pack, status);
    let own: Vec<_> = pack.rules().filter(|rule| rule.status() == status).collect();
    let listed = |rule: &RuleView<'_>| rule.also_listed().iter().any(|item| Some(item.status) == status);
    let others: Vec<_> = pack.rules().filter(listed).collect();
    let causes: Vec<_> = pack.causes().filter(|cause| status.is_some_and(|s| cause.statuses().contains(&s))).collect();
    let body = html! {
        h1 { (title) }
        @if let Some(about) = about { p.lead { (about) } }
        @if !own.is_empty() {
            h2 id="checklist" { "Checklist" }
            ol.checklist { @for rule in own { (item(rule, None, links)) } }
        }
        @if !others.is_empty() {
            h2 id="also-listed" { "Also listed here" }
            p.about { "These lead to another status, but are listed here too." }
            ol.checklist { @for rule in others { (item(rule, status, links)) } }
        }
        @if !causes.is_empty() {
            h2 id="answers" { "Causes that only the answer reveals" }
            @for cause in causes { (self::cause(cause)) }
        }
    };
    let trail = vec![(links.pack(pack.name()), pack.name().to_owned())];
    Frame { title: &title, links, trail }.page(status_path(pack.name(), status), &body)
}

/// An item of the checklist, worded for the status whose list it is on.
fn item(rule: RuleView<'_>, listed: Option<u16>, links: Links) -> Markup {
    let entry = rule.also_listed().iter().find(|entry| Some(entry.status) == listed);
    let title = entry.and_then(|entry| entry.title.as_deref()).unwrap_or(rule.title());
    let error_type = entry.and_then(|entry| entry.error_type.as_deref()).or(rule.error_type());
    html! {
        li {
            a href=(links.rule(rule.id())) { (title) }
            @if let Some(error_type) = error_type { " " span.kind { (error_type) } }
            @if let Some(fix) = rule.fix() { p.about { (fix) } }
        }
    }
}

fn cause(cause: CauseView<'_>) -> Markup {
    let name = cause.id().rsplit('/').next().unwrap_or_default();
    let settles: Vec<_> = cause.settles().iter().map(u16::to_string).collect();
    let proof = (!settles.is_empty()).then(|| html! { "With " (settles.join(" or ")) ", the answer alone" });
    html! {
        article id={ "answer-" (name) } {
            h3 { (cause.title()) }
            (facts(vec![
                ("Error", codes(cause.error_type())),
                ("Proof", proof),
                ("Why", cause.why().map(|why| html! { (why) })),
                ("Fix", cause.fix().map(|fix| html! { (fix) })),
                ("Source", cause.source().map(outside)),
            ]))
            @for exchange in cause.explains() { pre { (exchange.text.trim_end()) } }
        }
    }
}
