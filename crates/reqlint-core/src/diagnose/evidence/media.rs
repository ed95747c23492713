//! Media types: what Content-Type says, what the body is, and what the answer says that the API takes.

use super::draft::{Draft, missing_header, whole};
use super::gathered::Evidence;
use crate::base::finding::{Location, Part};
use crate::base::near::distance_within;
use crate::diagnose::claims::{Name, Place};
use crate::message::body::Syntax;

const FORM: &str = "application/x-www-form-urlencoded";

/// Media types of bodies that APIs read.
const KNOWN: &[&str] = &[
    "application/json",
    FORM,
    "multipart/form-data",
    "multipart/mixed",
    "multipart/related",
    "text/plain",
    "text/csv",
    "text/xml",
    "text/html",
    "application/xml",
    "application/soap+xml",
    "application/atom+xml",
    "application/octet-stream",
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-ndjson",
    "application/json-seq",
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
    "application/yaml",
    "application/ld+json",
    "application/hal+json",
    "application/vnd.api+json",
    "application/problem+json",
    "application/graphql",
    "application/graphql-response+json",
    "application/x-protobuf",
    "application/grpc",
    "application/msgpack",
    "application/cbor",
    "application/offset+octet-stream",
];

const SAYS: &[&str] = &[
    "content-type",
    "content type",
    "contenttype",
    "media type",
    "media-type",
    "mediatype",
    "mime type",
    "httpmessageconverter",
    "expected request content",
];

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    if super::alone::is_alone(evidence) {
        return taken(evidence).into_iter().collect();
    }
    let mut drafts: Vec<Draft> = boundary(evidence).into_iter().collect();
    drafts.extend(token_endpoint(evidence));
    let is_refused = evidence.status_is(&[415]) || evidence.answer.says(SAYS) && !evidence.status_is(&[401, 404]);
    if is_refused && drafts.is_empty() {
        drafts.extend(misspelt(evidence));
        drafts.extend(label(evidence).or_else(|| refused(evidence)).or_else(|| untyped(evidence)));
    }
    drafts.extend(not_acceptable(evidence));
    drafts
}

/// The label does not fit the body; of a form, that the API may not read forms.
pub(super) fn label(evidence: &Evidence<'_>) -> Option<Draft> {
    let names = &evidence.names;
    if names.is_bodyless || !names.shows_headers {
        return None;
    }
    let label = names.label.as_deref();
    let is_refused = evidence.status_is(&[415, 406]) || evidence.answer.says(SAYS);
    let place = content_type(evidence);
    let draft = if evidence.is_mislabelled() {
        let is = if evidence.is_broken_json() { "looks like" } else { "is" };
        let draft = match label {
            None => Draft::new("answer/content-type", "no Content-Type says that the body is JSON").because(format!(
                "the body {is} JSON, and no Content-Type is sent, so the API does not read it as JSON"
            )),
            Some(FORM) => {
                Draft::new("answer/content-type", format!("the body {is} JSON, and Content-Type says that it is a form")).because(
                    format!(
                        "the body {is} JSON, and Content-Type is {FORM}, which curl sends with -d, and other clients with a text, unless told otherwise"
                    ),
                )
            }
            Some(other) => {
                Draft::new("answer/content-type", format!("the body {is} JSON, and Content-Type says {other}")).because(
                    format!("the body {is} JSON, and Content-Type is {other}, so the API does not read it as JSON"),
                )
            }
        };
        let takes_json =
            evidence.answer.says(&["application/json", "json"]) || !is_refused || label != Some("text/plain");
        let draft = if takes_json || listed(evidence).is_some() {
            draft
        } else {
            // the answer does not say what it takes: it may be no JSON at all
            draft.because("the answer does not say which types the API takes: some APIs take forms only (application/x-www-form-urlencoded)")
        };
        draft
            .fix("Send the header Content-Type: application/json, if the API takes JSON.")
            .confirmed_if(is_refused && !names_other(evidence) && !evidence.stops_inside())
    } else if names.looks == Some(Syntax::Form) && label == Some(FORM) {
        Draft::new("answer/content-type", "the body is a form, and the API seems to read JSON")
            .because("a form is sent, and the API did not find its fields")
            .fix("Send the body as JSON, with Content-Type: application/json, if the documentation shows JSON.")
    } else if label.is_none() && is_refused {
        Draft::new("answer/content-type", "no Content-Type says what the body is")
            .because("the body is sent without a Content-Type, and the answer speaks of it")
            .fix("Send a Content-Type that names the format of the body.")
            .confirmed_if(true)
    } else {
        return None;
    };
    Some(draft.at(place))
}

/// Whether the answer names a media type that is neither JSON nor the one that was sent.
fn names_other(evidence: &Evidence<'_>) -> bool {
    let sent = evidence.names.label.as_deref().unwrap_or_default();
    let is_other = |known: &&&str| **known != sent && **known != "application/json";
    let says_sent = !sent.is_empty() && evidence.answer.words.contains(sent);
    !says_sent && KNOWN.iter().filter(is_other).any(|known| evidence.answer.words.contains(known))
}

