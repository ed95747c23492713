//! Interning: equal things are stored once, so that what many requests look at stays in few cache lines.

use foldhash::fast::RandomState;
use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

/// Different things.
#[derive(Debug)]
pub(crate) struct Interner<T: ?Sized>(HashSet<Arc<T>, RandomState>);

impl<T: Hash + Eq + ?Sized> Interner<T> {
    /// The one that is kept already, or else this.
    pub(crate) fn keep<N: Borrow<T> + Into<Arc<T>>>(&mut self, new: N) -> Arc<T> {
        if let Some(known) = self.0.get(new.borrow()) {
            return Arc::clone(known);
        }
        let new = new.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

impl<T: ?Sized> Default for Interner<T> {
    fn default() -> Self {
        Self(HashSet::default())
    }
}
