//! Every error type of the page has cases.

use super::cases;
use crate::support::table;
use std::collections::BTreeMap;

#[test]
fn every_error_type_of_the_page_has_three_cases() {
    let page: toml::Table = table("tests/data/page.toml");
    let statuses = page["status"].as_array().unwrap();
    let types = statuses.iter().flat_map(|status| status["error"].as_array().unwrap());
    let mut number: BTreeMap<&str, usize> = types.map(|kind| (kind["type"].as_str().unwrap(), 0)).collect();
    let cases = cases("error-types");
    for case in &cases {
        let kind = case.expects("type").unwrap_or_default();
        *number.get_mut(kind).unwrap_or_else(|| panic!("the page has no type `{kind}`")) += 1;
    }
    number.retain(|_, number| *number < 3);
    assert!(number.is_empty(), "{number:?}");
}
