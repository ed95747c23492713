//! The body of a transfer, and what curl says of it.

use super::data;
use super::fields;
use super::form;
use super::options::Http;
use super::transfer::Transfer;
use crate::read::files::Named;
use crate::read::shell::Said;
use crate::read::shell::{Remark, Word};
use reqlint_core::Body;
use std::borrow::Cow;

/// From how many bytes on curl asks first whether it may send them.
const EXPECT_FROM: usize = 1 << 20;

/// A body and what curl says about it.
pub(super) struct Content {
    pub(super) body: Body<'static>,
    pub(super) has_body: bool,
    /// What Content-Length says.
    pub(super) length: Option<usize>,
    pub(super) media_type: Option<Cow<'static, [u8]>>,
    pub(super) is_form: bool,
    /// Whether Transfer-Encoding comes to the headers.
    pub(super) adds_chunked: bool,
    /// Whether the body is sent in chunks.
    is_chunked: bool,
    pub(super) expects: bool,
    /// Whether the first request goes without it, because the answer says how to authorize.
    is_held_back: bool,
}

impl Content {
    /// The bytes after the header lines.
    pub(super) fn framed(&self) -> Vec<u8> {
        let bytes = self.body.bytes();
        if self.is_held_back {
            return Vec::new();
        }
        if !self.is_chunked {
            return bytes.to_vec();
        }
        let chunk = if bytes.is_empty() {
            Vec::new()
        } else {
            [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
        };
        [&chunk[..], b"0\r\n\r\n"].concat()
    }
}

/// What a transfer sends; `data` are the pieces of `-d`, joined.
pub(super) fn content(
    transfer: &Transfer,
    upload: Option<&Word>,
    data: Option<Vec<u8>>,
    own: &[Word],
    named: &Named<'_>,
    said: &mut Said,
) -> Result<Content, Remark> {
    let mut content = Content {
        body: Body::Absent,
        has_body: false,
        length: None,
        media_type: None,
        is_form: false,
        adds_chunked: false,
        is_chunked: false,
        expects: false,
        is_held_back: false,
    };
    let (bytes, has_length) = if let Some(word) = upload {
        let is_stream = matches!(&word.text[..], b"-" | b".");
        let bytes = data::file(if is_stream { b"-" } else { &word.text }, word.start, named, said)?;
        (bytes, !is_stream)
    } else if !transfer.form.is_empty() {
        let given = fields::given(own, "Content-Type").map(fields::value_of);
        let is_form =
            given.is_none_or(|given| given.get(..19).is_some_and(|g| g.eq_ignore_ascii_case(b"multipart/form-data")));
        let disposition = if is_form { "form-data" } else { "attachment" };
        let form = form::write(&transfer.form, disposition, transfer.form_escape, named, said)?;
        let media_type = given.unwrap_or(b"multipart/form-data");
        content.media_type = Some([media_type, b"; boundary=", form::BOUNDARY.as_bytes()].concat().into());
        content.is_form = true;
        (form.bytes, form.has_length)
    } else if transfer.data.is_empty() || transfer.is_get {
        return Ok(content);
    } else {
        content.media_type = Some(b"application/x-www-form-urlencoded".into());
        (data, true)
    };
    content.has_body = true;
    let is_old = transfer.version == Some(Http::V1_0);
    let coding = fields::given(own, "Transfer-Encoding").map(fields::value_of);
    content.adds_chunked = !has_length && coding.is_none() && !is_old;
    content.is_chunked = content.adds_chunked || coding.is_some_and(|coding| coding.eq_ignore_ascii_case(b"chunked"));
    if !has_length && is_old {
        let at = upload.map_or(0, |word| word.start);
        said.refuse(at, "(25) Chunky upload is not supported by HTTP 1.0")?;
    }
    let length = bytes.as_ref().map(Vec::len);
    content.length = length.filter(|_| has_length && !content.is_chunked);
    let is_long = !has_length || length.is_some_and(|length| length > EXPECT_FROM);
    content.expects = is_long && !is_old;
    if transfer.other_auth && transfer.user.is_some() && said.is_exact && !transfer.any_auth {
        content.is_held_back = true;
        content.length = content.length.map(|_| 0);
        said.note(
            0,
            "curl sends this request without its body first, and again with it once the answer says how to authorize",
        );
    }
    content.body = match bytes {
        None => Body::Unread,
        Some(bytes) if bytes.is_empty() => Body::Absent,
        Some(bytes) => Body::Whole(Cow::Owned(bytes)),
    };
    Ok(content)
}
