//! What an answer leaves open that says nothing of its cause: credentials that are refused, and paths that name nothing, or
//! nothing that the credentials may see.

use super::draft::{Draft, missing_header, whole};
use super::gathered::Evidence;
use crate::base::finding::{Location, Part};
use crate::diagnose::causes::{CREDENTIALS, HIDDEN};
use crate::diagnose::claims::{Name, Place};
use crate::message::target::Target;

/// What may be the cause of an answer without a cause of its own.
pub(super) fn draft(evidence: &Evidence<'_>) -> Option<Draft> {
    match evidence.answer.status {
        401 => refused(evidence),
        404 => no_route(evidence).or_else(|| hidden(evidence)),
        _ => None,
    }
}

/// What servers say of a path that they have nothing for, whoever asks.
const NO_ROUTE: &[&str] = &[
    "cannot get /",
    "cannot post /",
    "cannot put /",
    "cannot patch /",
    "cannot delete /",
    "no route",
    "no handler",
    "no endpoint",
    "no static resource",
    "no such endpoint",
    "unknown endpoint",
    "endpoint not found",
    "invalid endpoint",
    "invalid url",
    "unknown path",
    "page not found",
    "no http resource",
    "unrecognized request url",
    "invalid url path",
    "invalid api path",
    "handler for request not found",
    "no such route",
    "could not find any resources",
];

/// Whether the answer says that no route leads to what the request asks for.
pub(super) fn says_no_route(evidence: &Evidence<'_>) -> bool {
    let words = &evidence.answer.words;
    let is_route = words.contains("route ") && words.contains("not found")
        || words.contains("route") && words.contains("could not be found");
    evidence.status_is(&[404]) && (evidence.answer.says(NO_ROUTE) || is_route)
}

/// The API has nothing under this path: its answer says so, and may repeat the path.
fn no_route(evidence: &Evidence<'_>) -> Option<Draft> {
    let words = &evidence.answer.words;
    if !says_no_route(evidence) {
        return None;
    }
    let (place, path) = path(evidence)?;
    let method = String::from_utf8_lossy(evidence.method()).into_owned();
    let shown = evidence.shown(&path);
    let draft = Draft::new("answer/no-route", format!("the API has nothing for {method} {shown}"))
        .because("the answer says that no route leads there: path or method are not of this API, whatever the credentials")
        .fix("Compare path and method with the documentation: prefix (/api), version, plural, a slash too many or too few; check the host and port, too.");
    let draft = with_slashes(draft, evidence);
    Some(draft.at(place).confirmed_if(path.len() > 1 && words.contains(&path.to_lowercase())))
}

/// The path, and where it is.
fn path(evidence: &Evidence<'_>) -> Option<(Location, String)> {
    let target = &evidence.exchange.request.target;
    let range = Target::read(target).path;
    let path = String::from_utf8_lossy(target.get(range.clone())?).into_owned();
    Some((Location { range: Some(range), ..whole(Part::Target) }, path))
}

/// What is said of two slashes in a row.
pub(super) fn with_slashes(draft: Draft, evidence: &Evidence<'_>) -> Draft {
    if path(evidence).is_some_and(|(_, path)| path.contains("//")) {
        return draft.because("the path has two slashes in a row, which servers take for another path than one with a single slash, unless they clean it up");
    }
    draft
}

/// The program doesn't say what it is, and the answer asks for it.
pub(super) fn anonymous(evidence: &Evidence<'_>) -> Option<Draft> {
    let asks = evidence.answer.says(&["user-agent", "user agent", "useragent"]);
    let is_silent = evidence.status_is(&[403]) && evidence.answer.words.trim().is_empty();
    if is_silent && evidence.lacks("user-agent") && !evidence.names.list.is_empty() {
        let draft = Draft::new("answer/no-user-agent", "no User-Agent is sent, which some APIs and filters refuse")
            .because("the answer says nothing of its cause, and the request sends no User-Agent")
            .fix("Send a User-Agent that names your program, and how to reach you.");
        return Some(draft.at(missing_header("User-Agent")));
    }
    if !asks || !evidence.status_is(&[400, 403, 429]) || !evidence.lacks("user-agent") {
        return None;
    }
    let draft = Draft::new("answer/no-user-agent", "no User-Agent is sent, and the API asks for one")
        .because("the answer speaks of the User-Agent, and the request sends none")
        .fix("Send a User-Agent that names your program, and how to reach you.");
    let is_asked = evidence.answer.says(&["identify", "provid", "required", "must", "missing", "specify", "without"]);
    Some(draft.at(missing_header("User-Agent")).confirmed_if(is_asked))
}

/// The header, or else the parameter of the query, that holds a credential.
pub(super) fn credential<'n>(evidence: &'n Evidence<'_>) -> Option<&'n Name> {
    let is_key = |name: &&Name| {
        let name = name.leaf().to_lowercase();
        name.starts_with("x-") && ["key", "token", "auth"].iter().any(|word| name.contains(word))
    };
    let is_secret = |name: &&Name| {
        matches!(name.place, Place::Header | Place::Query)
            && evidence.echo.holds(name.value.trim())
            && !is_of_content(name.leaf())
    };
    let header = evidence.header("authorization").or_else(|| evidence.names.in_place(Place::Header).find(is_key));
    header.or_else(|| evidence.names.list.iter().find(is_secret))
}

/// Whether a header says what is sent or wanted, and holds no credential whatever its value looks like.
fn is_of_content(name: &str) -> bool {
    let name = name.to_lowercase();
    ["accept", "content-", "user-agent", "host", "origin", "referer", "cache-"]
        .iter()
        .any(|front| name.starts_with(front))
}

fn refused(evidence: &Evidence<'_>) -> Option<Draft> {
    let sent = credential(evidence)?;
    let name = sent.leaf();
    let draft = Draft::new(CREDENTIALS, format!("the credential in {name} may not be accepted"))
        .because(format!("{name} is sent, and the API answers 401: it may not know the credential, or read it from another place, or over https only"))
        .fix(format!("Check that the API reads its credential from {name}, and that it is whole, has not expired or been revoked, and is of this API and environment."));
    let draft = match super::transport::is_public_plain(evidence) {
        true => draft
            .because("the URL begins with http://: many APIs take credentials over https only, and a redirect to https may drop the header")
            .also_fix("Begin the URL with https://."),
        false => draft,
    };
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
    let draft = with_slashes(draft, evidence);
    let range = first.range.start.saturating_sub(1)..last.range.end;
    let fix = "Compare the path with the documentation (version, prefix, plural, slash at the end), check the ids in it, and list what the credentials may see.";
    Some(draft.fix(fix).at(Location { range: Some(range), ..whole(Part::Target) }))
}
