//! An answer whose request isn't shown: what it names, and nothing of what the request has there.

use super::draft::Draft;
use super::gathered::Evidence;
use crate::diagnose::claims::{Claim, Place, Shown, What};

/// Whether the request isn't shown at all.
pub(super) fn is_alone(evidence: &Evidence<'_>) -> bool {
    evidence.method().is_empty() && evidence.exchange.request.target.is_empty()
}

/// What each claim of the answer names.
pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    evidence.claims.iter().filter(|claim| claim.leaf().is_some()).map(draft).collect()
}

fn draft(claim: &Claim) -> Draft {
    let name = format!("`{}`", Shown(&claim.steps));
    let of = match claim.place {
        Some(Place::Header) => "the header ",
        Some(Place::Query) => "the query parameter ",
        Some(Place::Path) => "the path parameter ",
        Some(Place::Body) | None => "",
    };
    let (id, says, fix) = match claim.what {
        What::Missing => {
            ("answer/missing", "is missing", "Look whether the request has it, spelled so, and in this place.")
        }
        What::Unknown => {
            ("answer/unknown", "is not known to the API", "Remove it, or write it as the documentation has it.")
        }
        What::Invalid => ("answer/invalid", "is not valid", "Change its value to what the answer asks for."),
    };
    let draft = Draft::new(id, format!("{of}{name} {says}"))
        .because(format!("the answer says that {of}{name} {says}; the request isn't shown"))
        .fix(fix);
    draft.quoting(claim)
}
