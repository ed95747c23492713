//! Requests and responses of reqwest as those of `http`, and back.

use crate::check::Check;
use crate::outgoing::Outgoing;
use ::reqwest::{Body, Request, Response, ResponseBuilderExt, Url};
use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue, Uri};
use reqlint_body::Replay;
use reqlint_core::Visibility;
use std::error::Error;

/// The request as the rules look at it; `None` when its URL is none that can be sent.
pub(super) fn outgoing(check: &Check, request: &Request) -> Option<Outgoing> {
    let mut head = http::Request::new(());
    request.method().clone_into(head.method_mut());
    *head.uri_mut() = uri(request.url())?;
    *head.headers_mut() = request.headers().clone();
    let shows = match &check.client_headers {
        Some(told) => {
            add(head.headers_mut(), told);
            Visibility::PARSED
        }
        None => Visibility { headers: false, ..Visibility::PARSED },
    };
    Some(Outgoing::new(head, shows, (check.clock)()))
}

/// As the client does: what is there already stays, and everything is accepted.
fn add(headers: &mut HeaderMap, told: &HeaderMap) {
    let missing: Vec<_> = told.keys().filter(|name| !headers.contains_key(*name)).collect();
    for name in missing {
        for value in told.get_all(name) {
            headers.append(name, value.clone());
        }
    }
    headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
}

/// Without the fragment, which is not sent.
pub(super) fn uri(url: &Url) -> Option<Uri> {
    let text = url.as_str();
    let sent = text.split_once('#').map_or(text, |(sent, _)| sent);
    Uri::try_from(sent).ok()
}

/// A body that was read to its end can be cloned, whatever it was before.
pub(super) fn body(replay: Replay<Body>) -> Body {
    match replay.whole() {
        Some(bytes) if !replay.has_trailers() => Body::from(bytes),
        _ => Body::wrap(replay),
    }
}

/// Makes a request that which was renewed or mended.
pub(super) fn take_over(
    request: &mut Request,
    head: &http::Request<()>,
) -> Result<(), impl Error + Send + Sync + use<>> {
    let is_elsewhere = uri(request.url()).as_ref() != Some(head.uri());
    let url = is_elsewhere.then(|| Url::parse(&head.uri().to_string())).transpose();
    url.map(|url| {
        if let Some(url) = url {
            *request.url_mut() = url;
        }
        head.method().clone_into(request.method_mut());
        head.headers().clone_into(request.headers_mut());
    })
}

/// The URL stands apart: `http` has no place for it.
pub(super) fn taken_apart(response: Response) -> (Url, http::Response<Replay<Body>>) {
    let url = response.url().clone();
    (url, http::Response::<Body>::from(response).map(Replay::new))
}

pub(super) fn put_together(url: Url, response: http::Response<Replay<Body>>) -> Response {
    let (mut parts, body) = response.into_parts();
    if let Some(extensions) = http::Response::builder().url(url).extensions_mut() {
        parts.extensions.extend(std::mem::take(extensions));
    }
    Response::from(http::Response::from_parts(parts, Body::wrap(body)))
}
