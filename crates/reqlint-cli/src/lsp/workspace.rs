//! The packs that an editor has files of, as the editor sees them: what is open counts, not what is saved.

use super::definitions::{Definition, definitions, pack_name};
use super::place::offset;
use crate::host::clock;
use crate::project::load as rules;
use crate::project::{Home, NAME};
use lsp_types::TextDocumentContentChangeEvent;
use reqlint_core::inspect::keys::Names;
use reqlint_core::{Loaded, PackSource, SourceFile};
use reqlint_docs::schema::FileKind;
use reqlint_folder::shown;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Open files, and the packs around them.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    open: BTreeMap<PathBuf, String>,
    /// By the folder above the packs; those of a project by its file.
    shelves: BTreeMap<PathBuf, Shelf>,
}

/// Packs that lie side by side, and may name each other; or those that a project uses.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) loaded: Loaded,
    pub(super) definitions: Vec<Definition>,
    /// The path of the project's file. Diagnostics in its packs are shown in the packs' own files.
    pub(super) project: Option<String>,
}

/// An open file of a pack, or that of a project.
#[derive(Clone, Copy, Debug)]
pub(super) struct Document<'w> {
    pub(super) text: &'w str,
    pub(super) path: &'w Path,
    pub(super) kind: FileKind,
    pub(super) shelf: &'w Shelf,
    /// The name of its pack.
    pub(super) pack: Option<&'w str>,
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
        let mut shelves: Vec<&Path> = self.open.keys().filter_map(|path| shelf_of(path)).collect();
        shelves.dedup();
        let shelf = |at: &Path| (at.to_owned(), self.project(at).unwrap_or_else(|| self.shelf(at)));
        self.shelves = shelves.into_iter().map(shelf).collect();
    }

    /// The packs that a project uses, if this is the open file of one.
    fn project(&self, path: &Path) -> Option<Shelf> {
        let file = SourceFile { path: shown(path), text: self.open.get(path)?.clone() };
        let project = Some(file.path.clone());
        let mut home = Home::of(file, path.parent()?.to_owned(), clock::now());
        let own = self.as_open(home.own_packs().packs.into_iter().map(as_editors_write).collect());
        let embedded = reqlint_rules::packs();
        let names: Vec<_> = own.iter().chain(&embedded).flat_map(pack_name).collect();
        let packs = home.project.choose(own, embedded);
        let definitions = names.into_iter().chain(packs.iter().flat_map(defined)).collect();
        Some(Shelf { loaded: Loaded::of(home.project, packs), definitions, project })
    }

    fn shelf(&self, folder: &Path) -> Shelf {
        let mut roots: Vec<PathBuf> = std::fs::read_dir(folder)
            .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
            .unwrap_or_default();
        roots.retain(|root| root.join("pack.toml").is_file());
        roots.sort();
        let packs = roots.iter().filter_map(|root| rules::find(root).ok()).flat_map(|found| found.packs);
        let packs = self.as_open(packs.collect());
        let definitions = packs.iter().flat_map(|pack| pack_name(pack).into_iter().chain(defined(pack))).collect();
        Shelf { loaded: Loaded::from(packs), definitions, project: None }
    }

    /// Packs with the texts of their open files.
    fn as_open(&self, mut packs: Vec<PackSource>) -> Vec<PackSource> {
        for pack in &mut packs {
            for (path, text) in self.open.iter().filter(|(path, _)| path.starts_with(&pack.root)) {
                match pack.files.iter_mut().find(|file| Path::new(&file.path) == path) {
                    Some(file) => file.text.clone_from(text),
                    None => pack.files.push(SourceFile { path: shown(path), text: text.clone() }),
                }
            }
        }
        packs
    }

    pub(super) fn shelves(&self) -> impl Iterator<Item = &Shelf> {
        self.shelves.values()
    }

    /// An open file of a pack, or that of a project.
    pub(super) fn document(&self, path: &Path) -> Option<Document<'_>> {
        let (path, text) = self.open.get_key_value(path)?;
        let shelf = self.shelves.get(shelf_of(path)?)?;
        if shelf.project.is_some() {
            return Some(Document { text, path, kind: FileKind::Project, shelf, pack: None });
        }
        let root = root(path)?;
        let kind = FileKind::of(&shown(path.strip_prefix(root).ok()?));
        Some(Document { text, path, kind, shelf, pack: root.file_name()?.to_str() })
    }
}

impl<'w> Document<'w> {
    /// A fact by its name.
    pub(super) fn fact(&self, name: &str) -> Option<&'w Definition> {
        self.shelf.definitions.iter().find(|d| d.names == Names::Fact && d.name == name && self.sees(d))
    }

    /// Whether a definition can be named in this file without saying its pack.
    pub(super) fn sees(&self, definition: &Definition) -> bool {
        definition.names == Names::Pack || self.pack.is_none_or(|pack| pack == definition.pack)
    }
}

/// Which shelf a file is on, as [`Workspace::shelves`] are named.
fn shelf_of(path: &Path) -> Option<&Path> {
    if path.file_name().is_some_and(|name| name == NAME) { Some(path) } else { root(path)?.parent() }
}

/// A pack with its paths as editors write them: a project may name its folder as `.` or `../rules`.
fn as_editors_write(mut pack: PackSource) -> PackSource {
    let written = |path: &str| {
        let mut plain = PathBuf::new();
        for component in Path::new(path).components() {
            match component {
                Component::ParentDir => _ = plain.pop(),
                Component::CurDir => {}
                other => plain.push(other),
            }
        }
        shown(&plain)
    };
    pack.root = written(&pack.root);
    pack.files.iter_mut().for_each(|file| file.path = written(&file.path));
    pack
}

/// The names that the files of a pack define.
fn defined(pack: &PackSource) -> Vec<Definition> {
    pack.files.iter().flat_map(|file| definitions(&pack.root, file)).collect()
}

/// The nearest folder above a file that holds a `pack.toml`.
fn root(path: &Path) -> Option<&Path> {
    path.ancestors().skip(1).find(|folder| folder.join("pack.toml").is_file())
}
