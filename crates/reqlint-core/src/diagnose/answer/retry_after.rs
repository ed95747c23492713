//! When an answer lets its request be sent again.

use crate::base::http_date;
use crate::message::exchange::Response;

/// Headers that say when a limit on requests is renewed: in seconds, or as seconds since 1970.
const RESETS: [&str; 3] = ["ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"];

/// Seconds since 1970 are at least so many, and a time to wait is less (GitHub, against the RateLimit draft's seconds).
const EPOCH: u64 = 1_000_000_000;

/// After how many seconds an answer lets the request be sent again: `Retry-After` in seconds, or as a date against the
/// answer's own `Date`; else, where no request is left, when the limit is renewed.
pub(in crate::diagnose) fn retry_after(response: &Response<'_>) -> Option<u64> {
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
