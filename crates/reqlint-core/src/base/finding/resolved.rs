//! What a report comes to: its conclusion, findings and checklist, and the server that they are about.

use super::{Expected, Finding, Severity};
use crate::base::outcome::Outcome;

/// A report with everything that can be said about it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Resolved {
    /// The pack that judged; `None` when no loaded pack judges this host.
    pub pack: Option<String>,
    /// The documented operation that the request means.
    pub endpoint: Option<String>,
    /// The answer in one word.
    pub conclusion: Conclusion,
    /// What the API will answer; `None` when no rule of severity error failed.
    pub expected: Option<Expected>,
    /// Failed rules at their places, in order of precedence, then of place.
    pub findings: Vec<Finding>,
    /// How many places more there are, which are not among the findings: a request has at most
    /// [`MAX_FINDINGS`](crate::explain::MAX_FINDINGS).
    pub findings_left_out: usize,
    /// Every rule of the pack that is run, in order of precedence.
    pub checklist: Vec<ChecklistItem>,
    /// What else there is to say about the request as a whole: sentences, lower case, no full stop.
    pub remarks: Vec<String>,
    /// The status of the answer that the API gave, where that is known.
    pub answered: Option<u16>,
    /// Whether that answer is an error: by its status, or by what the pack says marks one.
    pub answer_is_error: bool,
    /// Where no pack judges: the host of a loaded pack that is spelled most like the request's.
    pub nearest_host: Option<String>,
    /// The server whose measured answers apply, where it is known.
    pub server: Option<Server>,
}

impl Resolved {
    /// A report of no pack, without a finding: what more it says is set field by field.
    #[must_use]
    pub fn new(conclusion: Conclusion) -> Self {
        Self {
            pack: None,
            endpoint: None,
            conclusion,
            expected: None,
            findings: Vec::new(),
            findings_left_out: 0,
            checklist: Vec::new(),
            remarks: Vec::new(),
            answered: None,
            answer_is_error: false,
            nearest_host: None,
            server: None,
        }
    }
}

/// The software that answers requests.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Server {
    /// Its name.
    pub name: String,
    /// Its version, where that is known.
    pub version: Option<String>,
    /// How it is known.
    pub by: ServerSource,
}

impl Server {
    /// A server of a version that isn't known.
    #[must_use]
    pub fn new(name: impl Into<String>, by: ServerSource) -> Self {
        Self { name: name.into(), version: None, by }
    }
}

/// How a server is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum ServerSource {
    /// By an option.
    Option,
    /// By the project's file.
    Project,
    /// By the pack.
    Pack,
    /// By what it wrote.
    Answer,
}

impl ServerSource {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::Project => "project",
            Self::Pack => "pack",
            Self::Answer => "answer",
        }
    }
}

/// The answer in one word. JSON's `report/2` closes this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// A rule of severity error failed.
    Broken,
    /// None failed, one of severity error is unknown.
    Depends,
    /// Neither.
    Clean,
    /// No loaded pack judges the request: nothing was evaluated.
    Unjudged,
    /// A rule of severity error failed, but the API answered without an error.
    Contradicted,
}

impl Conclusion {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Depends => "depends",
            Self::Clean => "clean",
            Self::Unjudged => "unjudged",
            Self::Contradicted => "contradicted",
        }
    }
}

/// A rule and how it went.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ChecklistItem {
    /// `pack/id`.
    pub rule: String,
    /// The status that the API answers when it fails.
    pub status: Option<u16>,
    /// What should hold.
    pub title: String,
    /// How much it weighs.
    pub severity: Severity,
    /// How it went.
    pub outcome: Outcome,
    /// The missing facts, or the rules waited for.
    pub needs: Vec<String>,
    /// The question to a person that settles it.
    pub ask: Option<String>,
}

impl ChecklistItem {
    /// An item that needs and asks nothing, of a rule without a status.
    #[must_use]
    pub fn new(rule: impl Into<String>, title: impl Into<String>, severity: Severity, outcome: Outcome) -> Self {
        Self { rule: rule.into(), status: None, title: title.into(), severity, outcome, needs: Vec::new(), ask: None }
    }
}
