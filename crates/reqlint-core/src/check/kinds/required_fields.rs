//! `required-fields`. Looks at: the catalogue's required fields. Fails when: one is missing. Skips when: the endpoint
//! requires none there, or the body can't be read.
//!
//! ```toml
//! [check.required-fields]
//! in = ["body"]
//! ```

use crate::api::catalogue::Required;
use crate::base::text::joined;
use crate::check::kinds::some_fields::{FIELDS, IN, SomeFields, SomeFieldsSpec, field, place};
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::subject::fields::{FieldPart, Found, Problem};
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};

#[derive(Debug)]
pub(crate) struct RequiredFields(SomeFields);

impl Kind for RequiredFields {
    type Spec = SomeFieldsSpec;
    const KEYS: &'static [Key] = &[IN, FIELDS];

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self::Spec> {
        Some(SomeFields::read(c, sink))
    }

    fn compile(spec: &Self::Spec, scope: &mut Scope<'_>) -> Option<Self> {
        SomeFields::compile(spec, scope).map(Self)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let Some(endpoint) = subject.endpoint() else { return Verdict::Absent };
        let mut verdict = None;
        let mut hidden = false;
        for Found { problem, seen, hidden: unsure } in &subject.fields.problems {
            let Some(field) = field(endpoint, seen).filter(|f| *problem == Problem::Missing && self.0.hold(seen, f))
            else {
                continue;
            };
            if *unsure {
                hidden = true;
                continue;
            }
            verdict = Some(trace.fail(|| {
                let what = match seen.part {
                    FieldPart::Path => "path parameter",
                    FieldPart::Query => "query parameter",
                    FieldPart::Body => "field",
                };
                let location = subject.locate(&place(field, seen));
                let name = location.name.as_deref().unwrap_or(&field.name);
                let name = name.strip_prefix("query.").unwrap_or(name);
                let detail = joined(["the ", what, " `", name, "` is missing"]);
                Evidence { expected: field.is.as_ref().map(|p| p.says.clone()), ..Evidence::new(location, detail) }
            }));
            if !trace.wants_all() {
                break;
            }
        }
        let required = |f: &crate::api::catalogue::Field| !matches!(f.required, Required::Never);
        if verdict.is_none() && hidden {
            return Verdict::NOT_VISIBLE;
        }
        verdict.unwrap_or_else(|| self.0.when_nothing_is_wrong(subject, required))
    }

    fn clause(&self, _words: Words<'_>) -> String {
        format!("{} is there", self.0.each("each required field"))
    }

    fn uses(&self) -> Uses {
        Uses { body: true, fields: true, ..Uses::default() }
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        self.0.place(subject)
    }
}
