//! What may stand in rule files: the tables that reader, suggestions, schema and documentation share.

pub use crate::check::{KINDS, KindEntry};
pub use crate::pattern::Format;
pub use crate::read::endpoint::FILE as CATALOGUE;
pub use crate::read::key::{Key, Names, Takes};
pub use crate::read::operand::{OF, OPERATORS};
pub use crate::read::pack::PACK;
pub use crate::read::project::PROJECT;
pub use crate::read::reply::CAUSE as REPLY;
pub use crate::read::rule::RULE;
pub use crate::selector_names::{SELECTORS, SelectorEntry};
