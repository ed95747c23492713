//! The body as a whole: why the API could not read it, or found nothing in it.

use super::draft::{Draft, missing_header, whole};
use super::gathered::{Evidence, FURTHER};
use crate::base::finding::{Location, Part};
use crate::diagnose::claims::{
    Claim, Name, Named, Place, Resolved, What, is_joined_otherwise, lacking, position, resolve, says_unreadable,
};
use crate::message::body::{NodeKind, Syntax};

/// Why the body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// There is none.
    Empty,
    /// Content-Type says something else than what it is, or the API reads another syntax.
    Label,
    /// It can't be read as what it is labelled.
    Syntax,
    /// It is a list where an object is read, or the like.
    Outermost,
    /// Nothing shows why.
    Unclear,
}

/// Whether the answer shows that the body as a whole was not read, and why: Content-Type, then syntax, then outermost type.
pub(super) fn unread(evidence: &Evidence<'_>) -> Option<Unread> {
    let names = &evidence.names;
    let (answer, claims) = (&evidence.answer, &evidence.claims);
    // a server that reads JSON where Content-Type says so, whatever the method
    if names.is_bodyless && names.shows_body && names.is_labelled_json() && says_unreadable(&answer.words) {
        return Some(Unread::Empty);
    }
    if evidence.status_is(&[401, 403, 404, 405])
        || !matches!(evidence.method(), b"POST" | b"PUT" | b"PATCH") && names.is_bodyless
    {
        return None;
    }
    let is_whole = claims
        .iter()
        .any(|claim| claim.steps.is_empty() && claim.place != Some(Place::Query) && claim.named == Named::Record);
    let fields: Vec<&Claim> = claims.iter().filter(|claim| is_of_body(evidence, claim)).collect();
    let found = |claim: &Claim| resolve(names, &claim.steps, claim.place);
    let is_there = |claim: &Claim| match found(claim) {
        // a name that is written otherwise may be another to the API
        Resolved::Present { name, .. } if claim.leaf().is_some_and(|leaf| is_joined_otherwise(leaf, name.leaf())) => {
            false
        }
        Resolved::Present { name, inside } => !name.is_empty && (!inside || lacking(names, name).is_none()),
        Resolved::Near(_) | Resolved::Absent(_) => false,
    };
    let is_unreadable = says_unreadable(&answer.words);
    if names.is_bodyless {
        let asks = fields.iter().any(|claim| claim.what != What::Unknown && claim.named >= Named::Bare);
        return (is_whole || asks || is_unreadable || says_empty(evidence)).then_some(Unread::Empty);
    }
    if !names.shows_body {
        return None;
    }
    let missing: Vec<&&Claim> = fields.iter().filter(|claim| claim.what == What::Missing).collect();
    // of a form that is labelled as one, a single field doesn't tell that forms aren't read
    let is_form = names.looks == Some(Syntax::Form) && names.label.as_deref() == Some(Syntax::Form.media_type());
    // a token request is a form (RFC 6749 section 4)
    if is_form && names.in_place(Place::Body).any(|name| name.leaf() == "grant_type") {
        return None;
    }
    let least = if is_form && names.in_place(Place::Body).count() > 1 { 2 } else { 1 };
    // of alternatives in one sentence, one is enough
    let is_met = |claim: &Claim| {
        let is_choice = || ["one of", " or ", "either"].iter().any(|word| claim.quote.to_lowercase().contains(word));
        is_there(claim) || is_choice() && missing.iter().any(|other| other.quote == claim.quote && is_there(other))
    };
    let all_there = missing.len() >= least && missing.iter().all(|claim| is_met(claim));
    let is_deep = !fields.is_empty()
        && names.root != Some(NodeKind::Object)
        && names.looks == Some(Syntax::Json)
        && fields.iter().all(|claim| !claim.steps.iter().any(|step| step.key().is_none()));
    let is_mislabelled = evidence.is_mislabelled();
    let many = fields.len() > 1
        && fields.iter().all(|claim| is_there(claim))
        && (is_mislabelled || is_typed_form(evidence, &fields) || is_all_of_form(evidence, &fields));
    let one_typed = !fields.is_empty() && is_typed_form(evidence, &fields);
    let is_broken = evidence.is_broken_json();
    if !(is_whole
        && !fields.iter().any(|claim| claim.named == Named::Record && is_there(claim) && !is_mislabelled && !is_broken)
        || all_there
        || is_deep
        || many
        || one_typed
        || is_broken
        || is_unreadable && fields.is_empty())
    {
        return None;
    }
    Some(if is_mislabelled {
        Unread::Label
    } else if is_broken || is_unreadable && fields.is_empty() && !is_whole {
        Unread::Syntax
    } else if is_form {
        Unread::Label
    } else if names.looks == Some(Syntax::Json) && names.root.is_some_and(|root| root != NodeKind::Object)
        || evidence.is_scalar()
    {
        Unread::Outermost
    } else {
        Unread::Unclear
    })
}

