//! How a rule went, and why it is unknown or was skipped.

/// How a rule went on one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// It may hold or not.
    Unknown(UnknownReason),
    /// It doesn't matter here.
    Skip(SkipReason),
}

/// Why a rule is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownReason {
    /// A fact isn't known.
    FactMissing,
    /// The source of the exchange can't show what the rule looks at.
    NotVisible,
}

/// Why a rule was skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SkipReason {
    /// The rule is not about such requests.
    NotApplying,
    /// The value that it looks at isn't there.
    Absent,
    /// A rule that it waits for failed.
    Waits,
}

impl Outcome {
    /// A fact that isn't known decides.
    pub const FACT_MISSING: Self = Self::Unknown(UnknownReason::FactMissing);
    /// What decides can't be seen.
    pub const NOT_VISIBLE: Self = Self::Unknown(UnknownReason::NotVisible);
    /// The rule is not about such requests.
    pub const NOT_APPLYING: Self = Self::Skip(SkipReason::NotApplying);
    /// The value that the rule looks at isn't there.
    pub const ABSENT: Self = Self::Skip(SkipReason::Absent);
    /// A rule that it waits for failed.
    pub const WAITS: Self = Self::Skip(SkipReason::Waits);

    /// Its name: `pass`, `fail`, `unknown` or `skip`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown(_) => "unknown",
            Self::Skip(_) => "skip",
        }
    }

    /// The name of the reason why it is unknown or was skipped, as JSON has it: `fact-missing`, `not-visible`,
    /// `not-applying`, `absent` or `waits`.
    #[must_use]
    pub const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Pass | Self::Fail => None,
            Self::Unknown(UnknownReason::FactMissing) => Some("fact-missing"),
            Self::Unknown(UnknownReason::NotVisible) => Some("not-visible"),
            Self::Skip(SkipReason::NotApplying) => Some("not-applying"),
            Self::Skip(SkipReason::Absent) => Some("absent"),
            Self::Skip(SkipReason::Waits) => Some("waits"),
        }
    }

    /// Whether the rule may hold or not.
    #[must_use]
    pub const fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}
