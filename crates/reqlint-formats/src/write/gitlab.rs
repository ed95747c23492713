//! GitLab's code quality report: a JSON list with one object for each finding.

use super::definition::Definition;
use super::spool::JsonItems;
use super::writer::ReportWriter;
use crate::record::judged::Judged;
use crate::write::source::Sheet;
use crate::write::source::spot;
use crate::write::text;
use reqlint_core::{Conclusion, Severity};
use serde_json::json;
use std::io;

pub(super) const FORMAT: Definition = Definition {
    name: "gitlab",
    about: "GitLab's code quality report",
    endings: &[],
    reports: |_| Box::new(Writer { findings: JsonItems::new("  ") }),
    diagnoses: None,
};

/// The findings of the run so far.
struct Writer {
    findings: JsonItems,
}

impl ReportWriter for Writer {
    fn add(&mut self, judged: &Judged<'_>, _: &mut String) -> io::Result<()> {
        let conclusion = judged.resolved.conclusion;
        if matches!(conclusion, Conclusion::Unjudged | Conclusion::Contradicted) {
            let (path, line) = (spot::path(judged.record), judged.record.place.line);
            self.findings.add(&json!({
                "description": format!("{}: {}", spot::request(judged), text::of_request(judged)),
                "check_name": conclusion.name(),
                "fingerprint": fingerprint(&format!("{} {path} {}", conclusion.name(), judged.record.index)),
                "severity": "info",
                "location": { "path": path, "lines": { "begin": line } },
            }))?;
        }
        let sheet = Sheet::of(judged);
        for (index, finding) in judged.resolved.findings.iter().enumerate() {
            let path = spot::path(judged.record);
            let identity = format!("{} {path} {} {index} {}", finding.rule, judged.record.index, finding.detail);
            self.findings.add(&json!({
                "description": format!("{}: {}", spot::request(judged), spot::message(finding)),
                "check_name": finding.rule.as_str(),
                "fingerprint": fingerprint(&identity),
                "severity": match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Note => "info",
                },
                "location": { "path": path, "lines": { "begin": spot::spot(&sheet, judged.record, finding).line } },
            }))?;
        }
        if let Some(left_out) = text::left_out(judged) {
            let (path, line) = (spot::path(judged.record), judged.record.place.line);
            self.findings.add(&json!({
                "description": format!("{}: {left_out}", spot::request(judged)),
                "check_name": "left-out",
                "fingerprint": fingerprint(&format!("left-out {path} {}", judged.record.index)),
                "severity": "info",
                "location": { "path": path, "lines": { "begin": line } },
            }))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn io::Write) -> io::Result<()> {
        self.findings.copy_to(out)?;
        out.write_all(b"\n")
    }
}

/// A name for a finding that stays the same from run to run (FNV-1a, 128 bits).
fn fingerprint(identity: &str) -> String {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mix = |hash: u128, byte: u8| (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    format!("{:032x}", identity.bytes().fold(OFFSET, mix))
}
