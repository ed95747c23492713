//! The reference is the one that the repository holds, and lists every name there is.

use crate::committed::committed;
use reqlint_docs::reference;

#[test]
fn the_committed_reference_is_fresh() {
    committed("docs/reference.md", &reference());
}

#[test]
fn links_lead_to_headings() {
    let page = reference();
    let anchors: Vec<String> = page.lines().filter_map(|line| line.strip_prefix("## ")).map(anchor).collect();
    for link in page.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(anchors.iter().any(|anchor| anchor == link), "nothing is at #{link}");
    }
}

/// What a heading is linked by.
fn anchor(heading: &str) -> String {
    heading.to_lowercase().replace(' ', "-")
}
