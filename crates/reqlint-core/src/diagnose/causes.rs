//! Causes: what explains an answer, best first (docs/language.md#explaining-an-answer).

use crate::base::finding::{Finding, Location, Severity};
use crate::base::text::SmolStr;
use crate::rules::pack::FALLBACK;

/// The kind of what a status means at any API.
pub(super) const OF_STATUS: &str = "answer/status";

/// The kind of a limit on requests that is used up.
pub(super) const LIMIT: &str = "answer/limit";

/// The kinds of what 404 and 401 leave open.
pub(super) const HIDDEN: &str = "answer/hidden";
pub(super) const CREDENTIALS: &str = "answer/credentials";

/// The kind of a body that the API could not read.
pub(super) const UNREADABLE: &str = "answer/unreadable";

/// The kind of what an answer says of itself.
pub(super) const SAID: &str = "answer/said";

/// The kind of a server that failed, and doesn't say why.
pub(super) const FAILED: &str = "answer/failed";

/// Something that may explain an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cause {
    /// `pack/id`, or `pack/replies/name`; `None` of what the answer itself says.
    pub rule: Option<String>,
    /// What it comes from.
    pub origin: CauseOrigin,
    /// What sort of cause the answer itself shows: `answer/missing`; of rules and reply files none.
    pub kind: Option<&'static str>,
    /// What should hold; of a reply file the cause itself.
    pub title: String,
    /// The status that the rule goes with.
    pub status: Option<u16>,
    /// How much the rule weighs.
    pub severity: Severity,
    /// The API's name for the error.
    pub error_type: Option<String>,
    /// How sure it is.
    pub verdict: CauseVerdict,
    /// Why, as sentences: lower case, no full stop.
    pub because: Vec<String>,
    /// Why the API answers so.
    pub why: Option<String>,
    /// What to change.
    pub fix: Option<String>,
    /// The question that settles it.
    pub ask: Option<String>,
    /// The missing facts.
    pub needs: Vec<String>,
    /// Whether the answer's text or code is one that it lists.
    pub listed: bool,
    /// Whether it explains the answer only as the same item in another status's checklist.
    pub also_listed: bool,
    /// Whether other causes may only follow from it.
    pub(super) leads: bool,
    /// Where in the request or the answer it shows: of a rule its first finding.
    pub location: Option<Location>,
    /// Whether sending the request again may help.
    pub retry: Retry,
    /// Who can do something about it.
    pub act: Act,
}

impl Cause {
    /// The name of its rule or reply file; of what the answer itself says, its kind: `answer/missing`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.rule.as_deref().or(self.kind).unwrap_or_default()
    }

    /// Whether it is what the answer's status means at any API.
    #[must_use]
    pub fn is_of_status(&self) -> bool {
        self.kind == Some(OF_STATUS)
    }

    /// Whether it is this rule: `pack/id`.
    #[must_use]
    pub fn is_rule(&self, name: &str) -> bool {
        self.rule.as_deref() == Some(name)
    }
}

/// What a cause comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CauseOrigin {
    /// A rule.
    Rule,
    /// A reply file: only the answer shows it.
    Reply,
    /// What the answer itself says, whichever API gave it.
    Answer,
}

impl CauseOrigin {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Reply => "reply",
            Self::Answer => "answer",
        }
    }
}

/// How sure a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CauseVerdict {
    /// A rule of the API failed, the answer names it and the request shows it, or a reply file `settles` the answer.
    Confirmed,
    /// It can't be told.
    Possible,
    /// The rule passed.
    RuledOut,
}

impl CauseVerdict {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Possible => "possible",
            Self::RuledOut => "ruled-out",
        }
    }
}

/// Whether sending a request again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Retry {
    /// When it may.
    pub when: RetryWhen,
    /// After how many seconds, where the answer says so.
    pub seconds: Option<u64>,
    /// Whether the request may be sent twice without doing twice what it asks for.
    pub safe: bool,
}

/// When sending a request again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RetryWhen {
    /// Never: the answer will stay the same.
    Never,
    /// Once what causes the answer is changed.
    #[default]
    AfterChange,
    /// Later, as it is.
    Later,
}

/// Who can do something about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Act {
    /// Whoever sends the request.
    #[default]
    Sender,
    /// Whoever grants access to what it asks for.
    Owner,
    /// Whoever runs the API, or what is in front of it.
    Administrator,
}

impl RetryWhen {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::AfterChange => "after-change",
            Self::Later => "later",
        }
    }
}

impl Act {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Owner => "owner",
            Self::Administrator => "administrator",
        }
    }
}

/// Best first. Within a rank the order of precedence stays.
pub(super) fn sort(causes: &mut [Cause]) {
    // what a confirmed one leads to comes behind it
    let follows = |c: &Cause| !(c.leads && c.verdict == CauseVerdict::Confirmed);
    causes.sort_by_key(|c| (c.verdict, c.rank(), follows(c), !c.listed, c.also_listed));
}

impl Cause {
    /// What a cause comes from, best first: an answer's own words rank after what a pack lists, and before all else.
    fn rank(&self) -> u8 {
        match self.origin {
            _ if self.leads => 0,
            CauseOrigin::Rule if self.listed => 0,
            CauseOrigin::Answer if !self.is_general() => 1,
            CauseOrigin::Rule if !self.is_of_any_api() => 2,
            CauseOrigin::Reply => 3,
            CauseOrigin::Rule if self.location.is_some() => 4,
            CauseOrigin::Answer => 5,
            CauseOrigin::Rule => 6,
        }
    }

    /// Whether it is possible only since neither the request as given nor the answer shows anything of it.
    #[must_use]
    pub fn is_unseen(&self) -> bool {
        let shows_nothing = self.location.is_none() && self.needs.is_empty() && !self.listed;
        self.verdict == CauseVerdict::Possible && self.origin == CauseOrigin::Rule && shows_nothing
    }

    /// Whether a pack of the API says by it why the answer came: what the request may have, and nothing shows, says nothing.
    pub(super) fn explains_by_pack(&self) -> bool {
        self.verdict != CauseVerdict::RuledOut && !self.is_unseen() && !self.is_of_any_api() && !self.is_unsettled()
    }

    /// Whether its rule is refused with a status that isn't known.
    pub(super) fn is_unsettled(&self) -> bool {
        self.origin == CauseOrigin::Rule && self.status.is_none() && !self.leads
    }

    /// Whether it names nothing of the request.
    fn is_general(&self) -> bool {
        self.kind.is_some_and(|kind| [SAID, HIDDEN, CREDENTIALS, FAILED].contains(&kind))
    }

    /// Whether its rule is one of HTTP itself, which no API wrote.
    pub(super) fn is_of_any_api(&self) -> bool {
        self.name().strip_prefix(FALLBACK).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// What a cause of the answer found in the request.
pub(super) fn told(cause: &Cause) -> Option<Finding> {
    let location = cause.location.clone().filter(|_| cause.origin != CauseOrigin::Rule)?;
    let text = |text: &Option<String>| text.as_deref().map(SmolStr::new);
    Some(Finding {
        rule: cause.name().into(),
        status: cause.status,
        severity: cause.severity,
        error_type: None,
        title: cause.title.as_str().into(),
        detail: cause.because.first().unwrap_or(&cause.title).as_str().into(),
        message: None,
        why: text(&cause.why),
        fix: text(&cause.fix),
        location,
        edits: Vec::new(),
        servers: None,
    })
}
