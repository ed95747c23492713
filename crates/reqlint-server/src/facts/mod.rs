//! Facts: what a request alone can't tell, and the sources that know.

mod error;
mod source;
mod value;

// Sources.
mod file;
mod http;
mod sql;
mod tree;

// How a layer asks them.
mod cache;
mod lookup;
mod settings;

pub use error::ConnectError;
pub use file::FileFacts;
pub use http::HttpFacts;
pub(crate) use lookup::FactAnswer;
pub use lookup::{FactLookup, OfferError, WhenFailing};
pub use settings::FactSettings;
pub use source::{FactSource, Offer, Question, SourceError};
pub use sql::SqlFacts;
