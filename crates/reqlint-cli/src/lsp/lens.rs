//! A lens above each request of an example: how it went, and a command that runs it and says why.

use super::workspace::Document;
use lsp_types::{CodeLens, Command, Position, Range, Uri};
use reqlint_core::Outcome;
use reqlint_formats::examples::{self, ExampleRun};
use serde_json::json;

/// The command of a lens. Takes the file's address and the line of the request, from 1.
pub(super) const COMMAND: &str = "reqlint.run-example";

/// The lenses of a rule's file.
pub(super) fn lenses(document: Document<'_>, uri: &Uri) -> Vec<CodeLens> {
    let lens = |run: &ExampleRun| {
        let line = u32::try_from(run.line.saturating_sub(1)).unwrap_or(u32::MAX);
        let command = Command {
            title: format!("run this example: {}", run.verdict().name()),
            command: COMMAND.to_owned(),
            arguments: Some(vec![json!(uri.as_str()), json!(run.line)]),
        };
        let at = Position::new(line, 0);
        CodeLens { range: Range::new(at, at), command: Some(command), data: None }
    };
    runs(document).iter().map(lens).collect()
}

/// How the request at a line went, in sentences; whether it went as it should.
pub(super) fn run(document: Document<'_>, line: usize) -> Option<(bool, String)> {
    let runs = runs(document);
    let run = runs.iter().find(|run| run.line == line)?;
    let mut said = format!("{}: should {}", run.verdict().name(), run.should());
    match &run.result {
        Ok(ran) => {
            said.push_str(&format!(", and {}", came(ran.outcome)));
            for finding in &ran.findings {
                said.push_str(&format!("\n{}", finding.detail));
            }
            if !ran.missing_facts.is_empty() {
                said.push_str(&format!("\nnot known: {}", ran.missing_facts.join(", ")));
            }
        }
        Err(error) => said.push_str(&format!(", but can't be read: {}", error.message)),
    }
    Some((run.is_right(), said))
}

fn runs(document: Document<'_>) -> Vec<ExampleRun> {
    let rules = &document.shelf.loaded.rules;
    let path = document.path.to_string_lossy();
    let rule = rules.rules().find(|rule| rule.path() == path);
    rule.map(|rule| examples::run(rules, rule)).unwrap_or_default()
}

fn came(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fail => "failed",
        Outcome::Pass => "passed",
        Outcome::Unknown(_) => "is unknown",
        Outcome::Skip(_) => "was skipped",
    }
}
