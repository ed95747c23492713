//! A record, and what a rule set says about it: what every writer is given.

use crate::record::Record;
use reqlint_core::{Exchange, FactSlot, Masked, Resolved};

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
        String::from_utf8_lossy(host(&self.record.exchange)).into_owned()
    }
}

fn host<'e>(exchange: &'e Exchange<'_>) -> &'e [u8] {
    let request = &exchange.request;
    let authority = authority(&request.target).or(request.authority.as_deref()).or(request.headers.get("host"));
    let authority = authority.unwrap_or_default();
    let host = authority.rsplit(|b| *b == b'@').next().unwrap_or_default();
    let address = host.iter().position(|b| *b == b']').map_or(0, |at| at + 1);
    let colon = host.iter().skip(address).position(|b| *b == b':').map_or(host.len(), |at| address + at);
    host.get(..colon).unwrap_or_default()
}

/// What stands between `//` and the path of an absolute target.
fn authority(target: &[u8]) -> Option<&[u8]> {
    let scheme = target.iter().position(|b| !(b.is_ascii_alphanumeric() || b"+-.".contains(b)))?;
    let rest = target.get(scheme..)?.strip_prefix(b"://").filter(|_| scheme > 0)?;
    rest.split(|b| b"/?#".contains(b)).next()
}
