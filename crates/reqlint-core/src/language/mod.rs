//! Reading rule files: TOML text to what was written, with the place of everything that can be wrong.
//!
//! This stage knows keys and types. It must not look up names: whether a pattern, fact or endpoint exists is for
//! [`crate::compile`] to say.

pub(crate) mod check;
pub(crate) mod cursor;
pub(crate) mod diagnostics;
pub(crate) mod endpoint;
pub(crate) mod example_text;
mod fingerprint;
pub(crate) mod key;
pub(crate) mod operand;
pub(crate) mod pack;
pub(crate) mod project;
pub(crate) mod reply;
pub(crate) mod rule;
pub(crate) mod selector_names;
pub(crate) mod source;
pub(crate) mod sources;
mod stray;
mod syntax;

pub use diagnostics::{Diagnostic, Diagnostics, SourceFile, line_column};
pub use pack::PackSource;
pub use rule::{AlsoListed, Example, ExampleJwt, ExampleText};
pub use source::{SourceKind, SourceSettings};
