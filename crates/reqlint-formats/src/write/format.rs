//! The table of output formats: what each is called, and who writes it.
//!
//! A new format is a module with a [`Definition`], and a row in the table.

use super::definition::Definition;
use super::detail::Detail;
use super::writer::{DiagnosisWriter, Options, ReportWriter};
use super::{github, gitlab, html, json, junit, markdown, sarif, text};
use crate::table::format_table;

format_table! {
    /// A format that reports are written in.
    #[derive(Default)]
    OutputFormat {
        /// For people: see [`text`].
        #[default]
        Text = text::FORMAT,
        /// One object if there is exactly one request, else a list: see [`json`].
        Json = json::FORMAT,
        /// One object a line: see [`json`].
        Ndjson = json::LINES,
        /// SARIF 2.1.0.
        Sarif = sarif::FORMAT,
        /// JUnit XML.
        Junit = junit::FORMAT,
        /// Workflow commands of GitHub Actions.
        Github = github::FORMAT,
        /// GitLab's code quality report.
        Gitlab = gitlab::FORMAT,
        /// Markdown.
        Markdown = markdown::FORMAT,
        /// One self-contained HTML page.
        Html = html::FORMAT,
    }
}

impl OutputFormat {
    /// The format that a file's name ends with, such as `report.sarif`.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Self::ALL.iter().copied().find(|format| format.definition().endings.contains(&ending))
    }

    /// A writer of reports.
    #[must_use]
    pub fn reports(self, options: Options<'_>) -> Box<dyn ReportWriter + '_> {
        (self.definition().reports)(options)
    }

    /// A writer of diagnoses; `None` where the format has no form for them.
    #[must_use]
    pub fn diagnoses(self, detail: Detail) -> Option<Box<dyn DiagnosisWriter>> {
        self.definition().diagnoses.map(|open| open(detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_endings_lead_back_to_their_formats() {
        for format in OutputFormat::ALL {
            assert_eq!(OutputFormat::named(format.name()), Some(*format));
            assert!(!format.about().ends_with('.'), "{format}");
            for ending in format.definition().endings {
                assert_eq!(OutputFormat::of_file(&format!("a.b.{ending}")), Some(*format));
            }
        }
        assert_eq!((OutputFormat::of_file("sarif"), OutputFormat::of_file("a.exe")), (None, None));
    }
}
