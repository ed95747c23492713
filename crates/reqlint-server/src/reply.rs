//! How refusals are worded: as the pack says, as a problem document, or by a function of the host.

use crate::refusal::Refusal;
use bytes::Bytes;
use http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{Response, StatusCode};
use reqlint_core::explain::Reply;
use serde_json::json;
use std::fmt;
use std::sync::Arc;

/// How a refusal is worded.
///
/// ```
/// use bytes::Bytes;
/// use http::Response;
/// use reqlint_server::{Refusal, ReplyForm};
/// use std::sync::Arc;
///
/// let form = ReplyForm::Own(Arc::new(|refusal: &Refusal<'_>| {
///     let (detail, _fix) = refusal.sentences();
///     let mut response = Response::new(Bytes::from(detail));
///     *response.status_mut() = refusal.status();
///     response
/// }));
/// # assert_eq!(format!("{form:?}"), "Own");
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum ReplyForm {
    /// As the pack's `[[reply]]` says, in JSON or XML depending on the client's `Accept`; where the pack says nothing,
    /// `application/problem+json`.
    #[default]
    Pack,
    /// `application/problem+json` (RFC 9457), with the members `rule` and `fix`.
    Problem,
    /// By a function of your own.
    Own(Arc<OwnReply>),
}

/// A function that words a refusal: status, headers and body.
pub type OwnReply = dyn Fn(&Refusal<'_>) -> Response<Bytes> + Send + Sync;

impl ReplyForm {
    /// Whether a refusal says what is wrong in reqlint's own words, given whether the pack has replies.
    pub(crate) fn has_sentences(&self, pack_has_replies: bool) -> bool {
        !matches!(self, ReplyForm::Pack) || !pack_has_replies
    }

    /// The answer to a refused request, with the headers that its status requires.
    pub(crate) fn response(&self, refusal: &Refusal<'_>, challenge: &HeaderValue) -> Response<Bytes> {
        let mut response = match self {
            ReplyForm::Pack => {
                refusal.reply().and_then(|reply| worded(refusal.status(), reply)).unwrap_or_else(|| problem(refusal))
            }
            ReplyForm::Problem => problem(refusal),
            ReplyForm::Own(own) => own(refusal),
        };
        let status = response.status();
        let retry_after = refusal.retry_after().filter(|_| status == StatusCode::SERVICE_UNAVAILABLE);
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED && !headers.contains_key(WWW_AUTHENTICATE) {
            headers.insert(WWW_AUTHENTICATE, challenge.clone());
        }
        if let Some(wait) = retry_after
            && !headers.contains_key(RETRY_AFTER)
        {
            // whole seconds, and at least one
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        if status == StatusCode::METHOD_NOT_ALLOWED && !headers.contains_key(ALLOW) {
            let methods = refusal.allowed_methods().join(", ");
            headers.extend(HeaderValue::from_str(&methods).ok().map(|methods| (ALLOW, methods)));
        }
        // of an answer to HEAD, servers drop the body over HTTP/1.1 but not over HTTP/2, where it breaks the stream
        if *refusal.exchange().exchange().request.method == *b"HEAD" {
            let length = response.body().len();
            response.headers_mut().entry(CONTENT_LENGTH).or_insert_with(|| length.into());
            *response.body_mut() = Bytes::new();
        }
        response
    }
}

/// A problem document (RFC 9457).
fn problem(refusal: &Refusal<'_>) -> Response<Bytes> {
    let (detail, fix) = refusal.sentences();
    let (status, rule) = (refusal.status(), refusal.rule());
    let title = rule.and_then(|rule| rule.error_type()).or(status.canonical_reason());
    let mut body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
    if let Some(members) = body.as_object_mut() {
        members.extend(rule.map(|rule| ("rule".to_owned(), rule.id().into())));
        members.extend(fix.map(|fix| ("fix".to_owned(), fix.into())));
    }
    response(status, HeaderValue::from_static("application/problem+json"), body.to_string())
}

/// A reply of the pack; `None` if its content type is not a valid header value.
fn worded(status: StatusCode, reply: Reply) -> Option<Response<Bytes>> {
    Some(response(status, HeaderValue::from_str(&reply.content_type).ok()?, reply.body))
}

fn response(status: StatusCode, content_type: HeaderValue, body: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

impl fmt::Debug for ReplyForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ReplyForm::Pack => "Pack",
            ReplyForm::Problem => "Problem",
            ReplyForm::Own(_) => "Own",
        })
    }
}
