//! What a project decides about rules, and what it knows: its names are looked up here.

use super::precedence::full_name;
use crate::api::facts::{FactSlot, Facts};
use crate::base::finding::Severity;
use crate::base::near::suggest;
use crate::files::pack::PackSpec;
use crate::files::project::{PROJECT, ProjectSpec};
use crate::language::{Located, Sink};

/// Gives rules the severity that the project wants.
pub(crate) fn change_severities(project: &ProjectSpec, specs: &mut [PackSpec], is_elsewhere: bool, sink: &mut Sink) {
    for (severity, names) in [(Severity::Error, &project.errors), (Severity::Warning, &project.warnings)] {
        for name in names {
            let Some(full) = rule_name(name, specs, is_elsewhere, sink) else { continue };
            for spec in specs.iter_mut() {
                let Some(own) = full.strip_prefix(&spec.name).and_then(|rest| rest.strip_prefix('/')) else { continue };
                for rule in spec.rules.iter_mut().filter(|rule| rule.id == own) {
                    if severity == Severity::Error && rule.status.is_none() {
                        let help = Some("take it out: there is no answer that it could decide".to_owned());
                        sink.error(name.place, format!("`{full}` has no status: it can only be a warning"), help);
                    }
                    rule.severity = severity;
                }
            }
        }
    }
}

/// The whole name of a rule: `pack/id`, or an id that one pack has. What isn't there is said.
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
                sink.error(name.place, format!("there is no rule `{}`", name.value), suggest(&name.value, own));
            }
        }
        several => {
            let several: Vec<_> = several.iter().map(|full| format!("`{full}`")).collect();
            let help = format!("write {}", several.join(" or "));
            sink.error(name.place, format!("several packs have a rule `{}`", name.value), Some(help));
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
            no_fact(name, facts.declared(), sink);
            continue;
        };
        if let Err(error) = slot.accept((&value.value).into()) {
            sink.error(value.place, error.to_string(), None);
        } else {
            // INVARIANT: the slot was found and takes the value
            let _ = facts.set(&name.value, &value.value);
        }
    }
    facts
}

/// Says a fact that no pack declares; a key of the file among the facts is in the wrong place.
pub(super) fn no_fact(name: &Located<String>, declared: &[FactSlot], sink: &mut Sink) {
    if PROJECT.iter().any(|key| key.name == name.value) {
        let message = format!("`{}` belongs above the first heading; here it is part of `[facts]`", name.value);
        sink.error(name.place, message, Some("move this line up".into()));
    } else if !sink.suppression.may_be_defined(&name.value) {
        let known = declared.iter().map(|slot| slot.name.as_str());
        sink.error(name.place, format!("no pack declares the fact `{}`", name.value), suggest(&name.value, known));
    }
}
