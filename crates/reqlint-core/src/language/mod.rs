//! What any rule file is written in: TOML tables read key by key, with the place of everything that can be wrong.
//!
//! This stage knows keys and types. It must not look up names: whether a pattern, fact or endpoint exists is for
//! `compile` to say.

mod code;
pub(crate) mod cursor;
mod diagnostics;
pub(crate) mod foundation;
pub(crate) mod gate;
pub(crate) mod key;
pub(crate) mod misplaced;
pub(crate) mod parse;
mod sink;
pub(crate) mod source;
mod source_map;
mod span;
mod suppression;
mod syntax;
pub(crate) mod values;

pub(crate) use sink::{Collected, Sink};
pub(crate) use span::{Located, SourceSpan};

pub use code::Code;
pub use diagnostics::{Diagnostic, Diagnostics};
pub use gate::GateSettings;
pub use source::{SourceKind, SourceSettings};
pub use source_map::{SourceFile, line_column};
