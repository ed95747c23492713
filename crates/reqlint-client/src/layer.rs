//! The layer and its settings.

use crate::checked::Checked;
use crate::renewal::{Renewal, Renewing};
use crate::service::ReqlintService;
use crate::settings::{Mode, Settings};
use http::Request;
use reqlint_core::inspect::UnknownRule;
use reqlint_core::{Facts, RuleSet, Time};
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;
use tower_layer::Layer;

/// The default for the longest body that is read ahead: 1 MiB.
const BODY_LIMIT: usize = 1024 * 1024;

/// The default for the longest error answer that is read: 64 KiB.
const ANSWER_LIMIT: usize = 64 * 1024;

/// Checks requests before they are sent, and explains error answers.
///
/// It is a layer for tower's client services and, with the feature `reqwest`, a middleware for `reqwest-middleware`. It is
/// cheap to clone; clones share renewals.
///
/// ```
/// use reqlint_client::{Mode, ReqlintLayer};
/// use reqlint_core::RuleSet;
///
/// let rules = RuleSet::load(reqlint_rules::packs())?;
/// let mut facts = rules.facts();
/// facts.set("account-status", "active")?;
/// let reqlint = ReqlintLayer::new(rules).mode(Mode::Fix).facts(facts);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ReqlintLayer {
    pub(crate) settings: Arc<Settings>,
}

impl ReqlintLayer {
    /// A layer that refuses requests in which a rule of severity error fails.
    #[must_use]
    pub fn new(rules: impl Into<Arc<RuleSet>>) -> Self {
        let rules = rules.into();
        let settings = Settings {
            facts: rules.facts(),
            rules,
            mode: Mode::default(),
            body_limit: BODY_LIMIT,
            answer_limit: ANSWER_LIMIT,
            on_report: None,
            clock: Arc::new(|| SystemTime::now().into()),
            renewing: None,
            #[cfg(feature = "reqwest")]
            client_headers: None,
        };
        Self { settings: Arc::new(settings) }
    }

    /// What happens to a request in which a rule of severity error failed. [`Mode::Enforce`] by default.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.change().mode = mode;
        self
    }

    /// What the program knows: its account, its token's scopes and time of issue.
    ///
    /// Facts about a single request are put into its extensions, also as [`Facts`]; they take precedence.
    #[must_use]
    pub fn facts(mut self, facts: Facts) -> Self {
        self.change().facts.extend(&facts);
        self
    }

    /// The longest request body that is read ahead, in bytes. A longer one is sent as it is, and rules that look at it are
    /// unknown. With 0 the layer waits for none. 1 MiB by default.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.change().body_limit = bytes;
        self
    }

    /// The longest body of an error answer that is read to explain it, in bytes; for a longer one only the status counts.
    /// 64 KiB by default.
    #[must_use]
    pub fn answer_limit(mut self, bytes: usize) -> Self {
        self.change().answer_limit = bytes;
        self
    }

    /// Calls a function for each request in which a rule failed, including warnings and fixed requests, before it is sent or
    /// refused.
    #[must_use]
    pub fn on_report(mut self, on_report: impl Fn(&Checked) + Send + Sync + 'static) -> Self {
        self.change().on_report = Some(Arc::new(on_report));
        self
    }

    /// Calls a hook when one of these rules (`pack/id`) fails, and continues with what it returns, such as a new token.
    ///
    /// The hook gets the head of the request. Its result is used for that request, and for later ones that still have the
    /// expired value, for as long as the result is fresh itself. Only one request calls it at a time; others that wait use
    /// its result. When it fails, the mode decides, and a [`crate::Refusal`] has the hook's error among its sources.
    ///
    /// # Errors
    /// When no loaded pack has a rule of that name.
    pub fn renew<F, R, E>(mut self, rules: &[&str], hook: F) -> Result<Self, UnknownRule>
    where
        F: Fn(Request<()>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Renewal, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let hook = move |head| -> std::pin::Pin<Box<dyn Future<Output = _> + Send>> {
            let renewal = hook(head);
            Box::pin(async move { renewal.await.map_err(Into::into) })
        };
        let renewing = Renewing::new(&self.settings.rules, rules, Box::new(hook))?;
        self.change().renewing = Some(Arc::new(renewing));
        Ok(self)
    }

    /// Takes the time from another clock than the system's.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> Time + Send + Sync + 'static) -> Self {
        self.change().clock = Arc::new(clock);
        self
    }

    /// The rules; their [`RuleSet::facts`] are the start for the facts about a single request.
    #[must_use]
    pub fn rules(&self) -> &Arc<RuleSet> {
        &self.settings.rules
    }

    pub(crate) fn change(&mut self) -> &mut Settings {
        Arc::make_mut(&mut self.settings)
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
        let Settings { mode, facts, .. } = &*self.settings;
        f.debug_struct("ReqlintLayer").field("mode", mode).field("facts", facts).finish_non_exhaustive()
    }
}
