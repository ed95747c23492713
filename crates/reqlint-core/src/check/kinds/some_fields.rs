//! Which of the catalogue's fields a check is about: the settings `in` and `fields`, common to three kinds.

use crate::api::catalogue::{Empty, Endpoint, Field, Required};
use crate::base::finding::Location;
use crate::base::near::suggest;
use crate::base::text::{SmolStr, joined};
use crate::check::clause::{self, wanted};
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::{Code, Located, Sink};
use crate::subject::fields::{FieldPart, Problem, Seen, Spot};
use crate::subject::place::Place;
use crate::subject::{BodyState, Subject};

const PARTS: [&str; 3] = ["path", "query", "body"];

pub(crate) const IN: Key =
    Key::new("in", Takes::SomeOf(&PARTS), "which parts of the request").or("[\"path\", \"query\", \"body\"]");
pub(crate) const FIELDS: Key = Key::new("fields", Takes::Names(Names::Field), "which fields").or("the catalogue's");

/// Fields by part and name.
#[derive(Debug)]
pub(crate) struct SomeFields {
    parts: [bool; 3],
    /// Empty for all.
    names: Vec<String>,
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct SomeFieldsSpec {
    parts: [bool; 3],
    names: Vec<Located<String>>,
}

impl SomeFields {
    pub(crate) fn read(c: &Cursor<'_>, sink: &mut Sink) -> SomeFieldsSpec {
        SomeFieldsSpec { parts: c.some_of("in", PARTS, sink), names: c.some_texts("fields", sink) }
    }

    pub(crate) fn compile(spec: &SomeFieldsSpec, scope: &mut Scope<'_>) -> Option<Self> {
        let fields = Self { parts: spec.parts, names: spec.names.iter().map(|n| n.value.clone()).collect() };
        for name in &spec.names {
            let endpoints = scope.endpoints.iter().filter_map(|e| scope.catalogue.endpoint(*e));
            let known = endpoints.flat_map(|e| fields.of(e)).filter(|f| f.variant.is_none());
            let known: Vec<&str> = known.map(|f| f.name.as_str()).collect();
            if !known.contains(&name.value.as_str()) {
                let message =
                    format!("no endpoint that this rule applies to has a field `{}` in these parts", name.value);
                let help = suggest(&name.value, known);
                scope.sink.error(Code::UnknownField, name.place, message, help);
            }
        }
        Some(fields)
    }

    /// The fields of an endpoint in the parts that are looked at.
    fn of<'e>(&self, endpoint: &'e Endpoint) -> impl Iterator<Item = &'e Field> {
        let [path, query, body] = self.parts;
        let some = |wanted: bool, fields: &'e [Field]| if wanted { fields } else { &[] }.iter();
        some(path, &endpoint.path_fields)
            .chain(some(query, &endpoint.query_fields))
            .chain(some(body, &endpoint.body_fields.fields))
    }

    pub(crate) fn hold(&self, seen: &Seen, field: &Field) -> bool {
        self.looks_at(seen.part) && self.has(field)
    }

    /// Whether a field is looked at, wherever it is. Names are those of an endpoint's own fields, none of them a variant's.
    fn has(&self, field: &Field) -> bool {
        self.names.is_empty() || field.variant.is_none() && self.names.contains(&field.name)
    }

    #[inline]
    fn looks_at(&self, part: FieldPart) -> bool {
        let [path, query, body] = self.parts;
        match part {
            FieldPart::Path => path,
            FieldPart::Query => query,
            FieldPart::Body => body,
        }
    }

    /// `each field of path and query`, or the fields by name.
    pub(crate) fn each(&self, what: &str) -> String {
        if self.names.is_empty() {
            return format!("{what} of {}", wanted(self.parts, PARTS));
        }
        format!("{what} of {}", clause::any_of(self.names.iter().map(String::as_str)))
    }

    /// Fails for each field that has a problem; else what holds when nothing is wrong.
    pub(crate) fn each_problem(
        &self,
        problem: Problem,
        subject: &Subject<'_>,
        trace: &mut Trace<'_>,
        evidence: impl Fn(&Field, &Seen, Location) -> Evidence,
    ) -> Verdict {
        let Some(endpoint) = subject.endpoint() else { return Verdict::Absent };
        let (mut verdict, mut hidden) = (None, false);
        for found in subject.fields.problems.iter().filter(|found| found.problem == problem) {
            let seen = &found.seen;
            let Some(field) = field(endpoint, seen).filter(|field| self.hold(seen, field)) else { continue };
            if found.hidden {
                hidden = true;
                continue;
            }
            verdict = Some(trace.fail(|| {
                let location = subject.locate(&place(field, seen));
                let expected = field.is.as_ref().map(|pattern| pattern.says.clone());
                Evidence { expected, ..evidence(field, seen, location) }
            }));
            if !trace.wants_all() {
                break;
            }
        }
        let required = |field: &Field| {
            !matches!(field.required, Required::Never) || field.blank == Empty::Refused && problem == Problem::Blank
        };
        verdict.unwrap_or_else(|| match hidden {
            true => Verdict::NOT_VISIBLE,
            false => self.when_nothing_is_wrong(subject, required),
        })
    }

    /// What holds when nothing is wrong: pass if a field that is `wanted` is there, unknown if the body isn't visible,
    /// else absent.
    pub(crate) fn when_nothing_is_wrong(&self, subject: &Subject<'_>, wanted: impl Fn(&Field) -> bool) -> Verdict {
        let Some(endpoint) = subject.endpoint() else { return Verdict::Absent };
        let [.., body] = self.parts;
        let named = |f: &Field| self.has(f);
        let body_matters = || body && endpoint.body_fields.fields.iter().any(|f| named(f) && wanted(f));
        if matches!(subject.body, BodyState::NotVisible | BodyState::Unused) && body_matters() {
            return Verdict::NOT_VISIBLE;
        }
        let is_wanted = |seen: &Seen| {
            self.looks_at(seen.part) && field(endpoint, seen).is_some_and(|field| named(field) && wanted(field))
        };
        let is_there = subject.fields.present.iter().any(is_wanted);
        if is_there { Verdict::Pass } else { Verdict::Absent }
    }
}

