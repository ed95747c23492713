//! What an answer names in the request: a member, a parameter or a header, and what the request has there.

use super::draft::{Draft, missing_header};
use super::gathered::Evidence;
use super::value::is_written_so;
use crate::base::finding::{Location, Part};
use crate::diagnose::claims::{
    Claim, Name, Named, Place, Resolved, Shown, Step, What, is_joined_otherwise, lacking, resolve,
};
use crate::message::body::{NodeKind, Syntax};

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    let is_unread = super::body::unread(evidence).is_some();
    let of_body = |claim: &&Claim| matches!(claim.place, None | Some(Place::Body)) && !is_header(evidence, claim);
    let named = evidence.claims.iter().filter(|claim| claim.leaf().is_some());
    let mut drafts: Vec<Draft> =
        named.filter(|claim| !(is_unread && of_body(claim))).filter_map(|claim| draft(evidence, claim)).collect();
    // what is not known is spelled nearly like what is missing
    let misspelt: Vec<Location> =
        drafts.iter().filter_map(|draft| draft.place_of("answer/misspelt").cloned()).collect();
    drafts.retain(|draft| draft.place_of("answer/unknown").is_none_or(|place| !misspelt.contains(place)));
    drafts
}

fn is_header(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    matches!(resolve(&evidence.names, &claim.steps, claim.place), Resolved::Present { name, .. } if name.place == Place::Header)
}

fn draft(evidence: &Evidence<'_>, claim: &Claim) -> Option<Draft> {
    if let Some(absent) = super::absent::draft(evidence, claim).filter(|_| claim.what != What::Unknown) {
        return Some(absent);
    }
    if claim.place == Some(Place::Header) || is_header(evidence, claim) {
        return super::headers::draft(evidence, claim);
    }
    let found = resolve(&evidence.names, &claim.steps, claim.place);
    if let (Some(query), Resolved::Absent(_)) = (super::graphql::query(evidence), &found)
        && !super::graphql::is_variable(claim, query)
    {
        return super::graphql::draft(evidence, claim, query);
    }
    let is_named = claim.named >= Named::Quoted;
    match (claim.what, found) {
        (What::Missing, Resolved::Present { name, inside: true }) if lacking(&evidence.names, name).is_some() => {
            Some(missing(evidence, claim, lacking(&evidence.names, name)))
        }
        (What::Missing, Resolved::Present { name, .. })
            if claim.leaf().is_some_and(|leaf| is_joined_otherwise(leaf, name.leaf())) =>
        {
            Some(misspelt(evidence, claim, name))
        }
        (What::Missing, Resolved::Present { name, .. }) if name.is_empty => Some(
            Draft::new("answer/empty", format!("{} is empty", shown(name))).quoting(claim)
                .because(format!(
                    "the API asks for {}{}, and the request has {} there",
                    shown(name),
                    item_of(name),
                    nothing(name)
                ))
                .fix(format!("Give {} a value.", shown(name)))
                .at(name.at_value())
                .confirmed_if(is_named && super::agreement::shows_missing(evidence, claim, true)),
        ),
        (What::Missing, Resolved::Present { name, .. }) => Some(
            Draft::new("answer/not-read", format!("{} is there, and the API did not find it", shown(name))).quoting(claim)
            .because(format!("the API says that {} is missing, and the request has it", shown(name)))
            .fix(format!("Check in which part of the request the API reads {}, and how it is written there, capital letters too: it is in {}.", shown(name), part(name)))
            .at(name.at_name()),
        ),
        (What::Invalid, Resolved::Near(name)) if is_written_so(evidence, claim, name) => {
            Some(invalid(evidence, claim, name))
        }
        // what the answer calls by its own name is no misspelling of another
        (What::Missing | What::Invalid, Resolved::Near(name)) if is_claimed(evidence, name) => None,
        (What::Missing | What::Invalid, Resolved::Near(name)) => Some(misspelt(evidence, claim, name).confirmed_if(
            is_named && claim.what == What::Missing && super::agreement::shows_missing(evidence, claim, true),
        )),
        (What::Unknown, Resolved::Near(name)) => Some(invalid(evidence, claim, name)),
        (What::Missing, Resolved::Absent(parent)) => {
            Some(super::value::swallowed(evidence, claim).unwrap_or_else(|| missing(evidence, claim, parent)))
        }
        (What::Invalid, Resolved::Absent(parent)) => Some(match claim.place {
            Some(Place::Path) => in_path(evidence, claim)?,
            _ => missing(evidence, claim, parent),
        }),
        (What::Unknown, Resolved::Present { name, .. }) => {
            let draft = Draft::new("answer/unknown", format!("{} is not known to the API", shown(name)));
            let draft = draft.quoting(claim).because(format!(
                "the API does not take {}, and {} has it",
                shown(name),
                part(name)
            ));
            Some(
                draft
                    .fix(format!("Remove {}, or write it as the documentation has it.", shown(name)))
                    .at(name.at_name())
                    .confirmed_if(is_named),
            )
        }
        (What::Invalid, Resolved::Present { name, .. }) => Some(invalid(evidence, claim, name)),
        (What::Unknown, Resolved::Absent(_)) => None,
    }
}

