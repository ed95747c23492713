//! The paths of pages, and the links between them.

use maud::{Markup, html};

/// The links from one page to others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Links {
    /// How many folders below the site's root the page is.
    depth: usize,
}

impl Links {
    pub(super) fn from_depth(depth: usize) -> Self {
        Self { depth }
    }

    /// The link to a file of the site.
    pub(super) fn to(self, path: &str) -> String {
        format!("{}{path}", "../".repeat(self.depth))
    }

    pub(super) fn pack(self, pack: &str) -> String {
        self.to(&pack_path(pack))
    }

    pub(super) fn status(self, pack: &str, status: Option<u16>) -> String {
        self.to(&status_path(pack, status))
    }

    /// The link to a rule named `pack/id`.
    pub(super) fn rule(self, name: &str) -> String {
        self.to(&rule_path(name))
    }

    pub(super) fn endpoint(self, pack: &str, id: &str) -> String {
        self.to(&endpoint_path(pack, id))
    }
}

pub(super) fn pack_path(pack: &str) -> String {
    format!("{}/index.html", file_name(pack))
}

pub(super) fn status_path(pack: &str, status: Option<u16>) -> String {
    let name = status.map_or_else(|| "none".to_owned(), |code| code.to_string());
    format!("{}/status/{name}.html", file_name(pack))
}

pub(super) fn rule_path(name: &str) -> String {
    let (pack, id) = name.split_once('/').unwrap_or(("", name));
    format!("{}/rules/{}.html", file_name(pack), file_name(id))
}

pub(super) fn endpoint_path(pack: &str, id: &str) -> String {
    format!("{}/endpoints/{}.html", file_name(pack), file_name(id))
}

/// A name as a file name and URL segment: letters, digits, `-` and `_` stay, other characters become `~` and their code.
fn file_name(name: &str) -> String {
    let letter = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => letter.to_string(),
        other => format!("~{:x}", u32::from(other)),
    };
    name.chars().map(letter).collect()
}

/// An address from a rule file: a link if it is a web address, otherwise plain text.
pub(super) fn outside(address: &str) -> Markup {
    let is_web = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
    html! {
        @if is_web { a href=(address) rel="noreferrer" { (address) } } @else { (address) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder() {
        assert_eq!(endpoint_path("shop", "../a b/ü"), "shop/endpoints/~2e~2e~2fa~20b~2f~fc.html");
        assert_eq!(rule_path("shop/key-missing"), "shop/rules/key-missing.html");
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert!(outside("https://a.example/?<>").into_string().contains("href=\"https://a.example/?&lt;&gt;\""));
        assert_eq!(outside("javascript:alert(1)").into_string(), "javascript:alert(1)");
    }
}
