//! The request that curl makes of a transfer: its own rules for the method, the headers that it adds, and the body.

use super::data::{self, Data, DataKind};
use super::transfer::Transfer;
use super::word::{Remark, Word};
use super::{address, form};
use crate::read::files::Named;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Visibility};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The User-Agent that curl sends when it is told none; its version isn't known.
pub(crate) const OWN_AGENT: &[u8] = b"curl/<version>";

/// The exchange for one URL of a transfer, and what was assumed.
///
/// # Errors
/// When the URL is not valid.
pub(super) fn make(
    transfer: &Transfer,
    index: usize,
    url: &Word,
    named: &Named<'_>,
) -> Result<(Exchange<'static>, Vec<Remark>), Remark> {
    let mut remarks = transfer.remarks.clone();
    let upload = transfer.uploads.get(index);
    let data = data::join(&transfer.data, named);
    let query = [data::join(&transfer.query, &Named::default()).bytes, data.bytes.clone().filter(|_| transfer.is_get)];
    let query: Vec<Vec<u8>> = query.into_iter().flatten().filter(|piece| !piece.is_empty()).collect();
    let address = address::read(url, transfer, &query.join(&b'&'), &mut remarks)?;
    let content = content(transfer, upload, data, named);
    remarks.extend(content.remarks);

    let mut fields = Fields { own: &transfer.headers, list: Vec::new() };
    fields.add("Host", address.authority.clone());
    fields.add_all("Authorization", authorization(transfer, address.credentials.as_deref()));
    fields.add_all("Range", transfer.range.as_ref().map(|range| [b"bytes=", &range.text[..]].concat()));
    let agent = transfer.agent.as_ref().map_or_else(|| OWN_AGENT.to_vec(), |agent| agent.text.clone());
    fields.add_all("User-Agent", Some(agent).filter(|agent| !agent.is_empty()));
    let is_json = transfer.data.iter().any(|(kind, _)| *kind == DataKind::Json);
    fields.add("Accept", if is_json { b"application/json".to_vec() } else { b"*/*".to_vec() });
    let referer = transfer.referer.as_ref().map(|r| r.text.strip_suffix(b";auto").unwrap_or(&r.text).to_vec());
    fields.add_all("Referer", referer.filter(|referer| !referer.is_empty()));
    let mut shows = Visibility { headers: !transfer.hides_headers, ..Visibility::ALL };
    fields.add_all("Cookie", cookies(transfer, &mut shows, &mut remarks));
    own_headers(transfer, &mut fields, &mut shows, &mut remarks);
    if let Some(length) = content.length {
        fields.add("Content-Length", length.to_string().into_bytes());
    }
    fields.add_all("Content-Type", content.media_type.filter(|_| !is_json).map(String::into_bytes));
    fields.add_all("Content-Type", is_json.then(|| b"application/json".to_vec()).filter(|_| !transfer.is_get));
    // without the file's length, what curl says about the body is not known
    shows.connection_headers = !matches!(content.body, Body::Unread);

    let names = transfer.ignored.iter().map(|word| format!("`{}`", String::from_utf8_lossy(&word.text)));
    let ignored: Vec<_> = names.collect::<BTreeSet<_>>().into_iter().collect();
    if let Some(first) = transfer.ignored.first() {
        let message = format!("ignored, because the request doesn't depend on it: {}", ignored.join(", "));
        remarks.push(Remark::new(first.start, message));
    }
    let request = Request {
        method: Cow::Owned(method(transfer, upload)),
        target: Cow::Owned(address.target),
        scheme: Some(Cow::Owned(address.scheme)),
        headers: Headers::Fields(fields.list),
        body: content.body,
        ..Request::default()
    };
    Ok((Exchange { request, response: None, now: None, shows }, remarks))
}

/// `-X`, else what the other options make of it.
fn method(transfer: &Transfer, upload: Option<&Word>) -> Vec<u8> {
    let has_data = !transfer.data.is_empty() && !transfer.is_get;
    match &transfer.method {
        Some(word) => word.text.clone(),
        None if transfer.is_head => b"HEAD".to_vec(),
        None if upload.is_some() => b"PUT".to_vec(),
        None if has_data || !transfer.form.is_empty() => b"POST".to_vec(),
        None => b"GET".to_vec(),
    }
}

/// The body and what curl says about it.
struct Content {
    body: Body<'static>,
    length: Option<usize>,
    media_type: Option<String>,
    remarks: Vec<Remark>,
}

