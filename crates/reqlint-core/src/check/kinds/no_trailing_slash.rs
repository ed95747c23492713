//! `no-trailing-slash`. Looks at: the end of the path. Fails when: finding an endpoint took dropping the final slash.
//! Skips when: no endpoint fits.
//!
//! ```toml
//! check = "no-trailing-slash"
//! ```

use crate::base::finding::Edit;
use crate::base::text::SmolStr;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::subject::Subject;
use crate::subject::place::Place;

#[derive(Clone, Debug)]
pub(crate) struct NoTrailingSlash;

impl Kind for NoTrailingSlash {
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
        if !subject.route.dropping_slash {
            return Verdict::Pass;
        }
        trace.fail(|| {
            let end = subject.target.path.end;
            let location = subject.locate(&Place::Target(Some(end.saturating_sub(1)..end)));
            let edit = Edit { location: location.clone(), replacement: SmolStr::default(), safe: true };
            Evidence { edits: vec![edit], ..Evidence::fixed(location, "the path ends with a slash") }
        })
    }

    fn clause(&self, _words: Words<'_>) -> String {
        "the path ends without a slash, as documented".to_owned()
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        Place::Target(Some(subject.target.path.clone()))
    }
}
