//! Rules from a folder, taken in again when it changes.

use crate::rules::{ReplaceError, Rules};
use crate::seeing::{GENERATION, RELOADS};
use metrics::{counter, gauge};
use reqlint_core::{Diagnostics, RuleSet};
use reqlint_folder::{NoPack, Saves, Waker, find};
use reqlint_formats::ReadError;
use reqlint_formats::examples::{self, ExampleVerdict};
use std::path::{Path, PathBuf};
use std::thread;
use tokio::task::AbortHandle;

/// Why the rules of a folder were not put in force.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder holds no pack.
    #[error(transparent)]
    NoPack(#[from] NoPack),
    /// Files can't be read.
    #[error("{}", lines(.0))]
    Unreadable(Vec<ReadError>),
    /// Rule files are wrong: every mistake, with its place.
    #[error(transparent)]
    Diagnostics(#[from] Diagnostics),
    /// Examples of rules don't go as their files say, a sentence each.
    #[error("{}", lines(.0))]
    Examples(Vec<String>),
    /// Fact sources of a layer don't fit the rules.
    #[error(transparent)]
    Unfit(#[from] ReplaceError),
    /// The operating system doesn't let the folder be watched.
    #[error("{0}")]
    Unwatchable(String),
}

/// Watches a folder of rules for as long as it lives.
///
/// A change, or the signal SIGHUP, loads the folder anew. Rules that are right, and whose own examples go as they should,
/// are put in force between two requests; else those in force stay, and the log (`tracing`, target `reqlint`) and the
/// metric `reqlint_reloads_total` say so. That goes for a folder that is deleted, too.
#[derive(Debug)]
pub struct Watching {
    waker: Waker,
    hangups: Option<AbortHandle>,
}

impl Rules {
    /// The rules of a folder: a pack, or packs below it. Examples are not run.
    ///
    /// # Errors
    /// When there is no pack, or something is wrong with it.
    pub fn of_folder(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        Ok(load(folder.as_ref())?.into())
    }

    /// Puts the rules of a folder in force in place of these, and gives their number, if their examples go as they should.
    ///
    /// # Errors
    /// When something is wrong with them; those in force stay.
    pub fn reload(&self, folder: impl AsRef<Path>) -> Result<u64, LoadError> {
        let reloaded = load(folder.as_ref()).and_then(|rules| {
            let wrong = wrong_examples(&rules);
            if wrong.is_empty() { Ok(self.replace(rules)?) } else { Err(LoadError::Examples(wrong)) }
        });
        match &reloaded {
            Ok(number) => {
                counter!(RELOADS, "outcome" => "swapped").increment(1);
                #[expect(clippy::cast_precision_loss, reason = "nobody reloads rules 2^52 times")]
                gauge!(GENERATION).set(*number as f64);
                tracing::info!(target: "reqlint", generation = number, "rules reloaded");
            }
            Err(error) => {
                counter!(RELOADS, "outcome" => "refused").increment(1);
                let generation = self.current().number();
                tracing::error!(target: "reqlint", generation, %error, "rules not reloaded; those in force stay");
            }
        }
        reloaded
    }

    /// Reloads a folder whenever it changes, and on SIGHUP, until the value that this gives is dropped.
    ///
    /// Must be called in a tokio runtime, which listens to the signal. Loading is done in a thread of its own.
    ///
    /// # Errors
    /// When the operating system doesn't let the folder be watched.
    pub fn watch(&self, folder: impl Into<PathBuf>) -> Result<Watching, LoadError> {
        let folder = folder.into();
        let unwatchable = |error: &dyn ToString| LoadError::Unwatchable(error.to_string());
        let mut saves = Saves::of(&folder).map_err(|error| unwatchable(&error))?;
        let waker = saves.waker();
        let hangups = on_hangup(waker.clone()).map_err(|error| unwatchable(&error))?;
        let rules = self.clone();
        let reloads = move || {
            while saves.wait() {
                // what is wrong was told
                let _ = rules.reload(&folder);
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

/// Wakes somebody on SIGHUP.
#[cfg(unix)]
fn on_hangup(waker: Waker) -> std::io::Result<Option<AbortHandle>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangups = signal(SignalKind::hangup())?;
    let listens = async move {
        while hangups.recv().await.is_some() {
            waker.wake();
        }
    };
    Ok(Some(tokio::spawn(listens).abort_handle()))
}

/// There is no such signal.
#[cfg(not(unix))]
fn on_hangup(_: Waker) -> std::io::Result<Option<AbortHandle>> {
    Ok(None)
}

fn load(folder: &Path) -> Result<RuleSet, LoadError> {
    let found = find(folder)?;
    if !found.unreadable.is_empty() {
        return Err(LoadError::Unreadable(found.unreadable));
    }
    Ok(RuleSet::load(found.packs)?)
}

/// The examples that don't go as their files say.
fn wrong_examples(rules: &RuleSet) -> Vec<String> {
    let mut wrong = Vec::new();
    for rule in rules.rules() {
        for run in examples::run(rules, rule).iter().filter(|run| !run.is_right()) {
            let place = format!("{}:{}:{}", rule.path(), run.line, run.column);
            wrong.push(match &run.result {
                Ok(ran) if run.expected.is_met_by(ran.outcome) => {
                    format!("{place}: the safe edits of this example don't mend it")
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
