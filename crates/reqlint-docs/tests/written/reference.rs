//! The committed reference is up to date, and its links work.

use crate::committed::committed;
use reqlint_docs::reference;

#[test]
fn the_committed_reference_is_up_to_date() {
    committed("docs/reference.md", &reference());
}

#[test]
fn links_point_to_headings() {
    let page = reference();
    let anchors: Vec<String> = page.lines().filter_map(|line| line.strip_prefix("## ")).map(anchor).collect();
    for link in page.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(anchors.iter().any(|anchor| anchor == link), "no heading for #{link}");
    }
}

/// The anchor of a heading.
fn anchor(heading: &str) -> String {
    heading.to_lowercase().replace(' ', "-")
}
