//! Why the layer refuses a request.

use crate::checked::CheckedExchange;
use crate::facts::Barred;
use crate::refusal_reason::RefusalReason;
use http::StatusCode;
use reqlint_core::Finding;
use reqlint_core::explain::Reply;
use reqlint_core::inspect::RuleView;
use std::fmt;
use std::time::Duration;

/// Why a request is refused, for hosts that word refusals themselves ([`ReplyForm::Own`](crate::ReplyForm::Own)).
pub struct Refusal<'r> {
    reason: RefusalReason,
    status: StatusCode,
    rule: Option<RuleView<'r>>,
    exchange: CheckedExchange<'r>,
    findings: &'r [Finding],
    retry_after: Option<Duration>,
}

impl<'r> Refusal<'r> {
    pub(crate) fn new(
        Barred { reason, retry_after }: Barred,
        rule: Option<RuleView<'r>>,
        exchange: CheckedExchange<'r>,
        findings: &'r [Finding],
    ) -> Self {
        let rule = rule.filter(|_| reason == RefusalReason::Rule);
        let of_rule = rule.and_then(|rule| StatusCode::from_u16(rule.status()?).ok());
        let status = match reason {
            RefusalReason::Rule => of_rule.unwrap_or(StatusCode::BAD_REQUEST),
            RefusalReason::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            RefusalReason::Late => StatusCode::REQUEST_TIMEOUT,
            RefusalReason::Broken => StatusCode::BAD_REQUEST,
            RefusalReason::FactUnknown => StatusCode::SERVICE_UNAVAILABLE,
            RefusalReason::FactMissing => StatusCode::FORBIDDEN,
            RefusalReason::FactUnaskable => StatusCode::BAD_REQUEST,
            RefusalReason::BodyUnseen => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            RefusalReason::Unjudged => StatusCode::MISDIRECTED_REQUEST,
            RefusalReason::Ambiguous => StatusCode::BAD_REQUEST,
            RefusalReason::Unknown => StatusCode::BAD_REQUEST,
        };
        Self { reason, status, rule, exchange, findings, retry_after }
    }

    /// The reason.
    #[must_use]
    pub fn reason(&self) -> RefusalReason {
        self.reason
    }

    /// The status: the failed rule's, if a rule is the reason.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The failed rule, if a rule is the reason.
    #[must_use]
    pub fn rule(&self) -> Option<RuleView<'_>> {
        self.rule
    }

    /// How long a client should wait before it sends the request again: until the source that failed is asked again.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The request and its report.
    #[must_use]
    pub fn exchange(&self) -> &CheckedExchange<'_> {
        &self.exchange
    }

    /// What the API would answer, in the pack's words; `None` where the pack has none.
    #[must_use]
    pub fn reply(&self) -> Option<Reply> {
        let (checked, exchange) = (self.exchange.checked(), self.exchange.exchange());
        let (rules, report) = (checked.generation().rules(), checked.report());
        match self.rule {
            Some(rule) => rules.reply_of(rule.id(), report, exchange),
            None => rules.reply_with(self.status.as_u16(), self.reason.name(), report, exchange),
        }
    }

    /// What is wrong, and how to fix it, in reqlint's own words. They contain no secret.
    #[must_use]
    pub fn sentences(&self) -> (String, Option<String>) {
        let own = |text: &str| (text.to_owned(), None);
        match (self.reason, self.rule) {
            (RefusalReason::Rule, Some(rule)) => {
                let said =
                    |finding: &Finding| (finding.detail.to_string(), finding.fix.as_ref().map(ToString::to_string));
                let found = self.findings.iter().find(|finding| finding.rule == rule.id());
                found.map_or_else(|| own(rule.title()), said)
            }
            (RefusalReason::Rule, None) => own("a rule failed"),
            (RefusalReason::TooLong, _) => own("the body is longer than this service accepts"),
            (RefusalReason::Late, _) => own("the body did not arrive in time"),
            (RefusalReason::Broken, _) => own("the body broke off before its end"),
            (RefusalReason::FactUnknown, _) => own("a fact that is needed to check this request is not available now"),
            (RefusalReason::FactMissing, _) => own("nothing is known of what this request is about"),
            (RefusalReason::FactUnaskable, _) => {
                own("a value that decides this request is there more than once, or too long")
            }
            (RefusalReason::BodyUnseen, _) => own("a body of this coding, kind or form can't be checked here"),
            (RefusalReason::Unjudged, _) => own("this service does not answer for the host of this request"),
            (RefusalReason::Ambiguous, _) => own(
                "path and query may mean one operation or another: write letters, digits and `-._~` without `%`, and \
                     name one operation in the query",
            ),
            (RefusalReason::Unknown, _) => own("this request can't be checked here"),
        }
    }

    /// The methods that the request's path allows.
    pub(crate) fn allowed_methods(&self) -> Vec<&str> {
        self.exchange.checked().generation().rules().allowed_methods(self.exchange.exchange())
    }
}

impl fmt::Debug for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = self.rule.map(|rule| rule.id());
        f.debug_struct("Refusal").field("status", &self.status).field("rule", &rule).finish_non_exhaustive()
    }
}
