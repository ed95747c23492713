//! Rules from a folder or a project, reloaded when it changes.

mod error;
mod examples;
mod losses;
mod project;

pub use error::LoadError;
pub use project::ProjectFile;

use crate::rules::Rules;
use crate::telemetry::{GENERATION, RELOADS};
use examples::wrong_examples;
use losses::keeps_all;
use metrics::{counter, gauge};
use reqlint_core::RuleSet;
use reqlint_folder::{Saves, Waker, find};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, SystemTime};
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::{AbortHandle, spawn_blocking};
use tokio::time::sleep;

/// How long nothing may change before a folder is reloaded: files are copied one by one.
const QUIET: Duration = Duration::from_millis(500);

/// Where rules come from.
#[derive(Clone)]
enum Origin {
    Folder(PathBuf),
    Project(ProjectFile),
}

/// Watches a folder of rules, or a project, for as long as it lives.
///
/// A change, or the signal SIGHUP, reloads the folder. Valid rules whose own examples give the expected results are put in
/// force between two requests. Otherwise, even if the folder was deleted, the rules in force stay, and the log (`tracing`,
/// target `reqlint`) and the metric `reqlint_reloads_total` say so.
#[derive(Debug)]
pub struct Watching {
    waker: Waker,
    tasks: Vec<AbortHandle>,
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

    /// The rules of a project, with everything that its `reqlint.toml` says: packs, severities, exceptions, facts and their
    /// sources, and the policies of the layer. Examples are not run.
    ///
    /// ```no_run
    /// use reqlint_server::{ReqlintLayer, Rules};
    ///
    /// # async fn layer() -> Result<(), reqlint_server::LoadError> {
    /// let rules = Rules::of_project("reqlint.toml").await?;
    /// let _watching = rules.watch_project("reqlint.toml")?;
    /// let layer = ReqlintLayer::new(rules);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// When there is no pack, something is wrong with one of the files, or a source can't be opened.
    pub async fn of_project(project: impl Into<ProjectFile>) -> Result<Self, LoadError> {
        let project = project.into();
        let read = project.read()?;
        Ok(Self::of(project.open(read, None).await?))
    }

    /// Replaces what is in force by a project as its files are now, if the examples of its rules give the expected results,
    /// and returns its number. There may be fewer rules: who calls this has said so.
    ///
    /// # Errors
    /// When something is wrong; what is in force stays.
    pub async fn reload_project(&self, project: impl Into<ProjectFile>) -> Result<u64, LoadError> {
        self.reload_origin(&Origin::Project(project.into()), false).await.0
    }

    /// Replaces the rules in force by those of a folder, if their examples give the expected results, and returns their
    /// number. There may be fewer of them: who calls this has said so.
    ///
    /// # Errors
    /// When something is wrong with them; those in force stay.
    pub fn reload(&self, folder: impl AsRef<Path>) -> Result<u64, LoadError> {
        self.reload_folder(folder.as_ref(), false)
    }

    /// Reloads a folder whenever it changes, and on SIGHUP, until the returned value is dropped.
    ///
    /// A change counts once nothing happened for half a second. One after which a pack is gone, or has fewer rules than before,
    /// is refused, since a folder looks like that while it is copied; SIGHUP, or [`Rules::reload`], says that it is meant. Links
    /// in the path may be swapped, as `current` for the next release, or the `..data` of a ConfigMap.
    ///
    /// Must be called in a tokio runtime, which listens for the signal. Loading is done off the threads that serve requests.
    ///
    /// # Errors
    /// When the operating system doesn't let the folder be watched.
    pub fn watch(&self, folder: impl Into<PathBuf>) -> Result<Watching, LoadError> {
        let folder = folder.into();
        self.watch_origin(&folder.clone(), Vec::new(), Origin::Folder(folder))
    }

    /// As [`Rules::watch`], for a project: its `reqlint.toml`, the folders of rules that this names, now and later, and the file
    /// of facts. A change after which a key of `[gate]` or a source of facts is gone is refused like one that loses rules.
    /// At midnight, UTC, it is reloaded for its exceptions that have ended.
    ///
    /// # Errors
    /// When the operating system doesn't let the file be watched.
    pub fn watch_project(&self, project: impl Into<ProjectFile>) -> Result<Watching, LoadError> {
        let project = project.into();
        let files = self.current().contents().files.clone();
        let mut watching = self.watch_origin(project.path(), files, Origin::Project(project.clone()))?;
        let waker = watching.waker.clone();
        let days = async move {
            loop {
                sleep(until_midnight(SystemTime::now())).await;
                waker.wake();
            }
        };
        watching.tasks.push(tokio::spawn(days).abort_handle());
        Ok(watching)
    }

