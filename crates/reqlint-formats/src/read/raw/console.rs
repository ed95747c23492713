//! What Kibana's console makes of a body: its type, texts between three quotes, and the end of its last line.

use super::fields::Fields;
use crate::record::place::{Note, Place};
use memchr::memmem;
use reqlint_core::Body;
use reqlint_core::message::HeaderField;
use std::borrow::Cow;
use std::ops::Range;

/// What is sent of a body.
struct Sent<'b> {
    content_type: &'static str,
    /// Whether it is lines of JSON: `_bulk`, `_msearch`.
    is_lines: bool,
    body: Cow<'b, [u8]>,
}

/// The quotes of a text over several lines.
const QUOTES: &[u8] = b"\"\"\"";

fn made<'b>(target: &[u8], body: &'b [u8]) -> Sent<'b> {
    let mut body = without_quotes(body);
    let is_lines = takes_lines(target) || is_several(&body);
    if is_lines && !body.ends_with(b"\n") {
        body.to_mut().push(b'\n');
    }
    // the console itself says application/json of lines, too; what Elastic writes for other clients says what they are
    let content_type = if is_lines { "application/x-ndjson" } else { "application/json" };
    Sent { content_type, is_lines, body }
}

/// The body that Kibana's console sends, and the header that it adds.
pub(super) fn sent<'a>(
    body: Body<'a>,
    body_place: Option<Range<usize>>,
    target: &[u8],
    fields: &mut Fields<'a>,
    place: Place,
    notes: &mut Vec<Note>,
) -> (Body<'a>, Option<Range<usize>>) {
    let Sent { content_type, is_lines, body: sent } = made(target, body.bytes());
    if fields.get("content-type").is_none() {
        let value = Cow::Borrowed(content_type.as_bytes());
        fields.list.push(HeaderField { name: Cow::Borrowed(b"Content-Type"), value });
        if is_lines {
            let message = "lines of JSON: taken as application/x-ndjson; the console itself sends application/json, which Elasticsearch takes as well";
            notes.push(Note { place, message: message.to_owned() });
        }
    }
    let changed = if let Cow::Owned(sent) = sent { Some(sent) } else { None };
    match changed {
        Some(sent) => (Body::Whole(Cow::Owned(sent)), None),
        None => (body, body_place),
    }
}

/// Whether an operation takes lines of JSON.
fn takes_lines(target: &[u8]) -> bool {
    let path = target.split(|b| *b == b'?').next().unwrap_or_default();
    path.split(|b| *b == b'/').any(|segment| matches!(segment, b"_bulk" | b"_msearch"))
}

/// Whether a body is several JSON values.
fn is_several(body: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(body).into_iter::<serde::de::IgnoredAny>();
    let mut next = || values.next().is_some_and(|value| value.is_ok());
    next() && next()
}

/// A body whose texts between three quotes are JSON's.
fn without_quotes(body: &[u8]) -> Cow<'_, [u8]> {
    if memmem::find(body, QUOTES).is_none() {
        return Cow::Borrowed(body);
    }
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, after)) = parted(rest) {
        // what isn't closed stays as it is
        let Some((inside, behind)) = parted(after) else { break };
        out.extend_from_slice(before);
        out.extend(serde_json::Value::from(String::from_utf8_lossy(inside)).to_string().into_bytes());
        rest = behind;
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

fn parted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (before, after) = text.split_at_checked(memmem::find(text, QUOTES)?)?;
    Some((before, after.get(QUOTES.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_as_the_console_sends_them() {
        let table = [
            ("/_bulk", "{\"index\":{}}\n{\"a\":1}", "application/x-ndjson", "{\"index\":{}}\n{\"a\":1}\n"),
            ("/a/_msearch?b", "{}\n{\"a\":1", "application/x-ndjson", "{}\n{\"a\":1\n"),
            ("/a/_search", "{\n  \"a\": 1\n}", "application/json", "{\n  \"a\": 1\n}"),
            ("/a/_lines", "{}\n[1]", "application/x-ndjson", "{}\n[1]\n"),
            ("/a", "{\"a\": \"\"\"x\n\"y\" \"\"\"}", "application/json", "{\"a\": \"x\\n\\\"y\\\" \"}"),
            ("/a", "{\"a\": \"\"\"x}", "application/json", "{\"a\": \"\"\"x}"),
        ];
        for (target, body, content_type, expected) in table {
            let sent = made(target.as_bytes(), body.as_bytes());
            assert_eq!((sent.content_type, &*String::from_utf8_lossy(&sent.body)), (content_type, expected), "{body}");
        }
    }
}
