//! Why rules were not put in force.

use crate::facts::ConnectError;
use crate::rules::ReplaceError;
use reqlint_core::Diagnostics;
use reqlint_folder::NoPack;
use reqlint_formats::ReadError;
use std::fmt;

/// Why the rules of a folder or project were not put in force.
///
/// Its `Debug` is its text, so that a program whose `main` returns it shows what is wrong and where.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The folder contains no pack.
    #[error(transparent)]
    NoPack(#[from] NoPack),
    /// The project uses no pack.
    #[error("no pack found: `{project}` names no folder of packs; add rules = [\"…\"]")]
    NoFolder {
        /// Its file.
        project: String,
    },
    /// Files can't be read.
    #[error("{}", lines(.0))]
    Unreadable(Vec<ReadError>),
    /// Rule files, or a project's file, are wrong: every diagnostic, with its place.
    #[error(transparent)]
    Diagnostics(#[from] Diagnostics),
    /// Examples of rules don't give the expected result, one sentence each.
    #[error("{}", lines(.0))]
    Examples(Vec<String>),
    /// A project's source of facts can't be opened.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A fact source of a layer doesn't match the rules.
    #[error(transparent)]
    Unfit(#[from] ReplaceError),
    /// There are fewer packs, rules or settings than are in force, as in a folder that is being copied.
    #[error("{0}")]
    Fewer(String),
    /// The operating system doesn't let the folder be watched, or the program is ending.
    #[error("{0}")]
    Unwatchable(String),
}

fn lines(list: &[impl ToString]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
