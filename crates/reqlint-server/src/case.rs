//! One request on its way through the layer, step by step.

use crate::ask::{Asking, Inquiry};
use crate::decide::{Decided, Learned, decide};
use crate::exchange::{Held, Sight};
use crate::facts::Answered;
use crate::judge::judge;
use crate::rules::Generation;
use crate::settings::Settings;
use http::Request;
use http_body::Body;
use reqlint_body::{Read, Replay};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::time::{Sleep, sleep};

/// A body of no more bytes than this comes with its head, nearly always: both fit what a peer may send before it waits.
const AT_HAND: usize = 8 * 1024;

/// A request that is not decided yet.
pub(crate) struct Case<B: Body> {
    settings: Arc<Settings>,
    /// One generation judges a request from beginning to end.
    generation: Arc<Generation>,
    held: Held<B>,
    inquiry: Inquiry,
    evaluation: Duration,
    /// Whether it was judged, be it by its head alone.
    is_judged: bool,
    /// Whether its body was asked for in vain.
    is_waiting: bool,
    /// When its body is late; set once somebody waits for it.
    late: Option<Pin<Box<Sleep>>>,
}

/// What comes next for a request.
pub(crate) enum Step {
    /// Its body is read.
    Read,
    /// Sources are asked.
    Ask(Asking),
    /// Nothing: it is decided.
    Done(Decided),
}

impl<B: Body + Unpin> Case<B> {
    pub(crate) fn new(settings: Arc<Settings>, request: Request<B>) -> Self {
        let generation = settings.rules.current();
        Self {
            settings,
            generation,
            held: Held::new(request),
            inquiry: Inquiry::default(),
            evaluation: Duration::ZERO,
            is_judged: false,
            is_waiting: false,
            late: None,
        }
    }

    /// What to begin with: the head; or both at once, where the body is expected to be there already.
    pub(crate) fn begin(&mut self) -> Step {
        let limit = self.settings.body_limit.min(AT_HAND);
        if self.held.is_within(limit) { Step::Read } else { self.step() }
    }

    /// Judges by what is known now.
    pub(crate) fn step(&mut self) -> Step {
        self.is_judged = true;
        let Self { settings, generation, held, inquiry, evaluation, .. } = self;
        let is_cut_short = matches!(held.sight, Sight::Over | Sight::Late | Sight::Broken);
        let began = Instant::now();
        let found = judge(generation, held, inquiry.facts.as_ref(), settings, settings.keeps_all() || is_cut_short);
        *evaluation += began.elapsed();
        if found.needs_body {
            return Step::Read;
        }
        if let Some(report) = &found.report
            && let Some(asking) = inquiry.ask(settings, generation, &held.exchange(), report)
        {
            return Step::Ask(asking);
        }
        let learned = Learned {
            report: found.report,
            facts: inquiry.facts.take(),
            must_refuse: inquiry.must_refuse,
            evaluation: *evaluation,
        };
        Step::Done(decide(settings, generation, held, learned))
    }

    /// Reads the body ahead, as far as the limits allow; no further than what is at hand, until the head was judged.
    pub(crate) fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Self { settings, held, is_judged, is_waiting, late, .. } = self;
        held.sight = match held.body.poll_read(settings.body_limit, cx) {
            Poll::Ready(Read::Whole) => Sight::Whole,
            Poll::Ready(Read::Over) => Sight::Over,
            Poll::Ready(Read::Failed) => Sight::Broken,
            // servers hand bodies over in the same task, just after they are first asked: only who is asked twice in vain
            // is worth a timer, which costs more than all rules
            Poll::Pending if !std::mem::replace(is_waiting, true) => {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Pending if !*is_judged => Sight::Unread,
            Poll::Pending => {
                let late = late.get_or_insert_with(|| Box::pin(sleep(settings.body_time)));
                match late.as_mut().poll(cx) {
                    Poll::Ready(()) => Sight::Late,
                    Poll::Pending => return Poll::Pending,
                }
            }
        };
        Poll::Ready(())
    }

    /// Takes answers of sources in.
    pub(crate) fn learn(&mut self, answers: Vec<Answered>) {
        self.inquiry.learn(&self.generation, answers);
    }

    /// The request as the service gets it.
    pub(crate) fn into_request(self) -> Request<Replay<B>> {
        self.held.into_request()
    }
}
