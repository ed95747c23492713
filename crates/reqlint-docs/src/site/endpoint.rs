//! The page of an endpoint: its address, its fields, and the rules that apply to it.

use super::Page;
use super::frame::{Frame, codes, facts};
use super::links::{Links, endpoint_path, outside};
use maud::{Markup, html};
use reqlint_core::inspect::{EndpointView, FieldView, PackView};

pub(super) fn page(pack: PackView<'_>, endpoint: EndpointView<'_>) -> Page {
    let links = Links::from_depth(2);
    let title = endpoint.title().unwrap_or(endpoint.id());
    let applicable = endpoint.rules();
    let body = html! {
        h1 { (title) }
        pre.request { (endpoint.method()) " https://" (endpoint.host()) (endpoint.path()) }
        (facts(vec![
            ("Name", codes([endpoint.id()])),
            ("Tags", codes(endpoint.tags().iter().map(String::as_str))),
            ("Body", endpoint.body().map(|body| html! { (body) })),
            ("Accepts", codes(endpoint.accepts())),
            ("Documentation", endpoint.source().map(outside)),
        ]))
        @for (name, value) in endpoint.attributes() { p.about { code { (name) } " " (value) } }
        @for (part, fields) in endpoint.fields() {
            @if !fields.is_empty() { (self::fields(part, &fields)) }
        }
        h2 id="rules" { "Rules that apply" }
        ol.checklist {
            @for rule in pack.rules().filter(|rule| applicable.contains(&rule.id())) {
                li {
                    @if let Some(status) = rule.status() { span.kind { (status) } " " }
                    a href=(links.rule(rule.id())) { (rule.title()) }
                }
            }
        }
    };
    let trail = vec![(links.pack(pack.name()), pack.name().to_owned())];
    Frame { title, links, trail }.page(endpoint_path(pack.name(), endpoint.id()), &body)
}

fn fields(part: &str, fields: &[FieldView<'_>]) -> Markup {
    let heading = match part {
        "path" => "Path parameters",
        "query" => "Query parameters",
        _ => "Body fields",
    };
    // without its parameters it would be a different path
    let may_be_missing = part != "path";
    html! {
        h2 id=(part) { (heading) }
        table {
            thead { tr { th { "Field" } th { "Takes" } @if may_be_missing { th { "Required" } } } }
            tbody {
                @for field in fields {
                    tr {
                        td {
                            @if let Some(variant) = field.variant() { code { (variant) } ": " }
                            code { (field.name()) }
                        }
                        td {
                            (field.takes())
                            @if let Some(note) = field.note() { p.about { (note) } }
                            @if field.is_secret() { p.about { "Its value is never shown." } }
                        }
                        @if may_be_missing { td { (field.required().unwrap_or_default()) } }
                    }
                }
            }
        }
    }
}
