//! A header that an answer names, and what the request has there.

use super::draft::{Draft, missing_header};
use super::gathered::Evidence;
use crate::diagnose::claims::{Claim, Named, Place, What, is_near};

pub(super) fn draft(evidence: &Evidence<'_>, claim: &Claim) -> Option<Draft> {
    let wanted = &*evidence.shown(claim.leaf()?);
    if matches!(wanted.to_ascii_lowercase().as_str(), "content-type" | "content-length" | "host") {
        // what these say is said by causes of their own
        return None;
    }
    let is_named = claim.named >= Named::Quoted;
    match (claim.what, evidence.header(wanted)) {
        (What::Missing | What::Invalid, None) if evidence.names.shows_headers => {
            let near = evidence.names.in_place(Place::Header).find(|name| is_near(wanted, name.leaf()));
            if let Some(near) = near {
                let draft = Draft::new("answer/misspelt", format!("the {wanted} header is spelled `{}`", near.leaf()));
                let draft = draft
                    .quoting(claim)
                    .because(format!("the API asks for the {wanted} header, and the request has `{}`", near.leaf()));
                return Some(draft.fix(format!("Write {wanted} instead.")).at(near.at_name()).confirmed_if(is_named));
            }
            let draft = Draft::new("answer/missing", format!("the {wanted} header is missing"));
            let draft = draft
                .quoting(claim)
                .because(format!("the API asks for the header {wanted}, and the request does not send it"));
            Some(draft.fix(format!("Add the header {wanted}.")).at(missing_header(wanted)).confirmed_if(is_named))
        }
        (_, None) => None,
        (What::Missing, Some(sent)) if sent.is_empty => {
            let draft = Draft::new("answer/empty", format!("the {wanted} header is empty"));
            Some(
                draft
                    .quoting(claim)
                    .because(format!("the {wanted} header is sent without a value"))
                    .at(sent.at_name())
                    .confirmed_if(is_named),
            )
        }
        (What::Missing, Some(sent)) => {
            let draft = Draft::new("answer/lost", format!("the {wanted} header did not reach the API"));
            let draft = draft.quoting(claim).because(format!("the request sends {wanted}, and the API says that it is missing: something in front of it may have dropped it"));
            Some(
                draft
                    .fix(format!(
                        "Check whether a proxy, a gateway or a redirect in front of the API passes {wanted} on."
                    ))
                    .at(sent.at_value()),
            )
        }
        (What::Invalid | What::Unknown, Some(sent)) => {
            let draft = Draft::new("answer/invalid", format!("the value of the {wanted} header is not valid"));
            let draft = draft
                .quoting(claim)
                .because(format!("the API refuses the value of the {wanted} header"))
                .at(sent.at_value());
            let is_key = ["key", "token", "auth"].iter().any(|word| wanted.to_ascii_lowercase().contains(word));
            Some(if is_key && !wanted.eq_ignore_ascii_case("authorization") {
                draft.fix(format!("Check that the value is a credential of the sort that {wanted} is for; an API token is mostly sent as `Authorization: Bearer`."))
            } else {
                draft.fix(format!("Write the value of {wanted} as the documentation has it."))
            })
        }
    }
}
