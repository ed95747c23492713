//! What every page has: head, the way back, foot.

use super::Page;
use super::links::Links;
use maud::{DOCTYPE, Markup, html};

/// A page without its content.
#[derive(Debug)]
pub(super) struct Frame<'p> {
    pub(super) title: &'p str,
    pub(super) links: Links,
    /// The pages above this one, below the first: address and name.
    pub(super) trail: Vec<(String, String)>,
}

impl Frame<'_> {
    /// The page with its content.
    pub(super) fn page(&self, path: impl Into<String>, body: &Markup) -> Page {
        let text = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    link rel="stylesheet" href=(self.links.to("style.css"));
                }
                body {
                    nav {
                        a href=(self.links.to("index.html")) { "reqlint" }
                        @for (address, name) in &self.trail { span.step { "/" } a href=(address) { (name) } }
                    }
                    main { (body) }
                    footer { "Written by reqlint from the rule files." }
                }
            }
        };
        Page { path: path.into(), text: text.into_string() + "\n" }
    }
}

/// Rows of a name and what is said of it; those without anything are left out.
pub(super) fn facts(rows: Vec<(&str, Option<Markup>)>) -> Markup {
    let rows: Vec<_> = rows.into_iter().filter_map(|(name, said)| Some((name, said?))).collect();
    html! {
        @if !rows.is_empty() {
            dl { @for (name, said) in rows { dt { (name) } dd { (said) } } }
        }
    }
}

/// A sentence in which names stand between backticks.
pub(super) fn prose(text: &str) -> Markup {
    html! { @for (i, part) in text.split('`').enumerate() { @if i % 2 == 1 { code { (part) } } @else { (part) } } }
}

/// Some texts as code, separated by commas; `None` if there are none.
pub(super) fn codes<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Markup> {
    let texts: Vec<_> = texts.into_iter().collect();
    let last = texts.len().checked_sub(1)?;
    Some(html! { @for (i, text) in texts.iter().enumerate() { code { (text) } @if i < last { ", " } } })
}
