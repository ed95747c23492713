//! One self-contained HTML page: a summary, each request with its findings, and its checklist to unfold.

use super::definition::Definition;
use super::spool::Spool;
use super::writer::ReportWriter;
use crate::ReadError;
use crate::record::judged::Judged;
use crate::write::source::spot;
use crate::write::text::{self, Tally};
use reqlint_core::Conclusion;
use reqlint_core::base::escape::{plain, visible};
use std::fmt::Write;
use std::io;

const STYLE: &str = include_str!("style.css");

pub(super) const FORMAT: Definition = Definition {
    name: "html",
    about: "One self-contained page",
    endings: &["html"],
    reports: |_| Box::new(Writer::default()),
    diagnoses: None,
};

/// The reports of the run so far.
#[derive(Default)]
struct Writer {
    tally: Tally,
    sections: Spool,
    /// What could not be read.
    unread: Spool,
    unread_count: usize,
}

impl ReportWriter for Writer {
    fn add(&mut self, judged: &Judged<'_>, _: &mut String) -> io::Result<()> {
        self.tally.count(judged);
        let (class, word) = match judged.resolved.conclusion {
            Conclusion::Broken => ("broken", "broken"),
            Conclusion::Depends if text::Passed::of(judged) == Some(text::Passed::RightSoFar) => {
                ("clean", "right as far as it shows")
            }
            Conclusion::Depends => ("depends", "open questions"),
            Conclusion::Clean => ("clean", "clean"),
            Conclusion::Contradicted => ("depends", "contradicted"),
            Conclusion::Unjudged => ("depends", "not judged"),
        };
        let place = escaped(&plain(&format!("{}:{}", spot::path(judged.record), judged.record.place.line)));
        let (request, answer) = (escaped(&spot::request(judged)), escaped(&text::answered(judged)));
        let mut page = String::new();
        let _ = write!(
            page,
            "<section class=\"{class}\">\n<h2><span class=\"badge\">{word}</span> {request}</h2>\n\
             <p class=\"place\">{place}</p>\n<p class=\"answer\">{answer}</p>\n"
        );
        let drawn = text::drawn(judged);
        if !drawn.trim().is_empty() {
            let _ = writeln!(page, "<pre>{}</pre>", escaped(drawn.trim_matches('\n')));
        }
        checklist(&mut page, judged);
        page.push_str("</section>\n");
        self.sections.add(&page)
    }

    fn add_unread(&mut self, error: &ReadError) -> io::Result<()> {
        self.unread_count += 1;
        let (origin, why) = (escaped(&plain(&error.origin())), escaped(&text::unread(error)));
        self.unread.add(&format!("<li><code>{origin}</code>: {why}</li>\n"))
    }

    fn finish(self: Box<Self>, out: &mut dyn io::Write) -> io::Result<()> {
        let tally = escaped(self.tally.to_string().trim_end());
        write!(
            out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>Requests checked</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <h1>Requests checked</h1>\n<p class=\"tally\">{tally}</p>\n"
        )?;
        if self.unread_count > 0 {
            write!(out, "<p class=\"unread\">{} could not be read:</p>\n<ul>\n", self.unread_count)?;
            self.unread.copy_to(out)?;
            out.write_all(b"</ul>\n")?;
        }
        self.sections.copy_to(out)?;
        out.write_all(b"</main>\n</body>\n</html>\n")
    }
}

fn checklist(out: &mut String, judged: &Judged<'_>) {
    let items = &judged.resolved.checklist;
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "<details>\n<summary>Checklist: {} rules</summary>\n<table>", items.len());
    for item in items {
        let outcome = text::went(item.outcome);
        let status = item.status.map(|status| status.to_string()).unwrap_or_default();
        let ask = item.ask.as_deref().map(|ask| format!("<br><em>{}</em>", escaped(&plain(ask)))).unwrap_or_default();
        let (title, rule) = (escaped(&plain(&item.title)), escaped(&plain(&item.rule)));
        let _ = writeln!(
            out,
            "<tr class=\"{outcome}\"><td>{outcome}</td><td>{status}</td><td>{title}{ask}</td><td><code>{rule}</code></td></tr>"
        );
    }
    out.push_str("</table>\n</details>\n");
}

/// Text in which nothing is markup. Line breaks stay.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\n' => out.push('\n'),
            c => out.push(visible(c)),
        }
    }
    out
}
