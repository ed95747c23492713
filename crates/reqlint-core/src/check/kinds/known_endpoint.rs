//! `known-endpoint`. Looks at: host and path. Fails when: no endpoint fits, not even with another case or without the
//! final slash. Unknown when: a placeholder stands in the path.
//!
//! ```toml
//! check = "known-endpoint"
//! ```

use crate::api::catalogue::suggest;
use crate::base::text::Line;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::message::placeholder::placeholder;
use crate::subject::Subject;
use crate::subject::place::Place;

#[derive(Clone, Debug)]
pub(crate) struct KnownEndpoint;

impl Kind for KnownEndpoint {
    type Spec = Self;
    const KEYS: &'static [Key] = &[];

    fn read(_c: &Cursor<'_>, _log: &mut Sink) -> Option<Self> {
        Some(Self)
    }

    fn compile(spec: &Self, scope: &mut Scope<'_>) -> Option<Self> {
        scope.needs_endpoints().then(|| spec.clone())
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        if subject.route.fits_path() {
            return Verdict::Pass;
        }
        let path = subject.slice(&subject.target.path);
        if placeholder(path).is_some() {
            return Verdict::NOT_VISIBLE;
        }
        trace.fail(|| {
            let hosts = subject.host.to_search(subject.host.name(subject.exchange), subject.api);
            let method = &subject.exchange.request.method;
            let near = suggest(subject.api.catalogue, subject.api.host_names, hosts, method, path);
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

    fn clause(&self, _words: Words<'_>) -> String {
        "an endpoint of the catalogue fits the path".to_owned()
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        Place::Target(Some(subject.target.path.clone()))
    }
}
