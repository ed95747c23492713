//! Reports and diagnoses for people, one after the other.

use super::passed::success;
use super::{Detail, Tally, checklist, diagnosis, report};
use crate::record::diagnosed::Diagnosed;
use crate::record::judged::Judged;
use crate::write::definition::Definition;
use crate::write::list::Paragraphs;
use crate::write::writer::{DiagnosisWriter, ReportWriter};
use reqlint_core::Conclusion;
use reqlint_core::diagnose::Checklist;
use std::io;

pub(in crate::write) const FORMAT: Definition = Definition {
    name: "text",
    about: "For people",
    endings: &["txt"],
    reports: |options| {
        let (tally, paragraphs) = (Tally::default(), Paragraphs::default());
        Box::new(Reports { detail: options.detail, tally, succeeded: 0, held_back: None, paragraphs })
    },
    diagnoses: Some(|detail| Box::new(Diagnoses { detail, paragraphs: Paragraphs::default() })),
};

/// Reports, and how many requests of the run are what.
struct Reports {
    detail: Detail,
    tally: Tally,
    /// How many requests without a mistake were answered without an error: of many they are only counted.
    succeeded: usize,
    /// The report of the first of them, which is shown where it stays the only request.
    held_back: Option<String>,
    paragraphs: Paragraphs,
}

impl ReportWriter for Reports {
    fn add(&mut self, judged: &Judged<'_>, out: &mut String) -> io::Result<()> {
        self.tally.count(judged);
        let is_clean = judged.resolved.conclusion == Conclusion::Clean;
        let has_succeeded = success(judged).is_some();
        if has_succeeded && !self.detail.checklist {
            self.succeeded += 1;
            if self.tally.all() == 1 && !self.detail.answer_only {
                self.held_back = Some(report(judged, self.detail));
            }
        } else if !(self.detail.answer_only && (is_clean || has_succeeded)) {
            self.paragraphs.add(&report(judged, self.detail), out);
        }
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn io::Write) -> io::Result<()> {
        if let Some(only) = self.held_back.filter(|_| self.tally.all() == 1) {
            write!(out, "{only}")?;
        }
        if self.tally.all() > 1 {
            let many = if self.succeeded == 1 { "request" } else { "requests" };
            if self.succeeded > 0 && !self.detail.answer_only {
                write!(
                    out,
                    "\n{} {many} without a mistake succeeded: not shown, --checklist shows all\n",
                    self.succeeded
                )?;
            }
            write!(out, "\n{}", self.tally)?;
        }
        Ok(())
    }
}

struct Diagnoses {
    detail: Detail,
    paragraphs: Paragraphs,
}

impl DiagnosisWriter for Diagnoses {
    fn add(&mut self, diagnosed: &Diagnosed<'_>, out: &mut String) -> io::Result<()> {
        self.paragraphs.add(&diagnosis(diagnosed, self.detail), out);
        Ok(())
    }

    fn add_checklist(&mut self, list: &Checklist, next: &str, out: &mut String) -> io::Result<()> {
        self.paragraphs.add(&checklist(list, next), out);
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut String) -> io::Result<()> {
        Ok(())
    }
}
