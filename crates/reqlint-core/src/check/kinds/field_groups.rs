//! `field-groups`. Looks at: the groups of fields that the catalogue has for query and body. Fails when: too few or too many
//! fields of one are there. Skips when: there is no group, or the body can't be read.
//!
//! ```toml
//! check = "field-groups"
//! ```

use crate::api::catalogue::{Endpoint, Group, Grouped};
use crate::base::scalar::any_of;
use crate::base::text::{SmolStr, text};
use crate::check::clause::wanted;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::subject::fields::Ungrouped;
use crate::subject::place::Place;
use crate::subject::{BodyState, Subject, Uses};

const PARTS: [&str; 2] = ["query", "body"];

#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct FieldGroups {
    parts: [bool; 2],
}

impl Kind for FieldGroups {
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
        for found in subject.fields.ungrouped.iter().filter(|found| self.looks_at(found)) {
            verdict = Some(trace.fail(|| evidence(subject, endpoint, found)));
            if !trace.wants_all() {
                break;
            }
        }
        verdict.unwrap_or_else(|| self.when_all_are_met(subject, endpoint))
    }

    fn clause(&self, _words: Words<'_>) -> String {
        format!("of each group of fields of {} as many are there as the catalogue says", wanted(self.parts, PARTS))
    }

    fn uses(&self) -> Uses {
        Uses { body: true, fields: true, ..Uses::default() }
    }
}

impl FieldGroups {
    fn looks_at(&self, found: &Ungrouped) -> bool {
        let [query, body] = self.parts;
        match found {
            Ungrouped::Query(_) => query,
            Ungrouped::Body { .. } => body,
        }
    }

    fn when_all_are_met(&self, subject: &Subject<'_>, endpoint: &Endpoint) -> Verdict {
        let [query, body] = self.parts;
        let body = body && endpoint.body_fields.has_groups();
        if body && matches!(subject.body, BodyState::NotVisible | BodyState::Unused) {
            return Verdict::NOT_VISIBLE;
        }
        let looks = query && !endpoint.query_groups.is_empty() || body && subject.members().is_some();
        if looks { Verdict::Pass } else { Verdict::Absent }
    }
}

/// The group of which too few or too many are there.
pub(crate) fn evidence(subject: &Subject<'_>, endpoint: &Endpoint, found: &Ungrouped) -> Evidence {
    let (group, place) = match found {
        Ungrouped::Query(group) => (endpoint.query_groups.get(*group), Place::Target(None)),
        Ungrouped::Body { branch, group, object } => {
            let node = endpoint.body_fields.node(*branch);
            let place = match object {
                None | Some(0) => Place::Body(None),
                Some(node) => Place::Member(*node),
            };
            (node.and_then(|node| node.groups.get(*group)), place)
        }
    };
    let expected = group.map(says).unwrap_or_default();
    Evidence { expected: Some(expected.clone()), ..Evidence::new(subject.locate(&place), expected) }
}

/// What a group says, as a sentence.
fn says(group: &Group) -> SmolStr {
    let quoted: Vec<_> = group.members.iter().map(|name| text!("`{name}`")).collect();
    let names = any_of(&quoted);
    match group.how {
        Grouped::AtLeastOne => text!("at least one of {names} is needed"),
        Grouped::AtMostOne => text!("only one of {names} may be there"),
        Grouped::ExactlyOne => text!("exactly one of {names} is needed"),
        Grouped::AllOrNone => text!("if one of {names} is there, the others must be, too"),
    }
}
