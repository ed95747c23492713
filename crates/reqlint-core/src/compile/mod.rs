//! Compiling: specs become what is run. Every name is looked up here, and only here.

pub(crate) mod catalogue;
mod causes;
mod characters;
mod decisions;
mod exceptions;
mod gate;
mod limits;
mod load;
mod marks;
mod measured;
mod patterns;
mod precedence;
#[cfg(feature = "prepared")]
mod prepared;
mod project;
mod proofs;
mod replies;
mod rules;
mod servers;
mod shapes;
mod sources;

pub(crate) use decisions::{change_severities, known_facts};
pub(crate) use exceptions::exceptions;
pub(crate) use gate::gate;
pub(crate) use measured::weigh;
pub(crate) use rules::check_method;
pub(crate) use servers::answering;
pub(crate) use sources::sources;

pub use load::Loaded;
#[cfg(feature = "prepared")]
pub use prepared::{Prepared, prepare};
pub use project::Project;

use crate::api::facts::{FactSlot, FactType};
use crate::api::patterns::Definitions;
use crate::base::finding::Server;
use crate::base::pattern::Format;
use crate::files::pack::PackSpec;
use crate::language::{Code, Sink};
use crate::message::header_names::HeaderNames;
use crate::rules::hosts::{AtHost, StandIns};
use crate::rules::pack::FALLBACK;
use crate::rules::pack::{Pack, Status};
use measured::{Weighed, WeighedAt};
use std::collections::BTreeMap;

/// Packs, and what they share.
pub(crate) struct Compiled {
    /// The packs, then those that stand in for them.
    pub(crate) packs: Vec<Pack>,
    pub(crate) others: StandIns,
    pub(crate) facts: Vec<FactSlot>,
    /// The headers that rules look at.
    pub(crate) headers: HeaderNames,
}

/// Compiles packs that were read. What is wrong is reported to the sink.
pub(crate) fn compile(weighed: &Weighed, runs_notes: bool, sink: &mut Sink) -> Compiled {
    let specs = &weighed.specs;
    names_and_hosts(specs, sink);
    specs.iter().for_each(|spec| proofs::of_rules(spec, sink));
    let facts = facts(specs, sink);
    let mut headers = HeaderNames::default();
    let definitions: Vec<_> = specs.iter().map(|spec| patterns::definitions(spec, sink)).collect();
    let all: Vec<_> = specs.iter().zip(&definitions).collect();
    let mut packs: Vec<_> =
        all.iter().map(|source| pack(*source, &all, &facts, runs_notes, &mut headers, sink)).collect();
    let mut others = StandIns { loaded: packs.len(), ..StandIns::default() };
    let own: Vec<Option<Server>> = packs.iter().map(|pack| pack.server.clone()).collect();
    let mut stand_ins = |specs: &[PackSpec]| -> Vec<usize> {
        let all: Vec<_> = specs.iter().zip(&definitions).collect();
        let place = |(index, source): (usize, &Source<'_>)| {
            let other = pack(*source, &all, &facts, runs_notes, &mut headers, sink);
            // a pack that knows no other server is the same
            if own.get(index) == Some(&other.server) {
                return index;
            }
            packs.push(other);
            packs.len() - 1
        };
        all.iter().enumerate().map(place).collect()
    };
    for WeighedAt { hosts, specs } in &weighed.at_hosts {
        let own = stand_ins(specs);
        others.at_hosts.extend(hosts.iter().map(|host| AtHost { host: host.clone(), packs: own.clone() }));
    }
    others.as_written = weighed.as_written.as_deref().map(stand_ins).unwrap_or_default();
    Compiled { packs, others, facts, headers: headers.finish() }
}

/// A pack as it was read, and the names that its files can use.
type Source<'s> = (&'s PackSpec, &'s Definitions);