impl SomeFields {
    /// Where the first field is that is looked at.
    pub(crate) fn place<'s>(&self, subject: &Subject<'s>) -> Place<'s> {
        let Some(endpoint) = subject.endpoint() else { return Place::Target(None) };
        let mut seen = subject.fields.present.iter().filter_map(|seen| Some((field(endpoint, seen)?, seen)));
        seen.find(|(field, seen)| self.hold(seen, field))
            .map_or(Place::Target(None), |(field, seen)| place(field, seen))
    }
}

/// What is said of a field, and of which variant, if it is one's.
pub(crate) fn of_variant(detail: SmolStr, field: &Field) -> SmolStr {
    match &field.variant {
        Some(variant) => joined([&detail, " in the variant `", variant, "`"]),
        None => detail,
    }
}

/// The field that was seen.
pub(crate) fn field<'e>(endpoint: &'e Endpoint, seen: &Seen) -> Option<&'e Field> {
    match seen.part {
        FieldPart::Path => endpoint.path_fields.get(usize::from(seen.field)),
        FieldPart::Query => endpoint.query_fields.get(usize::from(seen.field)),
        FieldPart::Body => endpoint.body_fields.field(seen.field),
    }
}

/// Where a field was seen or is missing.
pub(crate) fn place<'s>(field: &'s Field, seen: &Seen) -> Place<'s> {
    match (seen.part, &seen.spot) {
        (_, Spot::Node(node)) => Place::Member(*node),
        (FieldPart::Path, Spot::Range(range)) => Place::PathField(&field.name, Some(range.clone())),
        (_, Spot::Range(range)) => Place::QueryField(field.name.as_str().into(), Some(range.clone())),
        (FieldPart::Query, Spot::Missing(_)) => Place::QueryField(field.name.as_str().into(), None),
        (_, Spot::Missing(None)) => Place::MissingMember(None, field.name.as_str().into()),
        // a name of one step, as most are
        (_, Spot::Missing(parent)) if !field.name.contains(['.', '[', '"', '*']) => {
            Place::MissingMember(*parent, field.name.as_str().into())
        }
        (_, Spot::Missing(parent)) => {
            let steps = crate::api::catalogue::steps(&Located {
                value: field.name.clone(),
                place: crate::language::SourceSpan::default(),
            });
            let last = steps.ok().and_then(|mut s| s.pop()).map(|step| crate::subject::select::spell(&[step]));
            Place::MissingMember(*parent, last.unwrap_or_else(|| field.name.clone()).into())
        }
    }
}
