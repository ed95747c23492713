//! `field-values`. Looks at: the catalogue's fields that are there and not blank. Fails when: one isn't what the catalogue
//! says. Skips when: none is present. Unknown when: a placeholder hides one.
//!
//! ```toml
//! [check.field-values]
//! tests = ["one-of"]
//! ```

use crate::api::catalogue::{Field, Limits};
use crate::base::pattern::{Format, Test};
use crate::base::text::{SmolStr, joined, text};
use crate::check::clause::wanted;
use crate::check::kinds::some_fields::{FIELDS, IN, SomeFields, SomeFieldsSpec, field, of_variant, place};
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::message::body::NodeKind;
use crate::subject::fields::{FieldPart, Found, Problem, Seen, Spot};
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};
use std::fmt::Display;

const TESTS: [&str; 6] = ["is", "one-of", "range", "length", "items", "unique"];
const TREATMENTS: [&str; 3] = ["fail", "accept", "only"];

#[derive(Debug)]
pub(crate) struct FieldValues {
    fields: SomeFields,
    tests: [bool; 6],
    numeric_text: Treatment,
    null: Treatment,
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Spec {
    fields: SomeFieldsSpec,
    tests: [bool; 6],
    numeric_text: Treatment,
    null: Treatment,
}

/// What becomes of a sort of value that many APIs take though they don't say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
enum Treatment {
    Fail,
    Accept,
    /// Looks at nothing else.
    Only,
}

impl Treatment {
    fn read(key: &str, c: &Cursor<'_>, sink: &mut Sink) -> Self {
        match c.one_of(key, &TREATMENTS, sink) {
            Some(1) => Self::Accept,
            Some(2) => Self::Only,
            _ => Self::Fail,
        }
    }
}

impl Kind for FieldValues {
    type Spec = Spec;
    const KEYS: &'static [Key] = &[
        IN,
        FIELDS,
        Key::tests(&TESTS),
        Key::new("numeric-text", Takes::OneOf(&TREATMENTS), "how to treat \"3\" where JSON should have 3")
            .or("\"fail\""),
        Key::new("null", Takes::OneOf(&TREATMENTS), "how to treat a null that is a value, but none of the field")
            .or("\"fail\""),
    ];
    const NEEDS_CATALOGUE: bool = true;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Spec> {
        Some(Spec {
            fields: SomeFields::read(c, sink),
            tests: c.some_of("tests", TESTS, sink),
            numeric_text: Treatment::read("numeric-text", c, sink),
            null: Treatment::read("null", c, sink),
        })
    }

    fn compile(spec: &Spec, scope: &mut Scope<'_>) -> Option<Self> {
        let fields = SomeFields::compile(&spec.fields, scope)?;
        Some(Self { fields, tests: spec.tests, numeric_text: spec.numeric_text, null: spec.null })
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let Some(endpoint) = subject.endpoint() else { return Verdict::Absent };
        let mut verdict = Verdict::Absent;
        for Found { problem, seen, hidden } in &subject.fields.problems {
            let Some(field) = field(endpoint, seen).filter(|f| self.fields.hold(seen, f)) else { continue };
            if !self.is_about(*problem, field) {
                continue;
            }
            if *hidden {
                verdict = verdict.and(Verdict::NOT_VISIBLE);
            } else {
                verdict = trace.fail(|| {
                    let evidence = evidence(subject, field, *problem, seen);
                    Evidence { detail: of_variant(evidence.detail, field), ..evidence }
                });
                if !trace.wants_all() {
                    break;
                }
            }
        }
        if verdict == Verdict::Absent { self.fields.when_nothing_is_wrong(subject, |_| true) } else { verdict }
    }

    fn clause(&self, _words: Words<'_>) -> String {
        let each = self.fields.each("each field");
        match (self.numeric_text, self.null) {
            (Treatment::Only, _) => return format!("{each} that is a number is written without quotes"),
            (_, Treatment::Only) => return format!("{each} that is null may be"),
            _ => {}
        }
        let phrases = ["form", "allowed values", "range", "length", "number of items", "items only once"];
        let quoted = if self.numeric_text == Treatment::Accept { "; a number may be in quotes" } else { "" };
        let null = if self.null == Treatment::Accept { "; any may be null" } else { "" };
        format!("{each} has the {} that the catalogue says{quoted}{null}", wanted(self.tests, phrases))
    }

    fn uses(&self) -> Uses {
        Uses { body: true, fields: true, ..Uses::default() }
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        self.fields.place(subject)
    }
}

