//! A body that can't be read as what it is said to be: rules about what is in it find nothing, and another reader may find
//! what they would refuse.

use crate::check::Check;
use crate::check::verdict::Trace;
use crate::check::want::Want;
use crate::evaluate::Report;
use crate::evaluate::prepare::Prepared;
use crate::evaluate::state::RuleState;
use crate::rules::pack::RuleIx;

/// Notes the rules of a plan that would be unknown if nothing were known of the body. A failed rule about the form of bodies says
/// all that there is to say.
pub(crate) fn note(rules: &[RuleIx], prepared: &Prepared<'_>, report: &mut Report) {
    // fast path: nearly every body is what it is said to be
    if prepared.subject.is_misread() {
        note_unread(rules, prepared, report);
    }
}

#[cold]
fn note_unread(rules: &[RuleIx], prepared: &Prepared<'_>, report: &mut Report) {
    let Prepared { pack, subject, .. } = prepared;
    if report.failed.iter().any(|index| pack.rule(*index).is_some_and(|rule| is_about_form(&rule.check))) {
        return;
    }
    let unseen = subject.with_body_unseen();
    let state = RuleState { failed: report.failed.clone(), ..RuleState::default() };
    let (mut evidence, mut missing) = (Vec::new(), Vec::new());
    let mut trace = Trace::new(Want::Outcomes, &mut evidence, &mut missing);
    let went = |index: &RuleIx| report.failed.contains(index) || report.unknown.contains(index);
    let open = rules.iter().filter(|index| !went(index)).filter_map(|index| Some((*index, pack.rule(*index)?)));
    let has_fields = subject.may_have_fields();
    let open = open.filter(|(_, rule)| rule.uses.members || rule.uses.fields && has_fields);
    let unread = open.filter(|(_, rule)| rule.run(&unseen, &state, &mut trace).is_unknown());
    report.unread = unread.map(|(index, _)| index).collect();
    report.unread.sort_unstable();
}

fn is_about_form(check: &Check) -> bool {
    match check {
        Check::BodyFormat(_) => true,
        Check::All(checks) | Check::Any(checks) => checks.iter().any(is_about_form),
        Check::Not(check) => is_about_form(check),
        _ => false,
    }
}
