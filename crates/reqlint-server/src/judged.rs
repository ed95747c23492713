//! What was found out about a request, as it rides in the extensions.

use crate::rules::Generation;
use http::Extensions;
use reqlint_core::inspect::RuleView;
use reqlint_core::{Conclusion, Exchange, Facts, Report, Resolved, Severity};
use std::fmt;
use std::sync::Arc;

/// A report, the rules that made it, and what the layer did.
///
/// It rides in the extensions of the request that the service gets and of the response that the client gets, whenever a
/// rule failed ([`ReqlintLayer::report_all`](crate::ReqlintLayer::report_all): always).
#[derive(Clone)]
pub struct Judged {
    generation: Arc<Generation>,
    report: Arc<Report>,
    decision: Decision,
}

/// What the layer did with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It went on to the service; no rule failed.
    Passed,
    /// It went on; rules failed that only warn.
    Warned,
    /// It went on; rules failed that would have refused it, had they not been softened or only observed.
    Spared,
    /// It was answered by the layer.
    Refused,
}

/// A report while the request is still at hand, as [`ReqlintLayer::on_report`](crate::ReqlintLayer::on_report) gets it.
#[derive(Clone, Copy)]
pub struct Seen<'s> {
    pub(crate) judged: &'s Judged,
    pub(crate) exchange: &'s Exchange<'s>,
    pub(crate) facts: &'s Facts,
}

impl Judged {
    pub(crate) fn new(generation: Arc<Generation>, report: Report, decision: Decision) -> Self {
        Self { generation, report: Arc::new(report), decision }
    }

    /// The one that rides in the extensions of a request or response.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// The rules that judged; [`Generation::number`] tells them from those before and after.
    #[must_use]
    pub fn generation(&self) -> &Generation {
        &self.generation
    }

    /// The report. Its rule set is that of [`Judged::generation`].
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What the layer did.
    #[must_use]
    pub fn decision(&self) -> Decision {
        self.decision
    }

    /// The answer in one word.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        self.report.conclusion(self.generation.rules())
    }

    /// The documented operation that the request means.
    #[must_use]
    pub fn endpoint(&self) -> Option<&str> {
        self.report.endpoint(self.generation.rules())
    }

    /// The failed rules, in order of precedence.
    pub fn failed(&self) -> impl Iterator<Item = RuleView<'_>> {
        self.report.failed_rules(self.generation.rules())
    }

    /// The rule that says which status to expect.
    #[must_use]
    pub fn expected(&self) -> Option<RuleView<'_>> {
        self.failed().find(|rule| rule.severity() == Severity::Error)
    }
}

impl<'s> Seen<'s> {
    /// What was found out.
    #[must_use]
    pub fn judged(&self) -> &'s Judged {
        self.judged
    }

    /// The request. It shows secrets; [`reqlint_core::RuleSet::mask`] hides them.
    #[must_use]
    pub fn exchange(&self) -> &'s Exchange<'s> {
        self.exchange
    }

    /// The facts that were asked for and became known.
    #[must_use]
    pub fn facts(&self) -> &'s Facts {
        self.facts
    }

    /// The report with all its sentences; no secret is in them.
    #[must_use]
    pub fn resolved(&self) -> Resolved {
        self.judged.generation.rules().resolve(&self.judged.report, self.exchange, self.facts)
    }
}

impl fmt::Debug for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed: Vec<_> = self.failed().map(|rule| rule.id().to_owned()).collect();
        f.debug_struct("Judged")
            .field("generation", &self.generation.number())
            .field("endpoint", &self.endpoint())
            .field("failed", &failed)
            .field("decision", &self.decision)
            .finish()
    }
}

impl fmt::Debug for Seen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Seen").field(self.judged).finish()
    }
}
