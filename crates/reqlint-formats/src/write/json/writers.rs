//! The two formats of JSON: one value for the whole run, and one line for each request.

use super::{checklist_line, diagnosis_line, line, pretty, pretty_checklist, pretty_diagnosis};
use crate::record::diagnosed::Diagnosed;
use crate::record::judged::Judged;
use crate::write::format::Definition;
use crate::write::list::JsonList;
use crate::write::writer::{DiagnosisWriter, ReportWriter};
use reqlint_core::diagnose::Checklist;
use std::io;

pub(in crate::write) const FORMAT: Definition = Definition {
    name: "json",
    about: "One object if exactly one request was read, else a list",
    endings: &["json"],
    reports: |_| Box::new(JsonList::default()),
    diagnoses: Some(|_| Box::new(JsonList::default())),
};

pub(in crate::write) const LINES: Definition = Definition {
    name: "ndjson",
    about: "One object a line",
    endings: &["ndjson", "jsonl"],
    reports: |_| Box::new(Lines),
    diagnoses: Some(|_| Box::new(Lines)),
};

impl ReportWriter for JsonList {
    fn add(&mut self, judged: &Judged<'_>, out: &mut String) -> io::Result<()> {
        self.add(pretty(judged)?, out);
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut String) -> io::Result<()> {
        (*self).finish(out);
        Ok(())
    }
}

impl DiagnosisWriter for JsonList {
    fn add(&mut self, diagnosed: &Diagnosed<'_>, out: &mut String) -> io::Result<()> {
        self.add(pretty_diagnosis(diagnosed)?, out);
        Ok(())
    }

    fn add_checklist(&mut self, checklist: &Checklist, _: &str, out: &mut String) -> io::Result<()> {
        self.add(pretty_checklist(checklist)?, out);
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut String) -> io::Result<()> {
        (*self).finish(out);
        Ok(())
    }
}

/// Each object is written at once.
struct Lines;

impl ReportWriter for Lines {
    fn add(&mut self, judged: &Judged<'_>, out: &mut String) -> io::Result<()> {
        *out += &(line(judged)? + "\n");
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut String) -> io::Result<()> {
        Ok(())
    }
}

impl DiagnosisWriter for Lines {
    fn add(&mut self, diagnosed: &Diagnosed<'_>, out: &mut String) -> io::Result<()> {
        *out += &(diagnosis_line(diagnosed)? + "\n");
        Ok(())
    }

    fn add_checklist(&mut self, checklist: &Checklist, _: &str, out: &mut String) -> io::Result<()> {
        *out += &(checklist_line(checklist)? + "\n");
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut String) -> io::Result<()> {
        Ok(())
    }
}
