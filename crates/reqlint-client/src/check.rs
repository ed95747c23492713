//! A request is checked and decided on before it is sent.

use crate::checked::Checked;
use crate::fix::fix;
use crate::outgoing::Outgoing;
use crate::refusal::{BoxError, Refusal};
use crate::request_line::request_line;
use crate::settings::{Mode, Settings};
use reqlint_core::evaluate::Decision;
use reqlint_core::explain::Explained;
use reqlint_core::{Conclusion, Facts, Report};
use std::borrow::Cow;
use std::sync::Arc;

/// How often edits are applied: one may reveal what another rule waited for.
const MAX_ROUNDS: usize = 4;

impl Settings {
    /// Checks a request, which may be changed: renewed or fixed. `None` when no rule failed.
    pub(crate) async fn check(
        &self,
        outgoing: &mut Outgoing,
        facts: &mut Cow<'_, Facts>,
    ) -> Result<Option<Arc<Checked>>, Refusal> {
        let mut report = outgoing.evaluate(&self.rules, facts);
        let mut renewal_error = None;
        if let Some(renewing) = self.renewing.as_ref().filter(|renewing| renewing.is_due(&report, &self.rules)) {
            renewal_error = renewing.renew(&self.rules, &*self.clock, outgoing, facts).await.err();
            report = outgoing.evaluate(&self.rules, facts);
        }
        self.decide(outgoing, facts, report, self.mode, renewal_error)
    }

    /// Checks a request that can't be changed, such as a hop of a redirect.
    #[cfg(feature = "reqwest")]
    pub(crate) fn check_unchanged(
        &self,
        outgoing: &mut Outgoing,
        facts: &Facts,
    ) -> Result<Option<Arc<Checked>>, Refusal> {
        let mode = if self.mode == Mode::Fix { Mode::Enforce } else { self.mode };
        let report = outgoing.evaluate(&self.rules, facts);
        self.decide(outgoing, facts, report, mode, None)
    }

    fn decide(
        &self,
        outgoing: &mut Outgoing,
        facts: &Facts,
        report: Report,
        mode: Mode,
        renewal_error: Option<BoxError>,
    ) -> Result<Option<Arc<Checked>>, Refusal> {
        if report.failed(&self.rules).next().is_none() {
            return Ok(None);
        }
        let mut fixed = Vec::new();
        let mut explained = self.rules.explain(&outgoing.exchange(), facts);
        for _ in 0..if mode == Mode::Fix { MAX_ROUNDS } else { 0 } {
            let findings = fix(outgoing, &explained.resolved);
            if findings.is_empty() {
                break;
            }
            fixed.extend(findings);
            explained = self.rules.explain(&outgoing.exchange(), facts);
        }
        let request = request_line(&outgoing.exchange(), &explained.masked);
        let Explained { report, resolved, .. } = explained;
        let is_refused = resolved.conclusion == Conclusion::Broken && mode != Mode::Observe;
        let decision = Decision::of(&report, &self.rules, is_refused);
        let checked = Checked { request, decision, fixed, resolved };
        self.report(&checked);
        if renewal_error.is_some() {
            // the text of the error is the program's own, and may say more than belongs in a log
            tracing::warn!(target: "reqlint", "renewal failed: the hook returned an error");
        }
        if is_refused { Err(Refusal::new(checked, renewal_error)) } else { Ok(Some(Arc::new(checked))) }
    }

    fn report(&self, checked: &Checked) {
        let rule = checked.finding().or(checked.fixed.first()).map(|finding| finding.rule.as_str());
        let endpoint = checked.resolved.endpoint.as_deref();
        match checked.decision {
            Decision::Passed | Decision::Warned => tracing::info!(target: "reqlint", rule, endpoint, "{checked}"),
            _ => tracing::warn!(target: "reqlint", rule, endpoint, "{checked}"),
        }
        if let Some(on_report) = &self.on_report {
            on_report(checked);
        }
    }
}
