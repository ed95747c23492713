//! What a project decides for a server's layer: the names of packs are looked up here.

use crate::base::near::suggest;
use crate::files::gate::GateSpec;
use crate::language::gate::GateSettings;
use crate::language::{Code, Located, Sink};
use crate::rules::rule_set::RuleSet;

/// The settings of a gate. Unknown packs are reported, if those loaded are the project's.
pub(crate) fn gate(spec: &GateSpec, rules: &RuleSet, is_elsewhere: bool, sink: &mut Sink) -> GateSettings {
    let packs = rules.loaded();
    let mut known = |name: &Option<Located<String>>| {
        let Located { value, place } = name.as_ref()?;
        let is_known = packs.iter().any(|pack| pack.name == *value);
        if !is_known && !is_elsewhere && sink.suppression.knows_all_names() {
            let help = suggest(value, packs.iter().map(|pack| pack.name.as_str()));
            sink.error(Code::UnknownPack, *place, format!("unknown pack `{value}`"), help);
        }
        is_known.then(|| value.clone())
    };
    GateSettings {
        observes: spec.observes,
        judge_with: known(&spec.judge_with),
        judge_unnamed_with: known(&spec.judge_unnamed_with),
        refuses_unjudged: spec.refuses_unjudged,
        refuses_unknown: spec.refuses_unknown,
        refuses_closed: spec.refuses_closed,
        body_limit: spec.body_limit,
        body_time: spec.body_time,
    }
}
