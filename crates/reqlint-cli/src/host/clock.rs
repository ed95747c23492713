//! The clock, read in this one place.

use reqlint_core::Time;
use std::time::SystemTime;

/// The time of this run.
pub(crate) fn now() -> Time {
    let seconds = match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |seconds| -seconds),
    };
    Time::from_seconds(seconds)
}
