//! A list of rules as JSON.

use reqlint_core::inspect::RuleView;
use serde::Serialize;

/// A rule in a list. No key is ever absent.
#[derive(Serialize)]
struct Row<'r> {
    rule: &'r str,
    title: &'r str,
    status: Option<u16>,
    error_type: Option<&'r str>,
    severity: &'static str,
    kinds: Vec<&'static str>,
    check: String,
    also_listed: Vec<u16>,
    file: &'r str,
}

/// A list of rules; a line break at the end.
///
/// # Errors
/// None in practice: a rule holds nothing that JSON lacks.
pub fn rule_list(rules: &[RuleView<'_>]) -> serde_json::Result<String> {
    let rows: Vec<_> = rules.iter().map(row).collect();
    serde_json::to_string_pretty(&rows).map(|json| crate::write::harmless::harmless(json) + "\n")
}

fn row<'r>(rule: &RuleView<'r>) -> Row<'r> {
    Row {
        rule: rule.id(),
        title: rule.title(),
        status: rule.status(),
        error_type: rule.error_type(),
        severity: rule.severity().name(),
        kinds: rule.kinds(),
        check: rule.check(),
        also_listed: rule.also_listed().iter().map(|also| also.status).collect(),
        file: rule.path(),
    }
}
