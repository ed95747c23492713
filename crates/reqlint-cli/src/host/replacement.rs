//! A file that is written whole, or not at all.

use super::unfinished::Unfinished;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile, TempPath};

/// A text that takes the place of a file once it is complete: until then, and if the run is killed or the disk full, the file
/// is what it was. Links are followed; permissions and owner are kept.
pub(crate) struct Replacement {
    target: PathBuf,
    old: Option<Metadata>,
    text: BufWriter<Text>,
}

/// Where the text is until it is complete.
enum Text {
    /// In a file of its own.
    Beside(Beside),
    /// A device or a pipe: nothing there can be replaced.
    Through(File),
}

/// A file that is to take the place of another.
struct Beside {
    file: File,
    path: TempPath,
    /// Dropped last: until then the file may have to be removed.
    _unfinished: Unfinished,
}

impl Beside {
    fn of(file: NamedTempFile) -> Self {
        let (file, path) = file.into_parts();
        let unfinished = Unfinished::new(&path);
        Self { file, path, _unfinished: unfinished }
    }
}

impl Replacement {
    /// Begins a text for a path.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let old = match fs::metadata(path) {
            Ok(old) if old.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(old) if !old.is_file() => {
                let through = Text::Through(OpenOptions::new().write(true).open(path)?);
                return Ok(Self { target: path.to_owned(), old: None, text: BufWriter::new(through) });
            }
            Ok(old) if old.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
            Ok(old) => Some(old),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let target = if old.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
        let beside = match beside(&target) {
            // a file in a folder that takes no other: it is copied to in the end
            Err(error) if old.is_some() && error.kind() == io::ErrorKind::PermissionDenied => {
                Beside::of(NamedTempFile::new()?)
            }
            beside => Beside::of(beside?),
        };
        Ok(Self { target, old, text: BufWriter::new(Text::Beside(beside)) })
    }

    /// Puts the text into its place.
    ///
    /// # Errors
    /// When that fails; the file is then what it was.
    pub(crate) fn finish(self) -> io::Result<()> {
        let Self { target, old, text } = self;
        let beside = match text.into_inner().map_err(io::IntoInnerError::into_error)? {
            Text::Through(mut file) => return file.flush(),
            Text::Beside(beside) => beside,
        };
        if let Some(old) = &old {
            beside.file.set_permissions(old.permissions())?;
            keep_owner(&beside.path, old);
        }
        beside.file.sync_all()?;
        match beside.path.persist(&target) {
            Ok(_) => Ok(()),
            // a file that is mounted by itself, or one in a folder that takes no other
            Err(refused) if old.is_some() && is_fixed(&refused.error) => fs::copy(&refused.path, &target).map(drop),
            Err(refused) => Err(refused.error),
        }
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.text.flush()
    }
}

impl Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Text::Beside(beside) => beside.file.write(bytes),
            Text::Through(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Text::Beside(beside) => beside.file.flush(),
            Text::Through(file) => file.flush(),
        }
    }
}

/// Replaces a file's text, or writes a new file.
///
/// # Errors
/// When that fails; a file that was there is then what it was.
pub(crate) fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = Replacement::open(path)?;
    file.write_all(text)?;
    file.finish()
}

/// Writes a file that isn't there yet.
///
/// # Errors
/// When that fails, or there is one; nothing is written then.
pub(crate) fn create(path: &Path, text: &[u8]) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let mut beside = Beside::of(beside(path)?);
    beside.file.write_all(text)?;
    beside.file.sync_all()?;
    beside.path.persist_noclobber(path).map_err(|refused| refused.error)
}

/// A hidden file beside another, so that neither a folder's requests nor a pattern of the shell includes it.
fn beside(target: &Path) -> io::Result<NamedTempFile> {
    let mut prefix = std::ffi::OsString::from(".");
    prefix.push(target.file_name().unwrap_or_default());
    prefix.push(".");
    let mut builder = Builder::new();
    builder.prefix(&prefix).suffix(".reqlint");
    #[cfg(unix)]
    // as any new file: what the process masks is taken off
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    builder.tempfile_in(folder.unwrap_or(Path::new(".")))
}

fn is_fixed(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, ResourceBusy};
    matches!(error.kind(), ResourceBusy | CrossesDevices | PermissionDenied)
}

#[cfg(unix)]
fn keep_owner(path: &Path, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    // only root may give a file away; anybody else's are their own already
    let _ = chown(path, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Metadata) {}
