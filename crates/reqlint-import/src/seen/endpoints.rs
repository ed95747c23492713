//! Requests of one method and path are one endpoint: what they had, and how often.

use super::members::{Member, Members};
use super::values::Kind;
use super::{Call, paths};
use crate::api::{Api, Credential, Field, Operation};
use crate::loss::{Loss, Lost};
use crate::slug::slug;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How many endpoints a pack holds, and how many fields one of them is written with.
const MAX_ENDPOINTS: usize = 20_000;
const MAX_FIELDS: usize = 500;

/// How many statuses a comment lists.
const MAX_STATUSES: usize = 8;

/// Puts the endpoints of requests into the API. `is_saved`: a person wrote them, so that each shows its endpoint; else its
/// answer has to.
pub(crate) fn endpoints(mut calls: Vec<Call>, is_saved: bool, api: &mut Api) {
    paths::generalise(&mut calls);
    let mut order: Vec<(String, String, String)> = Vec::new();
    let mut groups: HashMap<(String, String, String), Vec<Call>> = HashMap::new();
    for call in calls {
        let key = (call.host.clone(), call.method.clone(), paths::key(&call.segments));
        let group = groups.entry(key.clone()).or_default();
        if group.is_empty() {
            order.push(key);
        }
        group.push(call);
    }
    let mut ids = HashSet::new();
    let mut replies: BTreeMap<String, usize> = BTreeMap::new();
    for key in order {
        let Some(calls) = groups.remove(&key) else { continue };
        let templates = calls.iter().filter_map(|call| call.answer.as_ref()?.reply.clone());
        templates.for_each(|template| *replies.entry(template).or_default() += 1);
        let shown =
            is_saved || calls.iter().any(|call| call.answer.as_ref().is_some_and(|answer| answer.shows_endpoint()));
        let place = |call: &Call| format!("{} {}{}", call.method, call.host, paths::path(&call.segments));
        let Some(first) = calls.first().map(place) else { continue };
        if !shown {
            let statuses = statuses(&calls);
            let answered = if statuses.is_empty() { "no answer".to_owned() } else { counts(&statuses) };
            api.left_out.push((format!("{first}: {answered}"), "no answer shows that it is there".to_owned()));
        } else if api.operations.len() >= MAX_ENDPOINTS {
            api.left_out.push((first, format!("a pack is limited to {MAX_ENDPOINTS} endpoints")));
        } else {
            let host = host(api, &key.0);
            api.operations.push(endpoint(calls, host, is_saved, &mut ids));
        }
    }
    let commonest = replies.into_iter().max_by_key(|(_, count)| *count);
    api.reply = commonest.map(|(template, _)| (Vec::new(), template)).into_iter().collect();
}

fn host(api: &mut Api, name: &str) -> usize {
    api.hosts.iter().position(|known| known == name).unwrap_or_else(|| {
        api.hosts.push(name.to_owned());
        api.hosts.len() - 1
    })
}

