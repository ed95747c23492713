//! Reports and diagnoses for people, one after the other.

use super::{Detail, Tally, checklist, diagnosis, report};
use crate::record::diagnosed::Diagnosed;
use crate::record::judged::Judged;
use crate::write::format::Definition;
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
        Box::new(Reports { detail: options.detail, tally: Tally::default(), paragraphs: Paragraphs::default() })
    },
    diagnoses: Some(|detail| Box::new(Diagnoses { detail, paragraphs: Paragraphs::default() })),
};

/// Reports, and how many requests of the run are what.
struct Reports {
    detail: Detail,
    tally: Tally,
    paragraphs: Paragraphs,
}

impl ReportWriter for Reports {
    fn add(&mut self, judged: &Judged<'_>, out: &mut String) -> io::Result<()> {
        self.tally.count(judged.resolved.conclusion);
        if !(self.detail.answer_only && judged.resolved.conclusion == Conclusion::Clean) {
            self.paragraphs.add(&report(judged, self.detail), out);
        }
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn io::Write) -> io::Result<()> {
        if self.tally.all() > 1 {
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
