//! A client service that checks what it sends.

use crate::error::Error;
use crate::outgoing::{Outgoing, as_sent};
use crate::settings::Settings;
use http::{Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use reqlint_body::Replay;
use reqlint_core::{Exchange, Facts, Visibility};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tower_service::Service;

/// A client service that checks what it sends; made by [`crate::ReqlintLayer`] as a layer.
#[derive(Clone)]
pub struct ReqlintService<S> {
    inner: S,
    settings: Arc<Settings>,
}

impl<S> ReqlintService<S> {
    pub(crate) fn new(inner: S, settings: Arc<Settings>) -> Self {
        Self { inner, settings }
    }
}

impl<S, B, A> Service<Request<B>> for ReqlintService<S>
where
    S: Service<Request<Replay<B>>, Response = Response<A>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send,
    B: Body + Unpin + Send + 'static,
    B::Error: Send,
    A: Body + Unpin + Send + 'static,
    A::Error: Send,
{
    type Response = Response<Replay<A>>;
    type Error = Error<S::Error>;
    type Future = ResponseFuture<S::Future, A, S::Error>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx).map_err(Error::Inner)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if !self.settings.concerns(&as_sent(&request)) {
            let future = self.inner.call(request.map(Replay::new));
            return ResponseFuture { state: State::Unchecked { future } };
        }
        // the service that was polled ready is the one that must be called
        let next = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, next);
        let future = Box::pin(send(Arc::clone(&self.settings), inner, request));
        ResponseFuture { state: State::Checked { future } }
    }
}

async fn send<S, B, A>(settings: Arc<Settings>, mut inner: S, request: Request<B>) -> Answer<A, S::Error>
where
    S: Service<Request<Replay<B>>, Response = Response<A>>,
    B: Body + Unpin,
    A: Body + Unpin,
{
    let (parts, body) = request.into_parts();
    let mut body = Replay::new(body);
    let mut facts = settings.facts_with(parts.extensions.get::<Facts>());
    let mut outgoing = Outgoing::new(Request::from_parts(parts, ()), Visibility::PARSED, (settings.clock)());
    let needs = |exchange: &Exchange<'_>| settings.rules.needs(exchange, &facts).body;
    outgoing.read_ahead(&mut body, settings.body_limit, needs).await;
    let checked = settings.check(&mut outgoing, &mut facts).await?;
    if let Some(fixed) = outgoing.other_body() {
        body.replace(fixed);
    }
    let sent = outgoing.kept();
    let response = inner.call(outgoing.head.map(|()| body)).await.map_err(Error::Inner)?;
    let mut response = response.map(Replay::new);
    settings.explain(&sent, &facts, &mut response).await;
    if let Some(checked) = checked {
        response.extensions_mut().insert(checked);
    }
    Ok(response)
}

type Answer<A, E> = Result<Response<Replay<A>>, Error<E>>;

pin_project! {
    /// The future of a [`ReqlintService`].
    pub struct ResponseFuture<F, A: Body, E> {
        #[pin]
        state: State<F, A, E>,
    }
}

pin_project! {
    #[project = StateNow]
    enum State<F, A: Body, E> {
        /// No pack covers the host: the service's own future.
        Unchecked { #[pin] future: F },
        Checked { future: Pin<Box<dyn Future<Output = Answer<A, E>> + Send>> },
    }
}

impl<F, A, E> Future for ResponseFuture<F, A, E>
where
    F: Future<Output = Result<Response<A>, E>>,
    A: Body + Unpin,
{
    type Output = Answer<A, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateNow::Unchecked { future } => {
                let answer = ready!(future.poll(cx));
                Poll::Ready(answer.map(|response| response.map(Replay::new)).map_err(Error::Inner))
            }
            StateNow::Checked { future } => future.as_mut().poll(cx),
        }
    }
}

impl<F, A: Body, E> fmt::Debug for ResponseFuture<F, A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

impl<S: fmt::Debug> fmt::Debug for ReqlintService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqlintService").field("inner", &self.inner).finish_non_exhaustive()
    }
}
