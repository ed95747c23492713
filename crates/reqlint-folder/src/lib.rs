//! Packs on disk: found in a folder, read, and watched for changes.
//!
//! The only code that reads rule files from disk; hosts that let people edit rules share it.

mod entries;
mod packs;
mod saves;

pub use entries::{entries, said};
pub use packs::{Found, NoPack, find, shown, text};
pub use saves::{Saves, Waker};