/// A name that the request spells in another way.
fn misspelt(evidence: &Evidence<'_>, claim: &Claim, name: &Name) -> Draft {
    let wanted = name_of(evidence, claim, None);
    let draft = Draft::new("answer/misspelt", format!("`{wanted}` is spelled {} in the request", shown(name)));
    let draft = draft.quoting(claim);
    draft
        .because(format!("the API asks for `{wanted}`, and {} has {}", part(name), shown(name)))
        .fix(format!("Write `{wanted}` instead."))
        .at(name.at_name())
}

/// Whether the answer asks for a member of the request just as it is there; one that the API doesn't know may be misspelt.
fn is_claimed(evidence: &Evidence<'_>, name: &Name) -> bool {
    let found = |claim: &Claim| resolve(&evidence.names, &claim.steps, claim.place);
    let is_it =
        |claim: &Claim| matches!(found(claim), Resolved::Present { name: other, .. } if other.steps == name.steps);
    evidence.claims.iter().any(|claim| claim.what != What::Unknown && is_it(claim))
}

/// A value that the API refuses.
fn invalid(evidence: &Evidence<'_>, claim: &Claim, name: &Name) -> Draft {
    let draft = Draft::new("answer/invalid", format!("the value of {} is not valid", shown(name)));
    let draft = draft.quoting(claim).at(name.at_value());
    let raw = raw_value(evidence, name);
    let is_coded =
        name.place == Place::Query || name.place == Place::Body && evidence.names.looks == Some(Syntax::Form);
    if is_coded && super::value::means_plus(raw) {
        return draft
            .because(format!("the value of {} holds a raw `+`, which means a space there", shown(name)))
            .fix("Write the plus sign as %2B (curl: --data-urlencode).")
            .confirmed_if(evidence.answer.words.contains(name.value.trim()));
    }
    if let Some(number) = current(evidence, claim, name) {
        return draft
            .because(format!("{} is {number}, and the answer says that {number} is the current one", shown(name)))
            .fix(format!("Send the next one, {}, in {}.", number + 1, shown(name)))
            .confirmed_if(true);
    }
    let kind = name.kind.phrase();
    let said = match name.place {
        Place::Body if evidence.names.looks == Some(Syntax::Json) => match name.steps.last() {
            Some(Step::Index(index)) => {
                format!("the API refuses item {index} of the list `{}`, counted from 0, which is {kind}", name.leaf())
            }
            _ => format!("the API refuses the value of {}; the body has {kind} there", shown(name)),
        },
        _ => format!("the API refuses the value of {} in {}", shown(name), part(name)),
    };
    let exact = matches!(resolve(&evidence.names, &claim.steps, claim.place), Resolved::Present { inside: false, .. });
    draft
        .because(said)
        .fix(format!("Change the value of {} to what the answer asks for.", shown(name)))
        .confirmed_if(claim.named == Named::Record && exact && super::value::agrees(evidence, claim, name))
}

/// The number that was sent, if the answer calls it the current one: a version has to be counted up.
fn current(evidence: &Evidence<'_>, claim: &Claim, name: &Name) -> Option<u64> {
    let says = ["current version", "version must be incremented", "current revision", "already at version"];
    if !evidence.answer.says(&says) {
        return None;
    }
    let inner = evidence.names.in_place(Place::Body).filter(|inner| inner.steps.starts_with(&name.steps));
    let number = inner.filter_map(|inner| inner.value.parse::<u64>().ok()).next()?;
    let mut words = claim
        .quote
        .split(|c: char| !c.is_ascii_digit())
        .chain(evidence.answer.words.split(|c: char| !c.is_ascii_digit()));
    words.any(|word| word.parse() == Ok(number)).then_some(number)
}

