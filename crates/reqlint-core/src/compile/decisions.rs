//! The severities and known facts of a project: its names are looked up here.

use super::precedence::full_name;
use crate::api::facts::{FactSlot, Facts};
use crate::base::finding::Severity;
use crate::base::near::suggest;
use crate::files::pack::PackSpec;
use crate::files::project::{PROJECT, ProjectSpec};
use crate::language::{Code, Located, Sink};

/// Gives rules the severity that the project wants.
pub(crate) fn change_severities(project: &ProjectSpec, specs: &mut [PackSpec], is_elsewhere: bool, sink: &mut Sink) {
    for (severity, names) in
        [(Severity::Error, &project.errors), (Severity::Warning, &project.warnings), (Severity::Note, &project.notes)]
    {
        for name in names {
            let Some(full) = rule_name(name, specs, is_elsewhere, sink) else { continue };
            for spec in specs.iter_mut() {
                let Some(own) = full.strip_prefix(&spec.name).and_then(|rest| rest.strip_prefix('/')) else { continue };
                for rule in spec.rules.iter_mut().filter(|rule| rule.id == own) {
                    if severity == Severity::Error && rule.status.is_none() {
                        let help = Some("remove it: there is no answer that it could decide".to_owned());
                        let message = format!("`{full}` has no status: it can only be a warning");
                        sink.error(Code::ConflictingSeverity, name.place, message, help);
                    }
                    rule.severity = severity;
                }
            }
        }
    }
}

/// The whole name of a rule: `pack/id`, or an id that one pack has. An unknown one is reported.
pub(super) fn rule_name(
    name: &Located<String>,
    specs: &[PackSpec],
    is_elsewhere: bool,
    sink: &mut Sink,
) -> Option<String> {
    let whole = |spec: &PackSpec| spec.rules.iter().map(|rule| full_name(&spec.name, &rule.id)).collect::<Vec<_>>();
    let all: Vec<String> = specs.iter().flat_map(whole).collect();
    let is_meant = |full: &&String| match full.split_once('/') {
        _ if **full == name.value => true,
        Some((_, id)) => id == name.value,
        None => false,
    };
    let mut meant: Vec<&String> = all.iter().filter(is_meant).collect();
    meant.dedup();
    match meant.as_slice() {
        [one] => return Some((*one).clone()),
        // the pack isn't loaded, or can't be read
        [] if is_elsewhere => {}
        [] => {
            let pack = name.value.split_once('/').map_or("", |(pack, _)| pack);
            let own = all.iter().map(|full| if pack.is_empty() { id(full) } else { full.as_str() });
            if !sink.suppression.may_be_defined(pack) && !sink.suppression.may_be_defined(id(&name.value)) {
                let message = format!("unknown rule `{}`", name.value);
                sink.error(Code::UnknownRule, name.place, message, suggest(&name.value, own));
            }
        }
        several => {
            let several: Vec<_> = several.iter().map(|full| format!("`{full}`")).collect();
            let help = format!("write {}", several.join(" or "));
            let message = format!("several packs have a rule `{}`", name.value);
            sink.error(Code::AmbiguousRule, name.place, message, Some(help));
        }
    }
    None
}

fn id(full: &str) -> &str {
    full.split_once('/').map_or(full, |(_, id)| id)
}

/// The facts that the project knows.
pub(crate) fn known_facts(project: &ProjectSpec, mut facts: Facts, sink: &mut Sink) -> Facts {
    for (name, value) in &project.facts {
        let slot = facts.declared().iter().find(|slot| slot.name == name.value);
        let Some(slot) = slot else {
            unknown_fact(name, facts.declared(), sink);
            continue;
        };
        if let Err(error) = slot.accept((&value.value).into()) {
            sink.error(Code::InvalidFactValue, value.place, error.to_string(), None);
        } else {
            // INVARIANT: the slot was found and takes the value
            let _ = facts.set(&name.value, &value.value);
        }
    }
    facts
}

/// Reports a fact that no pack declares, or a key of the file that is among the facts.
pub(super) fn unknown_fact(name: &Located<String>, declared: &[FactSlot], sink: &mut Sink) {
    if PROJECT.iter().any(|key| key.name == name.value) {
        let message = format!("`{}` belongs above the first table header; here it is part of `[facts]`", name.value);
        sink.error(Code::MisplacedKey, name.place, message, Some("move this line up".into()));
    } else if !sink.suppression.may_be_defined(&name.value) {
        let known = declared.iter().map(|slot| slot.name.as_str());
        let message = format!("no pack declares the fact `{}`", name.value);
        sink.error(Code::UnknownFact, name.place, message, suggest(&name.value, known));
    }
}