fn pack(
    own: Source<'_>,
    all: &[Source<'_>],
    facts: &[FactSlot],
    runs_notes: bool,
    headers: &mut HeaderNames,
    sink: &mut Sink,
) -> Pack {
    let (spec, definitions) = own;
    let hosts: Vec<String> = spec.hosts.iter().map(|h| h.value.to_ascii_lowercase()).collect();
    let catalogue = catalogue::build(spec, &hosts, &definitions.patterns, sink);
    let mut pack = Pack {
        name: spec.name.clone(),
        title: spec.title.clone(),
        docs: spec.docs.clone(),
        host_names: hosts,
        statuses: statuses(spec, sink),
        catalogue,
        runs_notes,
        ..Pack::default()
    };
    let mut sources = vec![own];
    for name in &spec.extends {
        match all.iter().find(|(other, _)| other.name == name.value) {
            Some(other) if other.0.name != spec.name => sources.push(*other),
            Some(_) => sink.error(Code::Cycle, name.place, "a pack can't extend itself", Some("remove it".into())),
            None => sink.unknown(Code::UnknownPack, "pack", name, all.iter().map(|(other, _)| other.name.as_str())),
        }
    }
    pack.server = sources.iter().find_map(|(source, _)| source.known_server.clone());
    rules::compile(&mut pack, &sources, facts, headers, sink);
    pack.replies = replies::forms(spec, &pack, sink);
    pack.marks = marks::marks(spec, sink);
    pack.shapes = shapes::shapes(spec, sink);
    causes::of_answers(&mut pack, own, facts, headers, sink);
    pack.engines = spec.servers.iter().flat_map(|server| server.engines.iter().cloned()).collect();
    pack
}

fn names_and_hosts(specs: &[PackSpec], sink: &mut Sink) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    let mut names: Vec<&str> = Vec::new();
    // the pack that judges any host
    let mut any_host: Option<&str> = None;
    for spec in specs {
        if names.contains(&spec.name.as_str()) {
            sink.error(Code::DuplicateName, spec.place, format!("two packs are named `{}`", spec.name), None);
        }
        names.push(&spec.name);
        if spec.hosts.is_empty()
            && spec.name != FALLBACK
            && !sink.is_broken(spec.place)
            && let Some(other) = any_host.replace(spec.name.as_str())
        {
            let message = format!("neither this pack nor `{other}` has `hosts`: either would judge any host");
            let help = Some("add hosts = [\"…\"] to one of them, or load one of them only".to_owned());
            sink.error(Code::DuplicateName, spec.place, message, help);
        }
        for host in &spec.hosts {
            if !is_host(&host.value) {
                let help = "write a name such as api.example.com, or *.example.com; no scheme, port or path".to_owned();
                sink.error(Code::InvalidHost, host.place, format!("`{}` is not a valid host", host.value), Some(help));
            }
            if let Some(owner) = owners.insert(host.value.to_ascii_lowercase(), &spec.name) {
                let message = format!("the host `{}` is also in the pack `{owner}`", host.value);
                sink.error(Code::DuplicateName, host.place, message, Some("a host can belong to one pack only".into()));
            }
        }
    }
}

/// A name, an address, `*.suffix`, or `*` for any.
fn is_host(text: &str) -> bool {
    let name = text.strip_prefix("*.").unwrap_or(text);
    let address = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
    text == "*" || Format::Hostname.holds(name.as_bytes()) || Format::Ip.holds(address.as_bytes())
}

fn facts(specs: &[PackSpec], sink: &mut Sink) -> Vec<FactSlot> {
    let mut slots: Vec<FactSlot> = Vec::new();
    for fact in specs.iter().flat_map(|s| &s.facts) {
        let kind = FactType::ALL.get(fact.kind).copied().unwrap_or(FactType::Text);
        match slots.iter().find(|s| s.name == fact.name.value) {
            Some(slot) if slot.kind != kind || slot.one_of != fact.one_of || slot.ignore_case != fact.ignore_case => {
                let message = format!("the fact `{}` is declared differently in another pack", fact.name.value);
                sink.error(
                    Code::InvalidFact,
                    fact.name.place,
                    message,
                    Some("declare it in the same way in all packs".into()),
                );
            }
            Some(_) => {}
            None => slots.push(FactSlot {
                name: fact.name.value.clone(),
                kind,
                one_of: fact.one_of.clone(),
                ignore_case: fact.ignore_case,
                ask: fact.ask.as_ref().map(|a| a.value.clone()),
            }),
        }
    }
    slots
}

fn statuses(spec: &PackSpec, sink: &mut Sink) -> BTreeMap<u16, Status> {
    let mut statuses = BTreeMap::new();
    for (name, title, about) in &spec.statuses {
        match name.value.parse::<u16>().ok().filter(|s| (400..=599).contains(s)) {
            Some(code) => {
                statuses.insert(code, Status { title: title.clone(), about: about.clone() });
            }
            None => {
                let help = Some("write [status.403]".into());
                sink.error(Code::InvalidStatus, name.place, format!("`{}` is not an error status", name.value), help);
            }
        }
    }
    statuses
}
