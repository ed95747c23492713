//! Bodies as readers find them.

use reqlint_core::{Body, Headers};
use std::borrow::Cow;

/// Whether a body can be read as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Plain,
    Compressed,
}

/// A body of these bytes. One that is still compressed stays unread.
///
/// Many tools write down the text and leave the Content-Encoding header: what is text is taken as it is.
pub(crate) fn known<'a>(bytes: Cow<'a, [u8]>, content_encoding: Option<&[u8]>) -> (Body<'a>, Coding) {
    if bytes.is_empty() {
        return (Body::Absent, Coding::Plain);
    }
    if is_coded(content_encoding) && std::str::from_utf8(&bytes).is_err() {
        return (Body::Unread, Coding::Compressed);
    }
    (Body::Whole(bytes), Coding::Plain)
}

/// What a recording has of a body. Its text is written in JSON, so it need not be the bytes that were sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// All of what was sent, or what it was decoded to.
    Whole,
    /// Less than was sent.
    Short,
    /// Something else than was sent, and why.
    Changed(&'static str),
}

impl Recorded {
    /// What a text is that a recording has for the body of a message with these headers.
    pub(crate) fn of(text: &str, headers: &Headers<'_>) -> Self {
        const RECODED: &str =
            "the recorded text is not the bytes that were sent, by Content-Length or what it holds: it is not checked";
        let length = declared_length(headers);
        let is_replaced = || memchr::memmem::find(text.as_bytes(), "\u{fffd}".as_bytes()).is_some();
        if is_coded(headers.get("content-encoding")) {
            // what was decompressed is text; what wasn't begins with a mark that no text has
            let is_compressed = text.starts_with(['\u{1f}', '\u{28}', '\u{78}', '\u{fffd}']) && !text.is_ascii();
            return if is_compressed || is_replaced() { Recorded::Changed(COMPRESSED) } else { Recorded::Whole };
        }
        match length {
            Some(length) if length == text.len() => Recorded::Whole,
            // more than was sent can't have been sent
            Some(length) if length < text.len() => Recorded::Changed(RECODED),
            _ if text.is_ascii() => length.map_or(Recorded::Whole, |_| Recorded::Short),
            _ if is_binary(headers.get("content-type")) || is_replaced() => Recorded::Changed(RECODED),
            _ => length.map_or(Recorded::Whole, |_| Recorded::Short),
        }
    }
}

/// A body that is recorded, as text or in Base64.
pub(crate) fn recorded(
    bytes: Vec<u8>,
    is_text: bool,
    is_cut: bool,
    headers: &Headers<'_>,
    note: &mut dyn FnMut(&'static str),
) -> Body<'static> {
    let length = declared_length(headers);
    let held = match std::str::from_utf8(&bytes) {
        Ok(text) if is_text => Recorded::of(text, headers),
        _ if length.is_some_and(|length| length > bytes.len()) => Recorded::Short,
        _ => Recorded::Whole,
    };
    if let (Recorded::Changed(why), false) = (&held, is_cut) {
        note(why);
        return Body::Unread;
    }
    let (body, coding) = known(Cow::Owned(bytes), headers.get("content-encoding"));
    if coding == Coding::Compressed {
        note(COMPRESSED);
    }
    match (body, held) {
        (Body::Whole(bytes), _) if is_cut => Body::Truncated(bytes),
        (Body::Whole(bytes), Recorded::Short) => {
            note("the body is shorter than Content-Length says: taken as its beginning");
            Body::Truncated(bytes)
        }
        (body, _) => body,
    }
}

/// What is said of a body that is compressed.
pub(crate) const COMPRESSED: &str = "the body is compressed: it is not checked";

/// How long the body of a message is by its headers, where they say so with a number.
pub(crate) fn declared_length(headers: &Headers<'_>) -> Option<usize> {
    std::str::from_utf8(headers.get("content-length")?).ok()?.trim().parse().ok()
}

/// Whether a message has a body by its headers alone.
pub(crate) fn is_declared(headers: &Headers<'_>) -> bool {
    declared_length(headers).is_some_and(|length| length > 0) || headers.get("transfer-encoding").is_some()
}

fn is_coded(content_encoding: Option<&[u8]>) -> bool {
    content_encoding.is_some_and(|value| !value.is_empty() && !value.eq_ignore_ascii_case(b"identity"))
}

/// Whether bodies of a media type hold bytes that are no text.
fn is_binary(content_type: Option<&[u8]>) -> bool {
    const BEGINNINGS: [&str; 13] = [
        "image/",
        "audio/",
        "video/",
        "font/",
        "multipart/",
        "application/octet-stream",
        "application/zip",
        "application/gzip",
        "application/pdf",
        "application/wasm",
        "application/grpc",
        "application/x-protobuf",
        "application/protobuf",
    ];
    let value = content_type.unwrap_or_default().trim_ascii_start();
    let begins = |beginning: &&str| {
        value.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning.as_bytes()))
    };
    BEGINNINGS.iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_text_is_held_against_what_was_sent() {
        let png = ("Content-Type", "image/png");
        let json = ("Content-Type", "application/json");
        let gzip = ("Content-Encoding", "gzip");
        type Headers = [(&'static str, &'static str)];
        let table: [(&str, &Headers, &str); 13] = [
            ("{}", &[("Content-Length", "2")], "whole"),
            ("{}", &[], "whole"),
            ("{}", &[("Content-Length", "1")], "changed"),
            ("{}", &[("Content-Length", "3")], "short"),
            ("\u{fffd}", &[png, ("Content-Length", "1")], "changed"),
            ("\u{89}", &[png, ("Content-Length", "1")], "changed"),
            ("\u{89}PNG", &[png], "changed"),
            ("a\u{fffd}b", &[json], "changed"),
            ("a\u{fffd}b", &[json, ("Content-Length", "5")], "whole"),
            ("\"\u{e9}\"", &[json], "whole"),
            ("\"\u{e9}", &[json, ("Content-Length", "9")], "short"),
            ("{\"a\":1}", &[gzip, ("Content-Length", "3")], "whole"),
            ("\u{1f}\u{8b}\u{8}", &[gzip, ("Content-Length", "3")], "changed"),
        ];
        for (text, headers, expected) in table {
            let found = match Recorded::of(text, &headers.iter().copied().collect()) {
                Recorded::Whole => "whole",
                Recorded::Short => "short",
                Recorded::Changed(_) => "changed",
            };
            assert_eq!(found, expected, "{text:?} {headers:?}");
        }
    }
}
