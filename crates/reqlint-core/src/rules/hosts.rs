//! The hosts of all packs by name, so that nearly every request finds its judge at once.

use crate::api::Api;
use crate::base::bytes::{HashTable, ShortKey};
use crate::rules::lazy_pack::LazyPack;
use crate::subject::Address;
use std::ops::Range;

/// The names of hosts. What fits many names, such as `*.example.com`, is left to the packs.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    all: Vec<Known>,
    table: HashTable,
}

#[derive(Debug)]
struct Known {
    name: Box<[u8]>,
    judge: Judge,
}

/// Packs that take the place of loaded ones, after which they come.
#[derive(Debug, Default)]
pub(crate) struct StandIns {
    /// How many packs were loaded.
    pub(crate) loaded: usize,
    pub(crate) at_hosts: Vec<AtHost>,
    /// For each loaded pack the one as it is written, without the limits of a server; empty where no server is named.
    pub(crate) as_written: Vec<usize>,
}

/// A host at which a certain server answers, so that packs expect other answers than elsewhere.
#[derive(Debug)]
pub(crate) struct AtHost {
    /// In lower case: exact, or `*.suffix`.
    pub(crate) host: String,
    /// For each pack the index of the one that judges in its place; its own where it has measured no such server.
    pub(crate) packs: Vec<usize>,
}

/// Who judges a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judge {
    /// The index of the pack.
    pub(crate) pack: usize,
    /// Which of the pack's hosts the request goes to, where that was found on the way.
    pub(crate) host: Option<usize>,
    /// Whether a host that the pack doesn't know may be any of its own.
    pub(crate) takes_any_host: bool,
}

impl Judge {
    /// The hosts of its pack whose endpoints a request may mean.
    pub(crate) fn hosts_to_search(&self, address: &Address<'_>, api: Api<'_>) -> Range<usize> {
        if let Some(host) = self.host {
            return host..host + 1;
        }
        let named = address.hosts_to_search(api);
        let is_known = address.name.is_some() && !named.is_empty();
        if self.takes_any_host && !is_known { 0..api.host_names.len() } else { named }
    }
}

impl Hosts {
    pub(crate) fn of(packs: &[LazyPack]) -> Self {
        let mut all: Vec<Known> = Vec::new();
        for (pack, each) in packs.iter().enumerate() {
            for (host, name) in each.host_names.iter().enumerate() {
                let name = name.as_bytes();
                all.push(Known { name: name.into(), judge: Judge { pack, host: Some(host), takes_any_host: false } });
            }
        }
        Self { table: HashTable::of(all.iter().map(|known| ShortKey::of(&known.name)).zip(0..)), all }
    }

    /// Who judges requests to a name, where it is written as a pack writes it.
    #[inline]
    pub(crate) fn find(&self, name: &[u8]) -> Option<Judge> {
        let is_it = |index| self.all.get(index).is_some_and(|known: &Known| *known.name == *name);
        self.table.find(ShortKey::of(name), is_it).and_then(|index| self.all.get(index)).map(|known| known.judge)
    }
}
