//! Required fields, one by one: what `required-fields` and `filled-fields` share.

use crate::api::catalogue::Field;
use crate::base::text::SmolStr;
use crate::check::kinds::some_fields::{FIELDS, IN, SomeFields, SomeFieldsSpec, of_variant};
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::subject::fields::{FieldPart, Problem};
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};
use std::fmt::Debug;
use std::marker::PhantomData;

/// What is required of each required field.
pub(crate) trait Requirement: Debug {
    /// What is found where it isn't met.
    const PROBLEM: Problem;
    /// What holds of a field that meets it.
    const HOLDS: &'static str;

    /// What to say about a field that doesn't meet it.
    fn detail(part: FieldPart, name: &str, field: &Field) -> SmolStr;
}

/// A check of the required fields of an endpoint.
#[derive(Debug)]
pub(crate) struct EachRequired<R> {
    fields: SomeFields,
    requirement: PhantomData<R>,
}

impl<R: Requirement> Kind for EachRequired<R> {
    type Spec = SomeFieldsSpec;
    const KEYS: &'static [Key] = &[IN, FIELDS];
    const NEEDS_CATALOGUE: bool = true;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self::Spec> {
        Some(SomeFields::read(c, sink))
    }

    fn compile(spec: &Self::Spec, scope: &mut Scope<'_>) -> Option<Self> {
        let fields = SomeFields::compile(spec, scope)?;
        Some(Self { fields, requirement: PhantomData })
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        self.fields.each_problem(R::PROBLEM, subject, trace, |field, seen, location| {
            let detail = R::detail(seen.part, location.name.as_deref().unwrap_or(&field.name), field);
            Evidence::new(location, of_variant(detail, field))
        })
    }

    fn clause(&self, _words: Words<'_>) -> String {
        format!("{} {}", self.fields.each("each required field"), R::HOLDS)
    }

    fn uses(&self) -> Uses {
        Uses { body: true, fields: true, ..Uses::default() }
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        self.fields.place(subject)
    }
}
