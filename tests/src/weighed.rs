//! Rules weigh what measured servers answer: an error where at least 9 of 10 refuse, a note where at most 1 of 10 does, else a
//! warning. `data/severities.toml` has those that are lower, each with its reason.

use crate::support::{rules, table};
use reqlint_core::Severity;
use std::collections::BTreeMap;

/// Fewer servers say nothing about the others.
const ENOUGH: u32 = 10;

/// What the answers say.
fn measured(refused: u32, measured: u32) -> Severity {
    if 10 * refused >= 9 * measured {
        Severity::Error
    } else if 10 * refused <= measured {
        Severity::Note
    } else {
        Severity::Warning
    }
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 2,
        Severity::Warning => 1,
        _ => 0,
    }
}

#[test]
fn no_severity_contradicts_the_measured_answers() {
    let lower: BTreeMap<String, String> = table("tests/data/severities.toml");
    let (mut contradicting, mut lowered, mut counted) = (Vec::new(), Vec::new(), 0);
    for rule in rules().rules() {
        let Some(servers) = rule.servers() else { continue };
        // where only refusals are recorded, nothing is known of the others
        if servers.measured < ENOUGH || servers.accepted_by.is_empty() {
            continue;
        }
        counted += 1;
        let wanted = measured(servers.refused, servers.measured);
        let (id, own) = (rule.id(), rule.severity());
        if own == wanted {
            continue;
        }
        if rank(own) < rank(wanted) && lower.contains_key(id) {
            lowered.push(id);
        } else {
            let (refused, measured) = (servers.refused, servers.measured);
            contradicting.push(format!("{id} is {own:?}, but {refused} of {measured} refuse it"));
        }
    }
    assert!(contradicting.is_empty(), "{}", contradicting.join("\n"));
    lowered.sort_unstable();
    assert_eq!(lowered, lower.keys().collect::<Vec<_>>(), "those in severities.toml that are not lower any more");
    assert!(counted >= 50, "only {counted} rules were measured");
}
