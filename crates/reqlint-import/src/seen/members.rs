//! The members of a body and the parameters of a query: their names, and what kinds of values they had.

use super::ids::is_value_name;
use super::values::Kind;
use crate::api::Step;
use reqlint_core::explain::MaskedText;
use serde_json::Value as Json;
use std::collections::{BTreeSet, HashMap};

/// How deep members are looked at, and how many of one body.
const MAX_DEPTH: usize = 12;
const MAX_MEMBERS: usize = 2_000;

/// Members by their place, in the order in which they were first met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members {
    pub(crate) all: Vec<Member>,
    known: HashMap<Vec<Step>, usize>,
    /// Whether a name was left out, since it is rather a value, or there were too many.
    pub(crate) is_cut: bool,
}

/// What a member was.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) steps: Vec<Step>,
    pub(crate) kinds: BTreeSet<Kind>,
    /// In how many requests it was.
    pub(crate) requests: usize,
    /// Whether it had a value that has the shape of a credential.
    pub(crate) is_secret: bool,
}

impl Members {
    fn note(&mut self, steps: &[Step], kind: Kind, is_secret: bool) {
        let number = match self.known.get(steps) {
            Some(number) => *number,
            None if self.all.len() >= MAX_MEMBERS => {
                self.is_cut = true;
                return;
            }
            None => {
                let member = Member { steps: steps.to_vec(), kinds: BTreeSet::new(), requests: 1, is_secret: false };
                self.all.push(member);
                self.known.insert(steps.to_vec(), self.all.len() - 1);
                self.all.len() - 1
            }
        };
        if let Some(member) = self.all.get_mut(number) {
            member.kinds.insert(kind);
            member.is_secret |= is_secret;
        }
    }

    /// A parameter of a query or a form.
    pub(crate) fn parameter(&mut self, name: &str, value: Option<&str>) {
        self.named(name, value.map_or(Kind::Variable, Kind::of_parameter), value.is_some_and(is_secret));
    }

    pub(crate) fn file(&mut self, name: &str) {
        self.named(name, Kind::File, false);
    }

    fn named(&mut self, name: &str, kind: Kind, is_secret: bool) {
        if is_value_name(name) {
            self.is_cut = true;
        } else {
            self.note(&[Step::Member(name.to_owned())], kind, is_secret);
        }
    }

    /// Takes in the members of another request.
    pub(crate) fn add(&mut self, other: Self) {
        self.is_cut |= other.is_cut;
        for member in other.all {
            let known = self.known.get(&member.steps).copied();
            if let Some(own) = known.and_then(|number| self.all.get_mut(number)) {
                own.requests += member.requests;
                own.kinds.extend(member.kinds);
                own.is_secret |= member.is_secret;
            } else if self.all.len() >= MAX_MEMBERS {
                self.is_cut = true;
            } else {
                self.known.insert(member.steps.clone(), self.all.len());
                self.all.push(member);
            }
        }
    }

    fn value(&mut self, steps: &mut Vec<Step>, value: &Json, depth: usize) {
        if !steps.is_empty() {
            let (kind, secret) = match value {
                Json::Null => (Kind::Null, false),
                Json::Bool(_) => (Kind::Boolean, false),
                Json::Number(number) if number.is_f64() => (Kind::Number, false),
                Json::Number(_) => (Kind::Whole, false),
                Json::String(text) => (Kind::of_text(text), is_secret(text)),
                Json::Array(_) => (Kind::List, false),
                Json::Object(_) => (Kind::Object, false),
            };
            self.note(steps, kind, secret);
        }
        if depth > MAX_DEPTH {
            self.is_cut |= value.is_array() || value.is_object();
            return;
        }
        let mut inside = |step: Step, value: &Json| {
            steps.push(step);
            self.value(steps, value, depth + 1);
            steps.pop();
        };
        match value {
            Json::Array(items) => items.iter().take(MAX_MEMBERS).for_each(|item| inside(Step::Items, item)),
            Json::Object(members) => {
                for (name, value) in members {
                    let step = if is_value_name(name) { Step::AnyMember } else { Step::Member(name.clone()) };
                    inside(step, value);
                }
            }
            _ => {}
        }
    }
}

fn is_secret(text: &str) -> bool {
    !text.contains("{{") && !MaskedText::of_text(text.as_bytes()).runs().is_empty()
}

/// The members of a body in JSON.
pub(crate) fn json(value: &Json) -> Members {
    let mut members = Members::default();
    members.value(&mut Vec::new(), value, 0);
    members
}

/// The members of a form, and the parameters of a query.
pub(crate) fn form(text: &str) -> Members {
    let mut members = Members::default();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        members.parameter(&decoded(name), Some(&decoded(value)));
    }
    members
}

/// The names of the parts of a form in parts.
pub(crate) fn multipart(bytes: &[u8]) -> Members {
    let mut members = Members::default();
    for line in bytes.split(|b| *b == b'\n') {
        let line = String::from_utf8_lossy(line.get(..line.len().min(1_000)).unwrap_or_default());
        let is_heading = line.get(..20).is_some_and(|name| name.eq_ignore_ascii_case("content-disposition:"));
        let Some((_, rest)) = line.split_once(" name=\"").filter(|_| is_heading) else { continue };
        let name = rest.split('"').next().unwrap_or_default();
        let kind = if line.contains("filename") { Kind::File } else { Kind::Text };
        members.named(name, kind, false);
    }
    members
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        rest = after;
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', ..) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Field;

    fn listed(members: &Members) -> Vec<String> {
        let shown = |member: &Member| {
            let name = Field { steps: member.steps.clone(), ..Field::default() }.name().unwrap();
            let kinds: Vec<_> = member.kinds.iter().map(|kind| kind.says()).collect();
            format!("{name}: {}{}", kinds.join(", "), if member.is_secret { " (secret)" } else { "" })
        };
        members.all.iter().map(shown).collect()
    }

    #[test]
    fn members_are_kinds_of_values() {
        let body = serde_json::json!({"name": "pen", "lines": [{"count": 1}, {"count": 1.5, "note": null}],
            "by": {"17": {"x": true}, "18": {"x": false}}, "key": "ghp_0123456789abcdefghijABCDEFGHIJ012345"});
        assert_eq!(
            listed(&json(&body)),
            [
                "by: objects",
                "by.*: objects",
                "by.*.x: true or false",
                "key: texts (secret)",
                "lines: lists",
                "lines[]: objects",
                "lines[].count: whole numbers, numbers",
                "lines[].note: null",
                "name: texts"
            ]
        );
        assert_eq!(
            listed(&form("page=2&q=a%20b&flag&x=true&17=1")),
            ["page: whole numbers", "q: texts", "flag: empty texts", "x: true or false"]
        );
        let parts = b"--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n--b\r\ncontent-disposition: form-data; name=\"a\"; filename=\"b\"\r\n";
        assert_eq!(listed(&multipart(parts)), ["title: texts", "a: files"]);
    }
}
