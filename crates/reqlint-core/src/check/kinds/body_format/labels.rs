//! What a body is, held against what its headers say: one value or several, a form or JSON, compressed or not.

use super::relabel;
use crate::base::text::text;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::message::body::{Document, Syntax, without_mark};
use crate::message::exchange::Body;
use crate::subject::place::Place;
use crate::subject::{BodyState, Subject};

pub(super) fn byte_order_mark(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let text = subject.body_text();
    if matches!(subject.body, BodyState::NotVisible) && text.is_empty() {
        return Verdict::NOT_VISIBLE;
    }
    let length = text.len() - without_mark(text).len();
    if length == 0 {
        return Verdict::Pass;
    }
    trace.fail(|| {
        Evidence::fixed(subject.locate(&Place::Body(Some(0..length))), "the body begins with a byte-order mark")
    })
}

/// Compressed data that no Content-Encoding declares, where Content-Type says text.
pub(super) fn compressed(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    // as sent, and as a tool writes bytes down that aren't UTF-8
    const BEGINNINGS: [(&[u8], &str); 4] = [
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x1f\xef\xbf\xbd\x08", "gzip"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"\x28\xef\xbf\xbd\x2f\xef\xbf\xbd", "zstd"),
    ];
    let headers = &subject.exchange.request.headers;
    let (Body::Whole(text) | Body::Truncated(text)) = &subject.exchange.request.body else {
        return Verdict::NOT_VISIBLE;
    };
    let coding = BEGINNINGS.iter().find(|(beginning, _)| text.starts_with(beginning));
    // Transfer-Encoding may compress, too
    let is_undeclared = |name| headers.get(name).is_none_or(|value| value.eq_ignore_ascii_case(b"chunked"));
    let is_undeclared = headers.get("Content-Encoding").is_none() && is_undeclared("Transfer-Encoding");
    let Some((beginning, coding)) = coding.filter(|_| is_undeclared) else {
        return Verdict::Pass;
    };
    let is_declared_text = subject.content_type().is_some_and(|(_, value)| {
        Syntax::of_media_type(value).is_some()
            || value.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"text/"))
    });
    if !is_declared_text {
        return Verdict::Absent;
    }
    trace.fail(|| {
        let location = subject.locate(&Place::Body(Some(0..beginning.len())));
        Evidence::new(location, text!("the body is compressed with {coding}, but there is no Content-Encoding"))
    })
}

/// JSON values, a line each, where Content-Type says one of them.
pub(super) fn lines(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let text = match labelled_json(subject) {
        Ok(text) => text,
        Err(verdict) => return verdict,
    };
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let is_value = |line: &[u8]| matches!(line.first(), Some(b'{' | b'[')) && Document::can_read(line, Syntax::Json);
    let Some(second) = lines.next().filter(|second| is_value(first) && is_value(second) && lines.all(is_value)) else {
        return Verdict::Absent;
    };
    trace.fail(|| {
        let start = second.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let location = subject.locate(&Place::Body(Some(start..start + second.len())));
        Evidence::fixed(location, "a second JSON value begins here; Content-Type says that there is one")
    })
}

/// A form where Content-Type says JSON.
pub(super) fn form(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let text = match labelled_json(subject) {
        Ok(text) => text,
        Err(verdict) => return verdict,
    };
    if Syntax::looks_like(text) != Some(Syntax::Form) {
        return Verdict::Absent;
    }
    trace.fail(|| {
        let location = subject.locate(&Place::Body(Some(0..text.len())));
        let edits = relabel(subject, Syntax::Form).into_iter().collect();
        Evidence { edits, ..Evidence::fixed(location, "Content-Type says JSON, but the body looks like a form") }
    })
}

/// The body, if it is declared as JSON and isn't; else how such a test goes.
fn labelled_json<'s>(subject: &Subject<'s>) -> Result<&'s [u8], Verdict> {
    match subject.body {
        BodyState::NotVisible | BodyState::Unused => Err(Verdict::NOT_VISIBLE),
        BodyState::Absent => Err(Verdict::Absent),
        _ if subject.document.syntax != Some(Syntax::Json) => Err(Verdict::Absent),
        BodyState::Read => Err(Verdict::Pass),
        BodyState::Unreadable => match subject.content_type() {
            Some((_, label)) if subject.exchange.shows.hides(label) => Err(Verdict::NOT_VISIBLE),
            Some((_, label)) if Syntax::of_media_type(label) == Some(Syntax::Json) => Ok(subject.body_text()),
            // plain text, or nothing, is read as JSON where it looks like that
            _ => Err(Verdict::Absent),
        },
    }
}
