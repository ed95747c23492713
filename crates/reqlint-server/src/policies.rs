//! What happens to requests: as the program says, and before that as the project says.

use crate::duration::duration;
use crate::settings::{Mode, WhenClosed, WhenUnjudged, WhenUnknown};
use reqlint_core::language::GateSettings;
use std::time::Duration;

/// What happens to a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policies {
    pub(crate) mode: Mode,
    pub(crate) when_unknown: WhenUnknown,
    pub(crate) when_unjudged: WhenUnjudged,
    pub(crate) when_closed: WhenClosed,
    pub(crate) body_limit: usize,
    pub(crate) body_time: Duration,
}

impl Policies {
    /// What a project says takes priority: it changes without a new program.
    pub(crate) fn with(mut self, gate: &GateSettings) -> Self {
        set(&mut self.mode, gate.observes, Mode::Observe, Mode::Enforce);
        set(&mut self.when_unknown, gate.refuses_unknown, WhenUnknown::Refuse, WhenUnknown::Pass);
        set(&mut self.when_unjudged, gate.refuses_unjudged, WhenUnjudged::Refuse, WhenUnjudged::Pass);
        set(&mut self.when_closed, gate.refuses_closed, WhenClosed::Refuse, WhenClosed::Pass);
        self.body_limit = gate.body_limit.unwrap_or(self.body_limit);
        self.body_time = gate.body_time.map_or(self.body_time, duration);
        self
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            when_unknown: WhenUnknown::default(),
            when_unjudged: WhenUnjudged::default(),
            when_closed: WhenClosed::default(),
            body_limit: 1024 * 1024,
            body_time: Duration::from_secs(30),
        }
    }
}

fn set<T>(policy: &mut T, chosen: Option<bool>, yes: T, no: T) {
    match chosen {
        Some(true) => *policy = yes,
        Some(false) => *policy = no,
        None => {}
    }
}
