//! Claims by the shapes that packs give their answers.

use super::claim::{Claim, Named, part_of, split_place};
use super::names::Names;
use crate::message::answer::{Tree, What};
use crate::rules::shape::{Shape, Told};

/// What an answer says by the first shape that it has; nothing if it has none.
pub(super) fn claims(tree: &Tree, shapes: &[&Shape], names: &Names) -> Vec<Claim> {
    let mut read = shapes
        .iter()
        .map(|shape| -> Vec<Claim> { shape.read(tree).into_iter().filter_map(|told| claim(told, names)).collect() });
    read.find(|claims| !claims.is_empty()).unwrap_or_default()
}

fn claim(told: Told, names: &Names) -> Option<Claim> {
    let (steps, inside) = split_place(told.steps, names);
    let place = inside.or_else(|| part_of(&told.part?));
    // a name that the request lacks needs words that say so
    let is_known = || steps.iter().any(|step| names.list.iter().any(|name| step.key() == Some(name.leaf())));
    // an error beside the request's own path names no member
    if place.is_none() && names.is_path(&steps) && !is_known() {
        return None;
    }
    let what = told.what.or_else(|| (steps.is_empty() || is_known()).then_some(What::Invalid))?;
    Some(Claim { what, steps, place, named: Named::Record, quote: told.quote })
}
