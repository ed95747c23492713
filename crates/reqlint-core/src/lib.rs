//! The rule engine of reqlint: which error status will this HTTP request get, why, where, and what to change.
//!
//! A pack of rule files becomes a [`RuleSet`] once; each request becomes an [`Exchange`] without a copy; evaluating gives
//! a small [`Report`], and resolving it the sentences that people read.
//!
//! The engine is pure: it reads no file, clock, environment or network, starts no thread, and never panics.

// Nouns: what is judged.
mod exchange;
mod facts;
mod http_view;
mod number;
mod placeholder;
mod target;
mod time;

// Nouns: what is written in rule files.
mod mistake;
mod near;
mod read;

// Nouns: what is run.
mod body;
mod catalogue;
mod check;
mod jwt;
mod pack;
mod pattern;
mod reply;
mod rule_set;
mod scalar;
mod select;
mod view;

// Verbs: rule files become a rule set.
mod compile;
pub mod keys;

// Verbs: a rule set meets an exchange.
mod evaluate;
mod fields;
mod place;
mod subject;
mod verdict;

// Verbs: a report gets its sentences.
mod edit;
mod finding;
mod mask;
mod report;
mod resolve;
mod trial;

pub use evaluate::{Evaluator, Needs};
pub use exchange::{Body, Exchange, HeaderField, Headers, Request, Response, Shows};
pub use facts::{FactError, FactSlot, FactType, FactValue, Facts};
pub use finding::{
    Because, ChecklistItem, Conclusion, Edit, Expected, Finding, HeaderPart, Location, Outcome, Part, Resolved,
    Severity,
};
pub use mask::Masked;
pub use mistake::{Mistake, Mistakes, SourceFile, line_column};
pub use number::Number;
pub use read::cursor::Literal;
pub use read::pack::PackSource;
pub use read::rule::{AlsoListed, Example, ExampleJwt, ExampleText};
pub use reply::Reply;
pub use report::Report;
pub use rule_set::{RuleSet, UnknownPack};
pub use time::{Span, Time};
pub use trial::Trial;
pub use view::{CauseView, PackView, RuleView};
