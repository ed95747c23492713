//! Views of what is loaded, for hosts that show it.

pub(crate) mod endpoint;
mod entry;
pub mod keys;
mod lookup;
pub(crate) mod plan;
pub(crate) mod view;

pub use endpoint::{EndpointView, FieldView};
pub use lookup::UnknownRule;
pub use plan::{BodyPlan, Meets, PlanView};
pub use view::{AppliesToView, CauseView, PackView, RuleView};
