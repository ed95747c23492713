//! A client service that checks what it sends.

use crate::check::Check;
use crate::error::Error;
use crate::outgoing::Outgoing;
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

/// A client service that checks what it sends; made by [`crate::ReqlintMiddleware`] as a layer.
#[derive(Clone)]
pub struct ReqlintService<S> {
    inner: S,
    check: Arc<Check>,
}

impl<S> ReqlintService<S> {
    pub(crate) fn new(inner: S, check: Arc<Check>) -> Self {
        Self { inner, check }
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
    type Future = ReqlintFuture<S::Future, A, S::Error>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx).map_err(Error::Inner)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if !self.check.concerns(&Exchange::of_request(&request)) {
            let answer = self.inner.call(request.map(Replay::new));
            return ReqlintFuture { way: Way::Straight { answer } };
        }
        // the service that was asked whether it is ready is the one to call
        let next = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, next);
        let answer = Box::pin(send(Arc::clone(&self.check), inner, request));
        ReqlintFuture { way: Way::Checked { answer } }
    }
}

async fn send<S, B, A>(check: Arc<Check>, mut inner: S, request: Request<B>) -> Answer<A, S::Error>
where
    S: Service<Request<Replay<B>>, Response = Response<A>>,
    B: Body + Unpin,
    A: Body + Unpin,
{
    let (parts, body) = request.into_parts();
    let mut body = Replay::new(body);
    let mut facts = check.facts_with(parts.extensions.get::<Facts>());
    let mut outgoing = Outgoing::new(Request::from_parts(parts, ()), Visibility::PARSED, (check.clock)());
    let needs = |exchange: &Exchange<'_>| check.rules.needs(exchange, &facts).body;
    outgoing.look_at(&mut body, check.body_limit, needs).await;
    let checked = check.decide(&mut outgoing, &mut facts).await?;
    if let Some(mended) = outgoing.other_body() {
        body.replace(mended);
    }
    let sent = outgoing.kept();
    let response = inner.call(outgoing.head.map(|()| body)).await.map_err(Error::Inner)?;
    let mut response = response.map(Replay::new);
    check.explain(&sent, &facts, &mut response).await;
    if let Some(checked) = checked {
        response.extensions_mut().insert(checked);
    }
    Ok(response)
}

type Answer<A, E> = Result<Response<Replay<A>>, Error<E>>;

pin_project! {
    /// The answer to come.
    pub struct ReqlintFuture<F, A: Body, E> {
        #[pin]
        way: Way<F, A, E>,
    }
}

pin_project! {
    #[project = ProjectedWay]
    enum Way<F, A: Body, E> {
        /// To a host that no pack judges: the service's own future.
        Straight { #[pin] answer: F },
        Checked { answer: Pin<Box<dyn Future<Output = Answer<A, E>> + Send>> },
    }
}

impl<F, A, E> Future for ReqlintFuture<F, A, E>
where
    F: Future<Output = Result<Response<A>, E>>,
    A: Body + Unpin,
{
    type Output = Answer<A, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().way.project() {
            ProjectedWay::Straight { answer } => {
                let answer = ready!(answer.poll(cx));
                Poll::Ready(answer.map(|response| response.map(Replay::new)).map_err(Error::Inner))
            }
            ProjectedWay::Checked { answer } => answer.as_mut().poll(cx),
        }
    }
}

impl<F, A: Body, E> fmt::Debug for ReqlintFuture<F, A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqlintFuture").finish_non_exhaustive()
    }
}

impl<S: fmt::Debug> fmt::Debug for ReqlintService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqlintService").field("inner", &self.inner).finish_non_exhaustive()
    }
}
