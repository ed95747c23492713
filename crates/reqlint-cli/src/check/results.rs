//! Results as they are printed, one after the other.

use crate::args::{CheckArgs, OutputFormat};
use crate::screen::Screen;
use reqlint_core::Conclusion;
use reqlint_formats::text::{self, Detail, Tally};
use reqlint_formats::{Judged, json};
use std::io;

/// Prints reports in the format that was asked for, and keeps count.
pub(super) struct Results {
    format: OutputFormat,
    detail: Detail,
    tally: Tally,
    /// Whether a report stands above the next one.
    has_printed: bool,
    /// The first report in JSON, until it is known whether another follows.
    first: Option<String>,
}

impl Results {
    pub(super) fn new(args: &CheckArgs) -> Self {
        let detail = Detail { checklist: args.checklist, answer_only: args.common.quiet };
        Self { format: args.common.format, detail, tally: Tally::default(), has_printed: false, first: None }
    }

    pub(super) fn add(&mut self, screen: &mut Screen, judged: &Judged<'_>) -> io::Result<()> {
        self.tally.count(judged.resolved.conclusion);
        match self.format {
            OutputFormat::Text => self.add_text(screen, judged)?,
            OutputFormat::Ndjson => screen.print(&(json::line(judged)? + "\n"))?,
            OutputFormat::Json => self.add_json(screen, json::pretty(judged)?)?,
        }
        screen.flush()
    }

    fn add_text(&mut self, screen: &mut Screen, judged: &Judged<'_>) -> io::Result<()> {
        if self.detail.answer_only && judged.resolved.conclusion == Conclusion::Clean {
            return Ok(());
        }
        if std::mem::replace(&mut self.has_printed, true) {
            screen.print("\n")?;
        }
        screen.print(&text::report(judged, self.detail))
    }

    /// One object alone, several in a list: the first is kept back until the second comes.
    fn add_json(&mut self, screen: &mut Screen, report: String) -> io::Result<()> {
        if self.tally.all() == 1 {
            self.first = Some(report);
            return Ok(());
        }
        if let Some(first) = self.first.take() {
            screen.print(&format!("[\n{first}"))?;
        }
        screen.print(&format!(",\n{report}"))
    }

    pub(super) fn finish(self, screen: &mut Screen) -> io::Result<()> {
        match (self.format, self.first) {
            (OutputFormat::Json, Some(only)) => screen.print(&(only + "\n"))?,
            (OutputFormat::Json, None) if self.tally.all() == 0 => screen.print("[]\n")?,
            (OutputFormat::Json, None) => screen.print("\n]\n")?,
            (OutputFormat::Text, _) if self.tally.all() > 1 => screen.print(&format!("\n{}", self.tally))?,
            _ => {}
        }
        screen.flush()
    }
}
