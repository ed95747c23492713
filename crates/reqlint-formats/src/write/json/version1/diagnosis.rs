//! The wire types of a diagnosis, and of a checklist without a request. They mirror the
//! keys of docs/schema/diagnosis-1.json and docs/schema/checklist-1.json and nothing else.

use super::report::Report;
use crate::record::diagnosed::Diagnosed;
use reqlint_core::diagnose::{Cause, Checklist, Observed};
use serde::Serialize;

const CHECKLIST: &str = "reqlint/checklist/1";

#[derive(Serialize)]
pub(in crate::write::json) struct DiagnosisKeys<'a> {
    #[serde(flatten)]
    report: Report<'a>,
    observed: ObservedKeys<'a>,
    causes: Vec<CauseKeys<'a>>,
}

#[derive(Serialize)]
pub(in crate::write::json) struct ChecklistKeys<'a> {
    schema: &'static str,
    observed: ObservedKeys<'a>,
    causes: Vec<CauseKeys<'a>>,
}

#[derive(Serialize)]
struct ObservedKeys<'a> {
    status: u16,
    message: Option<&'a str>,
}

#[derive(Serialize)]
struct CauseKeys<'a> {
    rule: &'a str,
    status: Option<u16>,
    error_type: Option<&'a str>,
    verdict: &'static str,
    because: &'a [String],
}

impl<'a> DiagnosisKeys<'a> {
    pub(in crate::write::json) fn of(diagnosed: &Diagnosed<'a>) -> Self {
        let diagnosis = diagnosed.diagnosis;
        Self {
            report: Report::of(&diagnosed.judged),
            observed: ObservedKeys::of(&diagnosis.observed),
            causes: diagnosis.causes.iter().filter_map(CauseKeys::of).collect(),
        }
    }
}

impl<'a> ChecklistKeys<'a> {
    pub(in crate::write::json) fn of(checklist: &'a Checklist) -> Self {
        let causes = checklist.causes.iter().filter_map(CauseKeys::of).collect();
        Self { schema: CHECKLIST, observed: ObservedKeys::of(&checklist.observed), causes }
    }
}

impl<'a> ObservedKeys<'a> {
    fn of(observed: &'a Observed) -> Self {
        Self { status: observed.status, message: observed.message.as_deref() }
    }
}

impl<'a> CauseKeys<'a> {
    /// `None` for a cause without a rule: version 1 has no form for it.
    fn of(cause: &'a Cause) -> Option<Self> {
        Some(Self {
            rule: cause.rule.as_deref()?,
            status: cause.status,
            error_type: cause.error_type.as_deref(),
            verdict: cause.verdict.name(),
            because: &cause.because,
        })
    }
}
