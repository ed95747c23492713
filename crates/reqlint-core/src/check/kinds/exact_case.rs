//! `exact-case`. Looks at: the path. Fails when: finding an endpoint took ignoring case. Skips when: no endpoint fits.
//!
//! ```toml
//! check = "exact-case"
//! ```

use crate::base::finding::Edit;
use crate::base::text::{SmolStr, joined};
use crate::check::kinds::of_route::OfRoute;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::subject::Subject;
use crate::subject::place::Place;

#[derive(Clone, Copy, Debug)]
pub(crate) struct ExactCase;

impl OfRoute for ExactCase {
    const CHECK: Self = Self;
    const CLAUSE: &'static str = "the path is written in the case of the documentation";

    fn verdict(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
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
                let documented: SmolStr = documented.into();
                let edit = Edit { location: location.clone(), replacement: documented.clone(), safe: true };
                let detail = joined(["the documentation writes `", &documented, "`"]);
                Evidence { expected: Some(documented), edits: vec![edit], ..Evidence::new(location, detail) }
            });
        }
        Verdict::Fail
    }
}
