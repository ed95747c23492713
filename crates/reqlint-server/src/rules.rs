//! The rules in force, and how they are replaced between two requests.

use arc_swap::ArcSwap;
use reqlint_core::{Facts, RuleSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The rules in force, shared by everything that uses them.
///
/// A clone is another handle to the same rules.
///
/// ```
/// use reqlint_core::RuleSet;
/// use reqlint_server::{ReqlintLayer, Rules};
///
/// let rules = Rules::from(RuleSet::load(reqlint_rules::packs())?);
/// let _layer = ReqlintLayer::new(rules.clone());
/// assert_eq!(rules.current().number(), 1);
/// assert_eq!(rules.replace(RuleSet::load(reqlint_rules::packs())?)?, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Rules {
    shared: Arc<Shared>,
}

struct Shared {
    current: ArcSwap<Generation>,
    /// What rules must meet before they are put in force.
    requirements: Mutex<Vec<Box<Requirement>>>,
}

/// Says why rules can't be put in force, if so.
type Requirement = dyn Fn(&RuleSet) -> Result<(), String> + Send + Sync;

/// Why rules were not put in force.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .reasons.join("\n"))]
#[non_exhaustive]
pub struct ReplaceError {
    /// Every reason, one sentence each.
    pub reasons: Vec<String>,
}

/// One rule set that was, or is, in force.
pub struct Generation {
    number: u64,
    rules: RuleSet,
    nothing_known: Facts,
}

impl Rules {
    /// The rules in force now. A request is checked by one generation from beginning to end.
    #[must_use]
    pub fn current(&self) -> Arc<Generation> {
        self.shared.current.load_full()
    }

    /// Puts another rule set in force between two requests, and returns its number.
    ///
    /// # Errors
    /// When a fact source of a layer would no longer fit; the rules in force stay.
    pub fn replace(&self, rules: RuleSet) -> Result<u64, ReplaceError> {
        // INVARIANT: request until the swap, so that numbers go up one by one
        let requirements = self.requirements();
        let reasons: Vec<String> = requirements.iter().filter_map(|requirement| requirement(&rules).err()).collect();
        if !reasons.is_empty() {
            return Err(ReplaceError { reasons });
        }
        let number = self.current().number + 1;
        self.shared.current.store(Arc::new(Generation::new(number, rules)));
        Ok(number)
    }

    /// Adds a requirement for rules that are put in force later.
    pub(crate) fn require(&self, requirement: impl Fn(&RuleSet) -> Result<(), String> + Send + Sync + 'static) {
        self.requirements().push(Box::new(requirement));
    }

    fn requirements(&self) -> MutexGuard<'_, Vec<Box<Requirement>>> {
        self.shared.requirements.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generation {
    fn new(number: u64, rules: RuleSet) -> Self {
        Self { number, nothing_known: rules.facts(), rules }
    }

    /// 1 for the first rule set, one more for each replacement.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The facts when nothing is known.
    pub(crate) fn nothing_known(&self) -> &Facts {
        &self.nothing_known
    }
}

impl From<RuleSet> for Rules {
    fn from(rules: RuleSet) -> Self {
        let current = ArcSwap::from_pointee(Generation::new(1, rules));
        Self { shared: Arc::new(Shared { current, requirements: Mutex::default() }) }
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rules").field(&self.current()).finish()
    }
}

impl fmt::Debug for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generation").field("number", &self.number).finish_non_exhaustive()
    }
}
