//! Facts: what a request alone can't tell, and the sources that know.

mod error;
mod source;
mod value;

// Sources.
mod file;
#[cfg(feature = "http-facts")]
mod http;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod sql;
mod tree;

// How a layer asks them.
mod cache;
mod lookup;
mod settings;

pub use error::ConnectError;
pub use file::FileFacts;
#[cfg(feature = "http-facts")]
pub use http::HttpFacts;
pub(crate) use lookup::{Barred, FactAnswer, Unasked};
pub use lookup::{FactLookup, OfferError, WhenFailing};
pub use settings::FactSettings;
#[cfg(feature = "folder")]
pub(crate) use settings::open;
pub use source::{FactSource, Offer, Question, SourceError};
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub use sql::SqlFacts;
