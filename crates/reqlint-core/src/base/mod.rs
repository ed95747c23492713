//! What any engine would need, HTTP or not: numbers, times, texts, patterns, bytes.

pub(crate) mod bytes;
pub(crate) mod decimal;
pub mod escape;
pub(crate) mod finding;
pub(crate) mod http_date;
pub(crate) mod interner;
pub(crate) mod literal;
pub mod near;
pub(crate) mod number;
pub(crate) mod octets;
pub(crate) mod outcome;
pub(crate) mod pattern;
pub(crate) mod prevalence;
pub(crate) mod scalar;
pub(crate) mod spell;
pub(crate) mod template;
pub(crate) mod text;
pub(crate) mod time;
pub(crate) mod view;

pub use literal::Literal;
pub use number::Number;
pub use template::{Template, TemplateError, TemplatePiece};
pub use text::SmolStr;
pub use time::{Duration, Time};
