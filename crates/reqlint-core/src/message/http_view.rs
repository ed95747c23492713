//! Views of the `http` crate's types: nothing is copied.

use crate::message::exchange::{Body, Exchange, Headers, Request, Visibility};
use std::borrow::Cow;

impl<'a> Exchange<'a> {
    /// A view of a request head; the body is not looked at ([`Body::Unread`]).
    ///
    /// The source is taken to be a program before it sends: Host and Content-Length may still be added
    /// ([`Visibility::PARSED`]). A server sets [`Visibility::connection_headers`] itself.
    pub fn of_request<B>(request: &'a http::Request<B>) -> Self {
        let uri = request.uri();
        Exchange {
            request: Request {
                method: Cow::Borrowed(request.method().as_str().as_bytes()),
                target: target(uri),
                scheme: uri.scheme_str().map(Cow::Borrowed),
                authority: uri.authority().map(|a| Cow::Borrowed(a.as_str().as_bytes())),
                headers: Headers::Map(request.headers()),
                without_colon: Vec::new(),
                body: Body::Unread,
                version: match request.version() {
                    http::Version::HTTP_10 => Some(Cow::Borrowed(b"HTTP/1.0")),
                    http::Version::HTTP_11 => Some(Cow::Borrowed(b"HTTP/1.1")),
                    _ => None,
                },
            },
            response: None,
            now: None,
            shows: Visibility::PARSED,
            secrets: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// The same exchange with a body that was read to its end.
    #[must_use]
    pub fn with_body(mut self, body: &'a [u8]) -> Self {
        self.request.body = if body.is_empty() { Body::Absent } else { Body::Whole(Cow::Borrowed(body)) };
        self
    }
}

/// The target in origin form. An empty path means the root (RFC 9110 section 4.2.3): `http://host?a=b`.
fn target(uri: &http::Uri) -> Cow<'_, [u8]> {
    let target = uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    if target.starts_with('?') { Cow::Owned(format!("/{target}").into()) } else { Cow::Borrowed(target.as_bytes()) }
}

impl<'a, B: AsRef<[u8]>> From<&'a http::Request<B>> for Exchange<'a> {
    fn from(request: &'a http::Request<B>) -> Self {
        Exchange::of_request(request).with_body(request.body().as_ref())
    }
}
