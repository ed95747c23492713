//! `known-fields`. Looks at: names of query parameters and of body members, where the catalogue closes query or object.
//! Fails when: one has a name that the catalogue lacks. Skips when: nothing there is closed, or the body can't be read.
//!
//! ```toml
//! check = "known-fields"
//! ```

use crate::api::catalogue::{Endpoint, TreeNode};
use crate::base::near::nearest;
use crate::base::text::{SmolStr, joined};
use crate::check::clause::wanted;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::message::body::form::decode;
use crate::subject::fields::Unknown;
use crate::subject::place::Place;
use crate::subject::{BodyState, Subject, Uses};

const PARTS: [&str; 2] = ["query", "body"];

#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct KnownFields {
    parts: [bool; 2],
}

impl Kind for KnownFields {
    type Spec = Self;
    const KEYS: &'static [Key] =
        &[Key::new("in", Takes::SomeOf(&PARTS), "which parts of the request").or("[\"query\", \"body\"]")];
    const NEEDS_CATALOGUE: bool = true;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self> {
        Some(Self { parts: c.some_of("in", PARTS, sink) })
    }

    fn compile(spec: &Self, _scope: &mut Scope<'_>) -> Option<Self> {
        Some(spec.clone())
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let Some(endpoint) = subject.endpoint() else { return Verdict::Absent };
        let mut verdict = None;
        for unknown in subject.fields.unknown.iter().filter(|unknown| self.looks_at(unknown)) {
            verdict = Some(trace.fail(|| evidence(subject, endpoint, unknown)));
            if !trace.wants_all() {
                break;
            }
        }
        verdict.unwrap_or_else(|| self.when_all_are_known(subject, endpoint))
    }

    fn clause(&self, _words: Words<'_>) -> String {
        format!("the catalogue has every name of {}", wanted(self.parts, PARTS))
    }

    fn uses(&self) -> Uses {
        Uses { body: true, fields: true, ..Uses::default() }
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        let [query, _] = self.parts;
        Place::Target(subject.target.query.clone().filter(|_| query))
    }
}

impl KnownFields {
    fn looks_at(&self, unknown: &Unknown) -> bool {
        let [query, body] = self.parts;
        match unknown {
            Unknown::Parameter(_) => query,
            Unknown::Member(..) => body,
        }
    }

    fn when_all_are_known(&self, subject: &Subject<'_>, endpoint: &Endpoint) -> Verdict {
        let [query, body] = self.parts;
        let body = body && endpoint.body_fields.is_closed_anywhere();
        let has_parameters = subject.target.query.as_ref().is_some_and(|query| !query.is_empty());
        if body && matches!(subject.body, BodyState::NotVisible | BodyState::Unused) {
            return Verdict::NOT_VISIBLE;
        }
        let looks = query && endpoint.query_closed && has_parameters || body && subject.members().is_some();
        if looks { Verdict::Pass } else { Verdict::Absent }
    }
}

/// The name that isn't known, and the nearest that is.
pub(crate) fn evidence(subject: &Subject<'_>, endpoint: &Endpoint, unknown: &Unknown) -> Evidence {
    match unknown {
        Unknown::Parameter(range) => {
            let sent = String::from_utf8_lossy(&decode(subject.slice(range))).into_owned();
            let place = Place::QueryField(sent.as_str().into(), Some(range.clone()));
            let known = endpoint.query_fields.iter().map(|field| field.name.as_str());
            said(subject, &place, "query parameter", nearest(&sent, known), &endpoint.id)
        }
        Unknown::Member(node, branch) => {
            let sent = String::from_utf8_lossy(&subject.document.key(*node, subject.body_text())).into_owned();
            let tree = &endpoint.body_fields;
            let branch = tree.node(*branch);
            let of = branch.and_then(|branch| branch.variant.as_ref());
            let common = of.and_then(|of| tree.node(of.common));
            let known = branch.into_iter().chain(common).flat_map(TreeNode::names);
            let owner = of.map_or(&*endpoint.id, |of| &of.name);
            said(subject, &Place::MemberName(*node), "field", nearest(&sent, known), owner)
        }
    }
}

fn said(subject: &Subject<'_>, place: &Place<'_>, what: &str, near: Option<&str>, owner: &str) -> Evidence {
    let location = subject.locate(place);
    let name = location.name.as_deref().unwrap_or_default();
    let name = name.strip_prefix("query.").unwrap_or(name);
    let detail = match near {
        Some(near) => joined(["`", owner, "` has no ", what, " `", name, "`; the nearest is `", near, "`"]),
        None => joined(["`", owner, "` has no ", what, " `", name, "`"]),
    };
    Evidence { expected: near.map(SmolStr::from), ..Evidence::new(location, detail) }
}
