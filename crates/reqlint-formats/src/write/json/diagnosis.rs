//! The wire types of a diagnosis, and of a checklist without a request. They mirror the
//! keys of docs/contract.md#a-diagnosis-in-json and nothing else.

use super::harmless;
use super::report::{LocationKeys, Report};
use crate::record::diagnosed::Diagnosed;
use reqlint_core::diagnose::{Cause, Checklist, Observed};
use serde::Serialize;

const CHECKLIST: &str = "reqlint/checklist/1";

/// A diagnosis over several lines; no line break at the end.
///
/// # Errors
/// Like [`super::pretty`].
pub fn pretty_diagnosis(diagnosed: &Diagnosed<'_>) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&DiagnosisKeys::of(diagnosed)).map(harmless)
}

/// A diagnosis on one line; no line break at the end.
///
/// # Errors
/// Like [`super::pretty`].
pub fn diagnosis_line(diagnosed: &Diagnosed<'_>) -> serde_json::Result<String> {
    serde_json::to_string(&DiagnosisKeys::of(diagnosed)).map(harmless)
}

/// A checklist over several lines; no line break at the end.
///
/// # Errors
/// Like [`super::pretty`].
pub fn pretty_checklist(checklist: &Checklist) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&ChecklistKeys::of(checklist)).map(harmless)
}

/// A checklist on one line; no line break at the end.
///
/// # Errors
/// Like [`super::pretty`].
pub fn checklist_line(checklist: &Checklist) -> serde_json::Result<String> {
    serde_json::to_string(&ChecklistKeys::of(checklist)).map(harmless)
}

#[derive(Serialize)]
struct DiagnosisKeys<'a> {
    #[serde(flatten)]
    report: Report<'a>,
    observed: ObservedKeys<'a>,
    causes: Vec<CauseKeys<'a>>,
}

#[derive(Serialize)]
struct ChecklistKeys<'a> {
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
    rule: Option<&'a str>,
    source: &'static str,
    title: &'a str,
    status: Option<u16>,
    error_type: Option<&'a str>,
    verdict: &'static str,
    because: &'a [String],
    why: Option<&'a str>,
    fix: Option<&'a str>,
    ask: Option<&'a str>,
    needs: &'a [String],
    location: Option<LocationKeys<'a>>,
    retry: RetryKeys,
    act: &'static str,
}

#[derive(Serialize)]
struct RetryKeys {
    when: &'static str,
    seconds: Option<u64>,
    safe: bool,
}

impl<'a> DiagnosisKeys<'a> {
    fn of(diagnosed: &Diagnosed<'a>) -> Self {
        let diagnosis = diagnosed.diagnosis;
        Self {
            report: Report::of(&diagnosed.judged),
            observed: ObservedKeys::of(&diagnosis.observed),
            causes: diagnosis.causes.iter().map(CauseKeys::of).collect(),
        }
    }
}

impl<'a> ChecklistKeys<'a> {
    fn of(checklist: &'a Checklist) -> Self {
        let causes = checklist.causes.iter().map(CauseKeys::of).collect();
        Self { schema: CHECKLIST, observed: ObservedKeys::of(&checklist.observed), causes }
    }
}

impl<'a> ObservedKeys<'a> {
    fn of(observed: &'a Observed) -> Self {
        Self { status: observed.status, message: observed.message.as_deref() }
    }
}

impl<'a> CauseKeys<'a> {
    fn of(cause: &'a Cause) -> Self {
        Self {
            rule: cause.rule.as_deref(),
            source: cause.origin.name(),
            title: &cause.title,
            status: cause.status,
            error_type: cause.error_type.as_deref(),
            verdict: cause.verdict.name(),
            because: &cause.because,
            why: cause.why.as_deref(),
            fix: cause.fix.as_deref(),
            ask: cause.ask.as_deref(),
            needs: &cause.needs,
            location: cause.location.as_ref().map(LocationKeys::of),
            retry: RetryKeys { when: cause.retry.when.name(), seconds: cause.retry.seconds, safe: cause.retry.safe },
            act: cause.act.name(),
        }
    }
}
