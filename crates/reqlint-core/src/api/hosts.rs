//! The API as checks see it: its catalogue, the hosts that it answers at, and the authentication schemes it knows.

use crate::api::catalogue::Catalogue;
use crate::base::bytes::{same, same_ignoring_case};

/// What a pack says about its API.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Api<'p> {
    pub(crate) catalogue: &'p Catalogue,
    /// In lower case; empty for a pack that judges any host.
    pub(crate) host_names: &'p [String],
    /// Words that may lead a secret value and stay visible.
    pub(crate) schemes: &'p [String],
}

impl Api<'_> {
    /// Which of the hosts a name is; an exact one before `*.suffix`, a longer suffix first.
    pub(crate) fn host(self, name: &[u8]) -> Option<usize> {
        // fast path: most requests write a host as the pack does, and nothing fits better
        if let Some(index) = self.exact(name) {
            return Some(index);
        }
        let fits = self.host_names.iter().enumerate().filter_map(|(i, h)| Some((specificity(h, name)?, i)));
        fits.max_by_key(|(length, i)| (*length, usize::MAX - i)).map(|(_, i)| i)
    }

    fn exact(self, name: &[u8]) -> Option<usize> {
        self.host_names.iter().position(|host| same(host.as_bytes(), name))
    }
}

/// How well a host of a pack fits a name: the length of what it says literally.
pub(crate) fn specificity(host: &str, name: &[u8]) -> Option<usize> {
    if let Some(suffix) = host.strip_prefix('*') {
        let start = name.len().checked_sub(suffix.len()).filter(|s| *s > 0)?;
        return same_ignoring_case(name.get(start..)?, suffix.as_bytes()).then_some(suffix.len());
    }
    same_ignoring_case(name, host.as_bytes()).then_some(usize::MAX)
}
