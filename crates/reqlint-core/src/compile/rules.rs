//! From rule files to the rules of a pack.

use super::precedence::{full_name, order};
use super::{Source, marks, proofs, replies};
use crate::api::catalogue::EndpointIx;
use crate::api::facts::{FactIx, FactSlot};
use crate::base::finding::Severity;
use crate::base::text::SmolStr;
use crate::check::Check;
use crate::check::scope::Scope;
use crate::files::pack::PackSpec;
use crate::files::rule::{RuleSpec, answer_status};
use crate::language::{Code, Located, Sink};
use crate::message::header_names::HeaderNames;
use crate::rules::pack::{AppliesTo, Pack, Rule, RuleIx};
use crate::rules::plans::{Counted, Plans};
use crate::rules::sentence::Sentence;
use crate::subject::Uses;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Compiles the rules of a pack and of those that it extends into it.
pub(crate) fn compile(
    pack: &mut Pack,
    sources: &[Source<'_>],
    facts: &[FactSlot],
    headers: &mut HeaderNames,
    sink: &mut Sink,
) {
    let mut schemes = Vec::new();
    let mut specs: Vec<(Source<'_>, &RuleSpec)> = Vec::new();
    for source in sources {
        specs.extend(order(source.0, sink).into_iter().map(|rule| (*source, rule)));
    }
    let names: Vec<String> = specs.iter().map(|((pack, _), rule)| full_name(&pack.name, &rule.id)).collect();
    let numbers: BTreeMap<&str, usize> = names.iter().enumerate().map(|(ix, name)| (name.as_str(), ix)).collect();
    let mut rules = Vec::with_capacity(specs.len());
    for ((source, definitions), spec) in &specs {
        let applies = applies_to(spec, source, pack, sink);
        let mut scope = Scope {
            definitions,
            facts,
            catalogue: &pack.catalogue,
            endpoints: applies.endpoints(pack),
            place: spec.check.as_ref().map_or(spec.place, |check| check.place),
            schemes: &mut schemes,
            headers: &mut *headers,
            sink,
            holes: None,
        };
        rules.push(rule(spec, source, applies, &numbers, &mut scope));
    }
    wait_for_no_note(&mut rules, &specs);
    asks(pack, sources, facts, (&mut schemes, headers), sink);
    for ((rule, (_, spec)), name) in rules.iter_mut().zip(&specs).zip(&names) {
        // a rule whose file has an error elsewhere, such as in an example, isn't run either
        if rule.is_none() || sink.is_broken(spec.place) {
            *rule = None;
            sink.leave_out(name.clone());
        }
    }
    pack.rules = without_gaps(rules);
    pack.numbers = pack.rules.iter().enumerate().map(|(ix, rule)| (rule.id.to_string(), RuleIx::new(ix))).collect();
    pack.order = evaluation_order(&pack.rules);
    pack.plans = Plans::of(pack, Counted::default());
    pack.schemes = schemes;
}

/// Lets only notes wait for notes: a note isn't always run, so that others would go otherwise with notes than without.
fn wait_for_no_note(rules: &mut [Option<Rule>], specs: &[(Source<'_>, &RuleSpec)]) {
    let is_note = |index: &RuleIx| specs.get(index.get()).is_some_and(|(_, spec)| spec.severity == Severity::Note);
    for rule in rules.iter_mut().flatten().filter(|rule| rule.severity > Severity::Note) {
        rule.waits.retain(|waited| !is_note(waited));
    }
}

/// The whole name of a rule that another one of a pack names.
fn full_name_of(name: &Located<String>, source: &PackSpec) -> String {
    if name.value.contains('/') { name.value.clone() } else { full_name(&source.name, &name.value) }
}

/// The valid rules, without gaps. No rule waits for one that was left out.
fn without_gaps(rules: Vec<Option<Rule>>) -> Vec<Rule> {
    let mut next = 0;
    let mut number = |rule: &Option<Rule>| {
        let own = rule.is_some().then(|| RuleIx::new(next));
        next += usize::from(rule.is_some());
        own
    };
    let places: Vec<Option<RuleIx>> = rules.iter().map(&mut number).collect();
    let place = |old: &RuleIx| places.get(old.get()).copied().flatten();
    let moved = |rule: Rule| Rule { waits: rule.waits.iter().filter_map(place).collect(), ..rule };
    rules.into_iter().flatten().map(moved).collect()
}

fn rule(
    spec: &RuleSpec,
    source: &PackSpec,
    applies_to: AppliesTo,
    numbers: &BTreeMap<&str, usize>,
    scope: &mut Scope<'_>,
) -> Option<Rule> {
    // every name is looked up before the first `?`, so that all errors are reported at once
    let check = spec.check.as_ref().and_then(|check| Check::compile(&check.value, scope));
    let when = spec.applies_to.when.as_ref().map(|when| {
        proofs::of_when(when, scope.sink);
        Check::compile(&when.value, scope)
    });
    let mut waits = Vec::new();
    for name in &spec.unless_failed {
        match numbers.get(full_name_of(name, source).as_str()) {
            Some(index) => waits.push(RuleIx::new(*index)),
            None => proofs::unknown_rule(name, numbers.keys().map(|n| n.rsplit('/').next().unwrap_or(n)), scope.sink),
        }
    }
    let mut sentence = |text: &Option<Located<String>>| text.as_ref().map(|t| Sentence::compile(t, scope));
    let (why, fix, ask) = (sentence(&spec.why), sentence(&spec.fix), sentence(&spec.ask));
    let status = spec.status.as_ref().and_then(|s| answer_status(s, scope.sink));
    if let (Some(status), Some(written)) = (status, &spec.status) {
        marks::covers(source, status, written.place, spec.error_type.is_some(), scope.sink);
    }
    for (name, value) in &spec.known {
        scope.example_fact(name, value);
    }
    let check = check?;
    let when = when.map_or(Some(None), |when| when.map(Some))?;
    let uses = Uses::all([check.uses()].into_iter().chain(when.as_ref().map(Check::uses)));
    let speaks_of_body = uses.body || [&why, &fix].into_iter().flatten().any(Sentence::speaks_of_body);
    Some(Rule {
        id: full_name(&source.name, &spec.id).into(),
        path: spec.path.clone(),
        title: spec.title.value.as_str().into(),
        status,
        error_type: spec.error_type.as_deref().map(SmolStr::new),
        api_says: spec.api_says.clone(),
        message: spec.api_says.first().map(SmolStr::new),
        why,
        fix,
        ask,
        source: spec.source.clone().or_else(|| source.default_source.clone()),
        severity: spec.severity,
        servers: spec.servers.clone(),
        waits,
        also_listed: spec.also_listed.clone(),
        applies_to,
        when: when.map(Arc::new),
        check: Arc::new(check),
        uses,
        speaks_of_body,
        examples: Arc::clone(&spec.examples),
    })
}

fn applies_to(spec: &RuleSpec, source: &PackSpec, pack: &Pack, sink: &mut Sink) -> AppliesTo {
    let applies = &spec.applies_to;
    let mut hosts = replies::hosts(&applies.hosts, pack, sink);
    hosts.sort_unstable();
    hosts.dedup();
    let every_host = hosts.len() == pack.host_names.len();
    let mut endpoints = Vec::new();
    for name in &applies.endpoints {
        match pack.catalogue.endpoints.iter().position(|e| e.id == name.value) {
            Some(index) => endpoints.extend(u32::try_from(index).ok().map(EndpointIx)),
            None => unknown_endpoint(name, pack, sink),
        }
    }
    applies.methods.iter().for_each(|method| check_method(method, sink));
    let lists = |method: &str| applies.methods.iter().any(|listed| listed.value == method);
    let compiled = AppliesTo {
        hosts: if every_host { Vec::new() } else { hosts },
        methods: applies.methods.iter().map(|m| m.value.clone()).collect(),
        takes_head: lists("GET") && !lists("HEAD") && !pack.catalogue.knows_head,
        endpoints,
        tags: replies::tags(&applies.tags, pack, sink),
    };
    let has_endpoints = !pack.catalogue.endpoints.is_empty();
    // a rule of another pack is about the catalogue of that pack
    if has_endpoints
        && source.name == pack.name
        && compiled.endpoints(pack).is_empty()
        && !sink.is_broken(spec.place)
        && sink.suppression.knows_all_names()
    {
        let message = "no endpoint has these hosts, methods and tags: this rule would never run";
        let help = "remove one of them, or correct it".to_owned();
        sink.error(Code::NeverRuns, applies.place, message, Some(help));
    }
    compiled
}

/// Reports an unknown endpoint; for a path, with the ids of the endpoints that have it.
fn unknown_endpoint(name: &Located<String>, pack: &Pack, sink: &mut Sink) {
    let path = name.value.find('/').and_then(|start| name.value.get(start..));
    let at_path = pack.catalogue.endpoints.iter().filter(|endpoint| Some(endpoint.path.as_str()) == path);
    let ids: Vec<_> = at_path.map(|endpoint| format!("`{}`", endpoint.id)).collect();
    if ids.is_empty() {
        return sink.unknown(
            Code::UnknownEndpoint,
            "endpoint",
            name,
            pack.catalogue.endpoints.iter().map(|e| e.id.as_str()),
        );
    }
    let help = format!("write {}", ids.join(" or "));
    sink.error(Code::UnknownEndpoint, name.place, "expected the id of an endpoint, found a path", Some(help));
}

/// Reports an invalid method, or a standard one that isn't upper case.
pub(crate) fn check_method(method: &Located<String>, sink: &mut Sink) {
    let capitals = method.value.to_ascii_uppercase();
    match http::Method::from_bytes(capitals.as_bytes()) {
        Ok(standard) if method.value != capitals && is_standard(&standard) => {
            let help = format!("write \"{capitals}\"");
            sink.error(Code::InvalidMethod, method.place, "HTTP methods are upper case", Some(help));
        }
        Ok(_) => {}
        Err(_) => sink.error(
            Code::InvalidMethod,
            method.place,
            format!("`{}` is not a valid HTTP method", method.value),
            None,
        ),
    }
}

/// Whether a method is one of the usual ones, which is meant in whichever case it is written.
fn is_standard(method: &http::Method) -> bool {
    use http::Method;
    [Method::GET, Method::PUT, Method::POST, Method::DELETE, Method::PATCH, Method::HEAD, Method::OPTIONS]
        .contains(method)
}

/// Compiles the questions of the facts.
fn asks(
    pack: &mut Pack,
    sources: &[Source<'_>],
    facts: &[FactSlot],
    (schemes, headers): (&mut Vec<String>, &mut HeaderNames),
    sink: &mut Sink,
) {
    let every: Vec<EndpointIx> = (0..).map(EndpointIx).take(pack.catalogue.endpoints.len()).collect();
    for fact in sources.iter().flat_map(|(pack, _)| &pack.facts) {
        let (Some(ask), Some(index)) = (&fact.ask, facts.iter().position(|f| f.name == fact.name.value)) else {
            continue;
        };
        let mut scope = Scope {
            definitions: &crate::api::patterns::Definitions::default(),
            facts,
            catalogue: &pack.catalogue,
            endpoints: every.clone(),
            place: ask.place,
            schemes,
            headers,
            sink,
            holes: None,
        };
        let sentence = Sentence::compile(ask, &mut scope);
        pack.asks.insert(FactIx(u32::try_from(index).unwrap_or(u32::MAX)), sentence);
    }
}

/// An order in which every rule comes after those that it waits for.
fn evaluation_order(rules: &[Rule]) -> Vec<RuleIx> {
    fn visit(index: RuleIx, rules: &[Rule], seen: &mut [bool], order: &mut Vec<RuleIx>) {
        let Some(flag) = seen.get_mut(index.get()).filter(|f| !**f) else { return };
        *flag = true;
        for wait in rules.get(index.get()).map(|r| r.waits.as_slice()).unwrap_or_default() {
            visit(*wait, rules, seen, order);
        }
        order.push(index);
    }
    let mut order = Vec::with_capacity(rules.len());
    let mut seen = vec![false; rules.len()];
    for index in 0..rules.len() {
        visit(RuleIx::new(index), rules, &mut seen, &mut order);
    }
    order
}
