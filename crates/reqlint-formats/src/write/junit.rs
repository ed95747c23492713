//! JUnit XML: each request a test case, which fails with its findings of severity error.

use super::format::Definition;
use super::writer::ReportWriter;
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
    reports: |options| Box::new(Cases { requires_judged: options.requires_judged, cases: Vec::new() }),
    diagnoses: None,
};

/// The test cases of the run so far.
struct Cases {
    /// Whether a request that no pack judges is a failure.
    requires_judged: bool,
    cases: Vec<Case>,
}

struct Case {
    input: String,
    name: String,
    /// The rules that failed, and what is said about them.
    failure: Option<(String, String)>,
    /// Why the request was not judged.
    skipped: Option<String>,
    /// Remarks, warnings and notes.
    notes: String,
}

impl ReportWriter for Cases {
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
        let id = judged.record.id.as_ref().map(|id| format!(" {}", plain(id))).unwrap_or_default();
        self.cases.push(Case {
            input: spot::path(judged.record),
            name: format!("{}{id} {}", judged.record.place.line, spot::request(judged)),
            failure,
            skipped,
            notes: remarks.chain(others.iter().map(line)).collect(),
        });
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut String) -> io::Result<()> {
        let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let suites = counted(BytesStart::new("testsuites"), &self.cases);
        xml.write_event(Event::Start(suites))?;
        for cases in self.cases.chunk_by(|a, b| a.input == b.input) {
            let mut suite = counted(BytesStart::new("testsuite"), cases);
            if let Some(first) = cases.first() {
                suite.push_attribute(("name", first.input.as_str()));
            }
            xml.write_event(Event::Start(suite))?;
            cases.iter().try_for_each(|case| case.write(&mut xml))?;
            xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
        }
        xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
        *out += &String::from_utf8_lossy(&xml.into_inner());
        out.push('\n');
        Ok(())
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

fn counted<'a>(mut element: BytesStart<'a>, cases: &[Case]) -> BytesStart<'a> {
    let failures = cases.iter().filter(|case| case.failure.is_some()).count();
    element.push_attribute(("tests", cases.len().to_string().as_str()));
    element.push_attribute(("failures", failures.to_string().as_str()));
    element.push_attribute(("errors", "0"));
    let skipped = cases.iter().filter(|case| case.skipped.is_some()).count();
    element.push_attribute(("skipped", skipped.to_string().as_str()));
    element
}
