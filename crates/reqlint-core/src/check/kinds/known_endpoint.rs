//! `known-endpoint`. Looks at: host and path. Fails when: no endpoint fits, not even with another case or without the
//! final slash. Unknown when: the path contains a placeholder.
//!
//! ```toml
//! check = "known-endpoint"
//! ```

use crate::api::catalogue::{Wanted, suggest};
use crate::base::text::Line;
use crate::check::kinds::of_route::OfRoute;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::subject::Subject;
use crate::subject::place::Place;

#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownEndpoint;

impl OfRoute for KnownEndpoint {
    const CHECK: Self = Self;
    const CLAUSE: &'static str = "an endpoint of the catalogue fits the path";

    fn verdict(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        if subject.route.fits_path() {
            return Verdict::Pass;
        }
        let path = subject.slice(&subject.target.path);
        if subject.exchange.shows.hides(path) {
            return Verdict::NOT_VISIBLE;
        }
        trace.fail(|| {
            let query = subject.target.query.as_ref().map(|query| subject.slice(query)).unwrap_or_default();
            let wanted = Wanted { method: &subject.exchange.request.method, path, query };
            let near = suggest(subject.api.catalogue, subject.api.host_names, subject.hosts.clone(), wanted);
            let location = subject.locate(&Place::Target(Some(subject.target.path.clone())));
            let Some(near) = near else {
                return Evidence::fixed(location, "no endpoint of this host has this path");
            };
            let endpoint = near.endpoint();
            let mut detail = Line::default();
            detail.push_all(["no endpoint has this path; the nearest is ", &endpoint, ": "]);
            near.say_difference(&mut detail);
            Evidence { expected: Some(endpoint), ..Evidence::new(location, detail.text()) }
        })
    }
}
