//! What people and programs read: findings, checklist and conclusion, with all their sentences.
//!
//! INVARIANT: no text in here shows a secret; evidence is masked where it is made.

mod expected;
mod location;
mod resolved;

pub use expected::{AnswerKind, Expected};
pub use location::{Edit, HeaderPart, Location, Part};
pub use resolved::{ChecklistItem, Conclusion, Resolved, Server, ServerSource};

pub use crate::base::prevalence::Servers;
use crate::base::text::SmolStr;
use std::sync::Arc;

/// How much a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub enum Severity {
    /// Advice: run and reported only where notes are asked for, and never counted.
    Note,
    /// Reported; never changes the expected status.
    Warning,
    /// The API refuses such a request.
    #[default]
    Error,
}

impl Severity {
    /// Every severity, the weightiest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// Its name, as rule files and JSON have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A failed rule at one place of the request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// `pack/id`.
    pub rule: SmolStr,
    /// The status that the API answers.
    pub status: Option<u16>,
    /// How much it weighs.
    pub severity: Severity,
    /// The API's name for the error.
    pub error_type: Option<SmolStr>,
    /// What should hold.
    pub title: SmolStr,
    /// What was seen: reqlint's own sentence, lower case, without a full stop.
    pub detail: SmolStr,
    /// What the API writes.
    pub message: Option<SmolStr>,
    /// Why it matters.
    pub why: Option<SmolStr>,
    /// What to change.
    pub fix: Option<SmolStr>,
    /// Where in the request.
    pub location: Location,
    /// Changes that would fix it.
    pub edits: Vec<Edit>,
    /// What servers did with such a request, where that was measured.
    pub servers: Option<Arc<Servers>>,
}

impl Finding {
    /// A finding with what each one has; the rest is set field by field.
    #[must_use]
    pub fn new(
        rule: impl Into<SmolStr>,
        severity: Severity,
        title: impl Into<SmolStr>,
        detail: impl Into<SmolStr>,
        location: Location,
    ) -> Self {
        Self {
            rule: rule.into(),
            status: None,
            severity,
            error_type: None,
            title: title.into(),
            detail: detail.into(),
            message: None,
            why: None,
            fix: None,
            location,
            edits: Vec::new(),
            servers: None,
        }
    }
}
