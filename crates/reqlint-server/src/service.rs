//! The service that checks requests, and its future.

use crate::agreement::Agreement;
use crate::ask::Asking;
use crate::case::{Case, Opening, Step};
use crate::checked::Checked;
use crate::decide::Decided;
use crate::events;
use crate::response_body::ResponseBody;
use crate::settings::Settings;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use reqlint_body::Replay;
use reqlint_core::evaluate::Decision;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tower_service::Service;

/// The header of an answer to a request that a softened rule would have refused: `would have been 403 by pack/rule`.
pub const SPARED_HEADER: HeaderName = HeaderName::from_static("reqlint-spared");

/// A service with [`ReqlintLayer`](crate::ReqlintLayer) around it.
#[derive(Clone)]
pub struct ReqlintService<S> {
    inner: S,
    settings: Arc<Settings>,
}

pin_project! {
    /// The future of a [`ReqlintService`].
    pub struct ResponseFuture<S, B>
    where
        S: Service<Request<Replay<B>>>,
        B: Body,
    {
        #[pin]
        state: State<S, B, S::Future>,
    }
}

pin_project! {
    #[project = StateNow]
    enum State<S, B, F>
    where
        B: Body,
    {
        /// Sources are being asked, or else the body is being read ahead.
        Waiting { waiting: Waiting<S, B>, asking: Option<Asking> },
        /// The request is with the service.
        Passed { #[pin] future: F, checked: Option<Checked>, decision: Decision, agreement: Option<Arc<Agreement>> },
        /// The layer answers itself.
        Refused { response: Option<Response<Bytes>> },
    }
}

/// A request that is not decided on yet, and the service that waits for it.
struct Waiting<S, B: Body> {
    case: Case<B>,
    service: S,
}

impl<S> ReqlintService<S> {
    pub(crate) fn new(inner: S, settings: Arc<Settings>) -> Self {
        Self { inner, settings }
    }
}

impl<S, B, R> Service<Request<B>> for ReqlintService<S>
where
    S: Service<Request<Replay<B>>, Response = Response<R>> + Clone,
    B: Body + Unpin,
    R: Body<Data = Bytes>,
{
    type Response = Response<ResponseBody<R>>;
    type Error = S::Error;
    type Future = ResponseFuture<S, B>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture<S, B> {
        let opening = Opening::of(Arc::clone(&self.settings));
        // the body is probably there already: what is read and judged then is built where it stays
        if opening.reads_first(&request) {
            let waiting = Waiting { case: opening.case(request), service: self.ready() };
            return ResponseFuture { state: State::Waiting { waiting, asking: None } };
        }
        let mut case = opening.case(request);
        let asking = match case.step() {
            Step::Done(decided) => {
                return ResponseFuture { state: State::decided(decided, &mut case, &mut self.inner) };
            }
            Step::Ask(asking) => Some(asking),
            Step::Read => None,
        };
        let waiting = Waiting { case, service: self.ready() };
        ResponseFuture { state: State::Waiting { waiting, asking } }
    }
}

impl<S: Clone> ReqlintService<S> {
    /// The service that was polled ready, which is the one that must be called later.
    fn ready(&mut self) -> S {
        let clone = self.inner.clone();
        std::mem::replace(&mut self.inner, clone)
    }
}

impl<S, B> State<S, B, S::Future>
where
    S: Service<Request<Replay<B>>>,
    B: Body + Unpin,
{
    #[inline]
    fn decided(decided: Decided, case: &mut Case<B>, service: &mut S) -> Self {
        match decided {
            Decided::Pass(checked, decision) => {
                let agreement = case.agreement();
                State::Passed { future: service.call(case.take_request()), checked, decision, agreement }
            }
            Decided::Refuse(response) => State::Refused { response: Some(response) },
        }
    }
}

impl<S, B, R> Future for ResponseFuture<S, B>
where
    S: Service<Request<Replay<B>>, Response = Response<R>>,
    B: Body + Unpin,
    R: Body<Data = Bytes>,
{
    type Output = Result<Response<ResponseBody<R>>, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let state = match this.state.as_mut().project() {
                StateNow::Waiting { waiting, asking } => {
                    let Waiting { case, service } = waiting;
                    // the service panicked when it was called, and the request is gone
                    if case.is_over() {
                        return Poll::Pending;
                    }
                    match asking {
                        Some(answers) => case.learn(ready!(answers.as_mut().poll(cx))),
                        None => ready!(case.poll_read(cx)),
                    }
                    let decided = match case.step() {
                        Step::Read => {
                            *asking = None;
                            continue;
                        }
                        Step::Ask(more) => {
                            *asking = Some(more);
                            continue;
                        }
                        Step::Done(decided) => decided,
                    };
                    // the request is taken out of its case, which is large, and isn't moved with it
                    State::decided(decided, case, service)
                }
                StateNow::Passed { future, checked, decision, agreement } => {
                    let mut response = ready!(future.poll(cx))?;
                    on_response(agreement.as_deref(), checked.take(), *decision, &mut response);
                    return Poll::Ready(Ok(response.map(ResponseBody::of_service)));
                }
                StateNow::Refused { response } => match response.take() {
                    Some(response) => return Poll::Ready(Ok(response.map(ResponseBody::of_refusal))),
                    None => return Poll::Pending,
                },
            };
            this.state.set(state);
        }
    }
}

/// Compares or marks the response to a request that was passed on.
fn on_response<R>(
    agreement: Option<&Agreement>,
    checked: Option<Checked>,
    decision: Decision,
    response: &mut Response<R>,
) {
    let expected = checked.as_ref().and_then(Checked::expected);
    if let Some(agreement) = agreement {
        let expected = expected.map(|rule| (rule.id(), rule.status()));
        let agreed = agreement.compare(expected, decision, response.status().as_u16());
        events::agreement(expected.map(|(rule, _)| rule), agreed);
    } else if let (Some(rule), Decision::Spared) = (expected, decision) {
        let value = format!("would have been {} by {}", rule.status().unwrap_or_default(), rule.id());
        // a rule's name comes from a file name, which may contain anything
        let value = HeaderValue::from_str(&value).ok();
        response.headers_mut().extend(value.map(|value| (SPARED_HEADER, value)));
    }
    if let Some(checked) = checked {
        response.extensions_mut().insert(checked);
    }
}

impl<S: fmt::Debug> fmt::Debug for ReqlintService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqlintService").field("inner", &self.inner).finish_non_exhaustive()
    }
}

impl<S, B> fmt::Debug for ResponseFuture<S, B>
where
    S: Service<Request<Replay<B>>>,
    B: Body,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
