//! What a format of output is.

use super::detail::Detail;
use super::writer::{DiagnosisWriter, Options, ReportWriter};

/// What a format is.
pub(super) struct Definition {
    /// What a person calls it.
    pub(super) name: &'static str,
    /// What it is for, for help texts: without a full stop.
    pub(super) about: &'static str,
    /// Endings of file names that select it.
    pub(super) endings: &'static [&'static str],
    pub(super) reports: for<'r> fn(Options<'r>) -> Box<dyn ReportWriter + 'r>,
    /// `None` where a format has no form for diagnoses.
    pub(super) diagnoses: Option<fn(Detail) -> Box<dyn DiagnosisWriter>>,
}
