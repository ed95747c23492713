//! `size`. Looks at: how large the target, the header lines or the body are. Fails when: larger than a limit. Skips when:
//! there are no header lines, or no body.
//!
//! ```toml
//! [check.size]
//! of      = "header"
//! at-most = 8192
//! ```

use crate::base::finding::{HeaderPart, Location};
use crate::base::text::text;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::language::{Code, Sink};
use crate::message::exchange::Body;
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};

/// What can be measured.
pub(crate) const OF: [&str; 5] = ["target", "header", "headers", "header-count", "body"];

/// Bytes of a header line beside its name and value: `: `, and the line break.
const LINE: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Size {
    of: Of,
    at_most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
enum Of {
    Target,
    /// The largest header line.
    Header,
    /// All header lines together.
    Headers,
    HeaderCount,
    Body,
}

impl Kind for Size {
    type Spec = Self;
    const KEYS: &'static [Key] = &[
        Key::new("of", Takes::OneOf(&OF), "what is measured").required(),
        Key::new("at-most", Takes::Integer, "the most bytes, or header lines").required(),
    ];
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self> {
        let of = c.one_of("of", &OF, sink);
        let limit = c.integer("at-most", sink)?;
        let Some(at_most) = usize::try_from(limit.value).ok().filter(|limit| *limit > 0) else {
            sink.error(Code::InvalidOperand, limit.place, "a limit must be at least 1", None);
            return None;
        };
        let of = match of? {
            0 => Of::Target,
            1 => Of::Header,
            2 => Of::Headers,
            3 => Of::HeaderCount,
            _ => Of::Body,
        };
        Some(Self { of, at_most })
    }

    fn compile(spec: &Self, _scope: &mut Scope<'_>) -> Option<Self> {
        Some(*spec)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        match self.of {
            Of::Target => self.target(subject, trace),
            Of::Body => self.body(subject, trace),
            Of::Header | Of::Headers | Of::HeaderCount => self.headers(subject, trace),
        }
    }

    fn uses(&self) -> Uses {
        Uses { body: self.of == Of::Body, ..Uses::default() }
    }

    fn clause(&self, _words: Words<'_>) -> String {
        let limit = self.at_most;
        match self.of {
            Of::Target => format!("the target has at most {limit} bytes"),
            Of::Header => format!("no header line has more than {limit} bytes"),
            Of::Headers => format!("the header lines have at most {limit} bytes together"),
            Of::HeaderCount => format!("there are at most {limit} header lines"),
            Of::Body => format!("the body has at most {limit} bytes"),
        }
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        match self.of {
            Of::Body => Place::Body(Some(0..subject.body_text().len())),
            _ => Place::Target(None),
        }
    }
}

impl Size {
    /// Position of what is measured in [`OF`].
    pub(crate) fn of(self) -> usize {
        self.of as usize
    }

    pub(crate) fn at_most(self) -> usize {
        self.at_most
    }

    pub(crate) fn with_limit(self, at_most: usize) -> Self {
        Self { at_most, ..self }
    }

    pub(crate) fn is_of_body(self) -> bool {
        self.of == Of::Body
    }

    /// One that is met only where both are, if they measure the same.
    pub(crate) fn with(self, other: Self) -> Option<Self> {
        let of = match (self.of, other.of) {
            // no line is longer than all of them
            (Of::Header | Of::Headers, Of::Header | Of::Headers) => Of::Headers,
            (of, other) if of == other => of,
            _ => return None,
        };
        Some(Self { of, at_most: self.at_most.min(other.at_most) })
    }

    /// Whether a request is surely no larger, as far as its source shows it.
    #[inline]
    pub(crate) fn is_surely_met(self, subject: &Subject<'_>) -> bool {
        let headers = &subject.exchange.request.headers;
        let size = match self.of {
            Of::Target => subject.sent_target().len(),
            Of::Body => subject.body_text().len(),
            Of::HeaderCount => headers.count(),
            Of::Header | Of::Headers => headers.size(LINE),
        };
        size <= self.at_most
    }

    /// Whether all that it measures is there to be seen.
    #[inline]
    pub(crate) fn is_shown(self, subject: &Subject<'_>) -> bool {
        match self.of {
            Of::Target => true,
            Of::Body => matches!(subject.exchange.request.body, Body::Absent | Body::Whole(_)),
            Of::Header | Of::Headers | Of::HeaderCount => subject.exchange.shows.headers,
        }
    }

    fn target(self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let size = subject.sent_target().len();
        if size <= self.at_most {
            return Verdict::Pass;
        }
        trace.fail(|| {
            let location = subject.locate(&Place::Target(Some(self.at_most..size)));
            Evidence::new(location, text!("the target has {size} bytes, more than {}", self.at_most))
        })
    }

    fn headers(self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let (mut count, mut sum, mut crossing) = (0, 0, None);
        let mut verdict = Verdict::Absent;
        for (line, (name, value)) in subject.exchange.request.headers.iter().enumerate() {
            let size = name.len() + value.len() + LINE;
            count += 1;
            sum += size;
            verdict = verdict.and(Verdict::Pass);
            let measured = match self.of {
                Of::Header => size,
                Of::HeaderCount => count,
                _ => sum,
            };
            if measured <= self.at_most {
                continue;
            }
            if self.of == Of::Header {
                verdict = trace.fail(|| {
                    let detail = text!("this header line has {size} bytes, more than {}", self.at_most);
                    Evidence::new(locate(subject, line, name, value), detail)
                });
                if !trace.wants_all() {
                    return verdict;
                }
            }
            crossing = crossing.or(Some((line, name, value)));
        }
        let Some((line, name, value)) = crossing.filter(|_| self.of != Of::Header) else {
            let hidden = verdict != Verdict::Fail && !subject.exchange.shows.headers;
            return if hidden { Verdict::NOT_VISIBLE } else { verdict };
        };
        trace.fail(|| {
            let detail = match self.of {
                // a client may add lines as it sends, so their number isn't known
                Of::HeaderCount => text!("there are more than {} header lines", self.at_most),
                _ => text!("the header lines have more than {} bytes together", self.at_most),
            };
            Evidence::new(locate(subject, line, name, value), detail)
        })
    }

    fn body(self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let size = subject.body_text().len();
        let verdict = match &subject.exchange.request.body {
            Body::Absent => Verdict::Absent,
            Body::Unread | Body::Masked => Verdict::NOT_VISIBLE,
            Body::Whole(_) | Body::Truncated(_) if size > self.at_most => Verdict::Fail,
            Body::Truncated(_) => Verdict::NOT_VISIBLE,
            Body::Whole(_) => Verdict::Pass,
        };
        if verdict != Verdict::Fail {
            return verdict;
        }
        trace.fail(|| {
            let location = subject.locate(&Place::Body(Some(self.at_most..size)));
            Evidence::new(location, text!("the body has {size} bytes, more than {}", self.at_most))
        })
    }
}

/// The value of a header line.
fn locate(subject: &Subject<'_>, line: usize, name: &[u8], value: &[u8]) -> Location {
    let masked = crate::message::secrets::masked::header_name(name);
    let name = String::from_utf8_lossy(&masked);
    subject.locate(&Place::Header(name, Some(line), HeaderPart::Value, Some(0..value.len())))
}
