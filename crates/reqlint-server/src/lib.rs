//! reqlint in a Rust server.

// nouns
mod agreement;
mod exchange;
mod folder;
mod judged;
mod rules;
mod settings;

// bodies
mod answer;

// what a request alone cannot tell
mod facts;

// verbs: a request is judged
mod ask;
mod case;
mod decide;
mod judge;
mod refusal;

// what operators see
pub mod seeing;

// tower
mod layer;
mod service;

pub use agreement::{Agreement, AgreementCounts, RuleAgreement};
pub use answer::Answer;
pub use facts::{
    ConnectError, FactLookup, FactSettings, FactSource, FileFacts, HttpFacts, Offer, OfferError, Question, SourceError,
    SqlFacts, TemplateError, WhenFailing,
};
pub use folder::{LoadError, Watching};
pub use judged::{Decision, Judged, Seen};
pub use layer::{ReqlintLayer, UnknownRule};
pub use refusal::{Because, Refusal};
pub use reqlint_body::Replay;
pub use rules::{Generation, ReplaceError, Rules};
pub use service::{ReqlintService, ResponseFuture, SPARED_HEADER};
pub use settings::{Mode, OwnReply, ReplyForm, WhenUnknown};