fn is_of_body(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    if claim.steps.is_empty() || !matches!(claim.place, None | Some(Place::Body)) {
        return false;
    }
    match resolve(&evidence.names, &claim.steps, claim.place) {
        Resolved::Present { name, .. } | Resolved::Near(name) => name.place == Place::Body,
        Resolved::Absent(_) => true,
    }
}

/// Whether a form was sent, and the API asks for numbers or the like, which a form can't hold.
fn is_typed_form(evidence: &Evidence<'_>, fields: &[&Claim]) -> bool {
    let is_number = |claim: &&&Claim| match resolve(&evidence.names, &claim.steps, claim.place) {
        Resolved::Present { name, .. } => name.place == Place::Body && name.value.parse::<f64>().is_ok(),
        _ => false,
    };
    // what is missing is asked for whatever its kind is: a phone number
    let asks = |claim: &&&Claim| {
        claim.what == What::Invalid
            && ["number", "integer", "float", "boolean"].iter().any(|kind| claim.quote.to_lowercase().contains(kind))
    };
    evidence.names.looks == Some(Syntax::Form) && fields.iter().any(|claim| is_number(&claim) && asks(&claim))
}

/// Whether the answer calls every field of a form wrong.
fn is_all_of_form(evidence: &Evidence<'_>, fields: &[&Claim]) -> bool {
    let named = |name: &Name| fields.iter().any(|claim| claim.leaf() == Some(name.leaf()));
    evidence.names.looks == Some(Syntax::Form) && evidence.names.in_place(Place::Body).all(named)
}

/// Whether the answer calls nothing but things missing.
pub(super) fn all_missing(evidence: &Evidence<'_>) -> bool {
    let claims = &evidence.claims;
    let is_missing = |claim: &Claim| claim.named == Named::Record && claim.what == What::Missing;
    !claims.is_empty() && claims.iter().all(is_missing)
}

/// Whether the answer speaks of the body as a whole: what it is at its outermost is wrong.
fn says_outermost(evidence: &Evidence<'_>) -> bool {
    const SAYS: [&str; 8] = ["object", "dict", "mapping", "hash", "array", "list", "map", "collection"];
    let names_none = evidence.claims.iter().all(|claim| claim.leaf().is_none());
    names_none && evidence.answer.says(&SAYS)
}

fn says_empty(evidence: &Evidence<'_>) -> bool {
    let says = [
        "missing body",
        "body is missing",
        "body missing",
        "body is required",
        "requestbody is required",
        "empty body",
        "body cannot be empty",
        "body is empty",
        "no body",
        "empty json body",
        "body must not be empty",
        "required request body",
        "content is required",
        "no data",
        "grant type",
        "grant_type",
        "null given",
        "none given",
        "undefined given",
    ];
    evidence.answer.says(&says)
}

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    let names = &evidence.names;
    let Some(unread) = unread(evidence) else { return Vec::new() };
    if super::upload::is_mislabelled(evidence) {
        return Vec::new();
    }
    let says = "every field that the answer calls missing is in the request, so the body as a whole was not read";
    let draft = match unread {
        Unread::Empty if !evidence.is_unsafe() => Draft::new(
            "answer/no-body",
            "Content-Type says that there is a body, and there is none",
        )
        .because(
            "the answer says that JSON could not be read; Content-Type is that of JSON, and the request has no body",
        )
        .fix("Leave Content-Type out, or send the body that it is for.")
        .at(evidence.header("content-type").map(Name::at_value)),
        Unread::Empty => Draft::new("answer/no-body", "the request has no body")
            .because("the API asks for what only a body could hold, and the body is empty")
            .fix("Send the body (curl: --data).")
            .at(whole(Part::Body))
            .confirmed_if(all_missing(evidence) || says_empty(evidence)),
        Unread::Label => {
            let broken = evidence.is_broken_json().then(|| syntax(evidence));
            return other_arrived(evidence).into_iter().chain(broken).chain(super::media::label(evidence)).collect();
        }
        Unread::Syntax => return other_arrived(evidence).into_iter().chain([syntax(evidence)]).collect(),
        Unread::Outermost => Draft::new(
            "answer/outermost",
            format!("the body is {} at its outermost, where the API reads an object", outermost(evidence)),
        )
        .because("the answer speaks of the body as a whole, or of members that only an object has")
        .fix("Send the object itself, without brackets or quotes around it.")
        .at(at_start(evidence))
        .confirmed_if(says_outermost(evidence) && !evidence.stops_inside()),
        Unread::Unclear if evidence.claims.iter().any(|claim| claim.steps.is_empty()) => Draft::new(
            "answer/body",
            "the body as a whole is not what the API reads",
        )
        .because("the answer speaks of the whole body, and names no member of it")
        .fix("Compare the body with the documentation's example: its Content-Type, its syntax, its outermost object.")
        .at(at_start(evidence)),
        Unread::Unclear => Draft::new("answer/not-read", "the body was not read")
            .because(says)
            .fix("Check Content-Type, and whether the fields have to be inside another object.")
            .at(at_start(evidence)),
    };
    let is_labelled = names.label.is_some() || names.is_bodyless;
    let is_unseen = !evidence.lacks("content-type");
    vec![match is_labelled {
        true => draft,
        false if is_unseen => draft.because("which Content-Type was sent isn't shown"),
        false => draft.because("no Content-Type is sent"),
    }]
}

