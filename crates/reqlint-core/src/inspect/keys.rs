//! What may stand in rule files: the tables that reader, suggestions, schema and documentation share.

pub use crate::base::pattern::Format;
pub use crate::check::{KINDS, KindEntry};
pub use crate::language::endpoint::FILE as CATALOGUE;
pub use crate::language::key::{Key, Names, Takes};
pub use crate::language::operand::{OF, OPERATORS};
pub use crate::language::pack::PACK;
pub use crate::language::project::PROJECT;
pub use crate::language::reply::CAUSE as REPLY;
pub use crate::language::rule::RULE;
pub use crate::language::selector_names::{SELECTORS, SelectorEntry};
