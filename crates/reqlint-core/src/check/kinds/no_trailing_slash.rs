//! `no-trailing-slash`. Looks at: the end of the path. Fails when: finding an endpoint took dropping the final slash.
//! Skips when: no endpoint fits.
//!
//! ```toml
//! check = "no-trailing-slash"
//! ```

use crate::base::finding::Edit;
use crate::base::text::SmolStr;
use crate::check::kinds::of_route::OfRoute;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::subject::Subject;
use crate::subject::place::Place;

#[derive(Clone, Copy, Debug)]
pub(crate) struct NoTrailingSlash;

impl OfRoute for NoTrailingSlash {
    const CHECK: Self = Self;
    const CLAUSE: &'static str = "the path ends without a slash, as documented";

    fn verdict(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
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
}
