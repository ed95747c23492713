//! What is kept of an answer: its status, which members it has, and how it words an error.

use super::ids::is_value_name;
use crate::reply;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// From how many names on two answers with the same ones are of the same kind. Fewer have an envelope in common, such as
/// `{"data": …, "total": …}`.
const MIN_NAMES: usize = 4;

const MAX_NAMES: usize = 500;

/// An answer, without its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Which members it has, if they say enough.
    pub(crate) outline: Option<u64>,
    /// The template of an error.
    pub(crate) reply: Option<String>,
}

impl Answer {
    /// Whether the API took the request.
    pub(crate) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299 | 302..=304)
    }

    /// Whether it shows that the endpoint is there. Servers and gateways answer the other statuses whatever the path is.
    pub(crate) const fn shows_endpoint(&self) -> bool {
        self.is_success() || matches!(self.status, 400 | 402 | 406 | 409 | 411..=413 | 415..=418 | 422..=428 | 451)
    }
}

/// What is kept of an answer and its body.
pub(crate) fn answer(status: u16, body: &[u8]) -> Answer {
    let json = serde_json::from_slice::<Json>(body).ok();
    let outline = json.as_ref().filter(|_| (200..300).contains(&status)).and_then(outline);
    let reply = json.as_ref().filter(|_| (400..600).contains(&status)).and_then(reply::of_body);
    Answer { status, outline, reply }
}

fn outline(body: &Json) -> Option<u64> {
    let mut names = BTreeSet::new();
    collect(body, &mut String::new(), 0, &mut names);
    if names.len() < MIN_NAMES {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    names.hash(&mut hasher);
    Some(hasher.finish())
}

fn collect(value: &Json, at: &mut String, depth: usize, names: &mut BTreeSet<String>) {
    if depth > 4 || names.len() >= MAX_NAMES {
        return;
    }
    match value {
        Json::Array(items) => {
            if let Some(first) = items.first() {
                collect(first, at, depth + 1, names);
            }
        }
        Json::Object(members) => {
            for (name, value) in members.iter().take(MAX_NAMES) {
                let length = at.len();
                at.push('.');
                at.push_str(if is_value_name(name) { "*" } else { name });
                names.insert(at.clone());
                collect(value, at, depth + 1, names);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_alike_by_their_members() {
        let of = |text: &str| answer(200, text.as_bytes()).outline;
        let one = of(r#"{"data": {"id": 1, "name": "a", "tags": []}}"#);
        assert!(one.is_some() && one == of(r#"{"data": {"name": "b", "id": 2, "tags": ["x"]}}"#));
        assert_ne!(one, of(r#"{"data": {"id": 1, "total": 3, "tags": []}}"#));
        assert_eq!(of(r#"{"data": [], "total": 0}"#), None);
        assert_eq!(
            answer(404, br#"{"code": "x", "message": "y"}"#).reply.as_deref(),
            Some(r#"{"code": "{{code}}", "message": "{{message}}"}"#)
        );
    }
}
