//! reqlint in a Rust server: a tower layer that refuses requests the API would refuse anyway, with the right status and an
//! answer that says why, or only observes them.
//!
//! ```
//! use axum::{Router, routing::put};
//! use http::{Request, StatusCode};
//! use reqlint_core::RuleSet;
//! use reqlint_server::{Checked, FileFacts, ReqlintLayer};
//! use tower::ServiceExt;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let rules = RuleSet::load(reqlint_rules::packs())?;
//! let facts = FileFacts::read("facts.toml", "['path.account'.00D0]\naccount-status = 'deleted'\n")?;
//! let layer = ReqlintLayer::new(rules)
//!     .body_limit(64 * 1024)
//!     .facts(facts)?
//!     .on_report(|exchange| println!("{:?}", exchange.checked()));
//! let api = Router::new()
//!     .route("/v2/mcc/customers/{account}/edge/purge", put(async || "purged"))
//!     .layer(layer);
//!
//! // this token is in quotes, so the request never reaches the service
//! let request = Request::put("/v2/mcc/customers/0001/edge/purge")
//!     .header("Host", "api.edgecast.com")
//!     .header("Authorization", "\"TOK: 12345678-1234-1234-1234-1234567890ab\"")
//!     .body(axum::body::Body::empty())?;
//! let answer = api.oneshot(request).await?;
//! assert_eq!(answer.status(), StatusCode::FORBIDDEN);
//! let checked = Checked::of(answer.extensions()).expect("a refused request has a report");
//! assert_eq!(checked.expected().map(|rule| rule.id()), Some("edgecast/token-in-quotes"));
//! let body = axum::body::to_bytes(answer.into_body(), 1024).await?;
//! assert_eq!(body, r#"{"Message":"Invalid user"}"#);
//! # Ok(()) }
//! ```
//!
//! # When a request passes
//!
//! In [`Mode::Enforce`] a request goes on to the service if
//!
//! 1. no rule of severity error fails on its head (method, URL, headers). If one does, the layer never waits for the body,
//!    and reads it only if it is short and at hand: at most 8 KiB, announced by its length, and not held back by `Expect`;
//! 2. where an applicable rule looks at the body and could still change the answer: the whole body arrives within
//!    [`ReqlintLayer::body_limit`] (else 413) and [`ReqlintLayer::body_time`] (else 408; 400 if it breaks off), and no such
//!    rule fails;
//! 3. where an applicable rule needs a missing fact that a source offers: the sources are asked, and no such rule fails.
//!    They are asked only once everything else has passed;
//! 4. what remains unknown is allowed to pass ([`WhenUnknown`], [`WhenFailing`]; else 503, or 415 for a body that can't be
//!    inspected, or 400).
//!
//! Before all that, a pack must judge it: the one that [`ReqlintLayer::judge_with`] names, or the one with its host, else a
//! loaded pack without `hosts`. The host is that of the URI, else of the Host header; one dot at its end doesn't count. A request
//! to a host that no pack judges, or with several Host headers that differ, is refused with 421 ([`WhenUnjudged`]). HEAD means
//! what GET means, for endpoints and in `[applies-to]`, except where the catalogue has it. Nothing in a request counts as a
//! placeholder. A path that means one endpoint if `%61` is read as `a`, and another if it isn't, is refused with 400, also if
//! that goes for any character of a segment that the catalogue divides (`/jobs/7%3Acancel`, where there are `{job}` and `{job}:cancel`);
//! and so is a query that names two, or one and something else (`?action=look&action=clear`). The cookies of a request over
//! HTTP/2, which may be in several lines, are one line, and a value of a header that has white space around it there counts without
//! it, too.
//!
//! Where rules look into a body, it is refused with 415 ([`WhenClosed`]), unless `body-format` gives it another answer, if
//!
//! * it isn't the JSON, XML or form that its Content-Type says, or not the object or list that the endpoint takes;
//! * it has a list where the catalogue knows the members of an object, as serde reads one for the other, an object where it
//!   knows the items of a list, or, in XML, an element that has both what an item has and items;
//! * it has no Content-Type, or that of plain text, and looks like none of these formats;
//! * axum takes its Content-Type for another: `application/x-www-form-urlencoded+json` for a form, `application/json+a` for JSON;
//! * it is a form in parts (`multipart/form-data`) that readers may take in different ways: with a boundary or a name that is
//!   there twice, anything after its end, a part in another charset or transfer encoding, or escapes that only some undo.
//!
//! Warnings pass and are counted. So do rules that were softened ([`ReqlintLayer::soften`]), with a header that says so. In
//! [`Mode::Observe`] everything passes; a body that is too long, too slow or broken is forwarded as it arrives.
//!
//! The service gets the request unchanged, its body as a [`Replay`]: the same bytes in the same order, trailers, errors and
//! size hint. For a request without errors the layer allocates nothing, except to buffer its body.
//!
//! # What lets a request pass unjudged
//!
//! In [`Mode::Enforce`], with the settings as they are by default:
//!
//! * a rule that is unknown because no source offers the fact it needs, because the request has no value to ask by, or because
//!   the source failed ([`FactLookup::when_failing`]) or lists only some, as a file does ([`FactLookup::when_missing`]);
//!   [`WhenUnknown::Refuse`] closes that;
//! * an endpoint that the catalogue lacks, a method of one, or a path with a value that a parameter's `one-of` lacks: only rules without `[applies-to]` meet it. The kinds
//!   `known-endpoint` and `allowed-method` close that. HEAD is such a method where the pack says `head = "documented"`, though
//!   axum sends it to handlers of GET;
//! * a path that is an endpoint's but for case, a final slash, or letters that are percent-encoded: it is judged as that endpoint,
//!   and a service with routes for any path may take it for something else. `exact-case` and `no-trailing-slash` close that for
//!   the first two;
//! * a path of two endpoints that only the `is` of a parameter tells apart, where the service takes more for such a value than
//!   the format does, such as a UUID without hyphens;
//! * a rule about what can't be seen here: the scheme over HTTP/1.1, and Content-Length and Transfer-Encoding over HTTP/2, which
//!   needs neither;
//! * a part of the request that no rule looks at: a field, parameter or header that the catalogue doesn't list (`known-fields`
//!   refuses fields and parameters, where `[strict]` says that they are closed), the trailers of a body, a body where only its
//!   head is judged, the frames of a WebSocket after an upgrade; of a body in XML its attributes, and the text beside elements;
//! * a body that the service reads as something else than its first Content-Type says: the rules read JSON, XML and forms under
//!   their own labels (and `+json`, `+xml`), what has none, or that of plain text, as what it looks like, and nothing else. `body-format` closes that
//!   where the catalogue says what an endpoint `accepts`. Whatever `charset` says, they read UTF-8, as axum does. Of a body of a
//!   format that `fields-of` leaves out, no field is looked at;
//! * a list where a rule names a member of an object (`body.a.b`) that the catalogue doesn't describe, or where the pack has no rule
//!   about fields: a service may read a struct from a list;
//! * a body in a coding that the service doesn't undo: axum's extractors look at no Content-Encoding, and a form is found in
//!   any bytes;
//! * a form that the service divides elsewhere: `;` divides nothing, in queries neither, and `a[b]` is a name of its own where
//!   `[strict]` says no `forms = "brackets"`. Of a form in parts, JSON inside of a part is a text, and a file is a text like any
//!   other: that a part is one satisfies no rule, and breaks none;
//! * of an object that is there twice, what only one of them has: with `{"a":{"b":1},"a":{}}` `a.b` is `present`, while
//!   `required-fields` looks into each. `includes`, `covers` and `max-count` look at all values of a repeated header, parameter or
//!   member together. `body-format` with `duplicates` among its `tests` closes that for JSON;
//! * a number with a fraction that differs from a bound by less than a 64-bit float tells: 10.0000000000000000000000000001 is at
//!   most 10. So it is with two numbers of a request that are compared, of which one is beyond 63 bits;
//! * a body whose form a rule only warns of (`body-format`): what is in it is not judged where it can't be read, and serde reads
//!   more than one may think, such as a list of values for a struct, and what isn't UTF-8 in members that it skips;
//! * a CORS preflight (`OPTIONS` with `Origin` and `Access-Control-Request-Method`, without a body, `Authorization` and `Cookie`):
//!   only the rules about HTTP alone meet it, so that it must do nothing but be answered;
//! * a condition with `not` about a header that is there several times: its lines may be one list; and one of a kind that looks
//!   at several places at once, such as `field-values`, which fails if any of them does;
//! * a condition about a member that isn't the text that it is compared with, but is taken for it by the service, such as a
//!   number for the variant of an enum. That of an object with one member, `{"state":{"sealed":null}}`, which serde reads as
//!   `"sealed"`, is seen. `field-values` closes that, where the catalogue says what the member is;
//! * of XML, what a rule itself names in items (`body.items[].name`), where an element has both what an item has and items;
//! * a rule whose check or condition names the method itself: there HEAD is HEAD;
//! * of several Authorization lines, the bearer tokens after the first: rules about claims don't read them, nor what isn't a JSON
//!   Web Token alone after `Bearer`, such as one with another scheme, in quotes, or with more after it. `header-syntax` closes that;
//! * a host that another loaded pack has, or that the pack has beside the one that was meant: that pack judges, or the endpoints
//!   of that host count. Where a pack without `hosts` is loaded, such as `http`, which comes with the others, that goes for every
//!   host that no pack has. A service that is one API names its pack ([`ReqlintLayer::judge_with`]);
//! * a pack without a rule for it. The layer adds none of its own;
//! * a rule that is a warning here, is softened, or has an exception, one that waits for a warning or a softened rule that failed
//!   (`unless-failed`), and one that the server named in `reqlint.toml` accepts; of an exception, or a server, for a host, clients
//!   choose the host;
//! * a header that `Connection` names, where a proxy is inside of the layer: it passes the request on without it (RFC 9110 section
//!   7.6.1);
//! * a Host header beside the authority of the URI (`:authority` over HTTP/2), which the RFCs rank first: the pack of the authority
//!   judges, and a service that looks at Host may take the request for another host's.
//!
//! [`telemetry::REQUESTS`] counts what passed as unknown or unjudged apart from what passed.
//!
//! A gate's checklist:
//!
//! 1. Name the pack: [`ReqlintLayer::judge_with`], or `judge-with` below `[gate]`. Leave [`WhenUnjudged::Refuse`].
//! 2. In the pack: rules of the kinds `known-endpoint`, `allowed-method`, `exact-case` and `no-trailing-slash`; `body-format`, with
//!    `accepts` in the catalogue, and once more with the test `duplicates`; `required-fields`, `filled-fields` (`null` fills no field) and `field-values`;
//!    `known-fields`, with `members` and `parameters` `"closed"` in `[strict]`; `header-required` and a `value` for each header that the service trusts. Give them severity error.
//! 3. For each source of facts [`WhenFailing::Refuse`]; [`WhenUnknown::Refuse`] once every fact has one, and no rule of severity
//!    error is about the scheme, which would be unknown for every request over HTTP/1.1.
//! 4. Leave [`WhenClosed::Refuse`], and turn off the features of codings that the service doesn't decode.
//! 5. Let a day pass in [`Mode::Observe`], and read [`telemetry::AGREEMENT`] and the counts of `unknown` and `unjudged`.
//! 6. Put nothing inside the layer that changes method, path, host or body ([below](#where-it-belongs)).
//!
//! # What a refusal looks like
//!
//! Status and text are those of the first failed rule in the pack's order of precedence, in the pack's `[[reply]]` format,
//! JSON or XML depending on `Accept`; or [`ReplyForm::Problem`], or a function of your own. A refusal without a rule has
//! [`RefusalReason::name`] where the pack's replies have an error type. 401 comes with `WWW-Authenticate`, 405 with `Allow`, and
//! 503 with `Retry-After` where a source failed: until it is asked again. Whenever a rule failed, the extensions hold a [`Checked`], with the report and the
//! generation of the rules. No answer, event or metric shows a secret; events show no query values, and nothing of a path that
//! the catalogue doesn't describe.
//!
//! # Where it belongs
//!
//! Outside everything that reads or changes requests, so that it sees them as they were sent: outside routers that strip
//! prefixes, but inside layers that decompress bodies (tower-http's `RequestDecompressionLayer`), catch panics or limit
//! concurrency. A proxy in front must not rewrite the Host that clients send, or the pack is named; over HTTP/2 it must send
//! the `:scheme` that clients use, if a rule of the pack is about the scheme.
//!
//! In axum `Router::layer` covers the routes and the fallback that were added before it, and the router of a `nest` has lost its
//! prefix: add the layer last, to the outermost router, or wrap the whole one (`layer.layer(router)`).
//!
//! tower-http's `CorsLayer` belongs outside it: a preflight request carries no key. Layers inside it that rewrite what they
//! pass on, such as `NormalizePathLayer` or one that obeys a method-override header, make the service act on another request
//! than was judged: put them outside, or do without.
//!
//! # Caveats
//!
//! * It is not authentication. A token's claims are read but never verified: rules about them report early what the service
//!   would report anyway, and the service must still check the token.
//! * Bodies in gzip, deflate, br and zstd (each a feature of this crate) are decoded for the rules, up to
//!   [`ReqlintLayer::body_limit`] and 200 times their length; the service gets them as they came, and must decode them too, to
//!   their end: a decoder that stops after the first member of gzip, or frame of zstd, reads less than was judged. A body of
//!   another coding, of none although the label says one, or with Content-Encoding in several lines, of which some decoders see
//!   only the first, can't be inspected.
//! * Streams of gRPC messages (over HTTP/2) and tunnels are never read. Where a rule looks at a body that can't be inspected, the
//!   request is refused with 415 ([`WhenClosed`]).
//! * Facts may be as old as the time they are kept ([`FactLookup::keep`]).
//! * It takes time. On one thread and without a network, an axum handler that reads a JSON body of 500 bytes took 2.7 µs of CPU
//!   time; four checks by hand added 0.9 µs, all that the rules of its endpoint check, by hand, 1.4 µs, the layer with the whole
//!   Edgecast pack 1.3 µs, and two facts from SQLite that are in the cache another 1.8 µs (medians of nine alternating rounds,
//!   Rust 1.95.0 without link-time optimization; `cargo bench -p reqlint-server --bench service`). After a million requests it
//!   held as much memory as after 100,000.
//!
//! # Before enforcing
//!
//! [`Mode::Observe`] compares the status expected for each request with the one the service gave, rule by rule:
//! [`ReqlintLayer::agreement`], and the metric [`telemetry::AGREEMENT`]. [`telemetry`] lists everything else that operators
//! can see.
//!
//! # A project
//!
//! [`Rules::of_project`] takes all that a `reqlint.toml` says: which packs are in use, severities, exceptions, facts and where
//! they are looked up, and, below `[gate]`, the policies of the layer. So what the `reqlint` command says of a request in that
//! folder is what the server does with it, and an operator changes the gate without a new program ([`Rules::watch_project`]):
//!
//! ```toml
//! rules = "rules"
//!
//! [gate]
//! mode         = "enforce"          # or "observe"
//! judge-with   = "shop"
//! when-unknown = "refuse"           # or "pass"; so are when-unjudged and when-closed
//!
//! [facts.sql]
//! database     = "sqlite:accounts.db"
//! when-failing = "refuse"           # or "unknown"; so are when-missing and when-unaskable
//!
//! [facts.sql.ask]
//! account-status = "select status from accounts where number = {path.account}"
//! ```
//!
//! `cargo run -p reqlint-server --example gate -- reqlint.toml` serves such a gate on loopback.
//!
//! Rules without a project come from [`Rules::of_folder`] and [`Rules::watch`]; facts from [`SqlFacts`], [`HttpFacts`],
//! [`FileFacts`], or a type of your own ([`FactSource`]).
//!
//! # Features
//!
//! | feature | what it is for | by default |
//! |---|---|---|
//! | `folder` | rules from a folder or a project, and their reload | yes |
//! | `sqlite` | facts from an SQLite file, its library built in | yes |
//! | `postgres` | facts from a PostgreSQL server, without TLS | no |
//! | `sql` | what both need; on by itself with either | yes |
//! | `http-facts` | facts from another service | yes |
//! | `gzip`, `br`, `zstd` | bodies of that coding | yes |
//!
//! Without `sqlite` and `postgres` no SQL is compiled, without `http-facts` no HTTP client, and without `folder` nothing that
//! watches files. `cargo tree -e normal` counts 184 crates by default, 151 without `sqlite`, 173 without `http-facts`, 159 without
//! `folder`, and 72 without any feature.
//!
//! Watching needs a tokio runtime, and so do facts and slow bodies.

