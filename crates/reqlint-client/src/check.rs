//! The check itself: a request before it is sent, and an answer when it is an error.

use crate::answered::is_error;
use crate::checked::{Checked, Decision, Mode, request_line};
use crate::diagnosis::Diagnosis;
use crate::mend::mend;
use crate::outgoing::Outgoing;
use crate::refused::{BoxError, Refused};
use crate::renewal::Renewing;
use http::Response;
use http_body::Body;
use reqlint_body::{Read, Replay, is_of_type, is_stream};
use reqlint_core::evaluate::Scratch;
use reqlint_core::{Body as Shown, Conclusion, Exchange, Facts, Headers, Report, RuleSet, Time};
use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

/// What is called for each request in which a rule failed.
pub(crate) type OnReport = dyn Fn(&Checked) + Send + Sync;
pub(crate) type Clock = dyn Fn() -> Option<Time> + Send + Sync;

/// How often edits are looked at again: one may bring to light what another rule waited for.
const MAX_ROUNDS: usize = 4;

thread_local! {
    /// INVARIANT: nothing of a request stays in it but capacity.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Everything that a middleware was told.
#[derive(Clone)]
pub(crate) struct Check {
    pub(crate) rules: Arc<RuleSet>,
    pub(crate) mode: Mode,
    pub(crate) facts: Facts,
    /// In bytes.
    pub(crate) body_limit: usize,
    /// In bytes.
    pub(crate) answer_limit: usize,
    pub(crate) on_report: Option<Arc<OnReport>>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) renewing: Option<Arc<Renewing>>,
    #[cfg(feature = "reqwest")]
    pub(crate) client_headers: Option<http::HeaderMap>,
}

impl Check {
    /// Whether any rule could speak of an exchange: the look-up of its host.
    pub(crate) fn concerns(&self, exchange: &Exchange<'_>) -> bool {
        self.rules.judges_host_of(exchange)
    }

    /// What is known of a request: what is known of all, and what was given with it.
    pub(crate) fn facts_with(&self, given: Option<&Facts>) -> Cow<'_, Facts> {
        let Some(given) = given else { return Cow::Borrowed(&self.facts) };
        let mut facts = self.facts.clone();
        facts.extend(given);
        Cow::Owned(facts)
    }

    /// Decides about a request, which may become another: renewed, mended. `None` when no rule failed.
    pub(crate) async fn decide(
        &self,
        outgoing: &mut Outgoing,
        facts: &mut Cow<'_, Facts>,
    ) -> Result<Option<Arc<Checked>>, Refused> {
        let mut report = self.evaluate(outgoing, facts);
        let mut trouble = None;
        if let Some(renewing) = self.renewing.as_ref().filter(|renewing| renewing.is_due(&report, &self.rules)) {
            trouble = renewing.renew(self, outgoing, facts).await.err();
            report = self.evaluate(outgoing, facts);
        }
        self.conclude(outgoing, facts, report, self.mode, trouble)
    }

    /// Decides about a request that can't become another, such as a hop of a redirect.
    #[cfg(feature = "reqwest")]
    pub(crate) fn decide_at_once(
        &self,
        outgoing: &mut Outgoing,
        facts: &Facts,
    ) -> Result<Option<Arc<Checked>>, Refused> {
        let mode = if self.mode == Mode::Mend { Mode::Refuse } else { self.mode };
        let report = self.evaluate(outgoing, facts);
        self.conclude(outgoing, facts, report, mode, None)
    }

    pub(crate) fn evaluate(&self, outgoing: &Outgoing, facts: &Facts) -> Report {
        let (exchange, mut report) = (outgoing.exchange(), Report::default());
        SCRATCH.with(|scratch| match scratch.try_borrow_mut() {
            Ok(mut scratch) => self.rules.evaluate_in(&exchange, facts, &mut scratch, &mut report),
            // somebody who is called by an evaluation on this thread evaluates
            Err(_) => report = self.rules.evaluate(&exchange, facts),
        });
        report
    }

    fn conclude(
        &self,
        outgoing: &mut Outgoing,
        facts: &Facts,
        report: Report,
        mode: Mode,
        trouble: Option<BoxError>,
    ) -> Result<Option<Arc<Checked>>, Refused> {
        if report.failed(&self.rules).next().is_none() {
            return Ok(None);
        }
        let mut mended = Vec::new();
        let mut resolved = self.rules.resolve(&report, &outgoing.exchange(), facts);
        for _ in 0..if mode == Mode::Mend { MAX_ROUNDS } else { 0 } {
            let findings = mend(outgoing, &resolved);
            if findings.is_empty() {
                break;
            }
            mended.extend(findings);
            resolved = self.rules.explain(&outgoing.exchange(), facts).resolved;
        }
        let decision = match (resolved.conclusion, mode) {
            (Conclusion::Clean | Conclusion::Depends, _) => Decision::LetThrough,
            (Conclusion::Broken, Mode::Warn) => Decision::Warn,
            (Conclusion::Broken, Mode::Refuse | Mode::Mend) => Decision::Refuse,
        };
        let request = request_line(&self.rules, &outgoing.exchange());
        let checked = Checked { request, decision, mended, resolved };
        self.tell(&checked);
        if trouble.is_some() {
            // its text is the host's, and may say more than a log should hold
            tracing::warn!(target: "reqlint", "what went stale could not be renewed: the hook failed");
        }
        match decision {
            Decision::Refuse => Err(Refused::new(checked, trouble)),
            Decision::LetThrough | Decision::Warn => Ok(Some(Arc::new(checked))),
        }
    }

    fn tell(&self, checked: &Checked) {
        let rule = checked.finding().or(checked.mended.first()).map(|finding| finding.rule.as_str());
        let endpoint = checked.resolved.endpoint.as_deref();
        match checked.decision {
            Decision::LetThrough => tracing::info!(target: "reqlint", rule, endpoint, "{checked}"),
            Decision::Warn | Decision::Refuse => tracing::warn!(target: "reqlint", rule, endpoint, "{checked}"),
        }
        if let Some(on_report) = &self.on_report {
            on_report(checked);
        }
    }

    /// Says in its extensions why a response is an error. Its body stays to be read.
    pub(crate) async fn explain<B>(&self, sent: &Outgoing, facts: &Facts, response: &mut Response<Replay<B>>)
    where
        B: Body + Unpin,
    {
        if !is_error(response.status()) {
            return;
        }
        let headers = response.headers();
        let read = match is_stream(headers) || is_of_type(headers, "text/event-stream") {
            true => None,
            false => Some(response.body_mut().read(self.answer_limit).await),
        };
        let ahead = Cow::Borrowed(response.body().ahead());
        let body = match read {
            None => Shown::Unread,
            Some(Read::Whole) if ahead.is_empty() => Shown::Absent,
            Some(Read::Whole) => Shown::Whole(ahead),
            Some(Read::Over | Read::Failed) if ahead.is_empty() => Shown::Unread,
            Some(Read::Over | Read::Failed) => Shown::Truncated(ahead),
        };
        let mut exchange = sent.exchange();
        let (status, headers) = (response.status().as_u16(), Headers::Map(response.headers()));
        exchange.response = Some(reqlint_core::Response { status, headers, body });
        let diagnosis = Diagnosis::of(&self.rules, &exchange, facts);
        if let Some(diagnosis) = diagnosis {
            tracing::info!(target: "reqlint", status, "{diagnosis}");
            response.extensions_mut().insert(Arc::new(diagnosis));
        }
    }
}
