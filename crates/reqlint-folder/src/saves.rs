//! Watching a folder for saved rule files.

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Editors save in several steps; what follows within this time belongs to the same save.
const STEPS: Duration = Duration::from_millis(30);

/// How often a folder that is gone is looked for.
const LOOK: Duration = Duration::from_millis(250);

/// The saves of rule files below a folder, as they come. The folder may go away and come back.
pub struct Saves {
    folder: PathBuf,
    news: Receiver<News>,
    tell: Sender<News>,
    watcher: Option<RecommendedWatcher>,
}

/// What happened.
enum News {
    Saved,
    /// The folder itself is gone, and with it whoever watched it.
    Gone,
    Stop,
}

impl Saves {
    /// Watches a folder.
    ///
    /// # Errors
    /// When the operating system doesn't let it be watched.
    pub fn of(folder: &Path) -> Result<Self, notify::Error> {
        let (tell, news) = channel();
        let mut saves = Self { folder: folder.to_owned(), news, tell, watcher: None };
        saves.watch()?;
        Ok(saves)
    }

    /// Somebody who ends a [`Saves::wait`] from another thread: as if a file had been saved, or for good.
    #[must_use]
    pub fn waker(&self) -> Waker {
        Waker(self.tell.clone())
    }

    /// Waits for the end of the next save; `false` when none is to come.
    pub fn wait(&mut self) -> bool {
        loop {
            let news = match &self.watcher {
                Some(_) => self.news.recv().ok(),
                None => match self.news.recv_timeout(LOOK) {
                    Ok(news) => Some(news),
                    Err(RecvTimeoutError::Timeout) if self.watch().is_ok() => Some(News::Saved),
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => None,
                },
            };
            match news {
                None | Some(News::Stop) => return false,
                Some(News::Gone) => self.watcher = None,
                Some(News::Saved) => {}
            }
            while let Ok(news) = self.news.recv_timeout(STEPS) {
                match news {
                    News::Stop => return false,
                    News::Gone => self.watcher = None,
                    News::Saved => {}
                }
            }
            return true;
        }
    }

    fn watch(&mut self) -> Result<(), notify::Error> {
        let (tell, folder) = (self.tell.clone(), self.folder.clone());
        let report = move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            let is_removal = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(_));
            // nobody listens any more once the run ends
            if is_removal && event.paths.contains(&folder) && !folder.exists() {
                let _ = tell.send(News::Gone);
            } else if is_save(&event) {
                let _ = tell.send(News::Saved);
            }
        };
        let mut watcher = notify::recommended_watcher(report)?;
        watcher.watch(&self.folder, RecursiveMode::Recursive)?;
        self.watcher = Some(watcher);
        Ok(())
    }
}

/// Ends a wait for saves.
#[derive(Clone, Debug)]
pub struct Waker(Sender<News>);

impl Waker {
    /// As if a file had been saved.
    pub fn wake(&self) {
        // nobody waits any more
        let _ = self.0.send(News::Saved);
    }

    /// No save is to come.
    pub fn stop(&self) {
        let _ = self.0.send(News::Stop);
    }
}

fn is_save(event: &Event) -> bool {
    let is_change = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    is_change && event.paths.iter().any(|path| path.extension().is_none_or(|extension| extension == "toml"))
}

impl fmt::Debug for Saves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saves").field("folder", &self.folder).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_folder_may_go_and_come_back() {
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
}
