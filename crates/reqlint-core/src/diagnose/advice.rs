//! Advice: whether to try again, and who has to act.

use super::causes::{Cause, CauseOrigin, CauseVerdict};
use super::observed::Observed;
use crate::base::time::Time;
use crate::message::exchange::Exchange;

/// What to do about a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Whether the same request may get another answer.
    pub retry: Retry,
    /// After how many seconds, if the answer says.
    pub seconds: Option<u64>,
    /// Whether sending it again changes nothing twice.
    pub is_safe: bool,
    /// Who has to act.
    pub act: Actor,
}

/// Whether the same request may get another answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It won't.
    Never,
    /// Once something is changed.
    AfterChange,
    /// Later.
    Later,
}

/// Who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Who sends the request.
    Sender,
    /// Who owns the account or the resource.
    Owner,
    /// Who runs the server.
    Administrator,
}

/// Whether an answer of this status may change by itself.
pub(super) fn may_change(status: u16) -> bool {
    matches!(status, 408 | 425 | 429) || status >= 500 && !matches!(status, 501 | 505)
}

pub(super) fn of(exchange: &Exchange<'_>, observed: &Observed, cause: &Cause) -> Advice {
    let is_in_request = cause.location.is_some() && cause.origin != CauseOrigin::Reply;
    let is_failed = is_in_request && cause.verdict != CauseVerdict::RuledOut;
    let (retry, act) = match observed.status {
        _ if is_failed => (Retry::AfterChange, Actor::Sender),
        501 | 505 => (Retry::Never, Actor::Administrator),
        408 | 425 | 429 => (Retry::Later, Actor::Sender),
        500.. => (Retry::Later, Actor::Administrator),
        403 => (Retry::AfterChange, Actor::Owner),
        _ => (Retry::AfterChange, Actor::Sender),
    };
    let repeats = matches!(&*exchange.request.method, b"POST" | b"PATCH");
    let is_safe = !repeats || exchange.request.headers.get("idempotency-key").is_some();
    Advice { retry, seconds: retry_after(exchange, observed), is_safe, act }
}

/// Retry-After in seconds: a number, or a date against that of the response (RFC 9110 section 10.2.3).
fn retry_after(exchange: &Exchange<'_>, observed: &Observed) -> Option<u64> {
    let response = exchange.response.as_ref().filter(|response| response.status == observed.status)?;
    let text = |name: &str| std::str::from_utf8(response.headers.get(name)?).ok();
    let after = text("retry-after")?.trim();
    if let Ok(seconds) = after.parse() {
        return Some(seconds);
    }
    u64::try_from(date(after)?.seconds() - date(text("date")?)?.seconds()).ok()
}

/// An HTTP date: `Sun, 06 Nov 1994 08:49:37 GMT`.
fn date(text: &str) -> Option<Time> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_once(", ")?.1.split(' ');
    let (day, month, year, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    Time::read(format!("{year}-{month:02}-{day}T{time}Z").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_http() {
        assert_eq!(date("Sun, 06 Nov 1994 08:49:37 GMT"), Time::read(b"1994-11-06T08:49:37Z"));
        assert_eq!(date("soon"), None);
    }

    #[test]
    fn some_statuses_never_change() {
        assert!(may_change(503) && may_change(429));
        assert!(!may_change(501) && !may_change(505) && !may_change(404));
    }
}
