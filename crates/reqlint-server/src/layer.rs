//! The layer and its settings.

use crate::agreement::Agreement;
use crate::checked::CheckedExchange;
use crate::facts::{FactLookup, OfferError};
use crate::reply::ReplyForm;
use crate::rules::Rules;
use crate::service::ReqlintService;
use crate::settings::{Mode, Settings, WhenClosed, WhenUnjudged, WhenUnknown};
use http::HeaderValue;
use reqlint_core::inspect::UnknownRule;
use reqlint_core::rules::UnknownPack;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tower_layer::Layer;

/// A [`tower_layer::Layer`] that checks requests against rules: the [crate page](crate) states its contract.
///
/// What the `[gate]` of a `reqlint.toml` says ([`Rules::of_project`]) takes priority over the methods here.
#[derive(Clone)]
pub struct ReqlintLayer {
    settings: Arc<Settings>,
}

impl ReqlintLayer {
    /// A layer that enforces rules: a [`RuleSet`](reqlint_core::RuleSet), or [`Rules`] that change while it runs.
    pub fn new(rules: impl Into<Rules>) -> Self {
        Self { settings: Arc::new(Settings::new(rules.into())) }
    }

    /// Whether wrong requests are refused or only observed. [`Mode::Enforce`] by default.
    #[must_use]
    pub fn mode(self, mode: Mode) -> Self {
        self.with(|settings| settings.policies.mode = mode)
    }

    /// What happens to a request when the rules can't tell whether it is right. [`WhenUnknown::Pass`] by default.
    #[must_use]
    pub fn when_unknown(self, policy: WhenUnknown) -> Self {
        self.with(|settings| settings.policies.when_unknown = policy)
    }

    /// What happens to a request to a host that no pack judges. [`WhenUnjudged::Refuse`] by default.
    #[must_use]
    pub fn when_unjudged(self, policy: WhenUnjudged) -> Self {
        self.with(|settings| settings.policies.when_unjudged = policy)
    }

    /// What happens to a request whose body a rule looks at and the layer can't inspect. [`WhenClosed::Refuse`] by default.
    #[must_use]
    pub fn when_closed(self, policy: WhenClosed) -> Self {
        self.with(|settings| settings.policies.when_closed = policy)
    }

    /// Makes one pack judge every request, whatever its host: right for a service that is one API. As [`Rules::judge_with`].
    ///
    /// # Errors
    /// When no pack has that name.
    pub fn judge_with(self, pack: &str) -> Result<Self, UnknownPack> {
        self.settings.rules.judge_with(pack)?;
        Ok(self)
    }

    /// Makes one pack judge every request to a host that no pack names. As [`Rules::judge_unnamed_with`].
    ///
    /// # Errors
    /// When no pack has that name.
    pub fn judge_unnamed_with(self, pack: &str) -> Result<Self, UnknownPack> {
        self.settings.rules.judge_unnamed_with(pack)?;
        Ok(self)
    }

    /// How refusals are worded. [`ReplyForm::Pack`] by default.
    #[must_use]
    pub fn reply(self, form: ReplyForm) -> Self {
        self.with(|settings| settings.reply = form)
    }

    /// The `WWW-Authenticate` of a refusal with 401. `Bearer` by default.
    #[must_use]
    pub fn challenge(self, challenge: HeaderValue) -> Self {
        self.with(|settings| settings.challenge = challenge)
    }

    /// How many bytes of a body are read ahead at most, where a rule needs them. 1 MiB by default.
    ///
    /// A longer body is refused with 413, or, in [`Mode::Observe`], forwarded unread.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        self.with(|settings| settings.policies.body_limit = bytes)
    }

    /// How long a body that a rule needs may take to arrive. 30 seconds by default.
    ///
    /// A slower one is refused with 408, or, in [`Mode::Observe`], forwarded as it arrives.
    #[must_use]
    pub fn body_time(self, time: Duration) -> Self {
        self.with(|settings| settings.policies.body_time = time)
    }

    /// Adds a source of facts. Of several sources that offer the same fact, the first is asked.
    ///
    /// # Errors
    /// When the source offers a fact that no pack declares, or by an unknown selector.
    pub fn facts(self, source: impl Into<FactLookup>) -> Result<Self, OfferError> {
        let lookup = Arc::new(source.into());
        lookup.check(self.settings.rules.current().rules())?;
        let checked = Arc::clone(&lookup);
        self.settings.rules.require(move |rules| checked.check(rules).map_err(|error| error.to_string()));
        Ok(self.with(|settings| settings.lookups.push(lookup)))
    }

    /// Lets requests pass that only this rule, `pack/id`, would refuse. The answer says so in [`SPARED_HEADER`]
    /// (`would have been 403 by …`), as do an event and a metric.
    ///
    /// # Errors
    /// When there is no such rule.
    ///
    /// [`SPARED_HEADER`]: crate::SPARED_HEADER
    pub fn soften(self, rule: &str) -> Result<Self, UnknownRule> {
        self.settings.rules.current().rules().rule(rule)?;
        Ok(self.with(|settings| {
            settings.softened.insert(rule.to_owned());
        }))
    }

    /// Calls a function with the report of every request, before it is passed on or refused. It should be quick.
    #[must_use]
    pub fn on_report(self, call: impl Fn(&CheckedExchange<'_>) + Send + Sync + 'static) -> Self {
        self.with(|settings| settings.on_report = Some(Arc::new(call)))
    }

    /// Puts a [`Checked`](crate::Checked) into the extensions of every request and response, even where no rule failed. That
    /// costs a clean request a few allocations.
    #[must_use]
    pub fn report_all(self) -> Self {
        self.with(|settings| settings.reports_all = true)
    }

    /// The counts of expected and actual statuses, kept in [`Mode::Observe`].
    #[must_use]
    pub fn agreement(&self) -> Arc<Agreement> {
        Arc::clone(&self.settings.agreement)
    }

    /// The rules in force.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.settings.rules
    }

    fn with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(Arc::make_mut(&mut self.settings));
        self
    }
}

impl<S> Layer<S> for ReqlintLayer {
    type Service = ReqlintService<S>;

    fn layer(&self, inner: S) -> ReqlintService<S> {
        ReqlintService::new(inner, Arc::clone(&self.settings))
    }
}

impl fmt::Debug for ReqlintLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &self.settings;
        f.debug_struct("ReqlintLayer")
            .field("rules", &settings.rules)
            .field("policies", &settings.policies)
            .field("reply", &settings.reply)
            .field("softened", &settings.softened)
            .finish_non_exhaustive()
    }
}
