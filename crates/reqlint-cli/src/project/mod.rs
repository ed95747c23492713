//! The project of a run: `reqlint.toml`, found upwards from the working directory.

pub(crate) mod load;

use crate::host::exit::Stop;
use reqlint_core::{Project, SourceFile, Time};
use reqlint_folder::{Found, shown, text};
use reqlint_formats::ReadError;
use std::env;
use std::path::{Path, PathBuf};

/// The name of a project's file.
pub(crate) const NAME: &str = "reqlint.toml";

/// A project, and the folder that its file lies in.
#[derive(Debug, Default)]
pub(crate) struct Home {
    pub(crate) project: Project,
    /// From the working directory: empty, `..`, `../..`; `None` without a file.
    folder: Option<PathBuf>,
}

impl Home {
    /// The project that the working directory lies in. `today` decides which of its exceptions are over.
    ///
    /// # Errors
    /// When the file can't be read.
    pub(crate) fn find(today: Time) -> Result<Self, Stop> {
        // without a working directory there is nothing above it
        let here = env::current_dir().unwrap_or_default();
        let folders = here.ancestors().scan(PathBuf::new(), |up, _| {
            let folder = up.clone();
            up.push("..");
            Some(folder)
        });
        let Some(folder) = folders.into_iter().find(|folder| folder.join(NAME).exists()) else {
            return Ok(Self::default());
        };
        let path = folder.join(NAME);
        let refuse = |message| ReadError { input: Some(shown(&path)), place: None, message, help: None };
        let text = text(&path).map_err(|message| Stop::Unreadable(vec![refuse(message)]))?;
        Ok(Self::of(SourceFile { path: shown(&path), text }, folder, today))
    }

    /// The project of a file that lies in `folder`.
    pub(crate) fn of(file: SourceFile, folder: PathBuf, today: Time) -> Self {
        Self { project: Project::read(file, today), folder: Some(folder) }
    }

    /// The packs of the project's own folders. A folder without one is reported.
    pub(crate) fn own_packs(&mut self) -> Found {
        Found::of_project(&mut self.project, self.folder.as_deref().unwrap_or(Path::new("")))
    }

    /// Whether there is a `reqlint.toml`.
    pub(crate) fn has_file(&self) -> bool {
        self.folder.is_some()
    }

    /// The file of known findings.
    pub(crate) fn baseline(&self) -> Option<PathBuf> {
        self.project.baseline().map(|baseline| self.path(baseline))
    }

    /// A path that the file writes, from the working directory.
    fn path(&self, written: &str) -> PathBuf {
        self.folder.as_deref().unwrap_or(Path::new("")).join(written)
    }
}
