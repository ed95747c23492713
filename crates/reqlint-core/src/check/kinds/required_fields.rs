//! `required-fields`. Looks at: the catalogue's required fields. Fails when: one is missing. Skips when: the endpoint
//! requires none there, or the body can't be read.
//!
//! ```toml
//! [check.required-fields]
//! in = ["body"]
//! ```

use crate::base::text::joined;
use crate::check::kinds::some_fields::{FIELDS, IN, SomeFields, SomeFieldsSpec};
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::subject::fields::{FieldPart, Problem};
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};

#[derive(Debug)]
pub(crate) struct RequiredFields(SomeFields);

impl Kind for RequiredFields {
    type Spec = SomeFieldsSpec;
    const KEYS: &'static [Key] = &[IN, FIELDS];
    const NEEDS_CATALOGUE: bool = true;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self::Spec> {
        Some(SomeFields::read(c, sink))
    }

    fn compile(spec: &Self::Spec, scope: &mut Scope<'_>) -> Option<Self> {
        SomeFields::compile(spec, scope).map(Self)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        self.0.each_problem(Problem::Missing, subject, trace, |field, seen, location| {
            let what = match seen.part {
                FieldPart::Path => "path parameter",
                FieldPart::Query => "query parameter",
                FieldPart::Body => "field",
            };
            let name = location.name.as_deref().unwrap_or(&field.name);
            let name = name.strip_prefix("query.").unwrap_or(name);
            let detail = joined(["the ", what, " `", name, "` is missing"]);
            Evidence::new(location, detail)
        })
    }

    fn clause(&self, _words: Words<'_>) -> String {
        format!("{} is present", self.0.each("each required field"))
    }

    fn uses(&self) -> Uses {
        Uses { body: true, fields: true, ..Uses::default() }
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        self.0.place(subject)
    }
}
