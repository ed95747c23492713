//! How rules would have gone that a project switches off.

use crate::check::verdict::Trace;
use crate::check::want::Want;
use crate::evaluate::prepare::Prepared;
use crate::evaluate::state::RuleState;
use crate::rules::exception::{Excepted, Exception};
use crate::rules::pack::RuleIx;

/// The exceptions that an exchange meets, and how their rules would have gone.
pub(crate) fn excepted(exceptions: &[Exception], prepared: &Prepared<'_>) -> Vec<Excepted> {
    // the plans of what is switched off are made when first asked for, which takes longer than most requests
    if exceptions.is_empty() {
        return Vec::new();
    }
    let Prepared { pack, judge, address, plan, subject } = prepared;
    let endpoint = subject.route.endpoint;
    let Some(whole) = pack.whole_plan(endpoint, address) else { return Vec::new() };
    let is_off = |rule: &RuleIx| whole.rules.contains(rule) && !plan.is_some_and(|plan| plan.rules.contains(rule));
    let name = address.name_or_assumed(pack.api()).map(String::from_utf8_lossy);
    let mut met = Vec::new();
    for (number, exception) in exceptions.iter().enumerate() {
        let mut own = exception.reach.iter().filter(|reach| reach.pack == *judge && is_off(&reach.rule));
        let Some(reach) = own.find(|reach| reach.holds(endpoint, name.as_deref())) else { continue };
        let Some(rule) = pack.rule(reach.rule).filter(|rule| pack.considers(rule)) else { continue };
        let (mut evidence, mut missing) = (Vec::new(), Vec::new());
        let mut trace = Trace::new(Want::Outcomes, &mut evidence, &mut missing);
        let outcome = rule.run(subject, &RuleState::default(), &mut trace);
        met.push(Excepted { exception: number, outcome });
    }
    met
}
