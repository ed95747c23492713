//! Text out: what reqlint says about requests, for people and for tools.
//!
//! [`OutputFormat::reports`] and [`OutputFormat::diagnoses`] write every format alike. The modules of single formats say
//! what each of them looks like.

// what the formats share
mod definition;
mod detail;
pub(crate) mod harmless;
mod list;
mod markup;
mod schema;
mod source;
mod spool;
mod writer;

// a module for each format
mod github;
mod gitlab;
mod html;
pub mod json;
mod junit;
mod markdown;
mod sarif;
pub mod text;
pub mod ticket;

// all formats alike
mod format;

pub use format::OutputFormat;
pub use writer::{DiagnosisWriter, Options, ReportWriter};
