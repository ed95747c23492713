//! `body-format`. Looks at: the body, Content-Type, and what the endpoint takes. Fails when: the body doesn't parse as what
//! Content-Type claims, isn't the object or list that the endpoint takes, or is of a media type that it doesn't accept.
//! Skips when: there is no body.
//!
//! ```toml
//! [check.body-format]
//! tests = ["syntax"]
//! ```

use crate::api::catalogue::{Accepts, Shape};
use crate::base::finding::{Edit, HeaderPart};
use crate::base::scalar::any_of;
use crate::base::text::{SmolStr, joined, text};
use crate::check::clause::wanted;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::message::body::{Document, NodeKind, Syntax};
use crate::message::exchange::Body;
use crate::subject::place::Place;
use crate::subject::{BodyState, Subject, Uses, shape_fits};

mod labels;
mod multipart;

const TESTS: [&str; 11] = [
    "syntax",
    "shape",
    "media-type",
    "duplicates",
    "byte-order-mark",
    "lines",
    "form",
    "compressed",
    "multipart-boundary",
    "multipart-end",
    "multipart-parts",
];

/// How many bytes of a member's name are quoted.
const MAX_QUOTED: usize = 200;

/// A test of its own, which needs nothing of the endpoint.
type Test = fn(&Subject<'_>, &mut Trace<'_>) -> Verdict;

/// Those from `duplicates` on, in order.
const OWN: [Test; 8] = [
    duplicates,
    labels::byte_order_mark,
    labels::lines,
    labels::form,
    labels::compressed,
    multipart::boundary,
    multipart::end,
    multipart::parts,
];

#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct BodyFormat {
    pub(crate) syntax: bool,
    pub(crate) shape: bool,
    pub(crate) media_type: bool,
    own: [bool; 8],
}

impl BodyFormat {
    /// Whether it may fail for a body that nothing is wrong with inside.
    pub(crate) fn looks_beyond_syntax(&self) -> bool {
        let [duplicates, byte_order_mark, ..] = self.own;
        duplicates || byte_order_mark
    }
}

impl Kind for BodyFormat {
    type Spec = Self;
    const KEYS: &'static [Key] = &[Key::tests(&TESTS).or("[\"syntax\", \"shape\", \"media-type\"]")];
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self> {
        let mut default = [false; 11];
        default[..3].fill(true);
        let [syntax, shape, media_type, own @ ..] = c.some_of_or("tests", TESTS, default, sink);
        Some(Self { syntax, shape, media_type, own })
    }

    fn compile(spec: &Self, _scope: &mut Scope<'_>) -> Option<Self> {
        Some(spec.clone())
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        if subject.body == BodyState::Absent {
            return Verdict::Absent;
        }
        let mut verdict = Verdict::Absent;
        if self.media_type {
            verdict = verdict.and(media_type(subject, trace));
        }
        if self.syntax {
            verdict = verdict.and(syntax(subject, trace));
        }
        if self.shape {
            verdict = verdict.and(shape(subject, trace));
        }
        for (test, _) in OWN.iter().zip(self.own).filter(|(_, wanted)| *wanted) {
            verdict = verdict.and(test(subject, trace));
        }
        verdict
    }

    fn clause(&self, _words: Words<'_>) -> String {
        let [a, b, c, d, e, f, g, h] = self.own;
        let phrases = [
            "can be read as what Content-Type says",
            "is the object or list that the endpoint takes",
            "is of a media type that the endpoint accepts",
            "has no member twice",
            "doesn't begin with a byte-order mark",
            "is one value if Content-Type says JSON",
            "isn't a form if Content-Type says JSON",
            "isn't compressed unless Content-Encoding says so",
            "is divided by the boundary in Content-Type",
            "ends with the boundary in Content-Type",
            "has parts with well-formed headers",
        ];
        format!("the body {}", wanted([self.syntax, self.shape, self.media_type, a, b, c, d, e, f, g, h], phrases))
    }

    fn uses(&self) -> Uses {
        Uses { body: true, ..Uses::default() }
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        Place::Body(Some(0..subject.body_text().len()))
    }
}

fn syntax(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    match (subject.body, &subject.document.error) {
        (BodyState::Read, _) => Verdict::Pass,
        (BodyState::Unreadable, Some(error)) => trace.fail(|| {
            let text = subject.body_text();
            let claimed = subject.document.syntax;
            let says = claimed.map_or("", Syntax::says);
            let looks = Syntax::looks_like(text).filter(|l| Some(*l) != claimed);
            let labelled = subject.content_type().and_then(|(_, value)| Syntax::of_media_type(value));
            let detail = match looks {
                Some(looks) if labelled == claimed => {
                    joined(["Content-Type says ", says, ", but the body looks like ", looks.says()])
                }
                _ => text!("the body can't be read as {says}: {}", error.message),
            };
            let end = (error.at + 1).min(text.len());
            let location = subject.locate(&Place::Body(Some(error.at.min(end)..end)));
            let edits = looks.and_then(|l| relabel(subject, l)).into_iter().collect();
            Evidence { expected: Some(says.into()), edits, ..Evidence::new(location, detail) }
        }),
        (BodyState::NotVisible | BodyState::Unused, _) => Verdict::NOT_VISIBLE,
        // a syntax that isn't read
        (BodyState::Unreadable | BodyState::Absent, _) => Verdict::Absent,
    }
}

