//! Safe edits are applied to a request before it is sent.

use crate::outgoing::{BodyState, Outgoing};
use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Uri};
use reqlint_core::{Exchange, Finding, Headers, Resolved};

/// Applies the safe edits of the findings, and returns what they fix; if they can't be applied, nothing is changed.
pub(crate) fn fix(outgoing: &mut Outgoing, resolved: &Resolved) -> Vec<Finding> {
    let findings = resolved.fixable();
    let edits: Vec<_> = findings.iter().flat_map(|finding| finding.edits.iter().cloned()).collect();
    if edits.is_empty() {
        return Vec::new();
    }
    let fixed = outgoing.exchange().fixed(&edits);
    match take_over(outgoing, &fixed) {
        Some(()) => findings.into_iter().cloned().collect(),
        None => Vec::new(),
    }
}

/// `None` when a client could not send the fixed request.
fn take_over(outgoing: &mut Outgoing, fixed: &Exchange<'_>) -> Option<()> {
    let request = &fixed.request;
    let method = Method::from_bytes(&request.method).ok()?;
    let mut uri = outgoing.head.uri().clone().into_parts();
    uri.path_and_query = Some(PathAndQuery::try_from(&*request.target).ok()?);
    let uri = Uri::from_parts(uri).ok()?;
    let headers = headers(outgoing.head.headers(), &request.headers)?;
    let body = match &outgoing.body {
        BodyState::Whole(bytes) if **bytes != *request.body.bytes() => {
            Some(Bytes::copy_from_slice(request.body.bytes()))
        }
        _ => None,
    };
    *outgoing.head.method_mut() = method;
    *outgoing.head.uri_mut() = uri;
    *outgoing.head.headers_mut() = headers;
    outgoing.is_changed = true;
    if let Some(body) = body {
        outgoing.body = BodyState::Whole(body);
        outgoing.has_other_body = true;
    }
    Some(())
}

/// The headers with their fixed values. Unchanged headers keep their values, and all keep being marked sensitive.
fn headers(sent: &HeaderMap, fixed: &Headers<'_>) -> Option<HeaderMap> {
    let mut headers = sent.clone();
    let mut lines = fixed.iter();
    for (name, value) in headers.iter_mut() {
        let (fixed_name, fixed) = lines.next()?;
        if fixed_name != name.as_str().as_bytes() {
            return None;
        }
        if fixed != value.as_bytes() {
            let is_sensitive = value.is_sensitive();
            *value = HeaderValue::from_bytes(fixed).ok()?;
            value.set_sensitive(is_sensitive);
        }
    }
    Some(headers)
}
