//! Rule sets: packs, compiled, ready to evaluate.

use crate::api::facts::{FactIx, FactSlot, Facts};
use crate::api::specificity;
use crate::base::near::nearest;
use crate::message::exchange::Exchange;
use crate::message::header_names::HeaderNames;
use crate::message::secrets::names::OwnNames;
use crate::rules::exception::Exception;
use crate::rules::hosts::{Hosts, Judge, StandIns};
use crate::rules::lazy_pack::LazyPack;
use crate::rules::pack::{FALLBACK, Pack};
use crate::rules::shape::Shape;
use crate::subject::Address;
use std::sync::Arc;

/// Packs, compiled: all with the set, or each when a request first meets it ([`Loaded::prepared`](crate::Loaded::prepared)).
/// `Send + Sync`; evaluation takes no lock once a request has met the pack and the endpoint.
///
/// A clone shares its packs.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// Those that were loaded, and after them those that judge in their place at some hosts.
    pub(crate) packs: Arc<[LazyPack]>,
    others: Arc<StandIns>,
    facts: Arc<[FactSlot]>,
    /// The headers that rules look at.
    pub(crate) headers: Arc<HeaderNames>,
    hosts: Arc<Hosts>,
    /// The pack that judges every exchange, if one was named.
    judge: Option<usize>,
    /// Whether a host that it doesn't know may be any of its own.
    takes_any_host: bool,
    /// The pack that judges what no pack names the host of: the one named, else the one without hosts.
    fallback: Option<usize>,
    /// Whether that pack was named.
    names_fallback: bool,
    /// Whether prefilters are looked at.
    pub(crate) prefilters: bool,
    pub(crate) exceptions: Arc<[Exception]>,
    /// What the project says is secret, for requests that no pack judges.
    pub(crate) names: Arc<OwnNames>,
}

/// No loaded pack has that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no pack `{name}`: {help}")]
#[non_exhaustive]
pub struct UnknownPack {
    /// The name as given.
    pub name: String,
    /// The nearest name, or the names there are.
    pub help: String,
}

impl RuleSet {
    pub(crate) fn of(
        (packs, others): (Vec<LazyPack>, StandIns),
        facts: Arc<[FactSlot]>,
        headers: HeaderNames,
        exceptions: Vec<Exception>,
    ) -> Self {
        let named_none = |(_, pack): &(usize, &LazyPack)| pack.host_names.is_empty();
        let own = packs.get(..others.loaded).unwrap_or_default();
        let without_hosts = own.iter().enumerate().filter(named_none);
        // a pack that was written for any host comes before the one that is only about HTTP
        let fallback = without_hosts.min_by_key(|(_, pack)| pack.name == FALLBACK).map(|(index, _)| index);
        Self {
            hosts: Arc::new(Hosts::of(own)),
            others: Arc::new(others),
            packs: packs.into(),
            facts,
            headers: Arc::new(headers),
            judge: None,
            takes_any_host: false,
            fallback,
            names_fallback: false,
            prefilters: true,
            exceptions: exceptions.into(),
            names: Arc::default(),
        }
    }

    /// Makes one pack judge every exchange, whatever its host.
    ///
    /// # Errors
    /// When no loaded pack has that name.
    pub fn judge_with(&mut self, pack: &str) -> Result<(), UnknownPack> {
        self.judge = Some(self.pack_index(pack)?);
        self.takes_any_host = false;
        Ok(())
    }

    /// As [`RuleSet::judge_with`], for a service that is reached under names that the pack doesn't know: a request to such a
    /// host may mean an endpoint of any of the pack's own hosts.
    ///
    /// # Errors
    /// When no loaded pack has that name.
    pub fn judge_any_host_with(&mut self, pack: &str) -> Result<(), UnknownPack> {
        self.judge_with(pack)?;
        self.takes_any_host = true;
        Ok(())
    }

    /// Makes one pack judge every exchange to a host that no pack names, which may mean an endpoint of any of its own hosts.
    ///
    /// # Errors
    /// When no loaded pack has that name.
    pub fn judge_unnamed_with(&mut self, pack: &str) -> Result<(), UnknownPack> {
        self.fallback = Some(self.pack_index(pack)?);
        self.names_fallback = true;
        Ok(())
    }

    fn pack_index(&self, pack: &str) -> Result<usize, UnknownPack> {
        let names = || self.loaded().iter().map(|p| p.name.as_str());
        names().position(|n| n == pack).ok_or_else(|| {
            let help = match nearest(pack, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("loaded are {}", names().collect::<Vec<_>>().join(", ")),
            };
            UnknownPack { name: pack.to_owned(), help }
        })
    }

    /// Whether one pack was named to judge every exchange, so that hosts don't matter.
    #[must_use]
    pub fn judges_every_host(&self) -> bool {
        self.judge.is_some()
    }

