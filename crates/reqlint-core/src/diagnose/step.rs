//! What to do next, once an answer is diagnosed.

use super::advice;
use super::causes::{Cause, CauseOrigin, CauseVerdict, FAILED, LIMIT, RetryWhen, SAID};
use super::diagnosis::Diagnosis;
use super::question::Question;
use crate::base::finding::{Finding, Severity};

/// What to do next.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Step {
    /// Fix the request: the cause is known.
    Fix {
        /// The cause.
        cause: Cause,
        /// Whether its safe edits fix it.
        by_edits: bool,
    },
    /// Find out a fact: its value narrows the causes best.
    Ask(Question),
    /// Look at the request as it was sent: what was given of it does not show whether this holds.
    Look(Cause),
    /// Try what helps if this is the cause; nothing more can be found out.
    Try(Cause),
    /// Fix what else is wrong with the request, then send it again.
    FixOther {
        /// The rule.
        rule: String,
        /// What to change.
        fix: Option<String>,
    },
    /// Nothing in the request explains the answer: send it again later.
    SendAgain {
        /// After how many seconds, where the answer says so.
        seconds: Option<u64>,
    },
    /// Nothing explains the answer: ask the API's support.
    AskSupport,
    /// Nothing: the answer is a success.
    Nothing,
}

impl Step {
    /// When to send a request again, in words: `later`, or `in 30 seconds`.
    #[must_use]
    pub fn again(seconds: Option<u64>) -> String {
        match seconds {
            None | Some(0) => "later".to_owned(),
            Some(1) => "in 1 second".to_owned(),
            Some(seconds) => format!("in {seconds} seconds"),
        }
    }
}

/// How many rules that can't be seen to hold are worth naming one of.
const MAX_UNSEEN: usize = 12;

impl Diagnosis<'_> {
    /// What to do next.
    #[must_use]
    pub fn next_step(&self) -> Step {
        next(self)
    }
}

fn next(diagnosis: &Diagnosis<'_>) -> Step {
    let confirmed = || diagnosis.causes_that_are(CauseVerdict::Confirmed);
    if let Some(cause) = confirmed().find(|cause| cause.severity == Severity::Error) {
        return fix(diagnosis, cause);
    }
    if let Some(question) = diagnosis.next_question() {
        return Step::Ask(question);
    }
    // a warning that failed is all that there is
    if let Some(cause) = confirmed().next() {
        return fix(diagnosis, cause);
    }
    // what is not certain to be refused at all is no advice
    let is_bare = |cause: &Cause| cause.kind == Some(SAID) && cause.fix.is_none();
    let is_certain = |cause: &&Cause| cause.severity == Severity::Error && !is_bare(cause);
    let says = diagnosis.causes.iter().any(|cause| cause.kind == Some(SAID));
    let possible = || diagnosis.causes_that_are(CauseVerdict::Possible);
    let certain = possible().find(is_certain);
    // what the request shows is likelier than what can't be seen of it, even if the API may accept it
    let shown = || possible().find(|cause| cause.location.is_some());
    match certain.map(|cause| if cause.is_unseen() { shown().unwrap_or(cause) } else { cause }) {
        // where hardly anything of the request is shown, no rule of many is likelier than another
        Some(cause) if cause.is_unseen() && possible().filter(|cause| cause.is_unseen()).count() > MAX_UNSEEN => {
            nothing_explains(diagnosis)
        }
        Some(cause) if cause.origin == CauseOrigin::Rule && cause.needs.is_empty() && cause.location.is_none() => {
            // where the API says something of its own, what isn't shown of the request is no likelier
            if says { nothing_explains(diagnosis) } else { Step::Look(cause.clone()) }
        }
        // the request may be right: it only came too early
        Some(cause) if cause.kind == Some(LIMIT) || cause.kind == Some(FAILED) => nothing_explains(diagnosis),
        Some(cause) => Step::Try(cause.clone()),
        None => nothing_explains(diagnosis),
    }
}

fn fix(diagnosis: &Diagnosis<'_>, cause: &Cause) -> Step {
    let mut found = diagnosis.findings_of(cause).peekable();
    let by_edits = found.peek().is_some() && found.all(Finding::is_fixable);
    Step::Fix { by_edits, cause: cause.clone() }
}

fn nothing_explains(diagnosis: &Diagnosis<'_>) -> Step {
    let mut others = diagnosis.also_wrong().filter(|finding| finding.severity == Severity::Error);
    let observed = &diagnosis.observed;
    let is_limit = diagnosis.causes.iter().any(|cause| cause.kind == Some(LIMIT));
    let when = if is_limit { RetryWhen::Later } else { advice::of_status(observed.about).0 };
    match (others.next(), when) {
        _ if !observed.is_error => Step::Nothing,
        (Some(finding), _) => {
            Step::FixOther { rule: finding.rule.to_string(), fix: finding.fix.as_deref().map(str::to_owned) }
        }
        (None, RetryWhen::Later) => Step::SendAgain { seconds: observed.retry_after },
        (None, _) => Step::AskSupport,
    }
}
