//! Advice: whether sending a request again may help, and who can do something about its answer.

use super::causes::{Cause, CauseOrigin, CauseVerdict, LIMIT};
use super::observed::Observed;
use crate::base::finding::{Finding, Part, Resolved};
use crate::base::http_date;
use crate::message::exchange::{Exchange, Response};

/// Whether sending a request again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Retry {
    /// When it may.
    pub when: RetryWhen,
    /// After how many seconds, where the answer says so.
    pub seconds: Option<u64>,
    /// Whether the request may be sent twice without doing twice what it asks for.
    pub safe: bool,
}

/// When sending a request again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RetryWhen {
    /// Never: the answer will stay the same.
    Never,
    /// Once what causes the answer is changed.
    #[default]
    AfterChange,
    /// Later, as it is.
    Later,
}

/// Who can do something about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Act {
    /// Whoever sends the request.
    #[default]
    Sender,
    /// Whoever grants access to what it asks for.
    Owner,
    /// Whoever runs the API, or what is in front of it.
    Administrator,
}

impl RetryWhen {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::AfterChange => "after-change",
            Self::Later => "later",
        }
    }
}

impl Act {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Owner => "owner",
            Self::Administrator => "administrator",
        }
    }
}

/// What the status of an answer says by itself.
pub(super) const fn of_status(status: u16) -> (RetryWhen, Act) {
    match status {
        501 | 505 => (RetryWhen::Never, Act::Administrator),
        500.. => (RetryWhen::Later, Act::Administrator),
        408 | 425 | 429 => (RetryWhen::Later, Act::Sender),
        403 => (RetryWhen::AfterChange, Act::Owner),
        _ => (RetryWhen::AfterChange, Act::Sender),
    }
}

/// Gives causes their places in the request and their advice. A cause that has a place already keeps it.
pub(super) fn advise(causes: &mut [Cause], exchange: &Exchange<'_>, resolved: &Resolved, observed: &Observed) {
    let safe = is_repeatable(exchange);
    for cause in causes {
        let finding = resolved.findings.iter().find(|finding| cause.is_rule(&finding.rule));
        if cause.location.is_none() {
            cause.location = finding.map(|finding| finding.location.clone());
        }
        let is_in_request =
            |finding: &Finding| cause.verdict == CauseVerdict::Confirmed && finding.location.part != Part::Fact;
        let is_told = cause.origin != CauseOrigin::Rule && cause.verdict == CauseVerdict::Confirmed;
        if finding.is_some_and(is_in_request) || is_told && cause.location.is_some() {
            cause.retry = Retry { when: RetryWhen::AfterChange, seconds: None, safe };
            cause.act = Act::Sender;
        } else {
            by_status(cause, observed, safe);
        }
    }
}

/// Gives causes their advice where there is no request, so that it can't be told whether it may be sent twice.
pub(super) fn advise_without_request(causes: &mut [Cause], observed: &Observed) {
    causes.iter_mut().for_each(|cause| by_status(cause, observed, false));
}

fn by_status(cause: &mut Cause, observed: &Observed, safe: bool) {
    let (when, act) = match cause.kind {
        Some(LIMIT) => (RetryWhen::Later, Act::Sender),
        _ => of_status(observed.about),
    };
    let seconds = observed.retry_after.filter(|_| when == RetryWhen::Later);
    cause.retry = Retry { when, seconds, safe };
    cause.act = act;
}

/// Whether a request may be sent twice: POST and PATCH only with a key by which the API knows the second one.
fn is_repeatable(exchange: &Exchange<'_>) -> bool {
    let changes = matches!(&*exchange.request.method, b"POST" | b"PATCH");
    !changes || exchange.request.headers.get("idempotency-key").is_some_and(|key| !key.trim_ascii().is_empty())
}

/// Headers that say when a limit on requests is renewed: in seconds, or as seconds since 1970.
const RESETS: [&str; 3] = ["ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"];

/// Seconds since 1970 are at least so many, and a time to wait is less (GitHub, against the RateLimit draft's seconds).
const EPOCH: u64 = 1_000_000_000;

/// After how many seconds an answer lets the request be sent again: `Retry-After` in seconds, or as a date against the
/// answer's own `Date`; else, where no request is left, when the limit is renewed.
pub(super) fn retry_after(response: &Response<'_>) -> Option<u64> {
    let sent = || http_date::read(response.headers.get("date")?);
    match response.headers.get("retry-after").map(<[u8]>::trim_ascii) {
        Some(value) => number(value).or_else(|| Some(from(http_date::read(value)?.seconds(), sent()?.seconds()))),
        None => {
            let is_spent = |name: &str| response.headers.get(name).is_some_and(|value| value.trim_ascii() == b"0");
            let spent = RESETS.iter().find(|name| is_spent(&name.replace("reset", "remaining")))?;
            match number(response.headers.get(spent)?.trim_ascii())? {
                at @ EPOCH.. => Some(from(i64::try_from(at).ok()?, sent()?.seconds())),
                seconds => Some(seconds),
            }
        }
    }
}

fn number(value: &[u8]) -> Option<u64> {
    let is_number = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(value).ok().filter(|_| is_number)?.parse().ok()
}

/// The seconds from one time to another, none if it is over.
fn from(until: i64, sent: i64) -> u64 {
    u64::try_from(until.saturating_sub(sent)).unwrap_or(0)
}
