//! A website for the packs, with a page for each pack, status, rule and endpoint. It is static and linkable, has a light and
//! a dark theme, and uses no external assets and no scripts.
//!
//! Everything from rule files is escaped, and only `http` and `https` addresses become links.

mod endpoint;
mod frame;
mod links;
mod pack;
mod rule;
mod status;

use frame::Frame;
use links::Links;
use maud::html;
use reqlint_core::RuleSet;
use reqlint_core::inspect::PackView;

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path in the site's folder, with slashes; each part is a safe file name.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Every file of the site.
#[must_use]
pub fn site(rules: &RuleSet) -> Vec<Page> {
    let style = Page { path: "style.css".into(), text: include_str!("style.css").into() };
    let mut pages = vec![style, index(rules)];
    for pack in rules.packs() {
        pages.push(pack::page(pack));
        pages.extend(status::all_of(pack).into_iter().map(|code| status::page(pack, code)));
        let own = format!("{}/", pack.name());
        let own_rules = pack.rules().filter(|rule| rule.id().starts_with(&own));
        pages.extend(own_rules.map(|rule| rule::page(rules, pack, rule)));
        pages.extend(pack.catalogue().map(|endpoint| endpoint::page(pack, endpoint)));
    }
    pages
}

fn index(rules: &RuleSet) -> Page {
    let links = Links::from_depth(0);
    let row = |pack: PackView<'_>| {
        html! {
            li {
                a href=(links.pack(pack.name())) { (pack.title()) }
                p.about { (pack.rules().count()) " rules, " (pack.catalogue().count()) " endpoints" }
                @if !pack.hosts().is_empty() { p.about { (pack.hosts().join(", ")) } }
            }
        }
    };
    let body = html! {
        h1 { "Rule packs" }
        ul.cards { @for pack in rules.packs() { (row(pack)) } }
    };
    Frame { title: "Rule packs", links, trail: Vec::new() }.page("index.html", &body)
}
