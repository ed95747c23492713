//! Rules, one a line.

use super::rows::{DIM, RED, YELLOW, count, row_at, styled};
use reqlint_core::Severity;
use reqlint_core::base::escape::plain;
use reqlint_core::inspect::RuleView;

/// A list of rules: status, title, name; and how many they are.
#[must_use]
pub fn rule_list(rules: &[RuleView<'_>]) -> String {
    let width = rules.iter().map(|rule| rule.title().chars().count()).max().unwrap_or(0);
    let mut out: String = rules.iter().map(|rule| line(*rule, width)).collect();
    out += &styled(DIM, count(rules.len(), "rule"));
    out + "\n"
}

fn line(rule: RuleView<'_>, width: usize) -> String {
    let status = rule.status().map_or_else(|| "  –".to_owned(), |status| status.to_string());
    let style = if rule.severity() == Severity::Error { RED } else { YELLOW };
    format!("{}  {}\n", styled(style, status), row_at(width + 2, &plain(rule.title()), &plain(rule.id())))
}
