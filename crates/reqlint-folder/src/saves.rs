//! Watching folders and files for saves.

use notify::event::ModifyKind;
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

/// The saves of rule files below folders, and of single files, as they happen. What is watched may disappear and come back.
pub struct Saves {
    targets: Vec<Target>,
    events: Receiver<Change>,
    sender: Sender<Change>,
    steps: Duration,
}

/// A folder or a file that is watched.
struct Target {
    path: PathBuf,
    /// `None` while it is gone.
    watcher: Option<RecommendedWatcher>,
    /// Where the path led when it was watched: links in it may be swapped for others.
    resolved: Option<PathBuf>,
}

/// What happened.
enum Change {
    Save,
    /// What was watched at this path is gone, and its watcher with it.
    Gone(PathBuf),
    Stop,
}

impl Saves {
    /// Watches a folder, or a file.
    ///
    /// # Errors
    /// When the operating system doesn't allow watching it.
    pub fn of(path: &Path) -> Result<Self, notify::Error> {
        let (sender, events) = channel();
        let mut target = Target::of(path);
        target.watch(&sender)?;
        Ok(Self { targets: vec![target], events, sender, steps: STEPS })
    }

    /// Watches these beside the first, and no others; what isn't there counts as saved once it comes.
    pub fn also(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        let mut before = std::mem::take(&mut self.targets).into_iter();
        self.targets.extend(before.next());
        let mut before: Vec<Target> = before.collect();
        for path in paths {
            if self.targets.iter().any(|target| target.path == path) {
                continue;
            }
            let known = before.iter().position(|target| target.path == path).map(|known| before.swap_remove(known));
            self.targets.push(known.unwrap_or_else(|| {
                let mut target = Target::of(&path);
                // it is looked for again and again
                let _ = target.watch(&self.sender);
                target
            }));
        }
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
            match self.events.recv_timeout(LOOK) {
                Ok(change) if !self.note(&change) => return false,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) if self.look() => {}
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
            while let Ok(change) = self.events.recv_timeout(self.steps) {
                if !self.note(&change) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Takes a change in; `false` if it is the end.
    fn note(&mut self, change: &Change) -> bool {
        if let Change::Gone(path) = change {
            let gone = self.targets.iter_mut().filter(|target| target.path == *path);
            gone.for_each(|target| target.watcher = None);
        }
        !matches!(change, Change::Stop)
    }

    /// Looks for what is gone, or leads elsewhere now, and watches it again; whether there was any.
    fn look(&mut self) -> bool {
        let mut is_new = false;
        for target in &mut self.targets {
            if target.watcher.is_none() || target.leads_elsewhere() {
                is_new |= target.watch(&self.sender).is_ok();
            }
        }
        is_new
    }
}

impl Target {
    fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), watcher: None, resolved: None }
    }

    /// Whether the path leads elsewhere than to what is watched, because a link in it was swapped.
    fn leads_elsewhere(&self) -> bool {
        fs::canonicalize(&self.path).is_ok_and(|now| Some(now) != self.resolved)
    }

    fn watch(&mut self, sender: &Sender<Change>) -> Result<(), notify::Error> {
        let (sender, path) = (sender.clone(), self.path.clone());
        let is_file = path.is_file();
        let name = path.file_name().filter(|_| is_file).map(ToOwned::to_owned);
        // editors replace a file by another, so that it is its folder that tells
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let watched = if is_file { parent.to_owned() } else { path.clone() };
        let mode = if is_file { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
        let report = move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            // another folder may be at the path by now, of which this watcher sees nothing
            let is_gone = match event.kind {
                EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
                EventKind::Modify(_) => !path.exists(),
                _ => false,
            };
            let concerns = |changed: &PathBuf| name.as_deref().is_none_or(|name| changed.file_name() == Some(name));
            // there is no receiver any more once the run has ended
            if is_gone && event.paths.contains(&path) && !is_file {
                let _ = sender.send(Change::Gone(path.clone()));
            } else if is_save(&event) && event.paths.iter().any(concerns) {
                let _ = sender.send(Change::Save);
            }
        };
        let mut watcher = notify::recommended_watcher(report)?;
        watcher.watch(&watched, mode)?;
        self.watcher = Some(watcher);
        self.resolved = fs::canonicalize(&self.path).ok();
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
    // facts may be in JSON
    let is_rule_file =
        |path: &Path| path.extension().is_none_or(|extension| extension == "toml" || extension == "json");
    is_change && event.paths.iter().any(|path| is_rule_file(path) || is_link(path))
}

impl fmt::Debug for Saves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<_> = self.targets.iter().map(|target| &target.path).collect();
        f.debug_struct("Saves").field("paths", &paths).finish_non_exhaustive()
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

    #[test]
    fn a_folder_may_be_replaced_by_another_at_once() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("rules");
        fs::create_dir(&folder).unwrap();
        let mut saves = Saves::of(&folder).unwrap();
        let (seen, sees) = channel();
        std::thread::spawn(move || while saves.wait() && seen.send(()).is_ok() {});
        let settle = || while sees.recv_timeout(4 * LOOK).is_ok() {};
        for _ in 0..5 {
            fs::remove_dir_all(&folder).unwrap();
            fs::create_dir(&folder).unwrap();
            settle();
            fs::write(folder.join("pack.toml"), "title = 'A'").unwrap();
            sees.recv_timeout(40 * LOOK).expect("the new folder is watched");
            settle();
        }
    }

    #[test]
    fn a_file_and_folders_are_watched_together() {
        let place = tempfile::tempdir().unwrap();
        let [file, rules, late] = ["reqlint.toml", "rules", "late"].map(|name| place.path().join(name));
        fs::write(&file, "").unwrap();
        fs::create_dir(&rules).unwrap();
        let mut saves = Saves::of(&file).unwrap().quiet(Duration::from_millis(50));
        saves.also([rules.clone(), late.clone()]);
        fs::write(rules.join("pack.toml"), "title = 'A'").unwrap();
        assert!(saves.wait());
        // an editor writes another file and gives it the name
        fs::write(place.path().join("reqlint.toml~"), "rules = 'rules'").unwrap();
        fs::rename(place.path().join("reqlint.toml~"), &file).unwrap();
        assert!(saves.wait());
        fs::create_dir(&late).unwrap();
        assert!(saves.wait(), "the folder came");
        saves.also([late.clone()]);
        fs::write(late.join("pack.toml"), "title = 'B'").unwrap();
        assert!(saves.wait());
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
