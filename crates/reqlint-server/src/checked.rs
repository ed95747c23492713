//! What was found in a request, as it is kept in the extensions.

use crate::rules::Generation;
use http::Extensions;
use reqlint_core::evaluate::Decision;
use reqlint_core::inspect::RuleView;
use reqlint_core::{Conclusion, Exchange, Facts, Report, Resolved, Severity};
use std::fmt;
use std::sync::Arc;

/// A request that was checked: its report, the rules that made it, and the decision.
///
/// Whenever a rule failed ([`ReqlintLayer::report_all`](crate::ReqlintLayer::report_all): always), it is found in the
/// extensions of the request that the service gets and of the response that the client gets:
///
/// ```
/// use http::Response;
/// use reqlint_server::{Checked, Decision};
///
/// fn is_spared<B>(response: &Response<B>) -> bool {
///     Checked::of(response.extensions()).is_some_and(|checked| checked.decision() == Decision::Spared)
/// }
/// # assert!(!is_spared(&Response::new(())));
/// ```
#[derive(Clone)]
pub struct Checked {
    generation: Arc<Generation>,
    report: Arc<Report>,
    decision: Decision,
}

/// A [`Checked`] while the request is still at hand, as [`ReqlintLayer::on_report`](crate::ReqlintLayer::on_report) and
/// [`Refusal`](crate::Refusal) have it.
#[derive(Clone, Copy)]
pub struct CheckedExchange<'e> {
    pub(crate) checked: &'e Checked,
    pub(crate) exchange: &'e Exchange<'e>,
    pub(crate) facts: &'e Facts,
}

impl Checked {
    pub(crate) fn new(generation: Arc<Generation>, report: Report, decision: Decision) -> Self {
        Self { generation, report: Arc::new(report), decision }
    }

    /// The one in the extensions of a request or response.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// The rules that were in force; [`Generation::number`] tells them apart from earlier and later ones.
    #[must_use]
    pub fn generation(&self) -> &Generation {
        &self.generation
    }

    /// The report. Its rule set is that of [`Checked::generation`].
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What the layer did with the request.
    #[must_use]
    pub fn decision(&self) -> Decision {
        self.decision
    }

    /// The result in one word.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        self.report.conclusion(self.generation.rules())
    }

    /// The documented operation that the request calls.
    #[must_use]
    pub fn endpoint(&self) -> Option<&str> {
        self.report.endpoint(self.generation.rules())
    }

    /// The failed rules, in order of precedence.
    pub fn failed(&self) -> impl Iterator<Item = RuleView<'_>> {
        self.report.failed_rules(self.generation.rules())
    }

    /// The rule that determines the status to expect.
    #[must_use]
    pub fn expected(&self) -> Option<RuleView<'_>> {
        self.failed().find(|rule| rule.severity() == Severity::Error)
    }
}

impl<'e> CheckedExchange<'e> {
    /// The report and the decision.
    #[must_use]
    pub fn checked(&self) -> &'e Checked {
        self.checked
    }

    /// The request. It contains secrets; [`reqlint_core::RuleSet::mask`] hides them.
    #[must_use]
    pub fn exchange(&self) -> &'e Exchange<'e> {
        self.exchange
    }

    /// The facts that were looked up and became known.
    #[must_use]
    pub fn facts(&self) -> &'e Facts {
        self.facts
    }

    /// The report with all its sentences. They contain no secret.
    #[must_use]
    pub fn resolved(&self) -> Resolved {
        self.checked.generation.rules().resolve(&self.checked.report, self.exchange, self.facts)
    }
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed: Vec<_> = self.failed().map(|rule| rule.id().to_owned()).collect();
        f.debug_struct("Checked")
            .field("generation", &self.generation.number())
            .field("endpoint", &self.endpoint())
            .field("failed", &failed)
            .field("decision", &self.decision)
            .finish()
    }
}

impl fmt::Debug for CheckedExchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CheckedExchange").field(self.checked).finish()
    }
}
