//! `exact-case`. Looks at: the path. Fails when: finding an endpoint took ignoring case. Skips when: no endpoint fits.
//!
//! ```toml
//! check = "exact-case"
//! ```

use crate::base::finding::Edit;
use crate::base::text::joined;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::subject::Subject;
use crate::subject::place::Place;

#[derive(Clone, Debug)]
pub(crate) struct ExactCase;

impl Kind for ExactCase {
    type Spec = Self;
    const KEYS: &'static [Key] = &[];

    fn read(_c: &Cursor<'_>, _log: &mut Sink) -> Option<Self> {
        Some(Self)
    }

    fn compile(spec: &Self, scope: &mut Scope<'_>) -> Option<Self> {
        scope.needs_endpoints().then(|| spec.clone())
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        if !subject.route.fits_path() {
            return Verdict::Absent;
        }
        if !subject.route.ignoring_case {
            return Verdict::Pass;
        }
        if !trace.wants_all() {
            return Verdict::Fail;
        }
        for (range, documented) in subject.api.catalogue.miscased(subject.route, subject.sent_target()) {
            trace.fail(|| {
                let location = subject.locate(&Place::Target(Some(range)));
                let edit = Edit { location: location.clone(), replacement: documented.into(), safe: true };
                let detail = joined(["the documentation writes `", documented, "`"]);
                Evidence { expected: Some(documented.into()), edits: vec![edit], ..Evidence::new(location, detail) }
            });
        }
        Verdict::Fail
    }

    fn clause(&self, _words: Words<'_>) -> String {
        "the path is written in the case of the documentation".to_owned()
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        Place::Target(Some(subject.target.path.clone()))
    }
}
