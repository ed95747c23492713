//! reqlint in a Rust client: what is wrong with a request before it is sent, and why an answer was an error.
//!
//! [`ReqlintLayer`] is a layer for tower's client services and, with the feature `reqwest`, a middleware for
//! `reqwest-middleware`. It checks each request against the packs of a rule set, and refuses, reports or fixes what the API
//! would refuse.
//!
//! ```
//! use reqlint_client::{Mode, Refusal, ReqlintLayer, ResponseExt};
//! use reqlint_core::RuleSet;
//! use reqwest::header::{AUTHORIZATION, HeaderMap};
//! use reqwest_middleware::ClientBuilder;
//!
//! # use edge_api::{Database, api, serve_on_loopback};
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! # // the example API with its database, on loopback; it speaks plain HTTP, so the rule that asks for TLS is left out
//! # let folder = tempfile::tempdir()?;
//! # let address = serve_on_loopback(api(Database::create(&folder.path().join("edge.db")).await?)).await?;
//! # let http = reqwest::Client::builder().no_proxy().resolve("api.edgecast.com", address).build()?;
//! # let mut packs = reqlint_rules::packs();
//! # packs.iter_mut().for_each(|pack| pack.files.retain(|file| !file.path.ends_with("/plain-http.toml")));
//! # let packs = || packs.clone();
//! let rules = RuleSet::load(packs())?;
//! let reqlint = ReqlintLayer::new(rules).client_headers(HeaderMap::new());
//! let client = ClientBuilder::new(http.clone()).with(reqlint.clone()).build();
//!
//! // a wrong request is not sent; the error says what is wrong, where, and how to fix it
//! let account = "http://api.edgecast.com/v2/mcc/customers/0001";
//! let purge = |client: &reqwest_middleware::ClientWithMiddleware| {
//!     let request = client.put(format!("{account}/edge/purge/"));
//!     let request = request.header(AUTHORIZATION, "TOK: 12345678-1234-1234-1234-1234567890ab");
//!     request.body(r#"{"MediaPath":"http://wpc.0001.edgecastcdn.net/000001/a.jpg","MediaType":3}"#)
//! };
//! let error = purge(&client).header("content-type", "application/json").send().await.unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "not sent: PUT api.edgecast.com/v2/mcc/customers/0001/edge/purge/ would get 404 Not Found (Invalid Request URI): \
//!      the path ends with a slash, in the target at byte 33 (edgecast/trailing-slash)\n\
//!      fix: Remove the trailing slash from the path."
//! );
//! assert_eq!(Refusal::of(&error).and_then(|refusal| refusal.status()), Some(404));
//!
//! // or it is fixed
//! let fixing = ClientBuilder::new(http).with(reqlint.mode(Mode::Fix)).build();
//! let response = purge(&fixing).header("content-type", "application/json").send().await?;
//! assert_eq!(response.explain()?.status(), 200);
//! assert_eq!(response.checked().map(|checked| checked.fixed.len()), Some(1));
//!
//! // what only the API knows is explained from its answer; the body can still be read
//! let request = client.get(format!("{account}/cnames/httplarge"));
//! let response = request.header(AUTHORIZATION, "TOK: 99999999-1234-1234-1234-1234567890ab").send().await?;
//! assert_eq!(
//!     response.explain().unwrap_err().to_string(),
//!     "GET api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge got 403 Forbidden, \"Invalid user\": this may \
//!      be violated: The token is the primary or backup token assigned to your account (edgecast/token-unknown)\n\
//!      find out: Is this token the primary or backup token of a user in the MCC? (fact token-known)"
//! );
//! assert_eq!(response.text().await?, r#"{"Message":"Invalid user"}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What happens to a request
//!
//! 1. If no pack covers its host, the request is sent and its answer returned, both untouched. This costs one lookup of the
//!    host. (With the pack `http` of `reqlint-rules` every host is covered.)
//! 2. Its body is read ahead, up to [`body_limit`](ReqlintLayer::body_limit): at once if it is in memory; if it is a stream,
//!    only when a rule that applies needs it. The inner service gets the same bytes and trailers, or the same error. Bodies of
//!    gRPC, upgrades, and compressed bodies are never read.
//! 3. If a rule named in [`renew`](ReqlintLayer::renew) fails, the hook fetches a fresh value, and the request is checked
//!    again.
//! 4. If a rule of severity error fails, [`Mode`] decides. Every request in which a rule failed is reported as a `tracing`
//!    event (target `reqlint`) and to [`on_report`](ReqlintLayer::on_report); if it was sent, the response holds what was
//!    found ([`ResponseExt::checked`]). Warnings and unknown rules stop nothing.
//! 5. If the answer's status is 400 or above, its body is read (from a body longer than
//!    [`answer_limit`](ReqlintLayer::answer_limit), only the status counts), and the response gets a [`Diagnosis`], which
//!    [`ResponseExt::explain`] turns into an error. The caller can still read the whole body, including an error at its end.
//!    Reading has no time limit of its own; the client's timeouts apply.
//!
//! # Which server answers
//!
//! The layer takes a rule set and reads no `reqlint.toml`. What the pack `http` expects becomes what one server was measured to
//! answer where the program names it when it loads the rules, as the command does with `--server`; a `reqlint.toml` of its own it
//! can read with `Project::read`.
//!
//! ```
//! use reqlint_client::ReqlintLayer;
//! use reqlint_core::{Loaded, Project};
//!
//! let mut project = Project::default();
//! project.assume_server("server", "nginx@1.31");
//! project.assume_server("server", "orders.example.com=tomcat");
//! let loaded = Loaded::of(project, reqlint_rules::packs());
//! assert!(loaded.errors.is_empty(), "{}", loaded.errors);
//! let reqlint = ReqlintLayer::new(loaded.rules);
//! # let _ = reqlint;
//! ```
//!
//! # What can't be seen
//!
//! Host and Content-Length are added later, and bodies may be too long or a stream: rules that look at these are unknown and
//! never fail. The same is true of headers that a reqwest client adds by itself, unless
//! [`client_headers`](ReqlintLayer::client_headers) lists them. With tower, what inner layers add is not seen; put this layer
//! inside them.
//!
//! # Where it belongs
//!
//! As near to the wire as possible, so that it sees what others add: the last `.with(…)`, the innermost layer.
//!
//! - **Retries.** Below them (added after them), each attempt is checked at its own time, so a token that expires between
//!   attempts is caught, and the last answer is explained. This is usually better. Above them, one check covers all
//!   attempts, and a stream that was read ahead can be retried. Either way a refusal is not retried: `reqwest-retry` does not
//!   consider it transient.
//! - **Redirects.** tower-http's `FollowRedirect` goes above, and each hop is a request like any other. reqwest follows
//!   redirects itself, below all middleware: build its client with `redirect(checked_redirects(Policy::default()))`, and
//!   each hop is checked before reqwest sends it. It can be refused or reported there, but not fixed or renewed. Headers
//!   that reqwest may drop on another host are not visible. Without that policy hops are not checked, and their answers are
//!   not explained.
//!
//! # What it costs
//!
//! A request without errors is evaluated once, and a copy of its head is kept until the answer arrives; nothing is locked.
//! Dropping a call cancels everything that belongs to it: nothing is sent later, and others that wait for the same renewal
//! continue. `cargo run --release -p reqlint-bench --bin client` measures it next to the same client without it.

// Nouns: what is reported.
mod checked;
mod request_line;

mod diagnosis;
mod error_response;
mod refusal;
mod words;

mod error;

// Nouns: what is checked, and how.
mod outgoing;
mod renewal;
mod settings;

// Verbs: a request is fixed and checked, an answer is explained.
mod check;
mod explain;
mod fix;

// tower and reqwest.
mod service;

mod layer;

#[cfg(feature = "reqwest")]
mod for_reqwest;

pub use checked::Checked;
pub use diagnosis::Diagnosis;
pub use error::Error;
pub use error_response::{ErrorResponse, ResponseExt};
#[cfg(feature = "reqwest")]
pub use for_reqwest::checked_redirects;
pub use layer::ReqlintLayer;
pub use refusal::Refusal;
pub use renewal::Renewal;
pub use reqlint_body::Replay;
pub use reqlint_core::evaluate::Decision;
pub use reqlint_core::inspect::UnknownRule;
pub use service::{ReqlintService, ResponseFuture};
pub use settings::Mode;
