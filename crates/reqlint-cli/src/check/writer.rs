//! One output of a run in one format: what is written at once, and what at the end.

use crate::command::OutputFormat;
use reqlint_core::{Conclusion, RuleSet};
use reqlint_formats::Judged;
use reqlint_formats::write::text::{self, Detail, Tally};
use reqlint_formats::write::{github, gitlab, html, json, junit, markdown, sarif};
use std::io;

/// What was written so far, as far as what follows depends on it.
pub(super) enum Book<'r> {
    Text {
        detail: Detail,
        tally: Tally,
        has_printed: bool,
    },
    /// The first report waits until it is known whether another follows.
    Json {
        count: usize,
        first: Option<String>,
    },
    Ndjson,
    Github,
    Gitlab(gitlab::Log),
    Html(html::Log),
    Junit(junit::Log),
    Markdown(markdown::Log),
    Sarif(sarif::Log<'r>),
}

impl<'r> Book<'r> {
    pub(super) fn new(format: OutputFormat, detail: Detail, rules: &'r RuleSet) -> Self {
        match format {
            OutputFormat::Text => Book::Text { detail, tally: Tally::default(), has_printed: false },
            OutputFormat::Json => Book::Json { count: 0, first: None },
            OutputFormat::Ndjson => Book::Ndjson,
            OutputFormat::Github => Book::Github,
            OutputFormat::Gitlab => Book::Gitlab(gitlab::Log::default()),
            OutputFormat::Html => Book::Html(html::Log::default()),
            OutputFormat::Junit => Book::Junit(junit::Log::default()),
            OutputFormat::Markdown => Book::Markdown(markdown::Log::default()),
            OutputFormat::Sarif => Book::Sarif(sarif::Log::new(rules)),
        }
    }

    /// Takes a report and gives what is to be written now.
    pub(super) fn add(&mut self, judged: &Judged<'_>) -> io::Result<String> {
        match self {
            Book::Text { detail, tally, has_printed } => {
                tally.count(judged.resolved.conclusion);
                if detail.answer_only && judged.resolved.conclusion == Conclusion::Clean {
                    return Ok(String::new());
                }
                let gap = if std::mem::replace(has_printed, true) { "\n" } else { "" };
                return Ok(format!("{gap}{}", text::report(judged, *detail)));
            }
            Book::Json { count, first } => {
                *count += 1;
                let report = json::pretty(judged)?;
                if *count == 1 {
                    *first = Some(report);
                    return Ok(String::new());
                }
                let before = first.take().map(|first| format!("[\n{first}")).unwrap_or_default();
                return Ok(format!("{before},\n{report}"));
            }
            Book::Ndjson => return Ok(json::line(judged)? + "\n"),
            Book::Github => return Ok(github::annotations(judged)),
            Book::Gitlab(log) => log.add(judged),
            Book::Html(log) => log.add(judged),
            Book::Junit(log) => log.add(judged),
            Book::Markdown(log) => log.add(judged),
            Book::Sarif(log) => log.add(judged),
        }
        Ok(String::new())
    }

    /// What is written at the end.
    pub(super) fn finish(self) -> io::Result<String> {
        Ok(match self {
            Book::Text { tally, .. } if tally.all() > 1 => format!("\n{tally}"),
            Book::Json { first: Some(only), .. } => only + "\n",
            Book::Json { count: 0, .. } => "[]\n".to_owned(),
            Book::Json { .. } => "\n]\n".to_owned(),
            Book::Text { .. } | Book::Ndjson | Book::Github => String::new(),
            Book::Gitlab(log) => log.finish(),
            Book::Html(log) => log.finish(),
            Book::Junit(log) => log.finish()?,
            Book::Markdown(log) => log.finish(),
            Book::Sarif(log) => log.finish(),
        })
    }
}
