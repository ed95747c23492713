//! The fast path: what may only say that a check has nothing to report.

pub(crate) mod body_screen;
pub(crate) mod glance;
