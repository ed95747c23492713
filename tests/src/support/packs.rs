//! The packs that come with reqlint.

use reqlint_core::RuleSet;
use reqlint_core::inspect::RuleView;
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| match RuleSet::load(reqlint_rules::packs()) {
    Ok(rules) => rules,
    Err(mistakes) => panic!("the packs don't load:\n{mistakes}"),
});

/// Every pack, loaded once for all tests.
pub(crate) fn rules() -> &'static RuleSet {
    &RULES
}

/// The rule of that name, `pack/id`.
pub(crate) fn rule(name: &str) -> Option<RuleView<'static>> {
    rules().rules().find(|rule| rule.id() == name)
}