impl FieldValues {
    fn is_about(&self, problem: Problem, field: &Field) -> bool {
        let [is, one_of, range, length, items, unique] = self.tests;
        let is_only = self.numeric_text == Treatment::Only || self.null == Treatment::Only;
        let treats = |treatment, by_default| match treatment {
            Treatment::Fail => by_default && !is_only,
            Treatment::Accept => false,
            Treatment::Only => true,
        };
        match problem {
            Problem::NumericText => treats(self.numeric_text, is),
            Problem::Null => treats(self.null, if field.is.is_some() { is } else { one_of }),
            _ if is_only => false,
            Problem::Is | Problem::Single => is,
            Problem::OneOf => one_of,
            Problem::Range => range,
            Problem::Length => length,
            Problem::Items => items,
            Problem::Repeated => unique,
            Problem::Missing | Problem::Blank => false,
        }
    }
}

/// What is wrong with the value of a field.
pub(crate) fn evidence(subject: &Subject<'_>, field: &Field, problem: Problem, seen: &Seen) -> Evidence {
    let location = subject.locate(&place(field, seen));
    let problem = match problem {
        Problem::Null if field.is.is_some() => Problem::Is,
        Problem::Null => Problem::OneOf,
        problem => problem,
    };
    let name = location.name.as_deref().unwrap_or(&field.name);
    let name = match seen.spot {
        // of a list that is written as a member of several values, the first is where it is
        Spot::Node(node) if problem == Problem::Items && subject.document.kind(node) == NodeKind::Text => {
            name.rsplit_once('[').map_or(name, |(list, _)| list)
        }
        _ => name,
    };
    let found = match seen.spot {
        Spot::Node(node) if subject.document.tells_shapes() => subject.document.kind(node).phrase(),
        _ => "a text",
    };
    let expected = expected(field, problem);
    let detail = match problem {
        Problem::NumericText => joined(["`", name, "` is a number in quotes"]),
        Problem::Is if seen.part == FieldPart::Body && field.is.as_ref().is_some_and(|p| names_types(&p.test)) => {
            joined(["`", name, "` is ", found, "; ", &expected, " is expected"])
        }
        Problem::Is => joined(["`", name, "` is not ", &expected]),
        Problem::OneOf => joined(["`", name, "` may only be ", &expected]),
        Problem::Single => joined(["`", name, "` is a single value; ", &expected, " is expected"]),
        Problem::Items => joined(["`", name, "` should have ", &expected]),
        Problem::Repeated => joined(["`", name, "` equals an earlier item"]),
        _ => joined(["`", name, "` should be ", &expected]),
    };
    Evidence {
        allowed: field.one_of.as_ref().map(|one_of| one_of.says.clone()),
        expected: Some(expected),
        ..Evidence::new(location, detail)
    }
}

/// Whether a test says of which types a value may be.
fn names_types(test: &Test) -> bool {
    test.format().is_some() || matches!(test, Test::Any(_))
}

/// What a field should be, as a noun phrase.
fn expected(field: &Field, problem: Problem) -> SmolStr {
    let none = Limits::default();
    let limits = field.limits.as_deref().unwrap_or(&none);
    match problem {
        Problem::OneOf => field.one_of.as_ref().map(|one_of| one_of.says.clone()).unwrap_or_default(),
        Problem::Range => {
            let text = bounds(limits.at_least.as_ref(), limits.at_most.as_ref(), "");
            match &limits.multiple_of {
                Some(step) if text.is_empty() => text!("a multiple of {step}"),
                Some(step) => text!("{text}, a multiple of {step}"),
                None => text,
            }
        }
        Problem::Length => {
            let names = |format| field.is.as_ref().is_some_and(|is| is.names(format));
            let unit = match (names(Format::List), names(Format::Text)) {
                (true, true) => " characters or items",
                (true, false) => " items",
                (false, _) => " characters",
            };
            bounds(limits.min_length, limits.max_length, unit)
        }
        Problem::Items => bounds(limits.min_items, limits.max_items, " items"),
        Problem::Repeated => SmolStr::new_static("another item"),
        Problem::Single if field.is_object() => text!("an object such as `{}[…]=…`", field.name),
        Problem::Single => text!("a list such as `{}[]=…`", field.name),
        _ => field.is.as_ref().map_or(SmolStr::new_static("a number"), |p| p.says.clone()),
    }
}

fn bounds<T: Display>(least: Option<T>, most: Option<T>, unit: &str) -> SmolStr {
    match (least, most) {
        (Some(least), Some(most)) => text!("{least} to {most}{unit}"),
        (Some(least), None) => text!("at least {least}{unit}"),
        (None, Some(most)) => text!("at most {most}{unit}"),
        (None, None) => SmolStr::default(),
    }
}
