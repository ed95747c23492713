//! Refusals: the answer that the layer gives in the service's place.

use crate::judged::Seen;
use crate::settings::{ReplyForm, Settings};
use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use http::{Response, StatusCode};
use reqlint_core::explain::Reply;
use reqlint_core::inspect::RuleView;
use serde_json::json;
use std::fmt;

/// Why a request is refused, for hosts that word refusals themselves.
pub struct Refusal<'r> {
    because: Because,
    status: StatusCode,
    rule: Option<RuleView<'r>>,
    seen: Seen<'r>,
}

/// What a refusal comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// A rule failed.
    Rule,
    /// The body is longer than the limit: 413.
    TooLong,
    /// The body did not come in time: 408.
    Late,
    /// The body broke off: 400.
    Broken,
    /// A fact is not known: 503.
    FactUnknown,
    /// The body can't be looked at: 415.
    BodyUnseen,
}

impl<'r> Refusal<'r> {
    pub(crate) fn new(because: Because, rule: Option<RuleView<'r>>, seen: Seen<'r>) -> Self {
        let rule = rule.filter(|_| because == Because::Rule);
        let of_rule = rule.and_then(|rule| StatusCode::from_u16(rule.status()?).ok());
        let status = match because {
            Because::Rule => of_rule.unwrap_or(StatusCode::BAD_REQUEST),
            Because::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Because::Late => StatusCode::REQUEST_TIMEOUT,
            Because::Broken => StatusCode::BAD_REQUEST,
            Because::FactUnknown => StatusCode::SERVICE_UNAVAILABLE,
            Because::BodyUnseen => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        };
        Self { because, status, rule, seen }
    }

    /// What it comes from.
    #[must_use]
    pub fn because(&self) -> Because {
        self.because
    }

    /// The status, that of the rule where there is one.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The rule behind it.
    #[must_use]
    pub fn rule(&self) -> Option<RuleView<'_>> {
        self.rule
    }

    /// The report, and the request.
    #[must_use]
    pub fn seen(&self) -> &Seen<'_> {
        &self.seen
    }

    /// What the API writes, as the pack words it; `None` where the pack says nothing.
    #[must_use]
    pub fn reply(&self) -> Option<Reply> {
        let (judged, exchange) = (self.seen.judged(), self.seen.exchange());
        let (rules, report) = (judged.generation().rules(), judged.report());
        match self.rule {
            Some(rule) => rules.reply_of(rule.id(), report, exchange),
            None => rules.reply_with(self.status.as_u16(), None, report, exchange),
        }
    }

    /// What is wrong, and how to mend it, in reqlint's own words; no secret is in them.
    #[must_use]
    pub fn sentences(&self) -> (String, Option<String>) {
        let own = |text: &str| (text.to_owned(), None);
        match (self.because, self.rule) {
            (Because::Rule, Some(rule)) => {
                let found = self.seen.resolved().findings.into_iter().find(|finding| finding.rule == rule.id());
                found.map_or_else(|| own(rule.title()), |finding| (finding.detail.into(), finding.fix.map(Into::into)))
            }
            (Because::Rule, None) => own("a rule failed"),
            (Because::TooLong, _) => own("the body is longer than this service reads"),
            (Because::Late, _) => own("the body did not come in time"),
            (Because::Broken, _) => own("the body broke off before its end"),
            (Because::FactUnknown, _) => own("what this request needs to be judged can't be looked up just now"),
            (Because::BodyUnseen, _) => own("a body that is compressed or a stream can't be judged here"),
        }
    }

    /// The answer, with the headers that its status asks for.
    pub(crate) fn answer(&self, settings: &Settings) -> Response<Bytes> {
        let mut response = match &settings.reply {
            ReplyForm::Pack => {
                self.reply().and_then(|reply| worded(self.status, reply)).unwrap_or_else(|| self.problem())
            }
            ReplyForm::Problem => self.problem(),
            ReplyForm::Own(own) => own(self),
        };
        let status = response.status();
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED && !headers.contains_key(WWW_AUTHENTICATE) {
            headers.insert(WWW_AUTHENTICATE, settings.challenge.clone());
        }
        if status == StatusCode::METHOD_NOT_ALLOWED && !headers.contains_key(ALLOW) {
            let methods = self.seen.judged().generation().rules().allowed_methods(self.seen.exchange()).join(", ");
            headers.extend(HeaderValue::from_str(&methods).ok().map(|methods| (ALLOW, methods)));
        }
        response
    }

    /// The answer as RFC 9457 has it.
    fn problem(&self) -> Response<Bytes> {
        let (detail, fix) = self.sentences();
        let status = self.status;
        let title = self.rule.and_then(|rule| rule.error_type()).or(status.canonical_reason());
        let mut body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
        if let Some(members) = body.as_object_mut() {
            members.extend(self.rule.map(|rule| ("rule".to_owned(), rule.id().into())));
            members.extend(fix.map(|fix| ("fix".to_owned(), fix.into())));
        }
        let mut response = Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

/// A reply of the pack; `None` if its content type is no header value.
fn worded(status: StatusCode, reply: Reply) -> Option<Response<Bytes>> {
    let content_type = HeaderValue::from_str(&reply.content_type).ok()?;
    let mut response = Response::new(Bytes::from(reply.body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    Some(response)
}

impl fmt::Debug for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = self.rule.map(|rule| rule.id());
        f.debug_struct("Refusal").field("status", &self.status).field("rule", &rule).finish_non_exhaustive()
    }
}
