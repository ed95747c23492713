//! Exceptions: rules that a project disables for some endpoints or hosts.

use super::decisions::rule_name;
use crate::api::catalogue::EndpointIx;
use crate::api::specificity;
use crate::base::near::suggest;
use crate::files::pack::PackSpec;
use crate::files::project::{ExceptionSpec, ProjectSpec};
use crate::language::{Code, Located, Sink};
use crate::rules::exception::{Exception, Reach};
use crate::rules::pack::{Pack, RuleIx};
use crate::rules::plans::{Counted, Plans};

/// Compiles the exceptions of a project, and plans every pack around them.
pub(crate) fn exceptions(
    project: &ProjectSpec,
    specs: &[PackSpec],
    packs: &mut [Pack],
    is_elsewhere: bool,
    sink: &mut Sink,
) -> Vec<Exception> {
    let compiled: Vec<Exception> =
        project.exceptions.iter().filter_map(|spec| exception(spec, specs, packs, is_elsewhere, sink)).collect();
    for (index, pack) in packs.iter_mut().enumerate() {
        let own: Vec<&Reach> = compiled.iter().flat_map(|e| &e.reach).filter(|reach| reach.pack == index).collect();
        if !own.is_empty() {
            plan(pack, &own);
        }
    }
    compiled
}

fn exception(
    spec: &ExceptionSpec,
    specs: &[PackSpec],
    packs: &[Pack],
    is_elsewhere: bool,
    sink: &mut Sink,
) -> Option<Exception> {
    let rule = rule_name(&spec.rule, specs, is_elsewhere, sink)?;
    // a rule runs in its own pack, and in those that extend it
    let found = packs.iter().enumerate().filter_map(|(index, pack)| {
        let rule = pack.rules.iter().position(|own| own.id == rule)?;
        Some((index, pack, RuleIx::new(rule)))
    });
    let found: Vec<(usize, &Pack, RuleIx)> = found.collect();
    // if the rule was left out, its endpoints aren't known
    if !found.is_empty() {
        names(spec, &found, sink);
    }
    let hosts: Vec<String> = spec.hosts.iter().map(|host| host.value.to_ascii_lowercase()).collect();
    let reach = found.iter().map(|(index, pack, rule)| Reach {
        pack: *index,
        rule: *rule,
        endpoints: (!spec.endpoints.is_empty()).then(|| endpoints(&spec.endpoints, pack)),
        hosts: hosts.clone(),
    });
    Some(Exception {
        rule,
        reason: spec.reason.clone(),
        until: spec.until.clone(),
        span: spec.place.range(),
        reach: reach.collect(),
    })
}

/// Reports endpoints and hosts that no pack with the rule has.
fn names(spec: &ExceptionSpec, found: &[(usize, &Pack, RuleIx)], sink: &mut Sink) {
    let packs = || found.iter().map(|(_, pack, _)| *pack);
    for name in &spec.endpoints {
        let known = || packs().flat_map(|pack| &pack.catalogue.endpoints).map(|endpoint| endpoint.id.as_str());
        if !known().any(|id| id == name.value) {
            sink.unknown(Code::UnknownEndpoint, "endpoint", name, known());
        }
    }
    for Located { value: host, place } in &spec.hosts {
        let is_of = |pack: &Pack| {
            let fits = |own: &String| {
                specificity(own, host.as_bytes()).is_some() || specificity(host, own.as_bytes()).is_some()
            };
            pack.host_names.is_empty() || pack.host_names.iter().any(fits)
        };
        if !packs().any(is_of) {
            let known = packs().flat_map(|pack| &pack.host_names).map(String::as_str);
            sink.error(Code::UnknownHost, *place, format!("the pack has no host `{host}`"), suggest(host, known));
        }
    }
}

fn endpoints(names: &[Located<String>], pack: &Pack) -> Vec<EndpointIx> {
    let all = (0..).map(EndpointIx).zip(&pack.catalogue.endpoints);
    all.filter(|(_, endpoint)| names.iter().any(|name| name.value == endpoint.id)).map(|(index, _)| index).collect()
}

/// Plans a pack anew: for requests to any host, and for each host that an exception names.
fn plan(pack: &mut Pack, exceptions: &[&Reach]) {
    let off: Vec<Reach> = exceptions.iter().copied().cloned().collect();
    let at = |host: Option<String>| Plans::of(pack, Counted::without(off.clone(), host));
    let mut hosts: Vec<&String> = exceptions.iter().flat_map(|exception| &exception.hosts).collect();
    hosts.sort_unstable();
    hosts.dedup();
    let plans_at: Vec<_> = hosts.into_iter().map(|host| (host.clone(), at(Some(host.clone())))).collect();
    let everywhere = at(None);
    let plans = std::mem::replace(&mut pack.plans, everywhere);
    // with notes they are others, which are made when they are asked for
    if pack.considers_all() {
        let _ = pack.whole_plans.set(plans);
    }
    pack.plans_at = plans_at;
}
