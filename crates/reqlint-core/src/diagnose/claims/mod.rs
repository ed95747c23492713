//! Claims: what an answer says of the request, and what the request has there.
//!
//! The shapes of packs (`shapes/`) say where an answer names fields. Any other answer speaks in records (objects that name a
//! field and say what is wrong with it), in trees of keys (each key a name, each value what is wrong), or in sentences.
//! Sentences are read only where nothing better names a place.

mod claim;
mod keys;
mod mentions;
mod names;
mod phrases;
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
pub(super) use claim::{Claim, Named};
pub(super) use names::{Name, Names, Place};
pub(super) use position::position;
pub(super) use resolve::{Resolved, is_joined_otherwise, is_near, lacking, resolve};
pub(super) use unreadable::says_unreadable;

use super::answer::Answer;
use crate::rules::shape::Shape;
use claim::MAX_CLAIMS;

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
