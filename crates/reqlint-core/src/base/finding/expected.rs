//! The error that the API will answer with.

/// The error that the API will answer with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expected {
    /// The status code.
    pub status: Option<u16>,
    /// Every status that the answer may have: the rule's own, then others that servers were measured to answer with, the
    /// commonest first. Empty where none is known.
    pub statuses: Vec<u16>,
    /// What comes back.
    pub answer: AnswerKind,
    /// The status's name: `Forbidden`.
    pub status_title: Option<String>,
    /// The API's name for the error.
    pub error_type: Option<String>,
    /// What the API writes.
    pub message: Option<String>,
    /// The rule that says so: `pack/id`.
    pub rule: String,
    /// The document that it rests on, where it is neither the API's own rule nor measured.
    pub source: Option<String>,
}

impl Expected {
    /// What comes back, in short: `404`, `no answer`.
    #[must_use]
    pub fn brief(&self) -> String {
        match (self.answer, self.status) {
            (AnswerKind::Closed, _) => "no answer (the connection is closed)".to_owned(),
            (AnswerKind::Silent, _) => "no answer".to_owned(),
            (AnswerKind::Status, Some(status)) => status.to_string(),
            (AnswerKind::Status, None) => "an error".to_owned(),
        }
    }
}

impl Expected {
    /// An answer of which no more is known than the rule that says so.
    #[must_use]
    pub fn new(rule: impl Into<String>) -> Self {
        Self {
            status: None,
            statuses: Vec::new(),
            answer: AnswerKind::Status,
            status_title: None,
            error_type: None,
            message: None,
            rule: rule.into(),
            source: None,
        }
    }
}

/// What comes back for a request that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AnswerKind {
    /// An answer with a status.
    #[default]
    Status,
    /// The connection is closed without an answer.
    Closed,
    /// Nothing: the connection stays open.
    Silent,
}

impl AnswerKind {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Closed => "closed",
            Self::Silent => "silent",
        }
    }
}
