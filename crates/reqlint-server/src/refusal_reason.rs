//! Why a request is refused.

/// The reason for a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusalReason {
    /// A rule failed.
    Rule,
    /// The body is longer than the limit: 413.
    TooLong,
    /// The body did not arrive in time: 408.
    Late,
    /// The body broke off: 400.
    Broken,
    /// A fact is not known: 503.
    FactUnknown,
    /// The source knows nothing of what the request is about: 403.
    FactMissing,
    /// A source can't be asked, since the request has the value for it more than once or too long: 400.
    FactUnaskable,
    /// The body can't be inspected, isn't what it is said to be, or is more than rules look at: 415.
    BodyUnseen,
    /// No pack judges requests to its host, or it names several: 421.
    Unjudged,
    /// Its path may mean one endpoint or another, depending on whether `%61` is decoded to `a`, or its query names two: 400.
    Ambiguous,
    /// A rule can't tell whether the request is right: 400.
    Unknown,
}

impl RefusalReason {
    /// A stable name for programs, as pack replies give it where they give the error type of a rule.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RefusalReason::Rule => "rule",
            RefusalReason::TooLong => "body-too-long",
            RefusalReason::Late => "body-late",
            RefusalReason::Broken => "body-broken",
            RefusalReason::FactUnknown => "fact-unknown",
            RefusalReason::FactMissing => "fact-missing",
            RefusalReason::FactUnaskable => "fact-unaskable",
            RefusalReason::BodyUnseen => "body-unseen",
            RefusalReason::Unjudged => "unjudged",
            RefusalReason::Ambiguous => "path-ambiguous",
            RefusalReason::Unknown => "unknown",
        }
    }
}
