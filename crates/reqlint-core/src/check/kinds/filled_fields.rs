//! `filled-fields`. Looks at: the catalogue's required fields. Fails when: one is present but blank (empty, only spaces,
//! null, `[]`) and must not be. Skips when: no required field is present.
//!
//! ```toml
//! check = "filled-fields"
//! ```

use crate::base::text::joined;
use crate::check::kinds::some_fields::{FIELDS, IN, SomeFields, SomeFieldsSpec};
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::subject::fields::Problem;
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};

#[derive(Debug)]
pub(crate) struct FilledFields(SomeFields);

impl Kind for FilledFields {
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
        self.0.each_problem(Problem::Blank, subject, trace, |field, _, location| {
            let detail = joined(["`", location.name.as_deref().unwrap_or(&field.name), "` is required and blank"]);
            Evidence::new(location, detail)
        })
    }

    fn clause(&self, _words: Words<'_>) -> String {
        format!("{} is not blank", self.0.each("each required field"))
    }

    fn uses(&self) -> Uses {
        Uses { body: true, fields: true, ..Uses::default() }
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        self.0.place(subject)
    }
}
