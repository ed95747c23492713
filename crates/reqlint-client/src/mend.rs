//! Safe edits, made in a request that is about to leave.

use crate::outgoing::{Outgoing, Seen};
use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Uri};
use reqlint_core::{Exchange, Finding, Headers, Resolved};

/// Applies the safe edits of what was found, and gives what they mend; nothing is changed where they can't be made.
pub(crate) fn mend(outgoing: &mut Outgoing, resolved: &Resolved) -> Vec<Finding> {
    let findings = resolved.mendable();
    let edits: Vec<_> = findings.iter().flat_map(|finding| finding.edits.iter().cloned()).collect();
    if edits.is_empty() {
        return Vec::new();
    }
    let mended = outgoing.exchange().mended(&edits);
    match take_over(outgoing, &mended) {
        Some(()) => findings.into_iter().cloned().collect(),
        None => Vec::new(),
    }
}

/// `None` when what is mended is no request that a client can send.
fn take_over(outgoing: &mut Outgoing, mended: &Exchange<'_>) -> Option<()> {
    let request = &mended.request;
    let method = Method::from_bytes(&request.method).ok()?;
    let mut uri = outgoing.head.uri().clone().into_parts();
    uri.path_and_query = Some(PathAndQuery::try_from(&*request.target).ok()?);
    let uri = Uri::from_parts(uri).ok()?;
    let headers = headers(outgoing.head.headers(), &request.headers)?;
    let body = match &outgoing.body {
        Seen::Whole(bytes) if **bytes != *request.body.bytes() => Some(Bytes::copy_from_slice(request.body.bytes())),
        _ => None,
    };
    *outgoing.head.method_mut() = method;
    *outgoing.head.uri_mut() = uri;
    *outgoing.head.headers_mut() = headers;
    outgoing.is_changed = true;
    if let Some(body) = body {
        outgoing.body = Seen::Whole(body);
        outgoing.has_other_body = true;
    }
    Some(())
}

/// The headers with values that changed; the others stay what they are, sensitive ones too.
fn headers(sent: &HeaderMap, mended: &Headers<'_>) -> Option<HeaderMap> {
    let mut headers = sent.clone();
    let mut lines = mended.iter();
    for (name, value) in headers.iter_mut() {
        let (mended_name, mended) = lines.next()?;
        if mended_name != name.as_str().as_bytes() {
            return None;
        }
        if mended != value.as_bytes() {
            let is_sensitive = value.is_sensitive();
            *value = HeaderValue::from_bytes(mended).ok()?;
            value.set_sensitive(is_sensitive);
        }
    }
    Some(headers)
}