    fn watch_origin(&self, first: &Path, also: Vec<PathBuf>, origin: Origin) -> Result<Watching, LoadError> {
        let unwatchable = |error: &dyn ToString| LoadError::Unwatchable(error.to_string());
        let mut saves = Saves::of(first).map_err(|error| unwatchable(&error))?.quiet(QUIET);
        saves.also(also);
        let waker = saves.waker();
        let is_meant = Arc::new(AtomicBool::new(false));
        let hangups = on_hangup(waker.clone(), Arc::clone(&is_meant)).map_err(|error| unwatchable(&error))?;
        let (saved, mut reload) = unbounded_channel::<Sender<Option<Vec<PathBuf>>>>();
        let waits = move || {
            while saves.wait() {
                let (done, files) = channel();
                if saved.send(done).is_err() {
                    return;
                }
                if let Ok(Some(files)) = files.recv() {
                    saves.also(files);
                }
            }
        };
        thread::Builder::new().name("reqlint-rules".to_owned()).spawn(waits).map_err(|error| unwatchable(&error))?;
        let rules = self.clone();
        let reloads = async move {
            while let Some(done) = reload.recv().await {
                let keeps = !is_meant.swap(false, Ordering::Relaxed);
                // errors are logged
                let (_, files) = rules.reload_origin(&origin, keeps).await;
                let _ = done.send(files);
            }
        };
        let tasks = hangups.into_iter().chain([tokio::spawn(reloads).abort_handle()]).collect();
        Ok(Watching { waker, tasks })
    }

    /// Reloads off the threads that serve requests; beside the result, which files a project is made of now.
    async fn reload_origin(&self, origin: &Origin, keeps: bool) -> (Result<u64, LoadError>, Option<Vec<PathBuf>>) {
        let rules = self.clone();
        match origin.clone() {
            Origin::Folder(folder) => {
                let reloaded = spawn_blocking(move || rules.reload_folder(&folder, keeps)).await;
                (reloaded.unwrap_or_else(|error| Err(LoadError::Unwatchable(error.to_string()))), None)
            }
            Origin::Project(project) => {
                let mut files = None;
                let reloaded = self.reload_opened(&project, keeps, &mut files).await;
                self.note_reload(&reloaded);
                (reloaded, files)
            }
        }
    }

    async fn reload_opened(
        &self,
        project: &ProjectFile,
        keeps: bool,
        files: &mut Option<Vec<PathBuf>>,
    ) -> Result<u64, LoadError> {
        let of = project.clone();
        let read = spawn_blocking(move || {
            let read = of.read()?;
            right_examples(&read.contents.rules).map(|()| read)
        });
        let read = read.await.map_err(|error| LoadError::Unwatchable(error.to_string()))??;
        *files = Some(read.contents.files.clone());
        let contents = project.open(read, Some(self.current().contents())).await?;
        self.put(|old| {
            if keeps {
                keeps_all(old, &contents)?;
            }
            Ok(contents)
        })
    }

    fn reload_folder(&self, folder: &Path, keeps: bool) -> Result<u64, LoadError> {
        let reloaded = load(folder).and_then(|rules| {
            right_examples(&rules)?;
            self.put(|old| {
                let contents = old.with(rules);
                if keeps {
                    keeps_all(old, &contents)?;
                }
                Ok(contents)
            })
        });
        self.note_reload(&reloaded);
        reloaded
    }

    fn note_reload(&self, reloaded: &Result<u64, LoadError>) {
        match reloaded {
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
    }
}

fn load(folder: &Path) -> Result<RuleSet, LoadError> {
    let found = find(folder)?;
    if !found.unreadable.is_empty() {
        return Err(LoadError::Unreadable(found.unreadable));
    }
    Ok(RuleSet::load(found.packs)?)
}

fn right_examples(rules: &RuleSet) -> Result<(), LoadError> {
    let wrong = wrong_examples(rules);
    if wrong.is_empty() { Ok(()) } else { Err(LoadError::Examples(wrong)) }
}

/// How long it is to the next day, UTC.
fn until_midnight(now: SystemTime) -> Duration {
    const DAY: u64 = 24 * 60 * 60;
    let seconds = now.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Duration::from_secs(DAY - seconds % DAY)
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.waker.stop();
        self.tasks.iter().for_each(AbortHandle::abort);
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
