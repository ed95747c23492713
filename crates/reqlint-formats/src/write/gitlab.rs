//! GitLab's code quality report: a JSON list with one object for each finding.

use crate::record::judged::Judged;
use crate::write::json::harmless;
use crate::write::source::Sheet;
use crate::write::source::spot;
use reqlint_core::Severity;
use serde_json::{Value, json};

/// The findings of a run, in the making.
#[derive(Debug, Default)]
pub struct Log {
    findings: Vec<Value>,
}

impl Log {
    /// Adds the findings of a report.
    pub fn add(&mut self, judged: &Judged<'_>) {
        let sheet = Sheet::of(judged);
        for (index, finding) in judged.resolved.findings.iter().enumerate() {
            let path = spot::path(judged.record);
            let identity = format!("{} {path} {} {index} {}", finding.rule, judged.record.index, finding.detail);
            self.findings.push(json!({
                "description": format!("{}: {}", spot::request(judged), spot::message(finding)),
                "check_name": finding.rule.as_str(),
                "fingerprint": fingerprint(&identity),
                "severity": match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                },
                "location": { "path": path, "lines": { "begin": spot::spot(&sheet, judged.record, finding).line } },
            }));
        }
    }

    /// The whole report, with a line break at its end.
    #[must_use]
    pub fn finish(&self) -> String {
        harmless(format!("{:#}\n", json!(self.findings)))
    }
}

/// A name for a finding that stays the same from run to run (FNV-1a, 128 bits).
fn fingerprint(identity: &str) -> String {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mix = |hash: u128, byte: u8| (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    format!("{:032x}", identity.bytes().fold(OFFSET, mix))
}