    /// Whether a pack judges requests to this exchange's host. It looks at nothing else.
    #[must_use]
    pub fn judges_host_of(&self, exchange: &Exchange<'_>) -> bool {
        self.judge_of(exchange).is_some()
    }

    /// The same rules without their prefilters: every rule that meets a request is evaluated. Reports are the same, and
    /// take longer; tests compare them.
    #[must_use]
    pub fn without_prefilter(mut self) -> Self {
        self.prefilters = false;
        self
    }

    /// Slots for the facts that the packs declare, all unknown.
    #[must_use]
    pub fn facts(&self) -> Facts {
        Facts::of(Arc::clone(&self.facts))
    }

    pub(crate) fn fact_slots(&self) -> &[FactSlot] {
        &self.facts
    }

    pub(crate) fn fact_slot(&self, index: FactIx) -> Option<&FactSlot> {
        self.facts.get(index.0 as usize)
    }

    /// The packs that were loaded, without those that judge in their place at some hosts.
    pub(crate) fn loaded(&self) -> &[LazyPack] {
        self.packs.get(..self.others.loaded).unwrap_or_default()
    }

    /// The shapes of a pack's answers, then those of any API's.
    pub(crate) fn shapes_for<'r>(&'r self, pack: Option<&'r Pack>) -> Vec<&'r Shape> {
        let own = pack.filter(|pack| pack.name != FALLBACK).map(|pack| &pack.shapes);
        let any = self.loaded().iter().find(|pack| pack.name == FALLBACK).map(|pack| &pack.shapes);
        own.into_iter().chain(any).flatten().collect()
    }

    /// A pack of this name as it is written, whatever servers are named.
    pub(crate) fn as_written(&self, name: &str) -> Option<&Pack> {
        let index = self.loaded().iter().position(|pack| pack.name == name)?;
        self.packs.get(self.others.as_written.get(index).copied().unwrap_or(index)).map(|pack| &**pack)
    }

    /// The packs in play when there is no request: the one named, else all.
    pub(crate) fn judges(&self) -> impl Iterator<Item = &LazyPack> {
        let named = self.judge;
        self.loaded().iter().enumerate().filter(move |(i, _)| named.is_none_or(|n| n == *i)).map(|(_, pack)| pack)
    }

    /// Of an exchange that no pack judges: the host of a loaded pack that is spelled most like its own.
    pub(crate) fn nearest_host(&self, exchange: &Exchange<'_>) -> Option<String> {
        let name = String::from_utf8_lossy(Address::of(exchange).name?);
        let hosts = self.loaded().iter().flat_map(|pack| &pack.host_names);
        nearest(&name, hosts.map(String::as_str)).map(str::to_owned)
    }

    /// The pack that judges an exchange.
    pub(crate) fn judge_of(&self, exchange: &Exchange<'_>) -> Option<&Pack> {
        self.packs.get(self.judge(Address::of(exchange).name)?.pack).map(|pack| &**pack)
    }

    /// Who judges (docs/language.md#which-pack-judges): the pack named, else the one with the host, else the one without
    /// hosts, else the fallback.
    #[inline]
    pub(crate) fn judge(&self, host: Option<&[u8]>) -> Option<Judge> {
        let judge = self.loaded_judge(host);
        // fast path: hardly anybody names the server of a host
        if self.others.at_hosts.is_empty() { judge } else { judge.map(|judge| self.judge_at(host, judge)) }
    }

    /// The one that judges in place of another where a server is named for the host.
    #[cold]
    fn judge_at(&self, host: Option<&[u8]>, judge: Judge) -> Judge {
        let fits = self.others.at_hosts.iter().filter_map(|at| Some((specificity(&at.host, host?)?, at)));
        let at = fits.max_by_key(|(length, _)| *length).and_then(|(_, at)| at.packs.get(judge.pack));
        Judge { pack: at.copied().unwrap_or(judge.pack), ..judge }
    }

    #[inline]
    fn loaded_judge(&self, host: Option<&[u8]>) -> Option<Judge> {
        if let Some(pack) = self.judge {
            return Some(Judge { pack, host: None, takes_any_host: self.takes_any_host });
        }
        let known = host.and_then(|name| self.hosts.find(name));
        known.or_else(|| self.search_judge(host))
    }

    /// The pack with the host, else the one for any host.
    fn search_judge(&self, host: Option<&[u8]>) -> Option<Judge> {
        let by_host = host.and_then(|name| {
            let fits = self.loaded().iter().enumerate().filter_map(|(i, p)| Some((p.fit(name)?, i)));
            fits.max().map(|(_, i)| i)
        });
        let fitting = by_host.map(|pack| Judge { pack, host: None, takes_any_host: false });
        fitting.or_else(|| Some(Judge { pack: self.fallback?, host: None, takes_any_host: self.names_fallback }))
    }
}

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<RuleSet>();
};
