//! The middleware for reqwest.

mod convert;
mod hops;

pub use hops::checked_redirects;

use crate::checked::Checked;
use crate::error_response::{ResponseExt, is_error};
use crate::layer::ReqlintLayer;
use crate::outgoing::{BodyState, Outgoing};
use crate::refusal::Refusal;
use crate::settings::Settings;
use ::reqwest::{Request, Response};
use hops::Hops;
use http::header::HOST;
use http::{Extensions, HeaderMap, StatusCode};
use reqlint_body::Replay;
use reqlint_core::{Exchange, Facts};
use reqwest_middleware::{Error, Middleware, Next, Result};
use std::borrow::Cow;
use std::sync::Arc;

impl ReqlintLayer {
    /// The headers that the reqwest client adds by itself: those of `ClientBuilder::default_headers`, perhaps none.
    ///
    /// A middleware can't see them. Without this setting, a header that a request lacks may still be added later, so a missing
    /// header is unknown, never an error. With it, these headers count as sent, and any other absent header is missing.
    #[must_use]
    pub fn client_headers(mut self, headers: HeaderMap) -> Self {
        self.change().client_headers = Some(headers);
        self
    }
}

#[async_trait::async_trait]
impl Middleware for ReqlintLayer {
    async fn handle(&self, request: Request, extensions: &mut Extensions, next: Next<'_>) -> Result<Response> {
        let settings = &self.settings;
        let given = extensions.get::<Facts>().cloned();
        let Some(outgoing) = concerned(settings, &request) else {
            let hops = Hops::new(settings, given.clone(), request.method().clone(), None);
            let (answer, hops) = hops.follow(next.run(request, extensions)).await;
            return explained(settings, &hops, answer, &settings.facts_with(given.as_ref())).await;
        };
        let mut facts = settings.facts_with(given.as_ref());
        let (request, outgoing, checked) = prepared(settings, request, outgoing, &mut facts).await?;
        let own = match &facts {
            Cow::Owned(facts) => Some(facts.clone()),
            Cow::Borrowed(_) => None,
        };
        let hops = Hops::new(settings, own, request.method().clone(), Some(outgoing));
        let (answer, hops) = hops.follow(next.run(request, extensions)).await;
        let mut response = explained(settings, &hops, answer, &facts).await?;
        if let Some(checked) = checked {
            response.extensions_mut().insert(checked);
        }
        Ok(response)
    }
}

/// The request as the rules see it; `None` where no rule can apply to it.
fn concerned(settings: &Settings, request: &Request) -> Option<Outgoing> {
    let authority = request.url().host_str()?.as_bytes();
    let host = Exchange {
        request: reqlint_core::Request {
            authority: (!request.headers().contains_key(HOST)).then_some(Cow::Borrowed(authority)),
            headers: reqlint_core::Headers::Map(request.headers()),
            ..Default::default()
        },
        ..Default::default()
    };
    if !settings.concerns(&host) {
        return None;
    }
    convert::outgoing(settings, request)
}

/// The request as it is sent: the caller's own, renewed or fixed.
async fn prepared(
    settings: &Settings,
    mut request: Request,
    mut outgoing: Outgoing,
    facts: &mut Cow<'_, Facts>,
) -> Result<(Request, Outgoing, Option<Arc<Checked>>)> {
    let body = request.body_mut().take();
    let mut replay = body.map(Replay::new);
    match &mut replay {
        Some(body) => {
            let needs = |exchange: &Exchange<'_>| settings.rules.needs(exchange, facts).body;
            outgoing.read_ahead(body, settings.body_limit, needs).await;
        }
        None => outgoing.body = BodyState::Absent,
    }
    let checked = settings.check(&mut outgoing, facts).await.map_err(Error::middleware)?;
    if let (Some(body), Some(fixed)) = (&mut replay, outgoing.other_body()) {
        body.replace(fixed);
    }
    *request.body_mut() = replay.map(convert::body);
    if outgoing.is_changed {
        convert::take_over(&mut request, &outgoing.head).map_err(Error::middleware)?;
    }
    Ok((request, outgoing, checked))
}

/// The answer with its diagnosis. A refused hop is reported as a refusal, not as a failed redirect.
async fn explained(settings: &Settings, hops: &Hops, answer: Result<Response>, facts: &Facts) -> Result<Response> {
    let response = match answer {
        Ok(response) => response,
        Err(error) => return Err(Refusal::of(&error).map_or(error, Error::middleware)),
    };
    if !is_error(response.status()) {
        return Ok(response);
    }
    let Some(sent) = hops.answered(response.url()) else {
        tracing::debug!(target: "reqlint", "the answer came from the target of a redirect that was not checked");
        return Ok(response);
    };
    if !settings.concerns(&sent.exchange()) {
        return Ok(response);
    }
    let (url, mut answer) = convert::taken_apart(response);
    settings.explain(&sent, facts, &mut answer).await;
    Ok(convert::put_together(url, answer))
}

impl ResponseExt for Response {
    fn status_and_extensions(&self) -> (StatusCode, &Extensions) {
        (self.status(), self.extensions())
    }
}
