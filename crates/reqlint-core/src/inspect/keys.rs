//! What may appear in rule files: the tables that reader, suggestions, schema and documentation share.

pub use crate::base::pattern::Format;
pub use crate::check::KINDS;
pub use crate::check::operator::{OF, OPERATORS};
pub use crate::files::endpoint::FILE as CATALOGUE;
pub use crate::files::pack::PACK;
pub use crate::files::project::PROJECT;
pub use crate::files::reply::CAUSE as REPLY;
pub use crate::files::rule::RULE;
pub use crate::files::server::SERVER;
pub use crate::files::shape::SHAPE;
pub use crate::language::key::{Key, KindEntry, Names, Takes};
pub use crate::subject::select::{SELECTORS, SelectorEntry};
