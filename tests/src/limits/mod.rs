//! docs/limits.md: a test holds each row.

mod growth;
mod held;
mod requests;

use crate::support::read;
use std::collections::BTreeMap;

/// What is said when a bound is met, by the bound's name.
fn table() -> BTreeMap<String, String> {
    let text = read("docs/limits.md");
    let rows = text.lines().filter(|line| line.starts_with("| ")).skip(1);
    let cells = |line: &str| {
        let cells: Vec<String> = line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
        let [bound, limit, why, said] = cells.try_into().unwrap_or_else(|cells| panic!("four cells, not {cells:?}"));
        assert!(!limit.is_empty() && !why.is_empty(), "{bound}: a limit and its reason");
        let said = said.trim_start_matches('`').trim_end_matches('`').trim();
        (bound, said.to_owned())
    };
    rows.map(cells).collect()
}

#[test]
fn every_bound_is_held() {
    let mut rows = table();
    for (bound, meet) in held::HELD {
        let expected = rows.remove(bound).unwrap_or_else(|| panic!("docs/limits.md has no row `{bound}`"));
        let said = meet();
        let shown: String = said.chars().take(600).collect();
        assert!(said.contains(&expected), "{bound}: `{expected}` is not said: {shown}");
    }
    let without: Vec<_> = rows.keys().collect();
    assert!(without.is_empty(), "no test in limits/held.rs meets {without:?}");
}
