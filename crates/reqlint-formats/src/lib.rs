//! Text in and text out: what people and tools write down about requests, and what reqlint says about them.
//!
//! A text is read into [`Record`]s, a rule set judges each of them, and a [`Judged`] record is written:
//!
//! ```text
//! text ──Format::read──▶ Record ──RuleSet::explain──▶ Judged ──OutputFormat::reports──▶ text
//! ```
//!
//! ```
//! use reqlint_core::explain::Explained;
//! use reqlint_core::{PackSource, RuleSet, SourceFile};
//! use reqlint_formats::read::Source;
//! use reqlint_formats::write::Options;
//! use reqlint_formats::write::text::Detail;
//! use reqlint_formats::{Format, Judged, OutputFormat};
//!
//! let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
//! let files = vec![
//!     file("shop/pack.toml", "title = 'Shop'\nhosts = ['api.shop.example']\n"),
//!     file("shop/401/key-missing.toml", r#"
//!         title  = "The request has an X-Key header"
//!         status = 401
//!         check.header-required = { header = "X-Key" }
//!         [[example]]
//!         fail = "GET https://api.shop.example/orders"
//!         pass = "GET https://api.shop.example/orders HTTP/1.1\nX-Key: 1"
//!     "#),
//! ];
//! let rules = RuleSet::load(vec![PackSource { name: "shop".into(), root: "shop".into(), files }]).unwrap();
//!
//! let input = "curl https://api.shop.example/orders";
//! let mut out = String::new();
//! let mut writer = OutputFormat::Github.reports(Options { rules: &rules, detail: Detail::default(), requires_judged: false });
//! let source = Source { name: Some("orders.sh"), ..Source::default() };
//! Format::Curl.read(source, input.as_bytes(), &mut |result| {
//!     // a record that can't be understood is an error of its own; here it ends the run
//!     let record = result.map_err(std::io::Error::other)?;
//!     let facts = rules.facts();
//!     let Explained { resolved, masked, .. } = rules.explain(&record.exchange, &facts);
//!     writer.add(&Judged { record: &record, masked: &masked, resolved: &resolved, facts: facts.declared() }, &mut out)
//! })?;
//! assert!(out.starts_with("::error file=orders.sh,line=1,title=shop/key-missing (401)::GET api.shop.example/orders: "), "{out}");
//! writer.finish(&mut std::io::stdout())?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Reading is lenient: what a text leaves open is assumed and noted, and a record that can't be understood is one
//! [`ReadError`] among the others. Writing shows no secret, for it is given masked requests only; the one exception is
//! [`fix`], which returns a person's own request.

mod table;

// each uses only those above it
mod record;

pub mod read;

pub mod examples;

pub mod calibrate;

pub mod write;

pub mod fix;

pub mod convert;

pub mod baseline;

pub use read::Format;
pub use record::diagnosed::{Commands, Diagnosed};
pub use record::judged::Judged;
pub use record::place::{Note, Place, ReadError};
pub use record::{FieldPlace, Record, Sent, SourceMap, Typed};
pub use write::OutputFormat;
