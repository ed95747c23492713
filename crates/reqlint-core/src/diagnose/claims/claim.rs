//! Claims: what an answer says of the request, and what the request has there.
//!
//! The shapes of packs (`shapes/`) say where an answer names fields. Any other answer speaks in records (objects that name a
//! field and say what is wrong with it), in trees of keys (each key a name, each value what is wrong), or in sentences.
//! Sentences are read only where nothing better names a place.

mod keys;
mod mentions;
mod names;
mod position;
mod records;
mod resolve;
mod sentences;
mod shapes;
mod spans;
mod unreadable;
mod vocabulary;

pub(super) use crate::message::answer::What;
pub(super) use crate::message::answer::pointer::{Shown, Step};
pub(super) use names::{Name, Names, Place};
pub(super) use position::position;
pub(super) use resolve::{Resolved, is_near, lacking, resolve};
pub(super) use unreadable::says_unreadable;

use super::answer::Answer;
use super::echo::Echo;
use crate::rules::shape::Shape;

/// How many claims of an answer are read.
const MAX_CLAIMS: usize = 32;

/// Something that an answer says of a place in the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// What is said.
    pub(super) what: What,
    /// The place, as the answer has it, without the words for parts of a request; none for the body as a whole.
    pub(super) steps: Vec<Step>,
    /// The part of the request, if the answer says it.
    pub(super) place: Option<Place>,
    /// How surely the answer names it.
    pub(super) named: Named,
    /// What the answer says, in its own words.
    pub(super) quote: String,
}

/// How surely an answer names a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// By a word of a sentence that the request has as a name.
    Bare,
    /// In quotes, or by a pointer, in a sentence.
    Quoted,
    /// In a member that is there for it.
    Record,
}

impl Claim {
    /// The claim with no secret in its words.
    pub(super) fn hidden(mut self, echo: &Echo<'_>) -> Self {
        self.quote = echo.hide(&self.quote);
        self
    }

    /// The name: the last member that the place has.
    pub(super) fn leaf(&self) -> Option<&str> {
        self.steps.iter().rev().find_map(Step::key)
    }
}

/// What an answer says of a request: by the shape that it has, else as far as any answer can be read.
pub(super) fn claims(answer: &Answer<'_>, shapes: &[&Shape], names: &Names) -> Vec<Claim> {
    let mut found = shapes::claims(&answer.tree, shapes, names);
    if found.is_empty() {
        found.extend(records::claims(&answer.tree, names));
        found.extend(keys::claims(&answer.tree, names));
    }
    if !found.iter().any(|claim| !claim.steps.is_empty()) {
        found.extend(sentences::claims(&answer.tree, names));
    }
    let mut claims: Vec<Claim> = Vec::new();
    for claim in found {
        let is_same = |other: &Claim| other.steps == claim.steps && other.place == claim.place;
        if let Some(other) = claims.iter_mut().find(|other| is_same(other)) {
            // a field that is missing is often called invalid as well
            if claim.what < other.what {
                *other = claim;
            }
        } else if claims.len() < MAX_CLAIMS {
            claims.push(claim);
        } else {
            break;
        }
    }
    claims
}

/// The steps without the leading words for a part of a request, and that part.
fn split_place(steps: Vec<Step>, names: &Names) -> (Vec<Step>, Option<Place>) {
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
fn part_of(word: &str) -> Option<Place> {
    match word.to_ascii_lowercase().as_str() {
        "body" | "json" | "payload" | "requestbody" | "body_params" => Some(Place::Body),
        "query" | "querystring" | "query_params" | "queryparams" => Some(Place::Query),
        "path" | "params" | "path_params" | "pathparams" | "uri" => Some(Place::Path),
        "header" | "headers" => Some(Place::Header),
        _ => None,
    }
}

/// Whether a word is that of a part of a request.
fn names_part(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "body" | "query" | "querystring" | "path" | "params" | "header" | "headers"
    )
}
