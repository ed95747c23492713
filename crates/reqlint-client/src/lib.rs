//! reqlint in a Rust client: what is wrong with a request before it is sent, and why an answer was an error.

// Nouns: what is said.
mod answered;
mod checked;
mod diagnosis;
mod error;
mod refused;
mod words;

// Nouns: what is held.
mod outgoing;
mod renewal;

// Verbs: a request is checked, an answer is explained.
mod check;
mod mend;

// Where it hangs.
#[cfg(feature = "reqwest")]
mod for_reqwest;
mod middleware;
mod service;

pub use answered::{Answered, ResponseExt};
pub use checked::{Checked, Decision, Mode};
pub use diagnosis::Diagnosis;
pub use error::Error;
#[cfg(feature = "reqwest")]
pub use for_reqwest::checked_redirects;
pub use middleware::ReqlintMiddleware;
pub use refused::Refused;
pub use renewal::{Renewal, UnknownRule};
pub use reqlint_body::Replay;
pub use service::{ReqlintFuture, ReqlintService};
