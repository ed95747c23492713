//! The order of a pack's rules: which answer comes first (docs/language.md#precedence).

use crate::base::literal::Literal;
use crate::base::near::suggest;
use crate::base::number::Number;
use crate::files::pack::PackSpec;
use crate::files::rule::RuleSpec;
use crate::language::{Code, Located, Sink};
use std::collections::BTreeSet;

/// A rule's full name: `pack/id`.
pub(crate) fn full_name(pack: &str, id: &str) -> String {
    format!("{pack}/{id}")
}

/// The rules of a pack in order of precedence.
pub(crate) fn order<'s>(spec: &'s PackSpec, sink: &mut Sink) -> Vec<&'s RuleSpec> {
    let entries = entries(spec, sink);
    let mut groups: Vec<(usize, u16)> = Vec::new();
    let mut ranked: Vec<((usize, u16), &RuleSpec)> = Vec::new();
    for rule in &spec.rules {
        let status = rule.status.as_ref().and_then(|s| u16::try_from(s.value).ok());
        let own = entries.iter().position(|e| matches!(e, Entry::Rule(id) if *id == rule.id));
        let listed =
            own.or_else(|| entries.iter().position(|e| matches!((e, status), (Entry::Status(a), Some(b)) if *a == b)));
        let rank = match (listed, status) {
            (Some(position), _) => (position, 0),
            (None, Some(status)) => (entries.len(), status),
            (None, None) => (usize::MAX, 0),
        };
        ranked.push((rank, rule));
        groups.push(rank);
    }
    groups.sort_unstable();
    groups.dedup();
    let mut ordered = Vec::new();
    for group in groups {
        let members = ranked.iter().filter(|(rank, _)| *rank == group).map(|(_, rule)| *rule);
        in_waiting_order(members.collect(), &spec.name, &mut ordered);
    }
    ordered
}

enum Entry {
    Status(u16),
    Rule(String),
}

fn entries(spec: &PackSpec, sink: &mut Sink) -> Vec<Entry> {
    let mut entries = Vec::new();
    for Located { value, place } in &spec.precedence {
        match value {
            Literal::Number(Number::Whole(n)) if (400..=599).contains(n) => {
                entries.extend(u16::try_from(*n).ok().map(Entry::Status));
            }
            Literal::Text(id) => {
                let own = id.strip_prefix(&format!("{}/", spec.name)).unwrap_or(id);
                if spec.rules.iter().any(|r| r.id == own) {
                    entries.push(Entry::Rule(own.to_owned()));
                } else if !sink.suppression.may_be_defined(own) {
                    let help = suggest(own, spec.rules.iter().map(|r| r.id.as_str()));
                    sink.error(Code::UnknownRule, *place, format!("this pack has no rule `{id}`"), help);
                }
            }
            _ => sink.error(Code::InvalidPrecedence, *place, "`precedence` expects error statuses and rule ids", None),
        }
    }
    entries
}

/// Within one entry: after the rules of `unless-failed`, then by id.
fn in_waiting_order<'s>(mut members: Vec<&'s RuleSpec>, pack: &str, ordered: &mut Vec<&'s RuleSpec>) {
    members.sort_by(|a, b| a.id.cmp(&b.id));
    let mut left: BTreeSet<&str> = members.iter().map(|r| r.id.as_str()).collect();
    while !members.is_empty() {
        let waits = |rule: &RuleSpec| {
            let mut names =
                rule.unless_failed.iter().map(|n| n.value.strip_prefix(&format!("{pack}/")).unwrap_or(&n.value));
            names.any(|n| n != rule.id && left.contains(n))
        };
        // in a cycle, which is reported elsewhere, the first by id comes first
        let next = members.iter().position(|rule| !waits(rule)).unwrap_or(0);
        let rule = members.remove(next);
        left.remove(rule.id.as_str());
        ordered.push(rule);
    }
}
