//! One request on its way through the layer, step by step.

use crate::agreement::Agreement;
use crate::ask::{Asking, Inquiry};
use crate::buffered_request::{BodyState, BufferedRequest, is_within};
use crate::check::{Found, check};
use crate::decide::{Decided, Learned, decide};
use crate::facts::FactAnswer;
use crate::policies::Policies;
use crate::rules::Generation;
use crate::settings::{Mode, Settings};
use http::Request;
use http_body::Body;
use reqlint_body::{Read, Replay};
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::time::{Sleep, sleep};

/// A body of at most this length usually arrives with its head: both fit in what a peer may send before it waits.
const AT_HAND: usize = 8 * 1024;

/// Of so many requests that a thread receives, the rules' time is measured for the first: reading the clock twice takes longer
/// than most rules.
const MEASURED: u8 = 16;

thread_local! {
    /// How many requests this thread receives until one is measured.
    static UNMEASURED: Cell<u8> = const { Cell::new(0) };
}

/// A request that is not decided on yet.
pub(crate) struct Case<B: Body> {
    settings: Arc<Settings>,
    policies: Policies,
    /// INVARIANT: one generation checks a request from beginning to end.
    generation: Arc<Generation>,
    request: BufferedRequest<B>,
    inquiry: Inquiry,
    /// How long the rules took so far, if that is measured.
    evaluation: Option<Duration>,
    /// Whether it was checked, if only by its head.
    is_checked: bool,
    /// Whether it was decided on: nothing comes after that.
    is_over: bool,
    /// Whether its body was polled and not ready.
    is_waiting: bool,
    /// The timer for its body; set once the layer has to wait for it.
    late: Option<Pin<Box<Sleep>>>,
}

/// What comes next for a request.
pub(crate) enum Step {
    /// Its body is read.
    Read,
    /// Sources are asked.
    Ask(Asking),
    /// Nothing: it is decided on.
    Done(Decided),
}

/// What is known before a request is looked at.
pub(crate) struct Opening {
    settings: Arc<Settings>,
    policies: Policies,
    generation: Arc<Generation>,
}

/// Whether it is this request's turn to be measured.
fn is_measured() -> bool {
    let left = UNMEASURED.get();
    UNMEASURED.set(left.checked_sub(1).unwrap_or(MEASURED - 1));
    left == 0
}

impl Opening {
    pub(crate) fn of(settings: Arc<Settings>) -> Self {
        let generation = settings.rules.current();
        Self { policies: settings.policies.with(generation.gate()), settings, generation }
    }

    /// Whether head and body are looked at together, since the body is probably there already.
    pub(crate) fn reads_first<B: Body>(&self, request: &Request<B>) -> bool {
        is_within(request, self.policies.body_limit.min(AT_HAND))
    }

    // built where it stays: it is large
    #[inline(always)]
    pub(crate) fn case<B: Body + Unpin>(self, request: Request<B>) -> Case<B> {
        let Self { settings, policies, generation } = self;
        Case {
            policies,
            settings,
            generation,
            request: BufferedRequest::new(request),
            inquiry: Inquiry::default(),
            evaluation: is_measured().then_some(Duration::ZERO),
            is_checked: false,
            is_over: false,
            is_waiting: false,
            late: None,
        }
    }
}

impl<B: Body + Unpin> Case<B> {
    /// Checks the request by what is known now.
    pub(crate) fn step(&mut self) -> Step {
        self.is_checked = true;
        let Self { settings, policies, generation, request, inquiry, evaluation, is_over, .. } = self;
        let began = evaluation.is_some().then(Instant::now);
        let found = check(settings, policies, generation, request, inquiry);
        if let (Some(evaluation), Some(began)) = (evaluation.as_mut(), began) {
            *evaluation += began.elapsed();
        }
        match found {
            Found::NeedsBody => Step::Read,
            Found::Asking(asking) => Step::Ask(asking),
            Found::All(verdict) => {
                *is_over = true;
                let Inquiry { facts, barred, .. } = std::mem::take(inquiry);
                let learned = Learned { verdict, facts, barred, evaluation: *evaluation };
                Step::Done(decide(settings, policies, generation, request, learned))
            }
        }
    }

    /// Reads the body ahead as far as the limits allow; until the head was checked, only what is at hand.
    pub(crate) fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Self { policies, request, is_checked, is_waiting, late, .. } = self;
        request.body_state = match request.body.poll_read(policies.body_limit, cx) {
            Poll::Ready(Read::Whole) => {
                request.note_whole(policies.body_limit);
                return Poll::Ready(());
            }
            Poll::Ready(Read::Over) => BodyState::Over,
            Poll::Ready(Read::Failed) => BodyState::Broken,
            // servers supply a body in the same task, just after it is first polled; only a second pending poll is worth a
            // timer, which costs more than all rules
            Poll::Pending if !std::mem::replace(is_waiting, true) => {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Pending if !*is_checked => BodyState::Unread,
            Poll::Pending => {
                let late = late.get_or_insert_with(|| Box::pin(sleep(policies.body_time)));
                match late.as_mut().poll(cx) {
                    Poll::Ready(()) => BodyState::Late,
                    Poll::Pending => return Poll::Pending,
                }
            }
        };
        Poll::Ready(())
    }

    /// Takes in the answers of sources.
    pub(crate) fn learn(&mut self, answers: Vec<FactAnswer>) {
        self.inquiry.learn(&self.generation, answers);
    }

    /// Where the answer is compared with what was expected, if requests are only observed.
    pub(crate) fn agreement(&self) -> Option<Arc<Agreement>> {
        (self.policies.mode == Mode::Observe).then(|| Arc::clone(&self.settings.agreement))
    }

    /// Whether it was decided on.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Takes the request away, as the service gets it.
    pub(crate) fn take_request(&mut self) -> Request<Replay<B>> {
        self.request.take()
    }
}