/// The answer says that the API read the body as JSON and could not, and the JSON that is shown is right: so the label was not
/// what stopped it, and something else arrived.
fn other_arrived(evidence: &Evidence<'_>) -> Option<Draft> {
    let names = &evidence.names;
    let is_valid = names.looks == Some(Syntax::Json) && names.stopped.is_none();
    let is_read = says_unreadable(&evidence.answer.words);
    let speaks_of_label = evidence.answer.says(&["content-type", "content type", "media type", "mimetype"]);
    if !is_valid || !is_read || speaks_of_label || evidence.stops_inside() {
        return None;
    }
    let draft = Draft::new("answer/other-arrived", "what arrived is not the JSON that is shown")
        .because("the answer says that the API could not read JSON, and the JSON shown is valid: it may have been changed on the way")
        .fix("Look at what is sent (curl --trace-ascii -). At a Windows prompt, single quotes don't quote: write double quotes, and \\\" inside of them, or send a file (--data-binary @body.json), saved as UTF-8.");
    Some(draft.at(at_start(evidence)))
}

/// Where reading stopped, by our own reading, else by the answer's.
fn syntax(evidence: &Evidence<'_>) -> Draft {
    let names = &evidence.names;
    let body = String::from_utf8_lossy(evidence.exchange.request.body.bytes());
    let said = position(&evidence.answer.words, &body);
    let listed = super::lists::position(&evidence.answer.tree, &body);
    let at = names.stopped.or(listed).or(said);
    let location = at.map_or_else(|| at_start(evidence), |at| spot(at, body.len()));
    let is_read = says_unreadable(&evidence.answer.words) || listed.is_some();
    let what = super::shell::what_is_there(&body, at);
    if names.is_labelled_json() && names.looks == Some(Syntax::Form) {
        let draft = Draft::new("answer/content-type", "the body is a form, and Content-Type says that it is JSON")
            .because("the body is names and values with `=` and `&`, and Content-Type is that of JSON")
            .fix("Send the body as JSON, or the Content-Type of a form (application/x-www-form-urlencoded), as the documentation has it.");
        return draft.at(at_start(evidence)).confirmed_if(is_read);
    }
    let says_json = evidence.answer.says(&["json", "looking for beginning of value"]);
    // JSON may stand in a value of the form
    let holds_json = names.in_place(Place::Body).any(|name| name.value.trim_start().starts_with(['{', '[']));
    if names.looks == Some(Syntax::Form) && is_read && says_json && !holds_json {
        let draft = Draft::new("answer/content-type", "the body is a form, and the API reads JSON")
            .because("the body is names and values with `=` and `&`, and the answer speaks of JSON that it can't read")
            .fix("Send the body as JSON, with Content-Type: application/json (Python requests: json= instead of data=; fetch: JSON.stringify).");
        return draft.at(at_start(evidence)).confirmed_if(true);
    }
    let syntax = if names.looks == Some(Syntax::Xml) { "XML" } else { "JSON" };
    let draft = Draft::new("answer/unreadable", format!("the body is not valid {syntax}"));
    let draft = match &what {
        Some(what) => draft.because(format!("reading of the body stops at {what}")),
        None if names.stopped.is_some() => draft.because("reading of the body stops at the marked place"),
        None => draft.because("the API could not read the body"),
    };
    let draft = if is_read { draft.because("the answer says that it could not be read") } else { draft };
    draft.fix("Correct the body where it is marked; a JSON library writes it right.").at(location).confirmed_if(
        is_read && names.stopped.is_some_and(|own| !listed.or(said).is_some_and(|at| is_elsewhere(own, at))),
    )
}

/// A place before this byte is at the start of a body.
const START: usize = 2;

/// Whether an answer stopped reading at another place than where the body is broken: one at its start, one further on.
fn is_elsewhere(own: usize, said: usize) -> bool {
    own.min(said) < START && own.max(said) > FURTHER
}

fn spot(at: usize, length: usize) -> Location {
    let start = at.min(length);
    Location { range: Some(start..(start + 1).min(length).max(start)), ..whole(Part::Body) }
}

fn at_start(evidence: &Evidence<'_>) -> Location {
    let text = evidence.exchange.request.body.bytes();
    if text.is_empty() {
        return missing_header("Content-Type");
    }
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or_default();
    spot(start, text.len())
}

fn outermost(evidence: &Evidence<'_>) -> &'static str {
    match evidence.names.root {
        Some(NodeKind::List) => "a list",
        _ => "a text",
    }
}