fn content(transfer: &Transfer, upload: Option<&Word>, data: Data, named: &Named<'_>) -> Content {
    let nothing = Content { body: Body::Absent, length: None, media_type: None, remarks: Vec::new() };
    let (data, media_type) = if let Some(word) = upload {
        let mut remarks = Vec::new();
        let bytes = data::file(&word.text, word.start, named, &mut remarks);
        (Data { bytes, remarks }, None)
    } else if !transfer.form.is_empty() {
        let media_type = format!("multipart/form-data; boundary={}", form::BOUNDARY);
        (form::write(&transfer.form, named), Some(media_type))
    } else if transfer.is_get {
        return Content { remarks: data.remarks, ..nothing };
    } else if !transfer.data.is_empty() {
        (data, Some("application/x-www-form-urlencoded".to_owned()))
    } else {
        return nothing;
    };
    let length = data.bytes.as_ref().map(Vec::len);
    let body = match data.bytes {
        None => Body::Unread,
        Some(bytes) if bytes.is_empty() => Body::Absent,
        Some(bytes) => Body::Whole(Cow::Owned(bytes)),
    };
    Content { body, length, media_type, remarks: data.remarks }
}

fn authorization(transfer: &Transfer, credentials: Option<&[u8]>) -> Option<Vec<u8>> {
    if let Some(token) = &transfer.bearer {
        return Some([b"Bearer ", &token.text[..]].concat());
    }
    if transfer.other_auth {
        return None;
    }
    let user = transfer.user.as_ref().map(|user| user.text.as_slice()).or(credentials)?;
    // a part that is filled in later can't be encoded now, and for a password that is missing curl asks
    let is_open = !user.contains(&b':') || user.windows(2).any(|w| matches!(w, b"${" | b"{{" | b"**" | b"<c"));
    let coded = if is_open { "<credentials>".to_owned() } else { STANDARD.encode(user) };
    Some(format!("Basic {coded}").into_bytes())
}

/// `-b name=value`; without a `=` it names a file.
fn cookies(transfer: &Transfer, shows: &mut Visibility, remarks: &mut Vec<Remark>) -> Option<Vec<u8>> {
    let (given, named_files): (Vec<_>, Vec<_>) = transfer.cookies.iter().partition(|word| word.text.contains(&b'='));
    for word in named_files {
        shows.headers = false;
        remarks.push(Remark::new(word.start, "the file of cookies is not read"));
    }
    (!given.is_empty()).then(|| given.iter().map(|word| &word.text[..]).collect::<Vec<_>>().join(&b";"[..]))
}

/// The headers of `-H`: `Name:` sends none, `Name;` an empty one.
fn own_headers(transfer: &Transfer, fields: &mut Fields<'_>, shows: &mut Visibility, remarks: &mut Vec<Remark>) {
    for word in &transfer.headers {
        let text = word.text.as_slice();
        if text.starts_with(b"@") {
            shows.headers = false;
            remarks.push(Remark::new(word.start, "the file of headers is not read"));
        } else if let Some((name, value)) = named(text) {
            // Host has its place already
            if !value.is_empty() && !name.eq_ignore_ascii_case(b"host") {
                fields.push(name, value);
            }
        } else if let Some(name) = text.strip_suffix(b";") {
            fields.push(name, b"");
        } else {
            remarks.push(Remark::new(word.start, "a header without a colon: curl does not send it"));
        }
    }
}

/// A header as curl takes it apart.
fn named(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = text.iter().position(|b| *b == b':')?;
    Some((text.get(..colon)?, text.get(colon + 1..)?.trim_ascii()))
}

/// Header lines in the order in which curl sends them.
struct Fields<'t> {
    /// The values of `-H`: they come instead of curl's own.
    own: &'t [Word],
    list: Vec<HeaderField<'static>>,
}

impl Fields<'_> {
    /// A header of curl's own, unless the person gives it.
    fn add(&mut self, name: &str, value: Vec<u8>) {
        let is_it = |word: &&Word| {
            let name_of = |b: &u8| matches!(b, b':' | b';');
            word.text.split(name_of).next().is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
        };
        match self.own.iter().find(is_it) {
            None => self.push(name.as_bytes(), &value),
            Some(word) if name == "Host" => {
                if let Some((name, value)) = named(&word.text).filter(|(_, value)| !value.is_empty()) {
                    self.push(name, value);
                }
            }
            Some(_) => {}
        }
    }

    fn add_all(&mut self, name: &str, value: Option<Vec<u8>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    fn push(&mut self, name: &[u8], value: &[u8]) {
        self.list.push(HeaderField { name: Cow::Owned(name.to_vec()), value: Cow::Owned(value.to_vec()) });
    }
}