fn shape(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let Some(shape) = subject.endpoint().and_then(|e| e.body) else { return Verdict::Absent };
    let root = match subject.body {
        BodyState::NotVisible | BodyState::Unused => return Verdict::NOT_VISIBLE,
        BodyState::Absent | BodyState::Unreadable => return Verdict::Absent,
        BodyState::Read => subject.document.root(),
    };
    let Some(root) = root else { return Verdict::Absent };
    if shape_fits(subject.document, root, Some(shape)) {
        return Verdict::Pass;
    }
    trace.fail(|| {
        let expected = match shape {
            Shape::Object => "an object",
            Shape::List => "a list",
        };
        let found = subject.document.kind(root).phrase();
        let start = subject.quoted_range(root).start;
        let location = subject.locate(&Place::Body(Some(start..start + 1)));
        let detail = joined(["the body is ", found, "; this endpoint takes ", expected]);
        Evidence { expected: Some(expected.into()), ..Evidence::new(location, detail) }
    })
}

fn media_type(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let accepts = subject.endpoint().map(|e| e.accepts.as_slice()).unwrap_or_default();
    if accepts.is_empty() {
        return Verdict::Pass;
    }
    let line = subject.content_type();
    // without a word about its length it may be that there is none, unless it is one with parts
    let is_in_parts = line.is_some_and(|(_, value)| crate::message::body::multipart::boundary(value).is_some());
    let is_unread = matches!(subject.exchange.request.body, Body::Unread) && !is_in_parts;
    if is_unread && !subject.exchange.request.declares_body() {
        return Verdict::NOT_VISIBLE;
    }
    match line {
        None if !subject.exchange.shows.header("content-type") => return Verdict::NOT_VISIBLE,
        Some((_, value)) if accepts.iter().any(|a| a.takes(value)) => return Verdict::Pass,
        Some((_, value)) if subject.exchange.shows.hides(value) => return Verdict::NOT_VISIBLE,
        None | Some(_) => {}
    }
    trace.fail(|| {
        let allowed = text!("{}", any_of(accepts.iter().map(Accepts::says)));
        let detail = match line {
            Some(_) => joined(["this endpoint takes ", &allowed]),
            None => SmolStr::new_static("there is a body but no Content-Type"),
        };
        let (number, range) = line.map(|(line, value)| (line, 0..value.len())).unzip();
        let place = Place::Header("Content-Type".into(), number, HeaderPart::Value, range);
        let looks = Syntax::looks_like(subject.body_text()).filter(|_| line.is_some());
        let edits = looks.and_then(|looks| relabel(subject, looks)).into_iter().collect();
        Evidence {
            allowed: Some(allowed.clone()),
            expected: Some(allowed),
            edits,
            ..Evidence::new(subject.locate(&place), detail)
        }
    })
}

/// Content-Type set to what the body looks like, where the endpoint accepts that.
fn relabel(subject: &Subject<'_>, looks: Syntax) -> Option<Edit> {
    let media_type = looks.media_type();
    let accepts = subject.endpoint().map(|e| e.accepts.as_slice()).unwrap_or_default();
    if !accepts.is_empty() && !accepts.iter().any(|a| a.takes(media_type.as_bytes())) {
        return None;
    }
    // where the body can't be read either way, another label fixes nothing
    if !Document::can_read(subject.body_text(), looks) {
        return None;
    }
    let (line, value) = subject.content_type()?;
    let essence = crate::message::body::essence(value).len();
    let location =
        subject.locate(&Place::Header("Content-Type".into(), Some(line), HeaderPart::Value, Some(0..essence)));
    Some(Edit { location, replacement: media_type.into(), safe: true })
}

fn duplicates(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    match subject.body {
        BodyState::NotVisible | BodyState::Unused => return Verdict::NOT_VISIBLE,
        BodyState::Absent | BodyState::Unreadable => return Verdict::Absent,
        BodyState::Read => {}
    }
    // XML and forms repeat names to mean a list
    if !subject.document.is_typed() {
        return Verdict::Pass;
    }
    let text = subject.body_text();
    let mut verdict = Verdict::Pass;
    let mut keys = Vec::new();
    for (index, node) in (0..).zip(&subject.document.nodes) {
        if node.kind != NodeKind::Object {
            continue;
        }
        keys.clear();
        keys.extend(subject.document.children(index).map(|child| (subject.document.key(child, text), child)));
        keys.sort_unstable();
        for pair in keys.windows(2) {
            if let [(a, _), (b, second)] = pair
                && a == b
            {
                verdict = trace.fail(|| {
                    let range = subject.document.get(*second).map(crate::message::body::Node::key_range);
                    let mut location = subject.locate(&Place::Member(*second));
                    location.range = range;
                    let name = String::from_utf8_lossy(b.get(..MAX_QUOTED).unwrap_or(b));
                    Evidence::new(
                        location,
                        text!("the member `{name}` appears twice; parsers disagree on which one counts"),
                    )
                });
                if !trace.wants_all() {
                    return verdict;
                }
            }
        }
    }
    verdict
}
