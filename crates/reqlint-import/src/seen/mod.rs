//! What is known of an API from examples: requests that were recorded, or that a person saved.
//!
//! An example says that something occurred, and nothing of what didn't. So members have no types here, none is required, and
//! no other is refused; how often each occurred, and as what, is a comment in the catalogue. No value is kept: names, kinds
//! of values and statuses are.

mod answers;
mod credentials;
mod endpoints;
mod ids;
mod members;
mod paths;
mod values;

pub(crate) use answers::{Answer, answer};
pub(crate) use credentials::{of_header, of_query};
pub(crate) use endpoints::endpoints;
pub(crate) use members::{Members, form, json, multipart};
pub(crate) use values::masked;

use crate::api::Credential;
use std::collections::BTreeSet;

/// A request of an example, without its values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    /// What a person calls it.
    pub(crate) title: Option<String>,
    /// The folder that it is in.
    pub(crate) tag: Option<String>,
    /// As packs write hosts.
    pub(crate) host: String,
    pub(crate) method: String,
    pub(crate) segments: Vec<Segment>,
    pub(crate) query: Members,
    pub(crate) body: Members,
    /// Without parameters; `None`: there is no body, or it isn't said.
    pub(crate) media_type: Option<String>,
    pub(crate) credentials: BTreeSet<Credential>,
    pub(crate) answer: Option<Answer>,
    /// What of it isn't held, in words, and where.
    pub(crate) lost: Vec<(&'static str, String)>,
}

/// A segment of a path: text and holes in turn, no two holes touching.
pub(crate) type Segment = Vec<Piece>;

/// A piece of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// A parameter, with its name if it has one.
    Hole(Option<String>),
}

/// A path as segments of text. Two slashes in a row count as one; one at the end stays.
pub(crate) fn segments(path: &str) -> Vec<Segment> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let mut all: Vec<Segment> =
        path.split('/').filter(|s| !s.is_empty()).map(|s| vec![Piece::Text(s.to_owned())]).collect();
    if path.is_empty() || path.ends_with('/') {
        all.push(vec![Piece::Text(String::new())]);
    }
    all
}
