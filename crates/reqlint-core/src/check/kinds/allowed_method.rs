//! `allowed-method`. Looks at: the method. Fails when: endpoints fit the path, none with this method. Skips when: no
//! endpoint fits the path.
//!
//! ```toml
//! check = "allowed-method"
//! ```

use crate::base::scalar::any_of;
use crate::base::text::{joined, text};
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::subject::Subject;
use crate::subject::place::Place;

#[derive(Clone, Debug)]
pub(crate) struct AllowedMethod;

impl Kind for AllowedMethod {
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
        if subject.route.endpoint.is_some() {
            return Verdict::Pass;
        }
        trace.fail(|| {
            let allowed = text!("{}", any_of(subject.api.catalogue.allowed_methods(subject.route)));
            let detail = joined(["this path takes ", &allowed]);
            Evidence { allowed: Some(allowed), ..Evidence::new(subject.locate(&Place::Method), detail) }
        })
    }

    fn clause(&self, _words: Words<'_>) -> String {
        "the endpoint takes the method".to_owned()
    }

    fn place<'s>(&'s self, _subject: &Subject<'s>) -> Place<'s> {
        Place::Method
    }
}
