//! What a program sets up once.

use crate::check::Check;
use crate::checked::{Checked, Mode};
use crate::renewal::{Renewal, Renewing, UnknownRule};
use crate::service::ReqlintService;
use http::Request;
use reqlint_core::{Facts, RuleSet, Time};
use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tower_layer::Layer;

/// The longest body that is looked at, unless told otherwise: 1 MiB.
const BODY_LIMIT: usize = 1024 * 1024;

/// The longest error answer that is looked at, unless told otherwise: 64 KiB.
const ANSWER_LIMIT: usize = 64 * 1024;

/// Checks requests before they are sent, and explains error answers.
///
/// It is a layer for tower's client services, and with the feature `reqwest` a middleware of `reqwest-middleware`. Cheap to
/// clone; clones share what they learn.
///
/// ```
/// use reqlint_client::{Mode, ReqlintMiddleware};
/// use reqlint_core::RuleSet;
///
/// let rules = RuleSet::load(reqlint_rules::packs())?;
/// let mut facts = rules.facts();
/// facts.set("account-status", "active")?;
/// let reqlint = ReqlintMiddleware::new(rules).mode(Mode::Mend).facts(facts);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ReqlintMiddleware {
    pub(crate) check: Arc<Check>,
}

impl ReqlintMiddleware {
    /// A middleware that refuses what a rule of severity error speaks against.
    #[must_use]
    pub fn new(rules: impl Into<Arc<RuleSet>>) -> Self {
        let rules = rules.into();
        let check = Check {
            facts: rules.facts(),
            rules,
            mode: Mode::default(),
            body_limit: BODY_LIMIT,
            answer_limit: ANSWER_LIMIT,
            on_report: None,
            clock: Arc::new(now),
            renewing: None,
            #[cfg(feature = "reqwest")]
            client_headers: None,
        };
        Self { check: Arc::new(check) }
    }

    /// What becomes of a request in which a rule of severity error failed.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.told().mode = mode;
        self
    }

    /// What the program knows: its account, its token's scopes and time of issue.
    ///
    /// What goes for one request only is put into its extensions, as [`Facts`] too; it counts more.
    #[must_use]
    pub fn facts(mut self, facts: Facts) -> Self {
        self.told().facts.extend(&facts);
        self
    }

    /// The longest request body that is looked at, in bytes. A longer one is sent as it is, and rules that look at it are
    /// unknown. With 0 none is waited for. 1 MiB unless told otherwise.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.told().body_limit = bytes;
        self
    }

    /// The longest body of an error answer that is read to explain it, in bytes; of a longer one only the status counts.
    /// 64 KiB unless told otherwise.
    #[must_use]
    pub fn answer_limit(mut self, bytes: usize) -> Self {
        self.told().answer_limit = bytes;
        self
    }

    /// Calls a function for each request in which a rule failed, warnings and mended ones too, before it is sent or refused.
    #[must_use]
    pub fn on_report(mut self, on_report: impl Fn(&Checked) + Send + Sync + 'static) -> Self {
        self.told().on_report = Some(Arc::new(on_report));
        self
    }

    /// Fetches something fresh when one of these rules (`pack/id`) fails, and goes on with it.
    ///
    /// The hook gets the head of the request. What it gives is used for that request, and for later ones that still have
    /// the stale value, for as long as it is fresh itself. It is called by one request at a time; those that wait use what it
    /// gave. When it fails, the mode decides, and a [`crate::Refused`] has the hook's error among its sources.
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
        let renewing = Renewing::new(&self.check.rules, rules, Box::new(hook))?;
        self.told().renewing = Some(Arc::new(renewing));
        Ok(self)
    }

    /// Takes the time from somewhere else than the system's clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> Time + Send + Sync + 'static) -> Self {
        self.told().clock = Arc::new(move || Some(clock()));
        self
    }

    /// The rules, for those who ask [`RuleSet::facts`] for facts of one request.
    #[must_use]
    pub fn rules(&self) -> &Arc<RuleSet> {
        &self.check.rules
    }

    pub(crate) fn told(&mut self) -> &mut Check {
        Arc::make_mut(&mut self.check)
    }
}

impl<S> Layer<S> for ReqlintMiddleware {
    type Service = ReqlintService<S>;

    fn layer(&self, inner: S) -> ReqlintService<S> {
        ReqlintService::new(inner, Arc::clone(&self.check))
    }
}

impl fmt::Debug for ReqlintMiddleware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Check { mode, facts, .. } = &*self.check;
        f.debug_struct("ReqlintMiddleware").field("mode", mode).field("facts", facts).finish_non_exhaustive()
    }
}

/// `None` with a clock before 1970.
fn now() -> Option<Time> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Time::from_seconds(i64::try_from(since.as_secs()).ok()?))
}
