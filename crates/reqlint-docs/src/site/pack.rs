//! The page of a pack: its statuses, rules and endpoints.

use super::Page;
use super::frame::{Frame, codes, facts};
use super::links::{Links, outside, pack_path};
use super::status;
use maud::{Markup, html};
use reqlint_core::inspect::{EndpointView, PackView};

pub(super) fn page(pack: PackView<'_>) -> Page {
    let links = Links::from_depth(1);
    let endpoints = groups(pack);
    let body = html! {
        h1 { (pack.title()) }
        (facts(vec![
            ("Hosts", codes(pack.hosts().iter().map(String::as_str))),
            ("Documentation", pack.docs().map(outside)),
        ]))
        p.groups {
            a href="#statuses" { "Statuses" } " · " a href="#rules" { "Rules" }
            @if !endpoints.is_empty() { " · " a href="#endpoints" { "Endpoints" } }
        }
        h2 id="statuses" { "Statuses" }
        ul.cards { @for code in status::all_of(pack) { (status_card(pack, code, links)) } }
        h2 id="rules" { "Rules" }
        p.about { "In order of precedence: if several fail, the first one decides the status." }
        (rule_table(pack, links))
        @if !endpoints.is_empty() {
            h2 id="endpoints" { "Endpoints" }
            p.groups { @for (group, list) in &endpoints { a href={ "#endpoints-" (group) } { (group) } " " span.count { (list.len()) } " " } }
            @for (group, list) in &endpoints {
                h3 id={ "endpoints-" (group) } { (group) }
                (endpoint_table(pack, list, links))
            }
        }
    };
    let trail = vec![(links.pack(pack.name()), pack.name().to_owned())];
    Frame { title: pack.title(), links, trail }.page(pack_path(pack.name()), &body)
}

fn status_card(pack: PackView<'_>, code: Option<u16>, links: Links) -> Markup {
    let (title, about) = status::words(pack, code);
    let count = pack.rules().filter(|rule| rule.status() == code).count();
    html! {
        li {
            a href=(links.status(pack.name(), code)) { (title) }
            p.about { @if count == 1 { "1 rule" } @else { (count) " rules" } }
            @if let Some(about) = about { p.about { (about) } }
        }
    }
}

fn rule_table(pack: PackView<'_>, links: Links) -> Markup {
    html! {
        table {
            thead { tr { th { "Status" } th { "Requirement" } th { "Rule" } } }
            tbody {
                @for rule in pack.rules() {
                    tr {
                        td { @match rule.status() { Some(code) => (code), None => "–" } }
                        td { a href=(links.rule(rule.id())) { (rule.title()) } }
                        td { code { (rule.id()) } }
                    }
                }
            }
        }
    }
}

fn endpoint_table(pack: PackView<'_>, list: &[EndpointView<'_>], links: Links) -> Markup {
    html! {
        table {
            tbody {
                @for endpoint in list {
                    tr {
                        td { code.method { (endpoint.method()) } }
                        td { a href=(links.endpoint(pack.name(), endpoint.id())) { (endpoint.title().unwrap_or(endpoint.id())) } }
                        td { code { (endpoint.path()) } }
                    }
                }
            }
        }
    }
}

/// The endpoints by their first tag, in the order of the files.
fn groups(pack: PackView<'_>) -> Vec<(&str, Vec<EndpointView<'_>>)> {
    let mut groups: Vec<(&str, Vec<EndpointView<'_>>)> = Vec::new();
    for endpoint in pack.catalogue() {
        let group = endpoint.tags().first().map_or("others", String::as_str);
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, list)) => list.push(endpoint),
            None => groups.push((group, vec![endpoint])),
        }
    }
    groups
}
