//! Durations as the runtime counts them.

use std::time::Duration;

/// INVARIANT: durations in a settings file are not negative.
pub(crate) fn duration(duration: reqlint_core::base::Duration) -> Duration {
    Duration::from_micros(u64::try_from(duration.0).unwrap_or_default())
}
