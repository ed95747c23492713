//! The packs that an editor has files of, as the editor sees them: what is open counts, not what is saved.

use super::definitions::{Definition, definitions};
use super::place::offset;
use crate::rules;
use lsp_types::TextDocumentContentChangeEvent;
use reqlint_core::{Loaded, SourceFile};
use reqlint_docs::schema::FileKind;
use reqlint_folder::shown;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Open files, and the packs around them.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    open: BTreeMap<PathBuf, String>,
    /// By the folder above the packs.
    shelves: BTreeMap<PathBuf, Shelf>,
}

/// Packs that lie side by side; they may name each other.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) loaded: Loaded,
    pub(super) definitions: Vec<Definition>,
}

/// An open file of a pack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Document<'w> {
    pub(super) text: &'w str,
    pub(super) path: &'w Path,
    pub(super) kind: FileKind,
    pub(super) shelf: &'w Shelf,
    /// The folder of its pack, with slashes.
    pub(super) root: &'w Path,
}

impl Workspace {
    pub(super) fn open(&mut self, path: PathBuf, text: String) {
        self.open.insert(path, text);
    }

    /// Changes an open file, part by part in their order. A part without a range is the whole text.
    pub(super) fn change(&mut self, path: &Path, changes: Vec<TextDocumentContentChangeEvent>) {
        let Some(text) = self.open.get_mut(path) else { return };
        for TextDocumentContentChangeEvent { range, text: new, .. } in changes {
            let Some(range) = range else {
                *text = new;
                continue;
            };
            let (start, end) = (offset(text, range.start), offset(text, range.end));
            text.replace_range(start..end.max(start), &new);
        }
    }

    pub(super) fn close(&mut self, path: &Path) {
        self.open.remove(path);
    }

    /// Reads the packs of all open files again.
    pub(super) fn refresh(&mut self) {
        let mut shelves: Vec<PathBuf> =
            self.open.keys().filter_map(|path| Some(root(path)?.parent()?.to_owned())).collect();
        shelves.dedup();
        self.shelves = shelves.into_iter().map(|folder| (folder.clone(), self.shelf(&folder))).collect();
    }

    fn shelf(&self, folder: &Path) -> Shelf {
        let mut roots: Vec<PathBuf> = std::fs::read_dir(folder)
            .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
            .unwrap_or_default();
        roots.retain(|root| root.join("pack.toml").is_file());
        roots.sort();
        let mut packs: Vec<_> =
            roots.iter().filter_map(|root| rules::find(root).ok()).flat_map(|found| found.packs).collect();
        for pack in &mut packs {
            for (path, text) in self.open.iter().filter(|(path, _)| path.starts_with(&pack.root)) {
                match pack.files.iter_mut().find(|file| Path::new(&file.path) == path) {
                    Some(file) => file.text.clone_from(text),
                    None => pack.files.push(SourceFile { path: shown(path), text: text.clone() }),
                }
            }
        }
        let definitions =
            packs.iter().flat_map(|p| p.files.iter().flat_map(|file| definitions(&p.root, file))).collect();
        Shelf { loaded: Loaded::from(packs), definitions }
    }

    pub(super) fn shelves(&self) -> impl Iterator<Item = &Shelf> {
        self.shelves.values()
    }

    /// An open file of a pack.
    pub(super) fn document(&self, path: &Path) -> Option<Document<'_>> {
        let (path, text) = self.open.get_key_value(path)?;
        let root = root(path)?;
        let shelf = self.shelves.get(root.parent()?)?;
        let kind = FileKind::of(&shown(path.strip_prefix(root).ok()?));
        Some(Document { text, path, kind, shelf, root })
    }
}

impl Document<'_> {
    /// Whether a definition can be named in this file without saying its pack.
    pub(super) fn sees(&self, definition: &Definition) -> bool {
        Path::new(&definition.path).starts_with(self.root)
    }
}

/// The nearest folder above a file that holds a `pack.toml`.
fn root(path: &Path) -> Option<&Path> {
    path.ancestors().skip(1).find(|folder| folder.join("pack.toml").is_file())
}
