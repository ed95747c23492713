//! JUnit XML: each request a test case, which fails with its findings of severity error.

use super::definition::Definition;
use super::spool::Spool;
use super::writer::ReportWriter;
use crate::ReadError;
use crate::record::judged::Judged;
use crate::write::source::spot;
use crate::write::text;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use reqlint_core::base::escape::plain;
use reqlint_core::{Conclusion, Finding, Severity};
use std::io;

pub(super) const FORMAT: Definition = Definition {
    name: "junit",
    about: "Test reports: JUnit XML",
    endings: &["xml"],
    reports: |options| Box::new(Suites::new(options.requires_judged)),
    diagnoses: None,
};

/// The test suites of the run so far, one for each input. How many cases they have is written before them.
struct Suites {
    /// Whether a request that no pack judges is a failure.
    requires_judged: bool,
    closed: Spool,
    all: Counts,
    open: Suite,
}

#[derive(Default)]
struct Suite {
    input: String,
    cases: Spool,
    counts: Counts,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

#[derive(Default)]
struct Case {
    input: String,
    name: String,
    /// The rules that failed, and what is said about them.
    failure: Option<(String, String)>,
    /// Why the request could not be read or judged.
    error: Option<String>,
    /// Why the request was not judged.
    skipped: Option<String>,
    /// Remarks, warnings and notes.
    notes: String,
}

impl Suites {
    fn new(requires_judged: bool) -> Self {
        Self { requires_judged, closed: Spool::default(), all: Counts::default(), open: Suite::default() }
    }

    fn add_case(&mut self, case: &Case) -> io::Result<()> {
        if self.open.counts.tests > 0 && self.open.input != case.input {
            self.close()?;
        }
        self.open.input.clone_from(&case.input);
        [&mut self.open.counts, &mut self.all].into_iter().for_each(|counts| counts.add(case));
        self.open.cases.add(&fragment(2, |xml| case.write(xml))?)
    }

    fn close(&mut self) -> io::Result<()> {
        let Suite { input, cases, counts } = std::mem::take(&mut self.open);
        let mut start = counts.element("testsuite");
        start.push_attribute(("name", input.as_str()));
        self.closed.add(&fragment(1, |xml| xml.write_event(Event::Start(start)))?)?;
        cases.copy_to(&mut self.closed)?;
        self.closed.add("\n  </testsuite>")
    }
}

impl ReportWriter for Suites {
    fn add(&mut self, judged: &Judged<'_>, _: &mut String) -> io::Result<()> {
        let findings = &judged.resolved.findings;
        let conclusion = judged.resolved.conclusion;
        // what the API accepted isn't a failure
        let is_failure =
            |finding: &&Finding| finding.severity == Severity::Error && conclusion != Conclusion::Contradicted;
        let (errors, others): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(is_failure);
        let line = |finding: &&Finding| format!("{}: {}\n", finding.rule, spot::message(finding));
        let unjudged = (conclusion == Conclusion::Unjudged).then(|| text::answered(judged));
        let (unjudged, skipped) = if self.requires_judged { (unjudged, None) } else { (None, unjudged) };
        let failure = unjudged.map(|why| (why, String::new())).or_else(|| {
            errors.first().map(|first| {
                let message = plain(&format!("{}: {}", first.rule, first.detail));
                (message, text::drawn(judged))
            })
        });
        let remarks = judged.resolved.remarks.iter().map(|remark| plain(remark) + "\n");
        let left_out = text::left_out(judged).map(|left_out| left_out + "\n");
        let id = judged.record.shown_id().map(|id| format!(" {}", plain(&id))).unwrap_or_default();
        self.add_case(&Case {
            input: spot::path(judged.record),
            name: format!("{}{id} {}", judged.record.place.line, spot::request(judged)),
            failure,
            skipped,
            notes: remarks.chain(others.iter().map(line)).chain(left_out).collect(),
            ..Case::default()
        })
    }

    fn add_unread(&mut self, error: &ReadError) -> io::Result<()> {
        let input = plain(error.input.as_deref().unwrap_or("stdin"));
        let name = error.place.map_or_else(|| input.clone(), |place| place.line.to_string());
        self.add_case(&Case { input, name, error: Some(text::unread(error)), ..Case::default() })
    }

    fn finish(mut self: Box<Self>, out: &mut dyn io::Write) -> io::Result<()> {
        if self.open.counts.tests > 0 {
            self.close()?;
        }
        let suites = self.all.element("testsuites");
        let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.write_event(Event::Start(suites))?;
        out.write_all(&xml.into_inner())?;
        self.closed.copy_to(out)?;
        out.write_all(b"\n</testsuites>\n")
    }
}

impl Counts {
    fn add(&mut self, case: &Case) {
        self.tests += 1;
        self.failures += usize::from(case.failure.is_some());
        self.errors += usize::from(case.error.is_some());
        self.skipped += usize::from(case.skipped.is_some());
    }

    fn element(self, name: &str) -> BytesStart<'_> {
        let mut element = BytesStart::new(name);
        let Self { tests, failures, errors, skipped } = self;
        for (name, count) in [("tests", tests), ("failures", failures), ("errors", errors), ("skipped", skipped)] {
            element.push_attribute((name, count.to_string().as_str()));
        }
        element
    }
}

impl Case {
    fn write(&self, xml: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let mut case = BytesStart::new("testcase");
        case.push_attribute(("name", self.name.as_str()));
        case.push_attribute(("classname", self.input.as_str()));
        xml.write_event(Event::Start(case))?;
        if let Some((message, text)) = &self.failure {
            let mut failure = BytesStart::new("failure");
            failure.push_attribute(("message", message.as_str()));
            xml.write_event(Event::Start(failure))?;
            xml.write_event(Event::Text(BytesText::new(text)))?;
            xml.write_event(Event::End(BytesEnd::new("failure")))?;
        }
        if let Some(why) = &self.error {
            let mut error = BytesStart::new("error");
            error.push_attribute(("message", why.as_str()));
            xml.write_event(Event::Empty(error))?;
        }
        if let Some(why) = &self.skipped {
            let mut skipped = BytesStart::new("skipped");
            skipped.push_attribute(("message", why.as_str()));
            xml.write_event(Event::Empty(skipped))?;
        }
        if !self.notes.is_empty() {
            xml.write_event(Event::Start(BytesStart::new("system-out")))?;
            xml.write_event(Event::Text(BytesText::new(&self.notes)))?;
            xml.write_event(Event::End(BytesEnd::new("system-out")))?;
        }
        xml.write_event(Event::End(BytesEnd::new("testcase")))
    }
}

/// Elements as they are indented within `depth` others.
fn fragment(depth: usize, write: impl FnOnce(&mut Writer<Vec<u8>>) -> io::Result<()>) -> io::Result<String> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    for _ in 0..depth {
        xml.write_event(Event::Start(BytesStart::new("within")))?;
    }
    let start = xml.get_ref().len();
    write(&mut xml)?;
    Ok(String::from_utf8_lossy(xml.get_ref().get(start..).unwrap_or_default()).into_owned())
}
