//! Diagnosing: from an error answer back to its cause.
//!
//! A report is held against the answer that really came: which rules explain it, which are ruled out, and which question
//! settles what is still open. Pure like the rest; answering a question gives a new diagnosis.
//!
//! ```
//! use reqlint_core::diagnose::{CauseVerdict, Diagnosis, Observed};
//! use reqlint_core::{Exchange, PackSource, RuleSet, SourceFile};
//!
//! let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
//! let pack = PackSource {
//!     name: "shop".into(),
//!     root: "shop".into(),
//!     files: vec![
//!         file("shop/pack.toml", "title = 'Shop'\nhosts = ['shop.example']\n[fact.key-known]\ntype = 'boolean'\nask = 'Is the key known?'"),
//!         file("shop/401-unauthorized/key-unknown.toml", r#"
//!             title  = "The key is known"
//!             status = 401
//!             fix    = "Ask for a new key."
//!             check.fact = { name = "key-known", equals = true }
//!             [[example]]
//!             facts = { key-known = false }
//!             fail  = "GET https://shop.example/"
//!             [[example]]
//!             facts = { key-known = true }
//!             pass  = "GET https://shop.example/"
//!         "#),
//!     ],
//! };
//! let rules = RuleSet::load(vec![pack])?;
//! let request = http::Request::get("https://shop.example/").body("")?;
//! let exchange = Exchange::from(&request);
//!
//! let diagnosis = Diagnosis::of(&rules, &exchange, &rules.facts(), Observed::told(401, None));
//! assert_eq!(diagnosis.causes[0].verdict, CauseVerdict::Possible);
//! assert_eq!(diagnosis.next_question().unwrap().ask, "Is the key known?");
//!
//! let diagnosis = diagnosis.answer("key-known", false)?;
//! assert_eq!(diagnosis.causes[0].verdict, CauseVerdict::Confirmed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod advice;
mod answer;
mod causes;
mod checklist;
mod claims;
mod diagnosis;
mod evidence;
mod explaining;
mod held;
mod joined;
mod question;
mod remarks;
mod replies;
mod step;

pub use answer::{AnswerForm, Observed};
pub use causes::{Act, Cause, CauseOrigin, CauseVerdict, Retry, RetryWhen};
pub use checklist::{Checklist, checklist, checklist_of};
pub use diagnosis::{Diagnosis, diagnose};
pub use question::Question;
pub use step::Step;
