//! What every output format can do: write reports one after the other, and some of them diagnoses.

use super::detail::Detail;
use crate::ReadError;
use crate::record::diagnosed::Diagnosed;
use crate::record::judged::Judged;
use reqlint_core::RuleSet;
use reqlint_core::diagnose::Checklist;
use std::fmt;
use std::io;

/// Writes the reports of a run.
///
/// `out` is what the format adds to the output of the run: it may be nothing until [`finish`](ReportWriter::finish) in
/// formats whose beginning depends on what follows. What waits until then is in a temporary file once it is long.
pub trait ReportWriter {
    /// Writes a report, as far as it can be written now.
    ///
    /// # Errors
    /// When the temporary file can't be written.
    fn add(&mut self, judged: &Judged<'_>, out: &mut String) -> io::Result<()>;

    /// Notes a record that could not be read or judged, in formats that have a place for it.
    ///
    /// # Errors
    /// Like [`add`](ReportWriter::add).
    fn add_unread(&mut self, _: &ReadError) -> io::Result<()> {
        Ok(())
    }

    /// Writes what is left, and what closes the output.
    ///
    /// # Errors
    /// When `out` can't be written, or the temporary file not be read.
    fn finish(self: Box<Self>, out: &mut dyn io::Write) -> io::Result<()>;
}

/// Writes the diagnoses of a run, or one checklist without a request.
pub trait DiagnosisWriter {
    /// Writes a diagnosis, as far as it can be written now.
    ///
    /// # Errors
    /// None in practice: it is written to memory.
    fn add(&mut self, diagnosed: &Diagnosed<'_>, out: &mut String) -> io::Result<()>;

    /// Writes the checklist of a status; `next` says what a person can do next.
    ///
    /// # Errors
    /// Like [`add`](DiagnosisWriter::add).
    fn add_checklist(&mut self, checklist: &Checklist, next: &str, out: &mut String) -> io::Result<()>;

    /// Writes what is left, and what closes the output.
    ///
    /// # Errors
    /// Like [`add`](DiagnosisWriter::add).
    fn finish(self: Box<Self>, out: &mut String) -> io::Result<()>;
}

/// What the reports of a run are written with.
#[derive(Clone, Copy)]
pub struct Options<'r> {
    /// The rules, of which some formats say what each is about.
    pub rules: &'r RuleSet,
    /// How much is shown of a report, in formats for people.
    pub detail: Detail,
    /// Whether a request that no pack judges fails the run.
    pub requires_judged: bool,
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("detail", &self.detail).finish_non_exhaustive()
    }
}