/// The type isn't one that the API takes.
fn refused(evidence: &Evidence<'_>) -> Option<Draft> {
    let names = &evidence.names;
    let sent = names.label.as_deref()?;
    let refuses = [
        "unsupported",
        "not supported",
        "not acceptable",
        "invalid content",
        "wrong content",
        "expected",
        "not allowed",
    ];
    // what the command line tore apart may not have been sent as it is read here
    let is_torn = !evidence.exchange.changes.is_empty();
    if is_torn || !evidence.status_is(&[415]) && !evidence.answer.says(&refuses) {
        return None;
    }
    let accepted = listed(evidence);
    if accepted.as_ref().is_some_and(|types| types.split(", ").any(|accepted| accepted.eq_ignore_ascii_case(sent))) {
        return None;
    }
    // frameworks also refuse a body so that they can't read
    if accepted.is_none() && evidence.names.is_labelled_json() && evidence.names.stopped.is_some() {
        return None;
    }
    let draft = Draft::new("answer/content-type", format!("the API does not take {sent}"));
    let draft = match accepted {
        Some(types) => {
            let draft = draft.because(format!("Content-Type is {sent}, and the answer says that it takes {types}"));
            draft.fix(format!("Send the body as {types}, and say so in Content-Type.")).confirmed_if(true)
        }
        None => draft
            .because(format!("Content-Type is {sent}, and the API refuses it"))
            .fix("Send the body in a format that the documentation lists, and name it in Content-Type.")
            .confirmed_if(evidence.answer.words.contains(sent)),
    };
    Some(draft.at(content_type(evidence)))
}

/// A request without a body, and without a Content-Type, which some APIs ask for even then.
fn untyped(evidence: &Evidence<'_>) -> Option<Draft> {
    if !evidence.names.is_bodyless || !evidence.lacks("content-type") {
        return None;
    }
    let draft = Draft::new("answer/content-type", "the request has neither a body nor a Content-Type")
        .because("the API refuses the media type of the request, and no Content-Type is sent")
        .fix("Send the body that the documentation shows, with its Content-Type; some APIs want the header of an empty request, too.");
    Some(draft.at(missing_header("Content-Type")).confirmed_if(evidence.status_is(&[415]) && evidence.is_unsafe()))
}

/// What may be the cause where an answer says nothing of its own: JSON was sent, and is labelled as something else.
pub(super) fn silent(evidence: &Evidence<'_>) -> Option<Draft> {
    let names = &evidence.names;
    if evidence.status_is(&[400, 415, 422]) && names.is_labelled_json() && names.looks == Some(Syntax::Form) {
        let draft = Draft::new("answer/content-type", "the body is a form, and Content-Type says that it is JSON")
            .because("the body is names and values with `=` and `&`, and Content-Type is that of JSON")
            .fix("Send the body as JSON, or the Content-Type of a form, as the documentation has it.");
        return Some(draft.at(content_type(evidence)));
    }
    let is_json = names.looks == Some(Syntax::Json) && evidence.is_mislabelled() && !evidence.ignores_label;
    if !evidence.status_is(&[400, 415, 422]) || !is_json {
        return None;
    }
    let sent = evidence.names.label.as_deref().map_or_else(|| "no type".to_owned(), |label| evidence.shown(label));
    let is = if evidence.is_broken_json() { "looks like" } else { "is" };
    let draft = Draft::new("answer/content-type", format!("the body {is} JSON, and Content-Type does not say so"))
        .because(format!("the body {is} JSON, and Content-Type names {sent}; some APIs read no JSON then"))
        .fix("Send Content-Type: application/json, if the API takes JSON.");
    Some(draft.at(content_type(evidence)))
}

/// What the answer says that the API takes, where the request isn't shown.
fn taken(evidence: &Evidence<'_>) -> Option<Draft> {
    let types = listed(evidence).filter(|_| evidence.status_is(&[400, 415, 422]))?;
    let draft = Draft::new("answer/content-type", format!("the resource takes {types}"))
        .because(format!("the answer says that it takes {types}; the request isn't shown"))
        .fix(format!("Compare the Content-Type that was sent with {types}, and send the body in one of them."));
    Some(draft)
}

/// The media types that the answer lists, joined.
fn listed(evidence: &Evidence<'_>) -> Option<String> {
    let header = ["accept-post", "accept-patch", "accept"].iter().find_map(|name| evidence.answer.header(name));
    if let Some(header) = header.filter(|_| evidence.status_is(&[415])) {
        let types = header.split(',').filter_map(|one| one.split(';').next()).map(str::trim);
        return Some(types.collect::<Vec<_>>().join(", "));
    }
    let words = &evidence.answer.words;
    let after = ["expected ", "supported ", "must be ", "requires ", "use ", "allowed ", "was not ", "accepts "];
    let at = after.iter().filter_map(|word| words.find(word)).min()?;
    let sent = evidence.names.label.as_deref().unwrap_or_default();
    let types: Vec<&str> = words
        .get(at..)?
        .split(|c: char| c.is_whitespace() || "\"'`[](),;".contains(c))
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| KNOWN.contains(word) && *word != sent)
        .collect();
    (!types.is_empty()).then(|| types.join(", "))
}

