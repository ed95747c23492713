//! The clock, read in this one place.

use reqlint_core::Time;
use std::time::SystemTime;

/// The time of this run.
pub(crate) fn now() -> Time {
    SystemTime::now().into()
}
