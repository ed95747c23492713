//! Rules from a folder, reloaded when it changes.

use crate::rules::{ReplaceError, Rules};
use crate::telemetry::{GENERATION, RELOADS};
use metrics::{counter, gauge};
use reqlint_core::inspect::PackView;
use reqlint_core::{Diagnostics, RuleSet};
use reqlint_folder::{NoPack, Saves, Waker, find};
use reqlint_formats::ReadError;
use reqlint_formats::examples::{self, ExampleVerdict};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use tokio::task::AbortHandle;

/// How long nothing may change before a folder is reloaded: files are copied one by one.
const QUIET: Duration = Duration::from_millis(500);

/// Whether rules may follow those in force.
type Admits = dyn Fn(&RuleSet, &RuleSet) -> Result<(), LoadError>;

/// Why the rules of a folder were not put in force.
///
/// Its `Debug` is its text, so that a program whose `main` returns it shows what is wrong and where.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The folder contains no pack.
    #[error(transparent)]
    NoPack(#[from] NoPack),
    /// Files can't be read.
    #[error("{}", lines(.0))]
    Unreadable(Vec<ReadError>),
    /// Rule files are wrong: every diagnostic, with its place.
    #[error(transparent)]
    Diagnostics(#[from] Diagnostics),
    /// Examples of rules don't give the expected result, one sentence each.
    #[error("{}", lines(.0))]
    Examples(Vec<String>),
    /// A fact source of a layer doesn't match the rules.
    #[error(transparent)]
    Unfit(#[from] ReplaceError),
    /// The folder has fewer packs or rules than are in force, as one that is being copied has.
    #[error("{0}")]
    Fewer(String),
    /// The operating system doesn't let the folder be watched.
    #[error("{0}")]
    Unwatchable(String),
}

/// Watches a folder of rules for as long as it lives.
///
/// A change, or the signal SIGHUP, reloads the folder. Valid rules whose own examples give the expected results are put in
/// force between two requests. Otherwise, even if the folder was deleted, the rules in force stay, and the log (`tracing`,
/// target `reqlint`) and the metric `reqlint_reloads_total` say so.
#[derive(Debug)]
pub struct Watching {
    waker: Waker,
    hangups: Option<AbortHandle>,
}

impl Rules {
    /// The rules of a folder: a pack, or packs below it. Examples are not run.
    ///
    /// ```
    /// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules");
    /// use reqlint_server::{ReqlintLayer, Rules};
    ///
    /// let rules = Rules::of_folder(folder)?;
    /// let _layer = ReqlintLayer::new(rules);
    /// # Ok::<(), reqlint_server::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// When there is no pack, or something is wrong with it.
    pub fn of_folder(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        Ok(load(folder.as_ref())?.into())
    }

    /// Replaces the rules in force by those of a folder, if their examples give the expected results, and returns their
    /// number. There may be fewer of them: who calls this has said so.
    ///
    /// # Errors
    /// When something is wrong with them; those in force stay.
    pub fn reload(&self, folder: impl AsRef<Path>) -> Result<u64, LoadError> {
        self.reload_if(folder.as_ref(), &|_, _| Ok(()))
    }

    fn reload_if(&self, folder: &Path, admits: &Admits) -> Result<u64, LoadError> {
        let reloaded = load(folder).and_then(|rules| {
            admits(self.current().rules(), &rules)?;
            let wrong = wrong_examples(&rules);
            if wrong.is_empty() { Ok(self.replace(rules)?) } else { Err(LoadError::Examples(wrong)) }
        });
        match &reloaded {
            Ok(number) => {
                counter!(RELOADS, "outcome" => "swapped").increment(1);
                #[expect(clippy::cast_precision_loss, reason = "rules are not reloaded 2^52 times")]
                gauge!(GENERATION).set(*number as f64);
                let current = self.current();
                let (packs, rules) = (current.rules().packs().count(), current.rules().rules().count());
                tracing::info!(target: "reqlint", generation = number, packs, rules, "rules reloaded");
            }
            Err(error) => {
                counter!(RELOADS, "outcome" => "refused").increment(1);
                let generation = self.current().number();
                tracing::error!(target: "reqlint", generation, %error, "rules not reloaded; the old ones stay in force");
            }
        }
        reloaded
    }

    /// Reloads a folder whenever it changes, and on SIGHUP, until the returned value is dropped.
    ///
    /// A change counts once nothing happened for half a second. One after which a pack is gone, or has fewer rules than before, is
    /// refused, since a folder looks like that while it is copied; SIGHUP, or [`Rules::reload`], says that it is meant. Links in
    /// the path may be swapped, as `current` for the next release, or the `..data` of a ConfigMap.
    ///
    /// Must be called in a tokio runtime, which listens for the signal. Loading is done in a thread of its own.
    ///
    /// # Errors
    /// When the operating system doesn't let the folder be watched.
    pub fn watch(&self, folder: impl Into<PathBuf>) -> Result<Watching, LoadError> {
        let folder = folder.into();
        let unwatchable = |error: &dyn ToString| LoadError::Unwatchable(error.to_string());
        let mut saves = Saves::of(&folder).map_err(|error| unwatchable(&error))?.quiet(QUIET);
        let waker = saves.waker();
        let is_meant = Arc::new(AtomicBool::new(false));
        let hangups = on_hangup(waker.clone(), Arc::clone(&is_meant)).map_err(|error| unwatchable(&error))?;
        let rules = self.clone();
        let reloads = move || {
            while saves.wait() {
                // errors are logged
                let _ = match is_meant.swap(false, Ordering::Relaxed) {
                    true => rules.reload_if(&folder, &|_, _| Ok(())),
                    false => rules.reload_if(&folder, &keeps_all),
                };
            }
        };
        thread::Builder::new().name("reqlint-rules".to_owned()).spawn(reloads).map_err(|error| unwatchable(&error))?;
        Ok(Watching { waker, hangups })
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.waker.stop();
        self.hangups.iter().for_each(AbortHandle::abort);
    }
}

/// Wakes the watching thread on SIGHUP.
#[cfg(unix)]
fn on_hangup(waker: Waker, is_meant: Arc<AtomicBool>) -> std::io::Result<Option<AbortHandle>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangups = signal(SignalKind::hangup())?;
    let listens = async move {
        while hangups.recv().await.is_some() {
            is_meant.store(true, Ordering::Relaxed);
            waker.wake();
        }
    };
    Ok(Some(tokio::spawn(listens).abort_handle()))
}

/// Other systems have no such signal.
#[cfg(not(unix))]
fn on_hangup(_: Waker, _: Arc<AtomicBool>) -> std::io::Result<Option<AbortHandle>> {
    Ok(None)
}

/// Whether every pack in force is there, with as many rules.
fn keeps_all(old: &RuleSet, new: &RuleSet) -> Result<(), LoadError> {
    let lost: Vec<String> = old.packs().filter_map(|pack| loss(pack, new)).collect();
    if lost.is_empty() { Ok(()) } else { Err(LoadError::Fewer(lost.join("\n"))) }
}

/// What of a pack would be lost, in a sentence.
fn loss(pack: PackView<'_>, new: &RuleSet) -> Option<String> {
    let (name, had) = (pack.name(), pack.rules().count());
    let has = new.packs().find(|new| new.name() == name).map(|new| new.rules().count());
    let lost = match has {
        Some(has) if has >= had => return None,
        Some(has) => format!("the pack `{name}` has {has} rules, {had} are in force"),
        None => format!("the pack `{name}` is gone"),
    };
    Some(format!("{lost}; send SIGHUP if that is meant"))
}

fn load(folder: &Path) -> Result<RuleSet, LoadError> {
    let found = find(folder)?;
    if !found.unreadable.is_empty() {
        return Err(LoadError::Unreadable(found.unreadable));
    }
    Ok(RuleSet::load(found.packs)?)
}

/// The examples that don't give the expected result.
fn wrong_examples(rules: &RuleSet) -> Vec<String> {
    let mut wrong = Vec::new();
    for rule in rules.rules() {
        for run in examples::run(rules, rule).iter().filter(|run| !run.is_right()) {
            let place = format!("{}:{}:{}", rule.path(), run.line, run.column);
            wrong.push(match &run.result {
                Ok(ran) if run.expected.is_met_by(ran.outcome) => {
                    format!("{place}: the safe edits of this example don't fix it")
                }
                Ok(ran) => {
                    format!("{place}: this example should {}; the rule gives {}", run.should(), ran.outcome.name())
                }
                Err(error) => format!("{place}: this example can't be run: {}", error.message),
            });
        }
    }
    for cause in rules.packs().flat_map(|pack| pack.causes()) {
        let runs = examples::run_cause(rules, cause);
        for run in runs.iter().filter(|run| run.verdict() != ExampleVerdict::Validated) {
            let ((line, column), path) = (run.place, cause.path());
            let should = if run.should_explain { "should explain its answer" } else { "should explain nothing" };
            wrong.push(format!("{path}:{line}:{column}: this example {should}"));
        }
    }
    wrong
}

fn lines(list: &[impl ToString]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