fn missing(evidence: &Evidence<'_>, claim: &Claim, parent: Option<&Name>) -> Draft {
    let name = name_of(evidence, claim, parent);
    let is_whole_shown = evidence.names.shows_body && evidence.names.stopped.is_none();
    let has_body = !evidence.names.is_bodyless;
    let (place, location) = match claim.place {
        Some(Place::Query) => {
            ("query", Location { part: Part::Target, name: Some(format!("query.{name}").into()), ..missing_header("") })
        }
        Some(Place::Path) => {
            ("path", Location { part: Part::Target, name: Some(format!("path.{name}").into()), ..missing_header("") })
        }
        _ if has_body || claim.place == Some(Place::Body) => ("body", in_body(evidence, &name, parent)),
        _ => (
            "request",
            Location { part: Part::Target, name: Some(format!("query.{name}").into()), ..missing_header("") },
        ),
    };
    let location = Location { of: None, ..location };
    let said = if claim.what == What::Missing { "is missing" } else { "is not valid" };
    let inside = match parent.map(|parent| (parent, parent.steps.last())) {
        Some((list, Some(Step::Index(index)))) => format!(" in item {index} of `{}`", list.leaf()),
        Some((parent, _)) => format!(" in {}", shown(parent)),
        None => String::new(),
    };
    // what isn't shown may have it
    if place == "body" && !evidence.names.shows_body {
        let kind = if claim.what == What::Missing { "answer/missing" } else { "answer/invalid" };
        let draft = Draft::new(kind, format!("`{name}` {said}")).quoting(claim);
        return draft
            .because(format!("the API says that `{name}` {said}; the body isn't shown"))
            .fix("Look whether what is sent has it, spelled so, and in this place.")
            .at(location);
    }
    let draft = match claim.what {
        What::Missing => Draft::new("answer/missing", format!("`{name}` is missing")),
        _ => Draft::new("answer/missing", format!("`{name}` is not valid, and the {place} has none{inside}")),
    };
    let because = format!("the API says that `{name}` {said}, and the {place} has none{inside}");
    let fix = match (place, claim.what) {
        ("request", _) => format!("Send `{name}`."),
        (_, What::Missing) => format!("Add `{name}` to the {place}{inside}."),
        _ => format!("Add `{name}` to the {place}{inside}, or look for it inside of another value."),
    };
    let is_named = claim.named >= Named::Quoted && claim.what == What::Missing;
    draft
        .quoting(claim)
        .because(because)
        .fix(fix)
        .at(location)
        .confirmed_if(is_named && is_whole_shown && super::agreement::shows_missing(evidence, claim, parent.is_some()))
}

/// The object that lacks a member: its first byte.
fn in_body(evidence: &Evidence<'_>, name: &str, parent: Option<&Name>) -> Location {
    let text = evidence.exchange.request.body.bytes();
    let start = match parent {
        Some(parent) => Some(parent.range.start),
        None => text
            .iter()
            .position(|byte| !byte.is_ascii_whitespace())
            .filter(|_| evidence.names.looks != Some(Syntax::Form)),
    };
    let way = parent.map(|parent| format!("{}.", Shown(&parent.steps))).unwrap_or_default();
    let range = start.map(|start| start..(start + 1).min(text.len()));
    Location { part: Part::Body, name: Some(format!("{way}{name}").into()), of: None, occurrence: 0, range }
}

/// The name as the request would write it: a program's `Price` is `price` where all other names are in lower case.
fn name_of(evidence: &Evidence<'_>, claim: &Claim, parent: Option<&Name>) -> String {
    let steps = &claim.steps;
    let from = parent.map_or(steps.len().saturating_sub(1), |_| steps.len().saturating_sub(1));
    let name = steps.get(from..).and_then(|rest| rest.iter().find_map(Step::key)).or(claim.leaf()).unwrap_or_default();
    let mut others =
        evidence.names.in_place(Place::Body).filter(|name| matches!(name.steps.last(), Some(Step::Key(_)))).peekable();
    let is_lower = others.peek().is_some() && others.all(|name| !name.leaf().starts_with(char::is_uppercase));
    let is_capital =
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().skip(1).all(|c| !c.is_ascii_uppercase());
    let name = evidence.shown(name);
    if is_lower && is_capital { name.to_lowercase() } else { name }
}

/// A path parameter: the request doesn't name it, but the answer may repeat its value.
fn in_path(evidence: &Evidence<'_>, claim: &Claim) -> Option<Draft> {
    let name = &*evidence.shown(claim.leaf()?);
    let segments: Vec<&Name> = evidence.names.in_place(Place::Path).collect();
    let echoed = segments.iter().rev().find(|segment| segment.value.len() > 1 && claim.quote.contains(&segment.value));
    let segment = echoed.or(segments.last())?;
    let location = Location { name: Some(format!("path.{name}").into()), ..segment.at_value() };
    let draft = Draft::new("answer/invalid", format!("`{name}` in the path is not valid"));
    let draft = draft.quoting(claim).because(format!("the API refuses what the path has for `{name}`"));
    Some(draft.fix(format!("Put a value for `{name}` into the path as the documentation describes it.")).at(location))
}

fn shown(name: &Name) -> String {
    format!("`{}`", Shown(&name.steps))
}

/// Of an item, the list that it is in.
fn item_of(name: &Name) -> String {
    match name.steps.last() {
        Some(Step::Index(_)) => format!(", an item of `{}`", name.leaf()),
        _ => String::new(),
    }
}

fn nothing(name: &Name) -> &'static str {
    match name.kind {
        NodeKind::Null => "null",
        NodeKind::List => "an empty list",
        _ => "an empty text",
    }
}

fn part(name: &Name) -> &'static str {
    match name.place {
        Place::Body => "the body",
        Place::Query => "the query",
        Place::Path => "the path",
        Place::Header => "the headers",
    }
}

fn raw_value<'e>(evidence: &Evidence<'e>, name: &Name) -> &'e [u8] {
    let request = &evidence.exchange.request;
    let whole = match name.place {
        Place::Body => request.body.bytes(),
        Place::Query | Place::Path => &request.target,
        Place::Header => return &[],
    };
    whole.get(name.range.clone()).unwrap_or_default()
}
