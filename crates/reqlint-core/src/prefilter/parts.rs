//! What prefilters are built from.

use crate::api::catalogue::{Catalogue, Endpoint, EndpointIx};
use crate::check::Check;
use std::sync::Arc;

/// Where the requests of a plan go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'p> {
    pub(crate) catalogue: &'p Catalogue,
    /// The endpoint that they mean.
    pub(crate) endpoint: Option<EndpointIx>,
}

impl<'p> Site<'p> {
    pub(super) fn endpoint(self) -> Option<&'p Endpoint> {
        self.catalogue.endpoint(self.endpoint?)
    }
}

/// What of a rule a prefilter is built from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'r> {
    /// The methods that it is about; empty for all.
    pub(crate) methods: &'r [String],
    /// Whether it is about HEAD, too.
    pub(crate) takes_head: bool,
    pub(crate) when: Option<&'r Arc<Check>>,
    pub(crate) check: &'r Arc<Check>,
}
