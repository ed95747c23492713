//! The two formats of JSON: one value for the whole run, and one line for each request.

use super::{checklist_line, diagnosis_line, line, pretty, pretty_checklist, pretty_diagnosis};
use crate::record::diagnosed::Diagnosed;
use crate::record::judged::Judged;
use crate::write::definition::Definition;
use crate::write::detail::Detail;
use crate::write::list::JsonList;
use crate::write::writer::{DiagnosisWriter, ReportWriter};
use reqlint_core::diagnose::Checklist;
use std::io;

pub(in crate::write) const FORMAT: Definition = Definition {
    name: "json",
    about: "One object if exactly one request was read, else a list",
    endings: &["json"],
    reports: |options| Box::new(List { detail: options.detail, list: JsonList::default() }),
    diagnoses: Some(|detail| Box::new(List { detail, list: JsonList::default() })),
};

pub(in crate::write) const LINES: Definition = Definition {
    name: "ndjson",
    about: "One object a line",
    endings: &["ndjson", "jsonl"],
    reports: |options| Box::new(Lines { detail: options.detail }),
    diagnoses: Some(|detail| Box::new(Lines { detail })),
};

/// A list, unless there is exactly one object.
struct List {
    detail: Detail,
    list: JsonList,
}

impl ReportWriter for List {
    fn add(&mut self, judged: &Judged<'_>, out: &mut String) -> io::Result<()> {
        self.list.add(pretty(judged, self.detail.schema)?, out);
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn io::Write) -> io::Result<()> {
        let mut end = String::new();
        self.list.finish(&mut end);
        out.write_all(end.as_bytes())
    }
}

impl DiagnosisWriter for List {
    fn add(&mut self, diagnosed: &Diagnosed<'_>, out: &mut String) -> io::Result<()> {
        self.list.add(pretty_diagnosis(diagnosed, self.detail.schema)?, out);
        Ok(())
    }

    fn add_checklist(&mut self, checklist: &Checklist, _: &str, out: &mut String) -> io::Result<()> {
        self.list.add(pretty_checklist(checklist, self.detail.schema)?, out);
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut String) -> io::Result<()> {
        self.list.finish(out);
        Ok(())
    }
}

/// Each object is written at once.
struct Lines {
    detail: Detail,
}

impl ReportWriter for Lines {
    fn add(&mut self, judged: &Judged<'_>, out: &mut String) -> io::Result<()> {
        *out += &(line(judged, self.detail.schema, self.detail.checklist)? + "\n");
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut dyn io::Write) -> io::Result<()> {
        Ok(())
    }
}

impl DiagnosisWriter for Lines {
    fn add(&mut self, diagnosed: &Diagnosed<'_>, out: &mut String) -> io::Result<()> {
        *out += &(diagnosis_line(diagnosed, self.detail.schema, self.detail.checklist)? + "\n");
        Ok(())
    }

    fn add_checklist(&mut self, checklist: &Checklist, _: &str, out: &mut String) -> io::Result<()> {
        *out += &(checklist_line(checklist, self.detail.schema)? + "\n");
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut String) -> io::Result<()> {
        Ok(())
    }
}
