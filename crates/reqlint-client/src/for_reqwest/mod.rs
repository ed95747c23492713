//! The middleware for reqwest.

mod convert;
mod hops;

pub use hops::checked_redirects;

use crate::answered::{ResponseExt, is_error};
use crate::check::Check;
use crate::checked::Checked;
use crate::middleware::ReqlintMiddleware;
use crate::outgoing::Outgoing;
use crate::refused::Refused;
use ::reqwest::{Request, Response};
use hops::Hops;
use http::{Extensions, HeaderMap, StatusCode};
use reqlint_body::Replay;
use reqlint_core::{Exchange, Facts};
use reqwest_middleware::{Error, Middleware, Next, Result};
use std::borrow::Cow;
use std::sync::Arc;

impl ReqlintMiddleware {
    /// The headers that the reqwest client adds by itself: those of `ClientBuilder::default_headers`, perhaps none.
    ///
    /// A middleware can't see them. Until it is told, a header that a request doesn't have may still be sent, so that a
    /// missing one is unknown, never an alarm. Told, they count as sent, and a header that is nowhere is missing.
    #[must_use]
    pub fn client_headers(mut self, headers: HeaderMap) -> Self {
        self.told().client_headers = Some(headers);
        self
    }
}

#[async_trait::async_trait]
impl Middleware for ReqlintMiddleware {
    async fn handle(&self, request: Request, extensions: &mut Extensions, next: Next<'_>) -> Result<Response> {
        let check = &self.check;
        let given = extensions.get::<Facts>().cloned();
        let Some(outgoing) = concerned(check, &request) else {
            let hops = Hops::new(check, given.clone(), request.method().clone(), None);
            let (answer, hops) = hops.follow(next.run(request, extensions)).await;
            return explained(check, &hops, answer, &check.facts_with(given.as_ref())).await;
        };
        let mut facts = check.facts_with(given.as_ref());
        let (request, outgoing, checked) = prepared(check, request, outgoing, &mut facts).await?;
        let own = match &facts {
            Cow::Owned(facts) => Some(facts.clone()),
            Cow::Borrowed(_) => None,
        };
        let hops = Hops::new(check, own, request.method().clone(), Some(outgoing));
        let (answer, hops) = hops.follow(next.run(request, extensions)).await;
        let mut response = explained(check, &hops, answer, &facts).await?;
        if let Some(checked) = checked {
            response.extensions_mut().insert(checked);
        }
        Ok(response)
    }
}

/// The request as the rules look at it; `None` where none could speak of it.
fn concerned(check: &Check, request: &Request) -> Option<Outgoing> {
    let host = Exchange {
        request: reqlint_core::Request {
            authority: Some(Cow::Borrowed(request.url().host_str()?.as_bytes())),
            headers: reqlint_core::Headers::Map(request.headers()),
            ..Default::default()
        },
        ..Default::default()
    };
    if !check.concerns(&host) {
        return None;
    }
    convert::outgoing(check, request)
}

/// The request as it is sent: the caller's own, or renewed or mended.
async fn prepared(
    check: &Check,
    mut request: Request,
    mut outgoing: Outgoing,
    facts: &mut Cow<'_, Facts>,
) -> Result<(Request, Outgoing, Option<Arc<Checked>>)> {
    let body = request.body_mut().take();
    let mut replay = body.map(Replay::new);
    match &mut replay {
        Some(body) => {
            let needs = |exchange: &Exchange<'_>| check.rules.needs(exchange, facts).body;
            outgoing.look_at(body, check.body_limit, needs).await;
        }
        None => outgoing.body = crate::outgoing::Seen::Absent,
    }
    let checked = check.decide(&mut outgoing, facts).await.map_err(Error::middleware)?;
    if let (Some(body), Some(mended)) = (&mut replay, outgoing.other_body()) {
        body.replace(mended);
    }
    *request.body_mut() = replay.map(convert::body);
    if outgoing.is_changed {
        convert::take_over(&mut request, &outgoing.head).map_err(Error::middleware)?;
    }
    Ok((request, outgoing, checked))
}

/// The answer with its diagnosis. A refused hop is told as what it is, not as a failed redirect.
async fn explained(check: &Check, hops: &Hops, answer: Result<Response>, facts: &Facts) -> Result<Response> {
    let response = match answer {
        Ok(response) => response,
        Err(error) => return Err(Refused::of(&error).map_or(error, Error::middleware)),
    };
    if !is_error(response.status()) {
        return Ok(response);
    }
    let Some(sent) = hops.answered(response.url()) else {
        tracing::debug!(target: "reqlint", "the answer came from where a redirect led, which was not checked");
        return Ok(response);
    };
    if !check.concerns(&sent.exchange()) {
        return Ok(response);
    }
    let (url, mut answer) = convert::taken_apart(response);
    check.explain(&sent, facts, &mut answer).await;
    Ok(convert::put_together(url, answer))
}

impl ResponseExt for Response {
    fn status_and_extensions(&self) -> (StatusCode, &Extensions) {
        (self.status(), self.extensions())
    }
}
