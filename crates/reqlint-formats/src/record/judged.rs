//! A record, and what a rule set says about it: what every writer is given.

use crate::record::Record;
use reqlint_core::Resolved;
use reqlint_core::api::FactSlot;
use reqlint_core::explain::Masked;

/// A record that was judged.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The record.
    pub record: &'a Record<'a>,
    /// Its request with the secrets masked; of each part as many bytes as it has.
    pub masked: &'a Masked,
    /// What was found.
    pub resolved: &'a Resolved,
    /// The facts that the rule set declares.
    pub facts: &'a [FactSlot],
}

impl Judged<'_> {
    /// The host that the request names, without credentials and port; empty where it names none.
    #[must_use]
    pub fn host(&self) -> String {
        String::from_utf8_lossy(self.record.exchange.host()).into_owned()
    }
}
