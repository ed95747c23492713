//! The rule engine of reqlint: which error status will this HTTP request get, why, where, and what to change.
//!
//! A pack of rule files becomes a [`RuleSet`] once. Each request becomes an [`Exchange`], without a copy; evaluating it
//! gives a small [`Report`], and resolving that the sentences that people read.
//!
//! ```
//! use reqlint_core::{Conclusion, Exchange, PackSource, RuleSet, SourceFile};
//!
//! // rule files ──▶ RuleSet: once; may fail, and then says every mistake
//! let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
//! let pack = PackSource {
//!     name: "shop".into(),
//!     root: "shop".into(),
//!     files: vec![
//!         file("shop/pack.toml", r#"
//!             title = "Shop API"
//!             hosts = ["api.shop.example"]
//!             [fact.shop-open]
//!             type = "boolean"
//!             ask  = "Is the shop open?"
//!         "#),
//!         file("shop/401-unauthorized/key-missing.toml", r#"
//!             title  = "The request has an X-Key header"
//!             status = 401
//!             fix    = "Add an X-Key header."
//!             check.header-required.header = "X-Key"
//!             [[example]]
//!             fail = "GET https://api.shop.example/orders"
//!             pass = "GET /orders HTTP/1.1\nX-Key: 1\n"
//!         "#),
//!         file("shop/503-closed/shop-closed.toml", r#"
//!             title  = "The shop is open"
//!             status = 503
//!             check.fact = { name = "shop-open", equals = true }
//!             [[example]]
//!             facts = { shop-open = false }
//!             fail  = "GET https://api.shop.example/orders"
//!             [[example]]
//!             facts = { shop-open = true }
//!             pass  = "GET https://api.shop.example/orders"
//!         "#),
//!     ],
//! };
//! let rules = RuleSet::load(vec![pack])?;
//!
//! // RuleSet × Exchange × Facts ──▶ Report: per request; cannot fail
//! let request = http::Request::get("https://api.shop.example/orders").body("")?;
//! let exchange = Exchange::from(&request);
//! let mut facts = rules.facts();
//! let report = rules.evaluate(&exchange, &facts);
//! assert_eq!(report.conclusion(&rules), Conclusion::Broken);
//! assert_eq!(report.expected_status(&rules), Some(401));
//!
//! // what is still open is a question
//! let open: Vec<_> = report.missing_facts(&rules).map(|fact| fact.name.as_str()).collect();
//! assert_eq!(open, ["shop-open"]);
//! facts.set("shop-open", true)?;
//!
//! // Report ──▶ what people and programs read
//! let report = rules.evaluate(&exchange, &facts);
//! let resolved = rules.resolve(&report, &exchange, &facts);
//! assert_eq!(resolved.findings[0].rule, "shop/key-missing");
//! assert_eq!(resolved.findings[0].detail, "there is no X-Key header");
//! assert_eq!(resolved.findings[0].fix.as_deref(), Some("Add an X-Key header."));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A request that a parser would refuse is built by hand, or by a reader of `reqlint-formats`: [`Request::target`] and the
//! headers are bytes as sent. What a source can't show is stated in [`Visibility`]; rules that need it are unknown, never passed
//! and never failed.
//!
//! The engine is pure: it reads no file, clock, environment or network, starts no thread, and never panics. No text that
//! it gives shows a secret.

// The layers, in reading order: each uses only those above it (a test holds the order).

// Nouns: values, messages, rule files as written, what a pack says about its API.
pub mod base;

pub mod message;

pub mod language;

pub mod api;

// One request taken apart, the checks on it, and the rule set as run.
mod subject;

mod check;

pub mod files;

mod prefilter;

pub mod rules;

// Verbs: rule files become a rule set; a rule set meets an exchange; a report gets its sentences and meets the answer.
mod compile;

pub mod inspect;

pub mod evaluate;

pub mod explain;

pub mod diagnose;

pub mod calibrate;

pub use api::{FactValue, Facts};
pub use base::Time;
pub use compile::{Loaded, Project};
#[cfg(feature = "prepared")]
pub use compile::{Prepared, prepare};
pub use evaluate::{Evaluator, Report};
pub use explain::{Conclusion, Finding, Outcome, Resolved, Severity};
pub use files::PackSource;
pub use language::{Diagnostics, SourceFile};
pub use message::{Body, Exchange, Headers, Request, Response, Visibility};
pub use rules::RuleSet;