// Nouns: the rules in force, and what was found in a request.
mod agreement;
mod checked;
#[cfg(feature = "folder")]
mod folder;
mod rules;

// Bodies.
mod buffered_request;
mod response_body;

// Facts: what a request alone can't tell.
mod facts;

// Refusals: why, and how they are worded.
mod refusal;
mod refusal_reason;
mod reply;

// What operators see.
mod events;
pub mod telemetry;

mod duration;

// Verbs: a request is checked and decided on.
mod policies;
mod settings;

mod ask;
mod case;
mod check;
mod decide;

// tower.
mod layer;
mod service;

pub use agreement::{Agreement, AgreementCounts, RuleAgreement};
pub use checked::{Checked, CheckedExchange};
#[cfg(feature = "http-facts")]
pub use facts::HttpFacts;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub use facts::SqlFacts;
pub use facts::{
    ConnectError, FactLookup, FactSettings, FactSource, FileFacts, Offer, OfferError, Question, SourceError,
    WhenFailing,
};
#[cfg(feature = "folder")]
pub use folder::{LoadError, ProjectFile, Watching};
pub use layer::ReqlintLayer;
pub use refusal::Refusal;
pub use refusal_reason::RefusalReason;
pub use reply::{OwnReply, ReplyForm};
pub use reqlint_body::Replay;
pub use reqlint_core::evaluate::Decision;
pub use reqlint_core::inspect::UnknownRule;
pub use reqlint_core::rules::UnknownPack;
pub use response_body::ResponseBody;
pub use rules::{Generation, ReplaceError, Rules};
pub use service::{ReqlintService, ResponseFuture, SPARED_HEADER};
pub use settings::{Mode, WhenClosed, WhenUnjudged, WhenUnknown};
