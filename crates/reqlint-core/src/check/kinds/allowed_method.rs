//! `allowed-method`. Looks at: the method. Fails when: endpoints fit the path, none with this method. Skips when: no
//! endpoint fits the path.
//!
//! ```toml
//! check = "allowed-method"
//! ```

use crate::base::scalar::any_of;
use crate::base::text::{joined, text};
use crate::check::kinds::of_route::OfRoute;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::subject::Subject;
use crate::subject::place::Place;

#[derive(Clone, Copy, Debug)]
pub(crate) struct AllowedMethod;

impl OfRoute for AllowedMethod {
    const CHECK: Self = Self;
    const CLAUSE: &'static str = "the endpoint takes the method";

    fn verdict(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
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

    fn place<'s>(_subject: &Subject<'s>) -> Place<'s> {
        Place::Method
    }
}
