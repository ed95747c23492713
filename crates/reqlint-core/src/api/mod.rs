//! What a pack says about its API: the catalogue of endpoints, and the facts.

pub(crate) mod catalogue;
pub(crate) mod facts;
mod hosts;
pub(crate) mod patterns;

pub use facts::{FactError, FactSlot, FactType, FactValue, Facts};
pub(crate) use hosts::{Api, specificity};
