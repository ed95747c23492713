//! Watching a folder for saved rule files.

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Editors save in several steps, and a folder is copied file by file; events within this time of each other belong together.
const STEPS: Duration = Duration::from_millis(30);

/// How often to look for a folder that is gone, or whose path leads elsewhere now.
const LOOK: Duration = Duration::from_millis(250);

/// The saves of rule files below a folder, as they happen. The folder may disappear and come back.
pub struct Saves {
    folder: PathBuf,
    events: Receiver<Change>,
    sender: Sender<Change>,
    watcher: Option<RecommendedWatcher>,
    /// Where the path led when it was watched: links in it may be swapped for others.
    resolved: Option<PathBuf>,
    steps: Duration,
}

/// What happened.
enum Change {
    Save,
    /// The folder itself is gone, and its watcher with it.
    Gone,
    Stop,
}

impl Saves {
    /// Watches a folder.
    ///
    /// # Errors
    /// When the operating system doesn't allow watching it.
    pub fn of(folder: &Path) -> Result<Self, notify::Error> {
        let (sender, events) = channel();
        let mut saves = Self { folder: folder.to_owned(), events, sender, watcher: None, resolved: None, steps: STEPS };
        saves.watch()?;
        Ok(saves)
    }

    /// How long nothing may change before a save counts as over. 30 milliseconds by default, which is right for editors.
    #[must_use]
    pub fn quiet(self, steps: Duration) -> Self {
        Self { steps, ..self }
    }

    /// A handle that ends a [`Saves::wait`] from another thread: as if a file had been saved, or for good.
    #[must_use]
    pub fn waker(&self) -> Waker {
        Waker(self.sender.clone())
    }

    /// Waits for the end of the next save; `false` if there will be none.
    pub fn wait(&mut self) -> bool {
        loop {
            let change = match self.events.recv_timeout(LOOK) {
                Ok(change) => Some(change),
                // the same folder is still watched
                Err(RecvTimeoutError::Timeout) if self.watcher.is_some() && !self.leads_elsewhere() => continue,
                Err(RecvTimeoutError::Timeout) if self.watch().is_ok() => Some(Change::Save),
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => None,
            };
            match change {
                None | Some(Change::Stop) => return false,
                Some(Change::Gone) => self.watcher = None,
                Some(Change::Save) => {}
            }
            while let Ok(change) = self.events.recv_timeout(self.steps) {
                match change {
                    Change::Stop => return false,
                    Change::Gone => self.watcher = None,
                    Change::Save => {}
                }
            }
            return true;
        }
    }

    /// Whether the path leads to another folder than the one that is watched, because a link in it was swapped.
    fn leads_elsewhere(&self) -> bool {
        fs::canonicalize(&self.folder).is_ok_and(|now| Some(now) != self.resolved)
    }

    fn watch(&mut self) -> Result<(), notify::Error> {
        let (sender, folder) = (self.sender.clone(), self.folder.clone());
        let report = move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            let is_removal = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(_));
            // there is no receiver any more once the run has ended
            if is_removal && event.paths.contains(&folder) && !folder.exists() {
                let _ = sender.send(Change::Gone);
            } else if is_save(&event) {
                let _ = sender.send(Change::Save);
            }
        };
        let mut watcher = notify::recommended_watcher(report)?;
        watcher.watch(&self.folder, RecursiveMode::Recursive)?;
        self.watcher = Some(watcher);
        self.resolved = fs::canonicalize(&self.folder).ok();
        Ok(())
    }
}

/// Ends a wait for saves.
#[derive(Clone, Debug)]
pub struct Waker(Sender<Change>);

impl Waker {
    /// As if a file had been saved.
    pub fn wake(&self) {
        // there may be no receiver any more
        let _ = self.0.send(Change::Save);
    }

    /// Ends the wait for good.
    pub fn stop(&self) {
        let _ = self.0.send(Change::Stop);
    }
}

fn is_save(event: &Event) -> bool {
    let is_change = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    // a ConfigMap's files are links through `..data`, which is swapped
    let is_link = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".."));
    let is_rule_file = |path: &Path| path.extension().is_none_or(|extension| extension == "toml");
    is_change && event.paths.iter().any(|path| is_rule_file(path) || is_link(path))
}

impl fmt::Debug for Saves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saves").field("folder", &self.folder).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_may_disappear_and_come_back() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("rules");
        fs::create_dir(&folder).unwrap();
        let mut saves = Saves::of(&folder).unwrap();
        fs::write(folder.join("pack.toml"), "title = 'A'").unwrap();
        assert!(saves.wait());
        fs::remove_dir_all(&folder).unwrap();
        assert!(saves.wait());
        fs::create_dir(&folder).unwrap();
        assert!(saves.wait(), "the folder is back");
        fs::write(folder.join("pack.toml"), "title = 'B'").unwrap();
        assert!(saves.wait());
        let waker = saves.waker();
        waker.wake();
        assert!(saves.wait());
        waker.stop();
        assert!(!saves.wait());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_may_be_swapped() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        for release in ["1", "2"] {
            fs::create_dir(place.path().join(release)).unwrap();
            fs::write(place.path().join(release).join("pack.toml"), format!("title = '{release}'")).unwrap();
        }
        let current = place.path().join("current");
        symlink(place.path().join("1"), &current).unwrap();
        let mut saves = Saves::of(&current).unwrap().quiet(Duration::from_millis(50));
        let next = place.path().join("next");
        symlink(place.path().join("2"), &next).unwrap();
        fs::rename(&next, &current).unwrap();
        assert!(saves.wait());
        // it is the new folder that is watched
        fs::write(place.path().join("2/pack.toml"), "title = 'B'").unwrap();
        assert!(saves.wait());
    }

    #[cfg(unix)]
    #[test]
    fn the_data_of_a_config_map_may_be_swapped() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        for release in ["..1", "..2"] {
            fs::create_dir(folder.join(release)).unwrap();
            fs::write(folder.join(release).join("pack.toml"), format!("title = '{release}'")).unwrap();
        }
        symlink("..1", folder.join("..data")).unwrap();
        symlink("..data/pack.toml", folder.join("pack.toml")).unwrap();
        let mut saves = Saves::of(folder).unwrap();
        symlink("..2", folder.join("..data_tmp")).unwrap();
        fs::rename(folder.join("..data_tmp"), folder.join("..data")).unwrap();
        assert!(saves.wait());
        assert_eq!(fs::read_to_string(folder.join("pack.toml")).unwrap(), "title = '..2'");
    }
}
