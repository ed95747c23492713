//! Bodies as readers find them.

use reqlint_core::Body;
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
    let is_coded = content_encoding.is_some_and(|value| !value.is_empty() && !value.eq_ignore_ascii_case(b"identity"));
    if is_coded && std::str::from_utf8(&bytes).is_err() {
        return (Body::Unread, Coding::Compressed);
    }
    (Body::Whole(bytes), Coding::Plain)
}
