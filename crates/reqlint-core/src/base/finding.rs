//! What people and programs read: findings, checklist and conclusion, with all their sentences.
//!
//! INVARIANT: no text in here shows a secret; evidence is masked where it is made.

use crate::base::outcome::Outcome;
use crate::base::prevalence::KnownServer;
use crate::base::text::SmolStr;
use std::ops::Range;

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
    /// Every rule of the pack that is run, in order of precedence.
    pub checklist: Vec<ChecklistItem>,
    /// What else there is to say about the request as a whole: sentences, lower case, no full stop.
    pub remarks: Vec<String>,
    /// The status of the answer that the API gave, where that is known.
    pub answered: Option<u16>,
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
            checklist: Vec::new(),
            remarks: Vec::new(),
            answered: None,
            nearest_host: None,
            server: None,
        }
    }
}

/// The software that answers requests.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// How much a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
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

/// What servers did when they were sent what a rule forbids, as measured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Servers {
    /// How many servers were measured.
    pub measured: u32,
    /// How many of them refused it, with an answer or by closing the connection.
    pub refused: u32,
    /// The statuses that they refused it with, and how many servers each; the commonest first.
    pub statuses: Vec<(u16, u32)>,
    /// How many closed the connection without an answer.
    pub closed: u32,
    /// The names of servers that refused it.
    pub refused_by: Vec<String>,
    /// The names of servers that accepted it.
    pub accepted_by: Vec<String>,
    /// The day of the measurement: `2026-11-28`.
    pub on: String,
    /// The server that the project or the person names, and its measured answer.
    pub known: Option<KnownServer>,
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
    pub servers: Option<Box<Servers>>,
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

/// A place in a request, or in the answer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The part of the request.
    pub part: Part,
    /// The header, the field (`items[2].name`, `query.page`, `path.account`) or the fact.
    pub name: Option<SmolStr>,
    /// Of a header: its name or its value.
    pub of: Option<HeaderPart>,
    /// Which of several header lines of this name, from 0.
    pub occurrence: usize,
    /// Bytes of the part as sent (of a header: of its name or value); `None` for what is missing.
    pub range: Option<Range<usize>>,
}

/// A part of a request, or of the answer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Part {
    /// The method.
    Method,
    /// The request target.
    Target,
    /// The host, where it is not part of target or headers.
    Host,
    /// A header line.
    Header,
    /// The body after content decoding.
    Body,
    /// A fact.
    Fact,
    /// The answer's status.
    AnswerStatus,
    /// A header line of the answer.
    AnswerHeader,
    /// The answer's body after content decoding.
    AnswerBody,
}

impl Part {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Target => "target",
            Self::Host => "host",
            Self::Header => "header",
            Self::Body => "body",
            Self::Fact => "fact",
            Self::AnswerStatus => "answer-status",
            Self::AnswerHeader => "answer-header",
            Self::AnswerBody => "answer-body",
        }
    }

    /// Whether it is part of the answer, not of the request.
    #[must_use]
    pub const fn is_of_answer(self) -> bool {
        matches!(self, Self::AnswerStatus | Self::AnswerHeader | Self::AnswerBody)
    }
}

/// One side of a header line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderPart {
    /// The part before the colon.
    Name,
    /// The part after it, without the white space around it.
    Value,
}

/// A change to a request: the bytes at a place are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub location: Location,
    /// What replaces the text there.
    pub replacement: SmolStr,
    /// Whether it may be applied without asking: it fixes the finding and changes nothing else.
    pub safe: bool,
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
