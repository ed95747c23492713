//! What a `reqlint.toml` decides for the layer of a server.

use crate::base::time::Duration;

/// What the `[gate]` of a `reqlint.toml` says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GateSettings {
    /// Whether requests are only observed, rather than refused.
    pub observes: Option<bool>,
    /// The pack that judges every request.
    pub judge_with: Option<String>,
    /// The pack that judges requests to hosts that no pack names.
    pub judge_unnamed_with: Option<String>,
    /// Whether a request that no pack judges is refused.
    pub refuses_unjudged: Option<bool>,
    /// Whether a request is refused of which a rule of severity error can't tell whether it is right.
    pub refuses_unknown: Option<bool>,
    /// Whether a request is refused whose body can't be inspected although a rule looks at it.
    pub refuses_closed: Option<bool>,
    /// How many bytes of a body are read ahead.
    pub body_limit: Option<usize>,
    /// How long a body may take.
    pub body_time: Option<Duration>,
}

impl GateSettings {
    /// The keys that are set, as they are written.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        let set = [
            (self.observes.is_some(), "mode"),
            (self.judge_with.is_some(), "judge-with"),
            (self.judge_unnamed_with.is_some(), "judge-unnamed-with"),
            (self.refuses_unjudged.is_some(), "when-unjudged"),
            (self.refuses_unknown.is_some(), "when-unknown"),
            (self.refuses_closed.is_some(), "when-closed"),
            (self.body_limit.is_some(), "body-limit"),
            (self.body_time.is_some(), "body-time"),
        ];
        set.into_iter().filter(|(is_set, _)| *is_set).map(|(_, key)| key)
    }
}
