//! `url-form`. Looks at: scheme, port, path, fragment and credentials of the URL. Fails when: one is not as an API takes
//! it. What a source can't show is unknown.
//!
//! ```toml
//! [check.url-form]
//! tests = ["encoded-slash"]
//! ```

use crate::base::finding::HeaderPart;
use crate::base::text::{SmolStr, text};
use crate::check::clause::wanted;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::message::target::host_and_port;
use crate::subject::place::Place;
use crate::subject::{Host, Subject, Uses};

const TESTS: [&str; 6] = ["scheme", "port", "empty-segment", "encoded-slash", "fragment", "credentials"];

#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct UrlForm {
    pub(crate) tests: [bool; 6],
}

impl Kind for UrlForm {
    type Spec = Self;
    const KEYS: &'static [Key] = &[Key::tests(&TESTS)];
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self> {
        Some(Self { tests: c.some_of("tests", TESTS, sink) })
    }

    fn compile(spec: &Self, _scope: &mut Scope<'_>) -> Option<Self> {
        Some(spec.clone())
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let [scheme, port, empty_segment, encoded_slash, fragment, credentials] = self.tests;
        let mut verdict = Verdict::Pass;
        let shows = subject.exchange.shows;
        if scheme {
            verdict = verdict.and(self::scheme(subject, trace));
        }
        if port {
            verdict = verdict.and(self::port(subject, trace));
        }
        if empty_segment {
            verdict = verdict.and(empty_segments(subject, trace));
        }
        if encoded_slash {
            verdict = verdict.and(encoded_slashes(subject, trace));
        }
        if fragment {
            verdict = verdict.and(match &subject.target.fragment {
                Some(range) => trace.fail(|| {
                    let location = subject.locate(&Place::Target(Some(range.start.saturating_sub(1)..range.end)));
                    Evidence::fixed(location, "a fragment is never sent; write `#` in a value as %23")
                }),
                None if shows.fragment => Verdict::Pass,
                None => Verdict::NOT_VISIBLE,
            });
        }
        if credentials && let Some(place) = credentials_place(subject) {
            verdict =
                trace.fail(|| Evidence::fixed(subject.locate(&place), "the URL contains a user name or password"));
        }
        verdict
    }

    fn uses(&self) -> Uses {
        Uses::NONE
    }

    fn clause(&self, _words: Words<'_>) -> String {
        let phrases = [
            "the scheme https",
            "no port but 443",
            "no empty segment",
            "no encoded slash in a segment",
            "no fragment",
            "no credentials",
        ];
        format!("the URL has {}", wanted(self.tests, phrases))
    }
}

/// Credentials with the `@` after them.
fn credentials_place(subject: &Subject<'_>) -> Option<Place<'static>> {
    if let Some(range) = &subject.target.credentials {
        return Some(Place::Target(Some(range.start..range.end + 1)));
    }
    let end = subject.host.range(subject.exchange).start;
    match subject.host {
        Host::Header(line) if end > 0 => {
            Some(Place::Header("Host".into(), Some(*line), HeaderPart::Value, Some(0..end)))
        }
        Host::Apart if end > 0 => Some(Place::Authority(Some(0..end))),
        _ => None,
    }
}

fn scheme(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let (scheme, place) = match (&subject.target.scheme, &subject.exchange.request.scheme) {
        (Some(range), _) => (subject.slice(range), Place::Target(Some(range.clone()))),
        (None, Some(scheme)) => (scheme.as_bytes(), Place::Target(None)),
        (None, None) => return Verdict::NOT_VISIBLE,
    };
    if scheme.eq_ignore_ascii_case(b"https") {
        return Verdict::Pass;
    }
    trace.fail(|| {
        let detail = text!("the scheme is {}, not https", String::from_utf8_lossy(scheme));
        Evidence { expected: Some(SmolStr::new_static("https")), ..Evidence::new(subject.locate(&place), detail) }
    })
}

fn port(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let Some(host) = subject.host.text(subject.exchange) else {
        return if *subject.host == Host::Unseen { Verdict::NOT_VISIBLE } else { Verdict::Absent };
    };
    match host_and_port(host).1 {
        None | Some(b"443" | b"") => Verdict::Pass,
        Some(port) => trace.fail(|| {
            let detail = text!("the port is {}, not 443", String::from_utf8_lossy(port));
            Evidence {
                expected: Some(SmolStr::new_static("443")),
                ..Evidence::new(subject.locate(&Place::Host), detail)
            }
        }),
    }
}

fn empty_segments(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let path = subject.target.path.clone();
    let text = subject.slice(&path);
    let mut verdict = Verdict::Pass;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memmem::find(rest, b"//")) {
        let start = at + found;
        at = start + text.iter().skip(start).take_while(|b| **b == b'/').count();
        verdict = trace.fail(|| {
            let place = Place::Target(Some(path.start + start..path.start + at));
            Evidence::fixed(subject.locate(&place), "there are two slashes in a row: a segment is empty")
        });
        if !trace.wants_all() {
            break;
        }
    }
    verdict
}

fn encoded_slashes(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let path = subject.target.path.clone();
    let text = subject.slice(&path);
    let mut verdict = if subject.exchange.shows.raw_target { Verdict::Pass } else { Verdict::NOT_VISIBLE };
    for percent in memchr::memchr_iter(b'%', text) {
        if !text.get(percent..percent + 3).is_some_and(|code| code.eq_ignore_ascii_case(b"%2f")) {
            continue;
        }
        verdict = trace.fail(|| {
            let at = path.start + percent;
            let place = Place::Target(Some(at..at + 3));
            Evidence::fixed(subject.locate(&place), "a path segment contains an encoded slash")
        });
        if !trace.wants_all() {
            break;
        }
    }
    verdict
}
