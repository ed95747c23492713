//! reqlint in a Rust client: what is wrong with a request before it is sent, and why an answer was an error.
//!
//! [`ReqlintMiddleware`] is a layer for every client service of tower, and with the feature `reqwest` a middleware for
//! `reqwest-middleware`. It holds each request against the packs of a rule set, and refuses, warns of or mends what the API
//! would refuse.
//!
//! ```
//! use reqlint_client::{Mode, Refused, ReqlintMiddleware, ResponseExt};
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
//! let reqlint = ReqlintMiddleware::new(rules).client_headers(HeaderMap::new());
//! let client = ClientBuilder::new(http.clone()).with(reqlint.clone()).build();
//!
//! // a wrong request is not sent; the error says what is wrong, where, and how to mend it
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
//! assert_eq!(Refused::of(&error).and_then(|refused| refused.status()), Some(404));
//!
//! // mended on demand
//! let mending = ClientBuilder::new(http).with(reqlint.mode(Mode::Mend)).build();
//! let response = purge(&mending).header("content-type", "application/json").send().await?;
//! assert_eq!(response.explain()?.status(), 200);
//! assert_eq!(response.checked().map(|checked| checked.mended.len()), Some(1));
//!
//! // what only the API can tell is told by its answer; the body is still there
//! let request = client.get(format!("{account}/cnames/httplarge"));
//! let response = request.header(AUTHORIZATION, "TOK: 99999999-1234-1234-1234-1234567890ab").send().await?;
//! assert_eq!(
//!     response.explain().unwrap_err().to_string(),
//!     "GET api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge got 403 Forbidden, \"Invalid user\": perhaps this \
//!      does not hold: The token is the primary or backup token assigned to your account (edgecast/token-unknown)\n\
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
//! 1. No pack judges its host: it is sent, and its answer comes back, untouched. This costs the look-up of the host. (With
//!    the pack `http` of `reqlint-rules` every host is judged.)
//! 2. Its body is read ahead, up to [`body_limit`](ReqlintMiddleware::body_limit): at once where it is in memory, and
//!    waited for only if it is a stream and a rule that applies looks at it. The service below gets the same bytes and
//!    trailers, or the same error. gRPC, upgrades and compressed bodies are never read.
//! 3. A rule named in [`renew`](ReqlintMiddleware::renew) fails: something fresh is fetched, and it is judged again.
//! 4. A rule of severity error fails: [`Mode`] decides. Every request in which a rule failed is told of by an event of
//!    `tracing` (target `reqlint`) and by [`on_report`](ReqlintMiddleware::on_report); one that was sent has what was found
//!    in its response ([`ResponseExt::checked`]). Warnings and open questions stop nothing.
//! 5. The answer is 400 or above: its body is read, unless it is longer than
//!    [`answer_limit`](ReqlintMiddleware::answer_limit) and only its status counts, and the response gets a [`Diagnosis`]. [`ResponseExt::explain`] makes an error of it. The caller reads the whole body, and
//!    gets the error that it ended with, if one did. Reading has no time limit of its own: the client's time-outs hold.
//!
//! # What can't be seen
//!
//! Host and Content-Length are added later, and bodies may be too long or a stream: rules that look at these are unknown,
//! never an alarm. The same goes for headers that a reqwest client adds by itself, until
//! [`client_headers`](ReqlintMiddleware::client_headers) tells of them. With tower, what layers further in add is not
//! seen: put this one below them.
//!
//! # Where it belongs
//!
//! As near to the wire as can be, so that it sees what others add: the last `.with(…)`, the innermost layer.
//!
//! - **Retries.** Below them (added after them) each try is checked at its own time, so that a token that gets too old
//!   while they wait is caught, and the last answer is explained. This is the better way round. Above them one check goes
//!   for all tries, and a stream that was read ahead can be tried again. A refusal is not tried again either way: to
//!   `reqwest-retry` it is no fault of the network.
//! - **Redirects.** tower-http's `FollowRedirect` goes above, and each hop is a request like any other. reqwest follows
//!   redirects itself, below all middleware: build its client with `redirect(checked_redirects(Policy::default()))`, and
//!   each hop is judged as reqwest is about to send it. It can be refused or warned of there, not mended or renewed.
//!   Headers that reqwest may leave behind on another host are not visible. Without that policy hops go unseen, and their
//!   answers unexplained.
//!
//! # What it costs
//!
//! A request that is right is evaluated once, and its head is kept until the answer is there; nothing is locked. Dropping
//! a call drops all that belongs to it: nothing is sent later, and whoever waits for the same renewal goes on.
//! `cargo run --release -p reqlint-bench --bin client` measures it beside the same client without it.

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
