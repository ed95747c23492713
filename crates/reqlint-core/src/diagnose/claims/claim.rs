//! A claim: something that an answer says of a place in the request.

use super::names::{Names, Place};
use crate::diagnose::answer::Echo;
use crate::message::answer::What;
use crate::message::answer::pointer::Step;

/// How many claims of an answer are read.
pub(super) const MAX_CLAIMS: usize = 32;

/// Something that an answer says of a place in the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::diagnose) struct Claim {
    /// What is said.
    pub(in crate::diagnose) what: What,
    /// The place, as the answer has it, without the words for parts of a request; none for the body as a whole.
    pub(in crate::diagnose) steps: Vec<Step>,
    /// The part of the request, if the answer says it.
    pub(in crate::diagnose) place: Option<Place>,
    /// How surely the answer names it.
    pub(in crate::diagnose) named: Named,
    /// What the answer says, in its own words.
    pub(in crate::diagnose) quote: String,
}

/// How surely an answer names a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::diagnose) enum Named {
    /// By a word of a sentence that the request has as a name.
    Bare,
    /// In quotes, or by a pointer, in a sentence.
    Quoted,
    /// In a member that is there for it.
    Record,
}

impl Claim {
    /// The claim with no secret in its words.
    pub(in crate::diagnose) fn hidden(mut self, echo: &Echo<'_>) -> Self {
        self.quote = echo.hide(&self.quote);
        self
    }

    /// The name: the last member that the place has.
    pub(in crate::diagnose) fn leaf(&self) -> Option<&str> {
        self.steps.iter().rev().find_map(Step::key)
    }
}

/// The steps without the leading words for a part of a request, and that part.
pub(super) fn split_place(steps: Vec<Step>, names: &Names) -> (Vec<Step>, Option<Place>) {
    let mut place = None;
    let mut steps = steps;
    while let Some(first) = steps.first().and_then(Step::key) {
        let part = part_of(first);
        if part.is_none() && !first.eq_ignore_ascii_case("request") {
            break;
        }
        // a member may be called so
        let is_name = names.in_place(Place::Body).any(|name| name.steps == steps);
        if is_name || place.is_some() {
            break;
        }
        place = part;
        steps.remove(0);
        if part.is_none() && steps.is_empty() {
            break;
        }
    }
    (steps, place)
}

/// The part of a request that a word means.
pub(super) fn part_of(word: &str) -> Option<Place> {
    match word.to_ascii_lowercase().as_str() {
        "body" | "json" | "payload" | "requestbody" | "body_params" => Some(Place::Body),
        "query" | "querystring" | "query_params" | "queryparams" => Some(Place::Query),
        "path" | "params" | "path_params" | "pathparams" | "uri" => Some(Place::Path),
        "header" | "headers" => Some(Place::Header),
        _ => None,
    }
}

/// Whether a word is that of a part of a request.
pub(super) fn names_part(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "body" | "query" | "querystring" | "path" | "params" | "header" | "headers"
    )
}
