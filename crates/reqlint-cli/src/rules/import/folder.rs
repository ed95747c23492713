//! The folder of a pack that is imported, perhaps again: what is new, what is replaced, and what was changed by hand.

use super::record::{Record, digest};
use crate::host::replacement::replace;
use reqlint_import::{PackFile, REPORT_FILE};
use similar::TextDiff;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// How many lines of a difference are shown for one file.
const MAX_LINES: usize = 60;

/// A pack's folder as it is before the import.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    record: Record,
}

/// What an import means for one file.
#[derive(Debug)]
pub(super) struct Change<'f> {
    path: &'f str,
    what: What<'f>,
}

#[derive(Debug)]
enum What<'f> {
    New(&'f str),
    Same,
    /// It is as the last import wrote it, or is to be replaced anyway.
    Replaced {
        old: String,
        new: &'f str,
    },
    /// It was changed or removed by hand.
    Kept {
        old: Option<String>,
        new: &'f str,
    },
    /// The description doesn't lead to it any more, and it is as the last import wrote it.
    Gone,
}

impl Folder {
    pub(super) fn read(root: &Path) -> io::Result<Self> {
        Ok(Self { root: root.to_owned(), record: Record::read(root)? })
    }

    /// What the files of an import mean for those of the folder.
    pub(super) fn changes<'f>(&'f self, files: &'f [PackFile], force: bool) -> Vec<Change<'f>> {
        let new = files.iter().map(|file| self.change(file, force));
        let is_made = |path: &str| files.iter().any(|file| file.path == path);
        let gone = self.record.0.iter().filter(|(path, written)| {
            let old = fs::read_to_string(self.root.join(path)).ok();
            !is_made(path) && old.is_some_and(|old| digest(&old) == **written)
        });
        new.chain(gone.map(|(path, _)| Change { path, what: What::Gone })).collect()
    }

    fn change<'f>(&self, file: &'f PackFile, force: bool) -> Change<'f> {
        let (path, new) = (file.path.as_str(), file.text.as_str());
        let written = self.record.0.get(path).copied();
        let what = match fs::read_to_string(self.root.join(path)) {
            Ok(old) if old == new => What::Same,
            // the report is not written by hand
            Ok(old) if force || path == REPORT_FILE || written == Some(digest(&old)) => What::Replaced { old, new },
            Ok(old) => What::Kept { old: Some(old), new },
            Err(_) if written.is_some() && !force => What::Kept { old: None, new },
            Err(_) => What::New(new),
        };
        Change { path, what }
    }

    /// Writes or removes a file.
    pub(super) fn apply(&self, change: &Change<'_>) -> io::Result<()> {
        let path = self.root.join(change.path);
        match change.what {
            What::New(new) | What::Replaced { new, .. } => {
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent)?;
                }
                replace(&path, new.as_bytes())
            }
            What::Gone => match fs::remove_file(path) {
                // another run was quicker
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                removed => removed,
            },
            What::Same | What::Kept { .. } => Ok(()),
        }
    }

    /// Notes what the importer wrote, for the next time.
    pub(super) fn remember(&self, files: &[PackFile], changes: &[Change<'_>]) -> io::Result<()> {
        let mut written: BTreeMap<String, u64> = files.iter().map(|f| (f.path.clone(), digest(&f.text))).collect();
        for change in changes.iter().filter(|change| change.is_kept()) {
            // what was written there the last time stays what it is compared with
            match self.record.0.get(change.path) {
                Some(before) => written.insert(change.path.to_owned(), *before),
                None => written.remove(change.path),
            };
        }
        Record(written).write(&self.root)
    }
}

impl Change<'_> {
    pub(super) fn path(&self) -> &str {
        self.path
    }

    pub(super) fn is_written(&self) -> bool {
        matches!(self.what, What::New(_) | What::Replaced { .. } | What::Gone)
    }

    pub(super) fn is_kept(&self) -> bool {
        matches!(self.what, What::Kept { .. })
    }

    /// What a person is shown: a difference, or nothing if there is none.
    pub(super) fn shown(&self, root: &Path) -> String {
        let path = reqlint_folder::shown(&root.join(self.path));
        match &self.what {
            What::Same | What::New(_) => String::new(),
            What::Replaced { .. } if self.path == REPORT_FILE => String::new(),
            What::Replaced { old, new } => format!("changed  {path}\n{}", difference(old, new)),
            What::Kept { old: Some(old), new } => {
                format!("kept     {path}; the import would make it\n{}", difference(old, new))
            }
            What::Kept { old: None, .. } => format!("kept     {path}: it was removed by hand\n"),
            What::Gone => format!("removed  {path}: the source has nothing of it any more\n"),
        }
    }
}

/// The lines that differ, with one line around them.
fn difference(old: &str, new: &str) -> String {
    let whole = TextDiff::from_lines(old, new).unified_diff().context_radius(1).to_string();
    let mut lines = whole.lines();
    let mut text: String = lines.by_ref().take(MAX_LINES).map(|line| format!("  {line}\n")).collect();
    let rest = lines.count();
    if rest > 0 {
        text += &format!("  … and {rest} more lines\n");
    }
    text
}
