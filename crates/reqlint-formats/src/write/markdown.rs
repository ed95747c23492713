//! Markdown, for tickets and job summaries: a summary, then each request with its findings and its checklist.

use super::definition::Definition;
use super::spool::Spool;
use super::ticket;
use super::writer::ReportWriter;
use crate::ReadError;
use crate::record::judged::Judged;
use crate::write::markup::{block, code, escaped};
use crate::write::source::spot;
use crate::write::text::{self, Tally};
use reqlint_core::Outcome;
use reqlint_core::base::escape::plain;
use reqlint_core::explain::ChecklistItem;
use std::fmt::Write;
use std::io;

pub(super) const FORMAT: Definition = Definition {
    name: "markdown",
    about: "Tickets and job summaries",
    endings: &["md"],
    reports: |_| Box::new(Writer::default()),
    diagnoses: Some(|_| Box::new(ticket::Writer::default())),
};

/// The reports of the run so far.
#[derive(Default)]
struct Writer {
    tally: Tally,
    rows: Spool,
    sections: Spool,
    /// What could not be read.
    unread: Spool,
    unread_count: usize,
}

impl ReportWriter for Writer {
    fn add(&mut self, judged: &Judged<'_>, _: &mut String) -> io::Result<()> {
        self.tally.count(judged);
        let place = escaped(&format!("{}:{}", spot::path(judged.record), judged.record.place.line));
        let (request, answer) = (code(&spot::request(judged)), escaped(&text::answered(judged)));
        self.rows.add(&format!("| {place} | {} | {answer} |\n", request.replace('|', "\\|")))?;
        let mut page = String::new();
        let _ = write!(page, "\n## {place}\n\n{request}\n\n**{answer}**\n");
        let drawn = text::drawn(judged);
        if !drawn.trim().is_empty() {
            let _ = write!(page, "\n{}", block("text", drawn.trim_matches('\n')));
        }
        if !judged.resolved.checklist.is_empty() {
            page.push_str("\n<details><summary>Checklist</summary>\n\n");
            judged.resolved.checklist.iter().for_each(|item| page.push_str(&row(item)));
            page.push_str("\n</details>\n");
        }
        self.sections.add(&page)
    }

    fn add_unread(&mut self, error: &ReadError) -> io::Result<()> {
        self.unread_count += 1;
        self.unread.add(&format!("- {}: {}\n", code(&plain(&error.origin())), escaped(&text::unread(error))))
    }

    fn finish(self: Box<Self>, out: &mut dyn io::Write) -> io::Result<()> {
        let tally = escaped(self.tally.to_string().trim_end());
        write!(out, "# Requests checked\n\n{tally}\n\n")?;
        if self.unread_count > 0 {
            write!(out, "**{} could not be read:**\n\n", self.unread_count)?;
            self.unread.copy_to(out)?;
            out.write_all(b"\n")?;
        }
        out.write_all(b"| Where | Request | Answer |\n|---|---|---|\n")?;
        self.rows.copy_to(out)?;
        self.sections.copy_to(out)
    }
}

/// `- [x] 403 The token is not in quotes (edgecast/token-in-quotes)`
fn row(item: &ChecklistItem) -> String {
    let mark = if item.outcome == Outcome::Pass { "[x]" } else { "[ ]" };
    let word = match item.outcome {
        Outcome::Pass | Outcome::Fail => "",
        Outcome::Unknown(_) => " — open",
        Outcome::Skip(_) => " — not applying",
    };
    let fails = if item.outcome == Outcome::Fail { "**fails:** " } else { "" };
    let status = item.status.map(|status| format!("{status} ")).unwrap_or_default();
    let ask = item.ask.as_deref().map(|ask| format!(": {}", escaped(ask))).unwrap_or_default();
    format!("- {mark} {fails}{status}{} ({}){word}{ask}\n", escaped(&item.title), code(&item.rule))
}
