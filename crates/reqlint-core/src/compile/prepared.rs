//! Prepared packs: read, weighed and proved when the crate that embeds them is built, so that a load reads no rule file, and
//! compiles a pack only when a request meets it.

use crate::api::facts::FactSlot;
use crate::api::patterns::Definitions;
use crate::compile::{self, Compiled, Loaded, Project, patterns, servers::Answering};
use crate::files::pack::{PackSource, PackSpec, read};
use crate::language::{Diagnostics, Sink};
use crate::message::header_names::HeaderNames;
use crate::message::secrets::names::OwnNames;
use crate::rules::hosts::StandIns;
use crate::rules::lazy_pack::LazyPack;
use crate::rules::pack::Pack;
use crate::rules::rule_set::RuleSet;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Packs that a crate embeds, as [`prepare`] wrote them when it was built.
#[derive(Clone, Copy, Debug)]
pub struct Prepared {
    bytes: &'static [u8],
    sources: fn() -> Vec<PackSource>,
}

/// What is asked of all packs before one is met, and the packs.
#[derive(Serialize, Deserialize)]
struct Index<'b> {
    facts: Vec<FactSlot>,
    /// The headers that rules look at, in the order of their slots.
    headers: Vec<String>,
    /// Whether a rule asks for the form of header lines.
    asks_form: bool,
    #[serde(borrow)]
    packs: Vec<Entry<'b>>,
}

#[derive(Serialize, Deserialize)]
struct Entry<'b> {
    name: String,
    /// In lower case.
    hosts: Vec<String>,
    /// A [`Body`], which is read when the pack is compiled.
    body: &'b [u8],
}

#[derive(Serialize, Deserialize)]
struct Body {
    /// Without what only a load looks at.
    spec: PackSpec,
    definitions: Definitions,
}

/// Reads packs as [`Loaded::from`] does, and writes what [`Loaded::prepared`] takes in place of their files.
///
/// # Errors
/// All errors in all files, with their places.
pub fn prepare(sources: Vec<PackSource>) -> Result<Vec<u8>, Diagnostics> {
    let mut sink = Sink::default();
    let specs = sources.into_iter().filter_map(|source| read(source, &mut sink)).collect();
    let weighed = compile::weigh(specs, &Answering::default(), &mut sink);
    let Compiled { packs, facts, headers, .. } = compile::compile(&weighed, false, &mut sink);
    let body = |spec| {
        let definitions = patterns::definitions(&spec, &mut sink);
        encode(&Body { spec: proved(spec), definitions })
    };
    let bodies: Vec<_> = weighed.specs.into_iter().map(body).collect();
    let errors = sink.finish().errors;
    if !errors.is_empty() {
        return Err(errors);
    }
    let entry = |(pack, body): (Pack, _)| Entry { name: pack.name, hosts: pack.host_names, body };
    let packs = packs.into_iter().zip(bodies.iter().map(Vec::as_slice)).map(entry).collect();
    Ok(encode(&Index { facts, headers: headers.slotted(), asks_form: headers.asks_form, packs }))
}

/// A pack without what is only weighed, defined or proved when it is read.
fn proved(mut spec: PackSpec) -> PackSpec {
    spec.patterns.clear();
    spec.hierarchies.clear();
    spec.servers.iter_mut().for_each(|server| server.measured.clear());
    spec.shapes.iter_mut().for_each(|shape| shape.examples.clear());
    for rule in &mut spec.rules {
        rule.fingerprint.clear();
        rule.known.clear();
    }
    spec
}

/// The bytes of a value; none if it can't be written, so that packs are read from their files instead.
fn encode(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap_or_default()
}

impl Prepared {
    /// What [`prepare`] wrote, and the files from which it did: they are read where a project changes what rules weigh or
    /// where they run, and where the bytes are empty because the files have errors.
    #[must_use]
    pub const fn new(bytes: &'static [u8], sources: fn() -> Vec<PackSource>) -> Self {
        Self { bytes, sources }
    }
}

impl Loaded {
    /// Loads prepared packs for a project: the same rules as [`Loaded::of`] gives, each pack compiled when it is first met.
    /// What there is to hint at in the packs' own files isn't said.
    #[must_use]
    pub fn prepared(project: Project, packs: Prepared) -> Self {
        match postcard::from_bytes(packs.bytes) {
            Ok(index) if project.takes_rules_as_written() => open(project, index, packs),
            _ => Self::of(project, (packs.sources)()),
        }
    }
}

fn open(project: Project, index: Index<'static>, packs: Prepared) -> Loaded {
    let Project { spec, sink, is_elsewhere, runs_notes, .. } = project;
    let headers = HeaderNames::of(&index.headers, index.asks_form);
    let facts: Arc<[FactSlot]> = index.facts.as_slice().into();
    let shelf = Arc::new(Shelf { index, runs_notes, secrets: spec.secrets.clone(), packs });
    let later = |entry: &Entry<'_>| {
        let (shelf, name) = (Arc::clone(&shelf), entry.name.clone());
        LazyPack::later(entry.name.clone(), entry.hosts.clone(), move || shelf.pack(&name))
    };
    let packs: Vec<_> = shelf.index.packs.iter().map(later).collect();
    let others = StandIns { loaded: packs.len(), ..StandIns::default() };
    Loaded::with(RuleSet::of((packs, others), facts, headers, Vec::new()), &spec, is_elsewhere, sink)
}

/// Prepared packs that aren't compiled yet.
struct Shelf {
    index: Index<'static>,
    runs_notes: bool,
    /// What the project says is secret.
    secrets: OwnNames,
    packs: Prepared,
}

impl Shelf {
    fn pack(&self, name: &str) -> Pack {
        let mut pack = self.decoded(name).unwrap_or_else(|| self.parsed(name));
        pack.catalogue.names.add(&self.secrets);
        pack
    }

    /// Compiles a pack, with what it takes of those that it extends.
    fn decoded(&self, name: &str) -> Option<Pack> {
        let own = self.body(name)?;
        let extended = own.spec.extends.iter().map(|name| self.body(&name.value));
        let extended: Vec<Body> = extended.collect::<Option<_>>()?;
        let all: Vec<_> = [&own].into_iter().chain(&extended).map(|body| (&body.spec, &body.definitions)).collect();
        let mut headers = HeaderNames::of(&self.index.headers, self.index.asks_form);
        let own = (&own.spec, &own.definitions);
        Some(compile::pack(own, &all, &self.index.facts, self.runs_notes, &mut headers, &mut Sink::default()))
    }

    fn body(&self, name: &str) -> Option<Body> {
        let entry = self.index.packs.iter().find(|entry| entry.name == name)?;
        postcard::from_bytes(entry.body).ok()
    }

    /// The same from its files, should the bytes be damaged: no rule is dropped in silence.
    fn parsed(&self, name: &str) -> Pack {
        let mut sink = Sink::default();
        let specs = (self.packs.sources)().into_iter().filter_map(|source| read(source, &mut sink)).collect();
        let weighed = compile::weigh(specs, &Answering::default(), &mut sink);
        let Compiled { packs, .. } = compile::compile(&weighed, self.runs_notes, &mut sink);
        packs.into_iter().find(|pack| pack.name == name).unwrap_or_default()
    }
}
