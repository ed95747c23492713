//! What any rule file is written in: TOML tables read key by key, with the place of everything that can be wrong.
//!
//! This stage knows keys and types. It must not look up names: whether a pattern, fact or endpoint exists is for
//! `compile` to say.

pub(crate) mod cursor;
pub(crate) mod diagnostics;
pub(crate) mod key;
pub(crate) mod operand;
pub(crate) mod selector_names;
pub(crate) mod source;
pub(crate) mod stray;
mod syntax;

pub use diagnostics::{Diagnostic, Diagnostics, SourceFile, line_column};
pub use source::{SourceKind, SourceSettings};