/// A type that nobody registered, near one that is.
fn misspelt(evidence: &Evidence<'_>) -> Option<Draft> {
    let sent = evidence.names.label.as_deref()?;
    if KNOWN.contains(&sent) || sent.contains("vnd.") || sent.contains("/x-") || sent.contains('*') {
        return None;
    }
    let parts = |text: &str| text.split(['/', '-', '+', '.']).map(str::to_owned).collect::<Vec<_>>();
    let common = |known: &str| {
        let known = parts(known);
        let all = parts(sent);
        let same = all.iter().filter(|part| known.contains(part)).count();
        same * 2 * 100 / (all.len() + known.len())
    };
    let near = KNOWN.iter().copied().filter(|known| distance_within(sent, known, 2).is_some() || common(known) >= 75);
    let near = near.max_by_key(|known| common(known))?;
    let draft = Draft::new("answer/content-type", format!("{sent} is not a known media type"))
        .because(format!("Content-Type is {sent}, which is not registered; {near} is near it"))
        .fix(format!("Write Content-Type: {near}, if that is what was meant."));
    Some(draft.at(content_type(evidence)))
}

fn content_type(evidence: &Evidence<'_>) -> Location {
    evidence.header("content-type").map_or_else(|| missing_header("Content-Type"), Name::at_value)
}

/// A multipart body whose boundary isn't named.
fn boundary(evidence: &Evidence<'_>) -> Option<Draft> {
    let line = evidence.header("content-type")?;
    let value = line.value.to_lowercase();
    if !value.starts_with("multipart/") || value.contains("boundary=") {
        return None;
    }
    let draft = Draft::new("answer/boundary", "Content-Type names no boundary of the parts")
        .because("Content-Type says multipart, and names no boundary, so the API can't find the parts")
        .fix("Don't set Content-Type yourself: the client or the browser adds it, with its boundary.");
    Some(draft.at(line.at_value()))
}

/// The token endpoint of OAuth takes forms (RFC 6749 section 4).
fn token_endpoint(evidence: &Evidence<'_>) -> Option<Draft> {
    let names = &evidence.names;
    let last = names.in_place(Place::Path).last()?;
    let last = last.value.to_lowercase();
    // `token.php` is one, too
    let is_token = matches!(last.split('.').next(), Some("token" | "access_token" | "oauth2token"));
    let says = evidence.answer.says(&[
        "grant type",
        "grant_type",
        "invalid_request",
        "unsupported_grant_type",
        "invalid_client",
    ]);
    if !is_token || evidence.method() != b"POST" {
        return None;
    }
    if names.is_bodyless {
        let draft = Draft::new("answer/no-body", "the token request has no body")
            .because("a token endpoint reads grant_type and the other parameters from a form in the body, and the body is empty")
            .fix("Send the form: grant_type and what belongs to it (curl: -d grant_type=client_credentials).");
        return Some(draft.at(whole(Part::Body)).confirmed_if(says));
    }
    if names.looks != Some(Syntax::Json) {
        return no_client(evidence);
    }
    let draft = Draft::new("answer/content-type", "a token endpoint takes a form, and JSON was sent")
        .because(format!("the body is JSON; an OAuth token endpoint reads a form ({FORM}, RFC 6749)"))
        .fix("Send the parameters as a form: grant_type=…&client_id=….");
    Some(draft.at(content_type(evidence)).confirmed_if(says))
}

/// A token request that doesn't say which client it is of (RFC 6749 sections 2.3 and 3.2.1).
fn no_client(evidence: &Evidence<'_>) -> Option<Draft> {
    const CLIENT: &[&str] = &["client_id", "client_assertion"];
    let is_named = evidence.names.list.iter().any(|name| CLIENT.contains(&name.leaf()));
    // of a grant that is called "client credentials" an answer may say other things
    let is_refused = evidence.answer.says(&[
        "invalid_client",
        "client authentication",
        "client credentials were",
        "client credentials are",
        "no client credentials",
        "missing client credentials",
    ]);
    if is_named || !is_refused || !evidence.lacks("authorization") || evidence.names.stopped.is_some() {
        return None;
    }
    let draft = Draft::new("answer/no-client", "the token request doesn't say which client it is of")
        .because("the API refuses the client, and the request has no Authorization header and no client_id")
        .fix("Send the client's id and secret (curl: -u ID:SECRET, or client_id and client_secret in the form).");
    Some(draft.at(missing_header("Authorization")).confirmed_if(true))
}

/// Nothing that the client accepts.
fn not_acceptable(evidence: &Evidence<'_>) -> Option<Draft> {
    let line = evidence.header("accept")?;
    let is_asked = !line.value.contains("*/*");
    if !evidence.status_is(&[406]) || !is_asked || evidence.answer.says(&["content-type"]) {
        return None;
    }
    let draft = Draft::new("answer/accept", "the API has no answer of a type that Accept takes")
        .because(format!("Accept is {}", evidence.shown(&line.value)))
        .fix("Ask for a type that the API has, or for */*.");
    Some(draft.at(line.at_value()).confirmed_if(true))
}
