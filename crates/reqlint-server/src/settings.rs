//! What a layer does with a report.

use crate::agreement::Agreement;
use crate::facts::FactLookup;
use crate::judged::Seen;
use crate::refusal::Refusal;
use crate::rules::Rules;
use bytes::Bytes;
use http::{HeaderValue, Response};
use reqlint_core::inspect::RuleView;
use reqlint_core::{Report, RuleSet, Severity};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What becomes of a request that the rules refuse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It is answered by the layer; the service never sees it.
    #[default]
    Enforce,
    /// It goes on to the service, and what that answers is held against the status expected.
    Observe,
}

/// What becomes of a request of which the rules can't tell whether it is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenUnknown {
    /// It goes on to the service.
    #[default]
    Pass,
    /// It is refused: 503 if a fact isn't known, 415 if the body can't be looked at.
    Refuse,
}

/// How a refusal is worded.
#[derive(Clone, Default)]
pub enum ReplyForm {
    /// As the pack's `[[reply]]` says, in JSON or XML by the client's `Accept`; where the pack says nothing,
    /// `application/problem+json`.
    #[default]
    Pack,
    /// `application/problem+json` (RFC 9457), with the members `rule` and `fix`.
    Problem,
    /// By a function of the host's own.
    Own(Arc<OwnReply>),
}

/// What words a refusal: status, headers and body.
pub type OwnReply = dyn Fn(&Refusal<'_>) -> Response<Bytes> + Send + Sync;

/// What is called with every report.
pub(crate) type OnReport = dyn Fn(&Seen<'_>) + Send + Sync;

/// Everything that a layer was told.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) rules: Rules,
    pub(crate) mode: Mode,
    pub(crate) when_unknown: WhenUnknown,
    pub(crate) reply: ReplyForm,
    pub(crate) challenge: HeaderValue,
    pub(crate) body_limit: usize,
    pub(crate) body_time: Duration,
    pub(crate) lookups: Vec<Arc<FactLookup>>,
    pub(crate) softened: BTreeSet<String>,
    pub(crate) on_report: Option<Arc<OnReport>>,
    pub(crate) reports_all: bool,
    pub(crate) agreement: Arc<Agreement>,
}

impl Settings {
    pub(crate) fn new(rules: Rules) -> Self {
        Self {
            rules,
            mode: Mode::default(),
            when_unknown: WhenUnknown::default(),
            reply: ReplyForm::default(),
            challenge: HeaderValue::from_static("Bearer"),
            body_limit: 1024 * 1024,
            body_time: Duration::from_secs(30),
            lookups: Vec::new(),
            softened: BTreeSet::new(),
            on_report: None,
            reports_all: false,
            agreement: Arc::default(),
        }
    }

    /// Whether a request in which this rule failed is refused: the rule is of severity error, and not softened.
    pub(crate) fn refuses(&self, rule: RuleView<'_>) -> bool {
        rule.severity() == Severity::Error && !self.softened.contains(rule.id())
    }

    /// The first failed rule that refuses a request.
    pub(crate) fn refusing<'r>(&self, rules: &'r RuleSet, report: &'r Report) -> Option<RuleView<'r>> {
        report.failed_rules(rules).find(|rule| self.refuses(*rule))
    }

    /// Whether somebody asks for reports of requests in which nothing failed.
    pub(crate) fn keeps_all(&self) -> bool {
        self.reports_all
            || self.on_report.is_some()
            || !self.lookups.is_empty()
            || self.when_unknown == WhenUnknown::Refuse
    }
}

impl fmt::Debug for ReplyForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ReplyForm::Pack => "Pack",
            ReplyForm::Problem => "Problem",
            ReplyForm::Own(_) => "Own",
        })
    }
}
