//! Bodies in parts (RFC 2046 section 5.1, RFC 7578): delimiters and the headers of each part.

use crate::base::finding::HeaderPart;
use crate::base::text::text;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::message::body::multipart::{self, delimiters};
use crate::message::exchange::Body;
use crate::subject::place::Place;
use crate::subject::{BodyState, Subject};
use std::ops::Range;

/// A body whose parts can be told apart.
struct Parts<'s> {
    line: usize,
    content_type: &'s [u8],
    boundary: &'s [u8],
    text: &'s [u8],
    is_whole: bool,
}

/// The delimiter of Content-Type is in the body.
pub(super) fn boundary(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let parts = match Parts::of(subject) {
        Ok(parts) => parts,
        Err(verdict) => return verdict,
    };
    if parts.delimiters().next().is_some() {
        return Verdict::Pass;
    }
    if !parts.is_whole {
        return Verdict::NOT_VISIBLE;
    }
    trace.fail(|| {
        let place = Place::Header(
            "Content-Type".into(),
            Some(parts.line),
            HeaderPart::Value,
            Some(0..parts.content_type.len()),
        );
        let own = String::from_utf8_lossy(parts.boundary);
        let first = parts.text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).find(|line| !line.is_empty());
        let detail = match first.and_then(|line| line.strip_prefix(b"--")).filter(|found| !found.is_empty()) {
            Some(found) if found.len() <= 70 => {
                let found = String::from_utf8_lossy(found);
                text!("Content-Type says boundary=`{own}`, but the body's parts begin with `--{found}`")
            }
            _ => text!("Content-Type says boundary=`{own}`, but no line of the body is `--{own}`"),
        };
        Evidence::new(subject.locate(&place), detail)
    })
}

/// After the last part comes the delimiter with `--` after it.
pub(super) fn end(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let parts = match Parts::of(subject) {
        Ok(parts) => parts,
        Err(verdict) => return verdict,
    };
    let Some((last, is_last)) = parts.delimiters().last() else { return Verdict::Absent };
    match is_last {
        true => Verdict::Pass,
        false if !parts.is_whole => Verdict::NOT_VISIBLE,
        false => trace.fail(|| {
            let boundary = String::from_utf8_lossy(parts.boundary);
            let location = subject.locate(&Place::Body(Some(last)));
            Evidence::new(location, text!("this is the last delimiter; after the last part comes `--{boundary}--`"))
        }),
    }
}

/// Each part has header lines, then an empty line; in a form each has a name.
pub(super) fn parts(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let parts = match Parts::of(subject) {
        Ok(parts) => parts,
        Err(verdict) => return verdict,
    };
    let is_form = parts.content_type.get(..19).is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/form-data"));
    let mut verdict = Verdict::Absent;
    let mut delimiters = parts.delimiters().peekable();
    while let Some((range, is_last)) = delimiters.next() {
        // a part whose end isn't seen may go on
        let Some((next, _)) = delimiters.peek().filter(|_| !is_last) else { break };
        verdict = verdict.and(Verdict::Pass);
        let part = parts.text.get(range.end..next.start).unwrap_or_default();
        let Some(wrong) = wrong_with(part, is_form) else { continue };
        verdict = trace.fail(|| Evidence::fixed(subject.locate(&Place::Body(Some(range))), wrong));
        if !trace.wants_all() {
            return verdict;
        }
    }
    verdict
}

impl<'s> Parts<'s> {
    fn of(subject: &Subject<'s>) -> Result<Self, Verdict> {
        let (line, content_type) = subject.content_type().ok_or(Verdict::Absent)?;
        let boundary = multipart::boundary(content_type).ok_or(Verdict::Absent)?;
        let text = subject.body_text();
        match (subject.body, &subject.exchange.request.body) {
            (BodyState::NotVisible | BodyState::Unused, _) => Err(Verdict::NOT_VISIBLE),
            _ if subject.exchange.shows.hides(boundary) => Err(Verdict::NOT_VISIBLE),
            (_, Body::Whole(_)) => Ok(Self { line, content_type, boundary, text, is_whole: true }),
            (_, Body::Truncated(_)) => Ok(Self { line, content_type, boundary, text, is_whole: false }),
            _ => Err(Verdict::Absent),
        }
    }

    /// The lines that divide the parts, each with whether it is the last.
    fn delimiters(&self) -> impl Iterator<Item = (Range<usize>, bool)> {
        delimiters(self.text, self.boundary)
    }
}

/// What is wrong with what comes after a delimiter.
fn wrong_with(part: &[u8], is_form: bool) -> Option<&'static str> {
    let mut disposition = None;
    let mut lines = part.split_inclusive(|b| *b == b'\n').map(<[u8]>::trim_ascii_end);
    let is_complete = loop {
        match lines.next() {
            Some(b"") => break true,
            // a folded line
            Some([b' ' | b'\t', ..]) => {}
            Some(line) => {
                let Some(colon) = memchr::memchr(b':', line) else { break false };
                let (name, value) = line.split_at(colon);
                if name.eq_ignore_ascii_case(b"content-disposition") {
                    disposition = value.get(1..).map(<[u8]>::trim_ascii_start);
                }
            }
            None => break false,
        }
    };
    if !is_complete {
        return Some("this part has no empty line after its headers");
    }
    match disposition {
        _ if !is_form => None,
        None => Some("this part has no Content-Disposition"),
        Some(value) if !value.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"form-data")) => {
            Some("the Content-Disposition of this part doesn't begin with `form-data`")
        }
        // filename is another
        Some(value) if !value.split(|b| *b == b';').any(is_name) => {
            Some("the Content-Disposition of this part has no `name`")
        }
        Some(_) => None,
    }
}

fn is_name(field: &[u8]) -> bool {
    let field = field.trim_ascii();
    let starts = field.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"name"));
    starts && field.get(4..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"="))
}
