//! The hops of a redirect. reqwest follows them below every middleware, and asks its redirect policy before each; this policy
//! checks the request that would be sent.

use super::convert::uri;
use crate::outgoing::{BodyState, Outgoing};
use crate::refusal::Refusal;
use crate::settings::Settings;
use ::reqwest::Url;
use ::reqwest::redirect::Policy;
use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, PROXY_AUTHORIZATION, TRANSFER_ENCODING,
    WWW_AUTHENTICATE,
};
use http::{Method, Request, StatusCode};
use reqlint_core::{Facts, Visibility};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

tokio::task_local! {
    /// The call whose redirects are being checked. reqwest asks its policy in the task of the call.
    static CALL: Arc<Hops>;
}

/// One call and its hops.
pub(super) struct Hops {
    settings: Arc<Settings>,
    facts: Option<Facts>,
    method: Method,
    /// The first request of the call; `None` when no pack covers its host.
    first: Option<Outgoing>,
    last: Mutex<Option<Outgoing>>,
}

/// A redirect policy for reqwest that checks each hop as [`crate::ReqlintLayer`] checks the first request.
///
/// A hop in which a rule of severity error fails ends the call with a [`Refusal`], even in [`crate::Mode::Fix`]: reqwest makes
/// the request, so it can't be changed. All other hops are decided by `then`. Without the middleware, `then` decides alone.
///
/// ```
/// use reqlint_client::checked_redirects;
/// use reqwest::{Client, redirect::Policy};
///
/// let client = Client::builder().redirect(checked_redirects(Policy::default())).build()?;
/// # Ok::<(), reqwest::Error>(())
/// ```
#[must_use]
pub fn checked_redirects(then: Policy) -> Policy {
    Policy::custom(move |attempt| {
        let checked = CALL.try_with(|call| call.check(attempt.status(), attempt.url(), attempt.previous()));
        match checked {
            Ok(Err(refused)) => attempt.error(refused),
            Ok(Ok(())) | Err(_) => then.redirect(attempt),
        }
    })
}

impl Hops {
    pub(super) fn new(
        settings: &Arc<Settings>,
        facts: Option<Facts>,
        method: Method,
        first: Option<Outgoing>,
    ) -> Arc<Self> {
        Arc::new(Self { settings: Arc::clone(settings), facts, method, first, last: Mutex::default() })
    }

    /// Runs a call and checks its hops.
    pub(super) async fn follow<T>(self: Arc<Self>, call: impl Future<Output = T>) -> (T, Arc<Self>) {
        (CALL.scope(Arc::clone(&self), call).await, self)
    }

    /// The request that an answer from this URL belongs to; `None` when it was not seen.
    pub(super) fn answered(&self, url: &Url) -> Option<Outgoing> {
        let uri = uri(url)?;
        let came_to = |outgoing: &&Outgoing| *outgoing.head.uri() == uri;
        match (&self.first, &*self.last()) {
            (_, Some(last)) if came_to(&last) => Some(last.kept()),
            (Some(first), _) if came_to(&first) => Some(first.kept()),
            _ => None,
        }
    }

    fn check(&self, status: StatusCode, url: &Url, previous: &[Url]) -> Result<(), Refusal> {
        let mut last = self.last();
        // a retry further in starts over
        if previous.len() <= 1 {
            *last = None;
        }
        let Some(mut hop) = self.next(last.as_ref(), status, url, previous.last()) else { return Ok(()) };
        if self.settings.concerns(&hop.exchange()) {
            let facts = self.settings.facts_with(self.facts.as_ref());
            self.settings.check_unchanged(&mut hop, &facts)?;
        }
        *last = Some(hop);
        Ok(())
    }

    /// The request of a hop, as reqwest makes it from the previous one.
    fn next(&self, last: Option<&Outgoing>, status: StatusCode, url: &Url, previous: Option<&Url>) -> Option<Outgoing> {
        let mut hop = match (last, &self.first) {
            (Some(last), _) => last.kept(),
            (None, Some(first)) => first.kept(),
            (None, None) => {
                let mut head = Request::new(());
                self.method.clone_into(head.method_mut());
                Outgoing::new(head, Visibility { headers: false, ..Visibility::PARSED }, (self.settings.clock)())
            }
        };
        *hop.head.uri_mut() = uri(url)?;
        hop.now = (self.settings.clock)();
        let method = hop.head.method().clone();
        let drops_body = match status {
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => method == Method::POST,
            StatusCode::SEE_OTHER => true,
            _ => false,
        };
        if drops_body {
            *hop.head.method_mut() = if method == Method::HEAD { method } else { Method::GET };
            hop.body = BodyState::Absent;
            for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING, TRANSFER_ENCODING] {
                hop.head.headers_mut().remove(name);
            }
        }
        if previous.is_none_or(|previous| previous.origin() != url.origin()) {
            // only reqwest knows what it sends to another host; headers that aren't listed may be sent
            for name in [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, WWW_AUTHENTICATE] {
                hop.head.headers_mut().remove(name);
            }
            hop.shows.headers = false;
        }
        Some(hop)
    }

    fn last(&self) -> MutexGuard<'_, Option<Outgoing>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
