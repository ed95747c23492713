//! Packs that are compiled when a request first meets them, so that a large one costs nothing where none does.

use crate::api::specificity;
use crate::rules::pack::Pack;
use std::ops::Deref;
use std::panic::UnwindSafe;
use std::sync::LazyLock;

/// What makes a pack, once.
type Make = Box<dyn FnOnce() -> Pack + Send + UnwindSafe>;

/// A pack of a rule set: its name and hosts, which say whom it judges, and the rest, which is made when it is first used.
#[derive(Debug)]
pub(crate) struct LazyPack {
    pub(crate) name: String,
    /// In lower case; empty for a pack that judges any host.
    pub(crate) host_names: Vec<String>,
    pack: LazyLock<Pack, Make>,
}

impl LazyPack {
    /// A pack that is compiled when it is first used.
    pub(crate) fn later(
        name: String,
        host_names: Vec<String>,
        make: impl FnOnce() -> Pack + Send + UnwindSafe + 'static,
    ) -> Self {
        Self { name, host_names, pack: LazyLock::new(Box::new(make)) }
    }

    /// How well the hosts fit a name, at best.
    pub(crate) fn fit(&self, name: &[u8]) -> Option<usize> {
        self.host_names.iter().filter_map(|host| specificity(host, name)).max()
    }
}

impl From<Pack> for LazyPack {
    fn from(pack: Pack) -> Self {
        let lazy = Self::later(pack.name.clone(), pack.host_names.clone(), move || pack);
        LazyLock::force(&lazy.pack);
        lazy
    }
}

impl Deref for LazyPack {
    type Target = Pack;

    #[inline]
    fn deref(&self) -> &Pack {
        &self.pack
    }
}
