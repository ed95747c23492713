//! reqlint in a Rust server: a tower layer that refuses what the API would refuse anyway, with the right status and an
//! answer that says why; or only watches.
//!
//! ```
//! use axum::{Router, routing::put};
//! use http::{Request, StatusCode};
//! use reqlint_core::RuleSet;
//! use reqlint_server::{FileFacts, Judged, ReqlintLayer};
//! use tower::ServiceExt;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let rules = RuleSet::load(reqlint_rules::packs())?;
//! let facts = FileFacts::read("facts.toml", "['path.account'.00D0]\naccount-status = 'deleted'\n")?;
//! let layer = ReqlintLayer::new(rules)
//!     .body_limit(64 * 1024)
//!     .facts(facts)?
//!     .on_report(|seen| println!("{:?}", seen.judged()));
//! let api = Router::new()
//!     .route("/v2/mcc/customers/{account}/edge/purge", put(async || "purged"))
//!     .layer(layer);
//!
//! // this token is in quotes, and the service never hears of it
//! let request = Request::put("/v2/mcc/customers/0001/edge/purge")
//!     .header("Host", "api.edgecast.com")
//!     .header("Authorization", "\"TOK: 12345678-1234-1234-1234-1234567890ab\"")
//!     .body(axum::body::Body::empty())?;
//! let answer = api.oneshot(request).await?;
//! assert_eq!(answer.status(), StatusCode::FORBIDDEN);
//! let judged = Judged::of(answer.extensions()).expect("a refused request has a report");
//! assert_eq!(judged.expected().map(|rule| rule.id()), Some("edgecast/token-in-quotes"));
//! let body = axum::body::to_bytes(answer.into_body(), 1024).await?;
//! assert_eq!(body, r#"{"Message":"Invalid user"}"#);
//! # Ok(()) }
//! ```
//!
//! # When a request passes
//!
//! In [`Mode::Enforce`] a request goes on to the service if
//!
//! 1. no rule of severity error fails on its head: method, URL, headers. Otherwise its body is never waited for, nor is it
//!    read, unless it is at hand and short: up to 8 KiB, announced by its length, and not kept back by `Expect`;
//! 2. where a rule in scope for that endpoint looks at the body and may still change the answer: the body comes whole,
//!    within [`ReqlintLayer::body_limit`] (else 413) and [`ReqlintLayer::body_time`] (else 408; 400 if it breaks off), and
//!    no such rule fails;
//! 3. where a fact is missing that a rule in scope needs and a source offers: the sources are asked, and no such rule
//!    fails. They are asked only once everything else has passed;
//! 4. what stays unknown may pass ([`WhenUnknown`], [`WhenFailing`]; else 503, or 415 for a body that can't be looked at).
//!
//! Warnings pass and are counted; so does what was softened ([`ReqlintLayer::soften`]), with a header that says so. In
//! [`Mode::Observe`] everything passes: a longer, slower or broken body goes on as it comes.
//!
//! The service gets the request as it came, its body as [`Replay`]: the same bytes in the same order, trailers, errors and
//! size hint. A request that is right costs no allocation of the layer's own but for its body.
//!
//! # What a refusal looks like
//!
//! Status and words are those of the first failed rule in the pack's precedence, in the pack's `[[reply]]` form, JSON or
//! XML by `Accept`; or [`ReplyForm::Problem`], or a function of the host's. 401 brings `WWW-Authenticate`, 405 `Allow`. A
//! [`Judged`] rides in the extensions wherever a rule failed, with the number of the rules that judged; it gives the
//! report. No answer, event or metric shows a secret.
//!
//! # Where it belongs
//!
//! Outermost of what reads or changes requests, so that it sees them as they were sent: outside of routers that strip
//! prefixes, inside of layers that decompress bodies (tower-http's `RequestDecompressionLayer`), catch panics or limit
//! concurrency. The Host that clients send must arrive; a proxy in front may not rewrite it.
//!
//! # Caveats
//!
//! * It lets nobody in. A token's claims are read, never verified: rules about them say early what the service would say
//!   anyway, and the service must still check the token.
//! * A body that is compressed, gRPC, or another protocol after an upgrade is never read: rules about it are unknown, and
//!   with [`WhenUnknown::Pass`] such a request passes them.
//! * Facts hold for as long as they are kept ([`FactLookup::keep`]).
//! * It takes three microseconds a request where caches are warm, about ten behind a busy socket. Around a handler that does
//!   nothing, with the whole Edgecast pack and a body of 500 bytes, loopback carried four fifths of the requests per
//!   second; with four checks by hand instead, nine tenths (`cargo bench -p reqlint-server --bench layer`).
//!
//! # Before enforcing
//!
//! [`Mode::Observe`] holds the status expected of each request against the one that the service gave, rule by rule:
//! [`ReqlintLayer::agreement`], and the metric [`seeing::AGREEMENT`]. What operators see else stands in [`seeing`]; rules
//! that change while the server runs come from [`Rules::of_folder`] and [`Rules::watch`]; facts from [`SqlFacts`],
//! [`HttpFacts`], [`FileFacts`], or `reqlint.toml` ([`FactSettings`]).
//!
//! Watching needs a tokio runtime, as do facts and slow bodies.

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
    SqlFacts, WhenFailing,
};
pub use folder::{LoadError, Watching};
pub use judged::{Decision, Judged, Seen};
pub use layer::{ReqlintLayer, UnknownRule};
pub use refusal::{Because, Refusal};
pub use reqlint_body::Replay;
pub use rules::{Generation, ReplaceError, Rules};
pub use service::{ReqlintService, ResponseFuture, SPARED_HEADER};
pub use settings::{Mode, OwnReply, ReplyForm, WhenUnknown};
