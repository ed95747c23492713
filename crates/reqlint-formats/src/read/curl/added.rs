//! Header lines that single options add: ranges, upgrades, conditions.

use super::address::Address;
use super::body::Content;
use super::fields::Fields;
use super::options::Http;
use super::transfer::Transfer;
use super::{condition, data};
use crate::read::files::Named;
use crate::read::shell::Remark;
use crate::read::shell::Said;
use reqlint_core::Visibility;

/// Range or Content-Range.
pub(super) fn range(
    transfer: &Transfer,
    content: &Content,
    fields: &mut Fields<'_>,
    said: &mut Said,
) -> Result<(), Remark> {
    if let Some(resume) = &transfer.resume {
        if let Some(option) = &transfer.not_resumed {
            let name = String::from_utf8_lossy(&option.text);
            said.refuse(option.start, format!("(2) `-C` can't be together with `{name}`: leave one out"))?;
        }
        let is_number = resume.text.iter().all(u8::is_ascii_digit) && !resume.text.is_empty();
        if !is_number && resume.text != b"-" {
            said.refuse(resume.start, "option -C: expected a proper numerical parameter")?;
        } else if content.has_body && is_number && resume.text != b"0" {
            said.refuse(resume.start, "(43) HTTP upload cannot be resumed")?;
        } else if is_number && resume.text.iter().any(|b| *b != b'0') {
            fields.add("Range", [b"bytes=", &resume.text[..], b"-"].concat());
        } else if resume.text == b"-" {
            said.note(resume.start, "what `-C -` adds depends on the file that is there");
        }
    }
    let Some(range) = &transfer.range else { return Ok(()) };
    // a number alone means from there on
    let is_number = range.text.iter().all(u8::is_ascii_digit);
    let written = if is_number { [&range.text[..], b"-"].concat() } else { range.text.clone() };
    match content.length {
        Some(length) => {
            let value = [b"bytes ", &written[..], b"/", length.to_string().as_bytes()].concat();
            fields.add("Content-Range", value);
        }
        None => fields.add("Range", [b"bytes=", &written[..]].concat()),
    }
    Ok(())
}

/// What asks for another protocol on the same connection.
pub(super) fn upgrade(
    transfer: &Transfer,
    address: &Address,
    fields: &mut Fields<'_>,
    connection: &mut Vec<&'static str>,
    said: &mut Said,
) {
    if address.scheme.starts_with("ws") {
        fields.add("Upgrade", b"websocket");
        fields.add("Sec-WebSocket-Version", b"13");
        // curl makes the key up; this one is RFC 6455's
        fields.add("Sec-WebSocket-Key", b"dGhlIHNhbXBsZSBub25jZQ==");
        connection.push("Upgrade");
        if let Some(url) = transfer.urls.first() {
            said.note(url.start, "curl makes up the Sec-WebSocket-Key");
        }
    } else if transfer.version == Some(Http::V2) && address.scheme == "http" {
        fields.add("Upgrade", b"h2c");
        fields.add("HTTP2-Settings", b"AAMAAABkAAQAAQAAAAIAAAAA");
        connection.push("Upgrade, HTTP2-Settings");
    }
}

/// What `-z` and `--etag-compare` add.
pub(super) fn conditions(
    transfer: &Transfer,
    fields: &mut Fields<'_>,
    shows: &mut Visibility,
    named: &Named<'_>,
    said: &mut Said,
) -> Result<(), Remark> {
    if let Some(word) = &transfer.condition {
        let made = condition::read(&word.text);
        match made.date {
            Some(date) => fields.add(made.header, date.into_bytes()),
            None => {
                shows.headers = false;
                said.note(
                    word.start,
                    "`-z` gives no date that curl understands: it takes the time of a file of that name",
                );
            }
        }
    }
    if let Some(word) = &transfer.etag {
        // a file that doesn't exist is taken for an empty one
        let read = match named.read(&word.text) {
            Err(message) if message.ends_with("does not exist") => Some(Vec::new()),
            _ => data::file(&word.text, word.start, named, said)?,
        };
        match read {
            Some(text) => {
                let tag: Vec<u8> = text.into_iter().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
                let tag = if tag.is_empty() { b"\"\"".to_vec() } else { tag };
                fields.add("If-None-Match", tag);
            }
            None => shows.headers = false,
        }
    }
    Ok(())
}
