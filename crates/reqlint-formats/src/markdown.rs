//! Markdown, for tickets and job summaries: a summary, then each request with its findings and its checklist.

use crate::escape::plain;
use crate::judged::Judged;
use crate::spot;
use crate::text::{self, Tally};
use reqlint_core::{ChecklistItem, Outcome};
use std::fmt::Write;

/// The reports of a run, in the making.
#[derive(Debug, Default)]
pub struct Log {
    tally: Tally,
    rows: String,
    sections: String,
}

impl Log {
    /// Adds a report.
    pub fn add(&mut self, judged: &Judged<'_>) {
        self.tally.count(judged.resolved.conclusion);
        let place = escaped(&format!("{}:{}", spot::path(judged.record), judged.record.place.line));
        let (request, answer) = (code(&spot::request(judged)), escaped(&text::answered(judged)));
        let _ = writeln!(self.rows, "| {place} | {} | {answer} |", request.replace('|', "\\|"));
        let out = &mut self.sections;
        let _ = write!(out, "\n## {place}\n\n{request}\n\n**{answer}**\n");
        let drawn = text::drawn(judged);
        if !drawn.trim().is_empty() {
            let fence = "`".repeat(longest_run(&drawn).max(2) + 1);
            let _ = write!(out, "\n{fence}text\n{}\n{fence}\n", drawn.trim_matches('\n'));
        }
        if !judged.resolved.checklist.is_empty() {
            out.push_str("\n<details><summary>Checklist</summary>\n\n");
            judged.resolved.checklist.iter().for_each(|item| out.push_str(&row(item)));
            out.push_str("\n</details>\n");
        }
    }

    /// The whole text, with a line break at its end.
    #[must_use]
    pub fn finish(&self) -> String {
        let tally = escaped(self.tally.to_string().trim_end());
        format!(
            "# Requests checked\n\n{tally}\n\n| Where | Request | Answer |\n|---|---|---|\n{}{}",
            self.rows, self.sections
        )
    }
}

/// `- [x] 403 The token is not in quotes (edgecast/token-in-quotes)`
fn row(item: &ChecklistItem) -> String {
    let mark = if item.outcome == Outcome::Pass { "[x]" } else { "[ ]" };
    let word = match item.outcome {
        Outcome::Pass | Outcome::Fail => "",
        Outcome::Unknown => " — open",
        Outcome::Skip => " — not applying",
    };
    let fails = if item.outcome == Outcome::Fail { "**fails:** " } else { "" };
    let status = item.status.map(|status| format!("{status} ")).unwrap_or_default();
    let ask = item.ask.as_deref().map(|ask| format!(": {}", escaped(ask))).unwrap_or_default();
    format!("- {mark} {fails}{status}{} ({}){word}{ask}\n", escaped(&item.title), code(&item.rule))
}

/// Text in which nothing means anything: no markup, link, mention or HTML.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let text = plain(text);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            '@' => out += "&#64;",
            // `https://` becomes a link of its own accord, `:name:` a picture
            ':' if characters.peek().is_some_and(|next| !matches!(next, ' ' | '0'..='9')) => out += "&#58;",
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '!' | '|' | '~' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A code span, fenced by more backticks than it holds.
fn code(text: &str) -> String {
    let text = plain(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