fn endpoint(calls: Vec<Call>, host: usize, is_saved: bool, ids: &mut HashSet<String>) -> Operation {
    let statuses = statuses(&calls);
    let (method, path) = calls.first().map(|c| (c.method.clone(), paths::path(&c.segments))).unwrap_or_default();
    let place = format!("{method} {path}");
    let title = calls.iter().find_map(|call| call.title.clone());
    let id = id(title.as_deref(), &method, &path, ids);
    let tag = calls.iter().find_map(|call| call.tag.clone()).unwrap_or_else(|| word(&path));
    let (mut losses, mut media_types) = (Vec::new(), BTreeMap::<String, usize>::new());
    // a refused request may have been refused for what it has
    let is_told = |call: &Call| {
        is_saved && call.answer.is_none() || call.answer.as_ref().is_some_and(|answer| answer.is_success())
    };
    let number = calls.len();
    let (mut query, mut body, mut told) = (Members::default(), Members::default(), 0);
    let mut credentials: Option<BTreeSet<Credential>> = None;
    for call in calls {
        for (what, place) in call.lost.iter() {
            let loss = Loss { lost: Lost::Other(what), place: place.clone() };
            if !losses.contains(&loss) {
                losses.push(loss);
            }
        }
        if is_told(&call) {
            told += 1;
            credentials = Some(match credentials {
                Some(known) => known.intersection(&call.credentials).cloned().collect(),
                None => call.credentials,
            });
            if let Some(media_type) = call.media_type {
                *media_types.entry(media_type).or_default() += 1;
            }
            query.add(call.query);
            body.add(call.body);
        }
    }
    for (part, members) in [("query", &query), ("body", &body)] {
        if members.is_cut || members.all.len() > MAX_FIELDS {
            losses.push(Loss {
                lost: Lost::Other("names that are rather values, or too many of them"),
                place: part.to_owned(),
            });
        }
    }
    let field = |member: Member| field(member, told);
    let mut note = heading(number, is_saved, &statuses);
    if !media_types.is_empty() {
        note += &format!("; body: {}", media_types.into_keys().collect::<Vec<_>>().join(", "));
    }
    if told == 0 {
        note += "; its fields aren't listed, since no request with them was taken";
    }
    Operation {
        place,
        id,
        title,
        method,
        host,
        path,
        tags: vec![tag],
        note: Some(note),
        query_fields: query.all.into_iter().take(MAX_FIELDS).map(field).collect(),
        body_fields: body.all.into_iter().take(MAX_FIELDS).map(field).collect(),
        credentials: credentials.filter(|set| !set.is_empty()).into_iter().collect(),
        losses,
        ..Operation::default()
    }
}

fn heading(number: usize, is_saved: bool, statuses: &BTreeMap<u16, usize>) -> String {
    let plural = if number == 1 { "" } else { "s" };
    let what = if is_saved { "example" } else { "request" };
    let answers =
        if statuses.is_empty() { " without an answer".to_owned() } else { format!(", answered {}", counts(statuses)) };
    format!("{number} {what}{plural}{answers}")
}

fn statuses(calls: &[Call]) -> BTreeMap<u16, usize> {
    let mut statuses = BTreeMap::new();
    for answer in calls.iter().filter_map(|call| call.answer.as_ref()) {
        *statuses.entry(answer.status).or_default() += 1;
    }
    statuses
}

fn counts(statuses: &BTreeMap<u16, usize>) -> String {
    let count = |(status, times): (&u16, &usize)| match times {
        1 => status.to_string(),
        _ => format!("{status} ({times} times)"),
    };
    let listed: Vec<_> = statuses.iter().take(MAX_STATUSES).map(count).collect();
    let more = match statuses.len().saturating_sub(MAX_STATUSES) {
        0 => String::new(),
        more => format!(" and {more} others"),
    };
    listed.join(", ") + &more
}

/// A field without a claim, and what is known of it as a comment.
fn field(member: Member, told: usize) -> Field {
    // a variable is any of what is known otherwise
    let kinds: Vec<_> = member.kinds.iter().filter(|kind| **kind != Kind::Variable).map(|kind| kind.says()).collect();
    let of = format!("{} of {told}", member.requests);
    let note = if kinds.is_empty() { of } else { format!("{of}: {}", kinds.join(", ")) };
    Field { steps: member.steps, is_secret: member.is_secret, note: Some(note), ..Field::default() }
}

fn id(title: Option<&str>, method: &str, path: &str, ids: &mut HashSet<String>) -> String {
    let named = title.map(slug).filter(|id| !id.is_empty() && id.len() <= 60);
    let from_path = || slug(&format!("{} {}", method.to_ascii_lowercase(), path.replace(['{', '}'], " ")));
    let base = named.unwrap_or_else(from_path);
    let base = base.get(..base.len().min(100)).unwrap_or(&base).trim_matches('-').to_owned();
    let mut id = base.clone();
    let mut number = 2;
    while !ids.insert(id.clone()) {
        id = format!("{base}-{number}");
        number += 1;
    }
    id
}

/// The first word of a path that isn't a version.
fn word(path: &str) -> String {
    let words = path.split('/').filter(|word| !word.contains('{'));
    let is_version = |word: &str| {
        word == "api" || word.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let word = words.map(slug).find(|word| !word.is_empty() && !is_version(word));
    word.unwrap_or_else(|| "endpoints".to_owned())
}
