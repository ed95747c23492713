//! The rules in force, and how they are replaced between two requests.

use arc_swap::ArcSwap;
use reqlint_core::rules::UnknownPack;
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
    /// What is done to rules, and what they must meet, before they are put in force.
    requirements: Mutex<Vec<Box<Requirement>>>,
}

/// Prepares rules for being put in force, and says why they can't be, if so.
type Requirement = dyn Fn(&mut RuleSet) -> Result<(), String> + Send + Sync;

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
    /// When a fact source of a layer would no longer fit, or a pack that judges is gone; the rules in force stay.
    pub fn replace(&self, mut rules: RuleSet) -> Result<u64, ReplaceError> {
        // INVARIANT: request until the swap, so that numbers go up one by one
        let requirements = self.requirements();
        let reasons: Vec<String> =
            requirements.iter().filter_map(|requirement| requirement(&mut rules).err()).collect();
        if !reasons.is_empty() {
            return Err(ReplaceError { reasons });
        }
        let number = self.current().number + 1;
        self.shared.current.store(Arc::new(Generation::new(number, rules)));
        Ok(number)
    }

    /// Makes one pack judge every request, whatever its host, in these rules and in all that replace them.
    ///
    /// ```
    /// use reqlint_server::{ReqlintLayer, Rules};
    /// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules");
    ///
    /// let rules = Rules::of_folder(folder)?;
    /// rules.judge_with("edgecast")?;
    /// let _layer = ReqlintLayer::new(rules);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When no pack has that name.
    pub fn judge_with(&self, pack: &str) -> Result<(), UnknownPack> {
        let pack = pack.to_owned();
        self.change(move |rules| rules.judge_with(&pack))
    }

    /// Makes one pack judge every request to a host that no pack names, in these rules and in all that replace them.
    ///
    /// # Errors
    /// When no pack has that name.
    pub fn judge_unnamed_with(&self, pack: &str) -> Result<(), UnknownPack> {
        let pack = pack.to_owned();
        self.change(move |rules| rules.judge_unnamed_with(&pack))
    }

    /// Adds a requirement for rules that are put in force later.
    pub(crate) fn require(&self, requirement: impl Fn(&RuleSet) -> Result<(), String> + Send + Sync + 'static) {
        self.requirements().push(Box::new(move |rules| requirement(rules)));
    }

    /// Changes the rules in force, and all that replace them.
    fn change<E: ToString>(
        &self,
        change: impl Fn(&mut RuleSet) -> Result<(), E> + Send + Sync + 'static,
    ) -> Result<(), E> {
        let mut requirements = self.requirements();
        let current = self.current();
        let mut rules = current.rules.clone();
        change(&mut rules)?;
        self.shared.current.store(Arc::new(Generation::new(current.number, rules)));
        requirements.push(Box::new(move |rules| change(rules).map_err(|error| error.to_string())));
        Ok(())
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
