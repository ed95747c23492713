//! Packs on disk: finding them in a folder, reading them, and watching for changes.
//!
//! The only code that reads rule files from disk, shared by all hosts that let people edit rules.

mod entries;
mod packs;
mod saves;

pub use entries::{entries, said};
pub use packs::{Found, NoPack, find, shown, text};
pub use saves::{Saves, Waker};
