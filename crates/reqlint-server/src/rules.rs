//! The rules in force, and how they are replaced between two requests.

use crate::facts::FactLookup;
use arc_swap::ArcSwap;
use reqlint_core::language::{GateSettings, SourceSettings};
use reqlint_core::rules::UnknownPack;
use reqlint_core::{Facts, RuleSet};
use std::fmt;
#[cfg(feature = "folder")]
use std::path::PathBuf;
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
    contents: Contents,
}

/// What is put in force together.
#[derive(Clone)]
pub(crate) struct Contents {
    pub(crate) rules: RuleSet,
    /// The facts that are known of every request.
    pub(crate) known: Facts,
    /// What the project says of the layer.
    pub(crate) gate: GateSettings,
    /// The project's sources of facts, and what each was opened from.
    pub(crate) sources: Vec<(SourceSettings, Arc<FactLookup>)>,
    /// What a project is made of beside its own file.
    #[cfg(feature = "folder")]
    pub(crate) files: Vec<PathBuf>,
}

impl Rules {
    /// The rules in force now. A request is checked by one generation from beginning to end.
    #[must_use]
    pub fn current(&self) -> Arc<Generation> {
        self.shared.current.load_full()
    }

    /// Puts another rule set in force between two requests, and returns its number. What a project says of the layer, of
    /// facts and of their sources stays.
    ///
    /// # Errors
    /// When a fact source of a layer would no longer fit, or a pack that judges is gone; the rules in force stay.
    pub fn replace(&self, rules: RuleSet) -> Result<u64, ReplaceError> {
        self.put(|current| Ok(current.with(rules)))
    }

    /// Puts what is made of what is in force in its place.
    pub(crate) fn put<E: From<ReplaceError>>(
        &self,
        make: impl FnOnce(&Contents) -> Result<Contents, E>,
    ) -> Result<u64, E> {
        // INVARIANT: request until the swap, so that numbers go up one by one
        let requirements = self.requirements();
        let current = self.current();
        let mut contents = make(&current.contents)?;
        let required = requirements.iter().filter_map(|requirement| requirement(&mut contents.rules).err());
        let mut reasons: Vec<String> = required.collect();
        let unfit = contents.sources.iter().filter_map(|(_, lookup)| lookup.check(&contents.rules).err());
        reasons.extend(unfit.map(|error| error.to_string()));
        reasons.extend(contents.name_judges().err().map(|error| error.to_string()));
        if !reasons.is_empty() {
            return Err(ReplaceError { reasons }.into());
        }
        let number = current.number + 1;
        self.shared.current.store(Arc::new(Generation { number, contents }));
        Ok(number)
    }

    /// Makes one pack judge every request, whatever its host, in these rules and in all that replace them. A request to a host
    /// that the pack doesn't know may mean an endpoint of any of its hosts.
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
        self.change(move |rules| rules.judge_any_host_with(&pack))
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
        let mut contents = current.contents.clone();
        change(&mut contents.rules)?;
        // a project's word takes priority, and was found to be one
        let _ = contents.name_judges();
        self.shared.current.store(Arc::new(Generation { number: current.number, contents }));
        requirements.push(Box::new(move |rules| change(rules).map_err(|error| error.to_string())));
        Ok(())
    }

    fn requirements(&self) -> MutexGuard<'_, Vec<Box<Requirement>>> {
        self.shared.requirements.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generation {
    /// 1 for the first rule set, one more for each replacement.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.contents.rules
    }

    /// The facts that are known of every request, as the `[facts]` of a project says.
    pub(crate) fn known_facts(&self) -> &Facts {
        &self.contents.known
    }

    /// All that is in force together.
    #[cfg(feature = "folder")]
    pub(crate) fn contents(&self) -> &Contents {
        &self.contents
    }

    /// What the project says of the layer.
    pub(crate) fn gate(&self) -> &GateSettings {
        &self.contents.gate
    }

    /// The project's sources of facts.
    pub(crate) fn lookups(&self) -> impl Iterator<Item = &Arc<FactLookup>> {
        self.contents.sources.iter().map(|(_, lookup)| lookup)
    }
}

impl Contents {
    /// The same with other rules.
    pub(crate) fn with(&self, rules: RuleSet) -> Self {
        let mut known = rules.facts();
        known.extend(&self.known);
        Self { rules, known, ..self.clone() }
    }

    /// Lets the packs judge that the project names.
    fn name_judges(&mut self) -> Result<(), UnknownPack> {
        let GateSettings { judge_with, judge_unnamed_with, .. } = &self.gate;
        judge_with.iter().try_for_each(|pack| self.rules.judge_any_host_with(pack))?;
        judge_unnamed_with.iter().try_for_each(|pack| self.rules.judge_unnamed_with(pack))
    }
}

impl From<RuleSet> for Contents {
    fn from(rules: RuleSet) -> Self {
        Self {
            known: rules.facts(),
            rules,
            gate: GateSettings::default(),
            sources: Vec::new(),
            #[cfg(feature = "folder")]
            files: Vec::new(),
        }
    }
}

impl From<RuleSet> for Rules {
    fn from(rules: RuleSet) -> Self {
        Self::of(rules.into())
    }
}

impl Rules {
    /// The first to be in force; packs that the project names are known.
    pub(crate) fn of(mut contents: Contents) -> Self {
        // INVARIANT: the names were looked up when the project was loaded
        let _ = contents.name_judges();
        let current = ArcSwap::from_pointee(Generation { number: 1, contents });
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
