//! Conversions between the requests and responses of reqwest and of `http`.

use crate::outgoing::Outgoing;
use crate::settings::Settings;
use ::reqwest::{Body, Request, Response, ResponseBuilderExt, Url};
use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue, Uri};
use reqlint_body::Replay;
use reqlint_core::Visibility;
use std::error::Error;

/// The request as the rules see it; `None` when its URL can't be sent.
pub(super) fn outgoing(settings: &Settings, request: &Request) -> Option<Outgoing> {
    let mut head = http::Request::new(());
    request.method().clone_into(head.method_mut());
    *head.uri_mut() = uri(request.url())?;
    *head.headers_mut() = request.headers().clone();
    let shows = match &settings.client_headers {
        Some(added) => {
            add(head.headers_mut(), added);
            Visibility::PARSED
        }
        None => Visibility { headers: false, ..Visibility::PARSED },
    };
    Some(Outgoing::new(head, shows, (settings.clock)()))
}

/// Adds default headers as the client does: existing headers stay, and `Accept` defaults to everything.
fn add(headers: &mut HeaderMap, added: &HeaderMap) {
    let missing: Vec<_> = added.keys().filter(|name| !headers.contains_key(*name)).collect();
    for name in missing {
        for value in added.get_all(name) {
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

/// A body that was read to its end becomes one in memory, which reqwest can clone for a retry.
pub(super) fn body(replay: Replay<Body>) -> Body {
    match replay.whole() {
        Some(bytes) if !replay.has_trailers() => Body::from(bytes),
        _ => Body::wrap(replay),
    }
}

/// Updates a request to the renewed or fixed head.
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

/// The URL is separate, because `http` has no place for it.
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
