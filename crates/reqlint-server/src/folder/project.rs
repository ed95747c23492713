//! A project: `reqlint.toml`, the packs that it uses, and what it says of them, of facts and of the gate.

use super::error::LoadError;
use crate::facts::open;
use crate::rules::Contents;
use reqlint_core::language::{SourceKind, SourceSettings};
use reqlint_core::{Loaded, PackSource, Project, SourceFile};
use reqlint_folder::{Found, shown, text};
use reqlint_formats::ReadError;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// A `reqlint.toml`, from which [`Rules::of_project`](crate::Rules::of_project) takes everything that the `reqlint` command
/// takes from it, and what it says for servers.
///
/// | in the file | in the server |
/// |---|---|
/// | `rules`, `packs`, `server` | the packs, as in the command; packs that aren't in the folders are those of [`ProjectFile::packs`] |
/// | `[severity]`, `[[exception]]` | as in the command. An exception ends with its last day: while the project is watched, it is reloaded at midnight, UTC |
/// | `[facts]` | literals hold for every request; sources are opened, and asked after those of [`ReqlintLayer::facts`](crate::ReqlintLayer::facts) |
/// | `[gate]` | the policies of the layer; they take priority over its methods |
/// | `baseline`, `require-judged` | nothing: they are about reports of the command |
///
/// Paths begin at the file's folder.
///
/// ```
/// use reqlint_server::ProjectFile;
///
/// let project = ProjectFile::new("reqlint.toml").packs(reqlint_rules::packs());
/// ```
#[derive(Clone)]
pub struct ProjectFile {
    path: PathBuf,
    packs: Arc<[PackSource]>,
}

/// A project as its files say, before its sources are opened.
pub(super) struct Read {
    pub(super) contents: Contents,
    sources: Vec<SourceSettings>,
}

impl ProjectFile {
    /// The project of a file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), packs: Arc::default() }
    }

    /// Packs that the project may use beside those of its folders: `packs` names them, and they are used where it names no
    /// folder.
    #[must_use]
    pub fn packs(self, packs: Vec<PackSource>) -> Self {
        Self { packs: packs.into(), ..self }
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The folder in which the file is.
    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Reads the file and the packs, and compiles them.
    pub(super) fn read(&self) -> Result<Read, LoadError> {
        let path = shown(&self.path);
        let unreadable = |message| ReadError { input: Some(path.clone()), place: None, message, help: None };
        let text = text(&self.path).map_err(|message| LoadError::Unreadable(vec![unreadable(message)]))?;
        let mut project = Project::read(SourceFile { path: path.clone(), text }, SystemTime::now().into());
        let mut files: Vec<PathBuf> = project.folders().map(|folder| self.folder().join(folder)).collect();
        let found = Found::of_project(&mut project, self.folder());
        if !found.unreadable.is_empty() {
            return Err(LoadError::Unreadable(found.unreadable));
        }
        let names_no_pack = project.folders().next().is_none() && self.packs.is_empty();
        let packs = project.choose(found.packs, self.packs.to_vec());
        let Loaded { rules, errors, known, sources, gate, .. } = Loaded::of(project, packs);
        if !errors.is_empty() {
            return Err(errors.into());
        }
        if names_no_pack {
            return Err(LoadError::NoFolder { project: path });
        }
        files.extend(sources.iter().filter_map(|source| match &source.kind {
            SourceKind::File { path } => Some(self.folder().join(path)),
            SourceKind::Sql { .. } | SourceKind::Http { .. } => None,
        }));
        Ok(Read { contents: Contents { rules, known, gate, sources: Vec::new(), files }, sources })
    }

    /// Opens the sources of facts. Those that are open already, with the same settings, go on with what they keep; files are
    /// read again.
    pub(super) async fn open(&self, read: Read, old: Option<&Contents>) -> Result<Contents, LoadError> {
        let mut contents = read.contents;
        for settings in read.sources {
            let is_file = match settings.kind {
                SourceKind::File { .. } => true,
                SourceKind::Sql { .. } | SourceKind::Http { .. } => false,
            };
            let known = old.into_iter().flat_map(|old| &old.sources).find(|(known, _)| !is_file && *known == settings);
            let lookup = match known {
                Some((_, lookup)) => Arc::clone(lookup),
                None => Arc::new(open(&settings, self.folder()).await?),
            };
            contents.sources.push((settings, lookup));
        }
        Ok(contents)
    }
}

impl<P: Into<PathBuf>> From<P> for ProjectFile {
    fn from(path: P) -> Self {
        Self::new(path)
    }
}

impl fmt::Debug for ProjectFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProjectFile").field("path", &self.path).finish_non_exhaustive()
    }
}
