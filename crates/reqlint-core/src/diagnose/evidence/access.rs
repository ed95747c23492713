//! What an answer leaves open that says nothing of its cause: credentials that are refused, and paths that name nothing, or
//! nothing that the credentials may see.

use super::draft::{Draft, whole};
use super::{Evidence, Name};
use crate::base::finding::{Location, Part};
use crate::diagnose::causes::{CREDENTIALS, HIDDEN};
use crate::diagnose::claims::Place;

/// What may be the cause of an answer without a cause of its own.
pub(super) fn draft(evidence: &Evidence<'_>) -> Option<Draft> {
    match evidence.answer.status {
        401 => refused(evidence),
        404 => hidden(evidence),
        _ => None,
    }
}

/// The header that holds a credential.
fn credential<'n>(evidence: &'n Evidence<'_>) -> Option<&'n Name> {
    let is_key = |name: &&Name| {
        let name = name.leaf().to_lowercase();
        name.starts_with("x-") && ["key", "token", "auth"].iter().any(|word| name.contains(word))
    };
    evidence.header("authorization").or_else(|| evidence.names.in_place(Place::Header).find(is_key))
}

fn refused(evidence: &Evidence<'_>) -> Option<Draft> {
    let sent = credential(evidence)?;
    let name = sent.leaf();
    let draft = Draft::new(CREDENTIALS, format!("the credential in {name} may not be accepted"))
        .because(format!("{name} is sent, and the API answers 401: it may not know the credential, or read it from another header, or over https only"))
        .fix(format!("Check that the API reads its credential from {name}, and that it is whole, has not expired or been revoked, and is of this API and environment."));
    Some(draft.at(sent.at_value()))
}

fn hidden(evidence: &Evidence<'_>) -> Option<Draft> {
    let segments: Vec<&Name> = evidence.names.in_place(Place::Path).collect();
    let (first, last) = (segments.first()?, segments.last()?);
    let draft = Draft::new(HIDDEN, "the path names nothing, or nothing that may be seen with these credentials");
    let draft = match (credential(evidence), evidence.names.shows_headers) {
        (Some(sent), _) => draft.because(format!(
            "an API may also answer 404 where the credential in {} may not see what the path names, as GitHub's does",
            sent.leaf()
        )),
        (None, true) => {
            draft.because("no credentials are sent: an API may answer 404 for what is not public, as GitHub's does")
        }
        (None, false) => draft,
    };
    let draft = match (evidence.answer.header("x-oauth-scopes"), evidence.answer.header("x-accepted-oauth-scopes")) {
        (Some(has), Some(takes)) if !takes.trim().is_empty() => draft.because(format!(
            "the token has the scopes {} (X-OAuth-Scopes), and one of {} is taken here (X-Accepted-OAuth-Scopes)",
            evidence.shown(has),
            evidence.shown(takes)
        )),
        (Some(has), _) if !has.trim().is_empty() => {
            draft.because(format!("the token has the scopes {} (X-OAuth-Scopes)", evidence.shown(has)))
        }
        _ => draft,
    };
    let range = first.range.start.saturating_sub(1)..last.range.end;
    let fix = "Compare the path with the documentation (version, prefix, plural, slash at the end), check the ids in it, and list what the credentials may see.";
    Some(draft.fix(fix).at(Location { range: Some(range), ..whole(Part::Target) }))
}
