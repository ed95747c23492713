//! The wire types of a diagnosis, and of a checklist without a request. They mirror the keys of
//! docs/contract.md#a-diagnosis-in-json and nothing else.

use super::keys::LocationKeys;
use super::report::Report;
use crate::record::diagnosed::Diagnosed;
use crate::write::text::sentence;
use reqlint_core::Severity;
use reqlint_core::diagnose::{Cause, Checklist, Observed, Question, Retry, Step};
use serde::Serialize;

const CHECKLIST: &str = "reqlint/checklist/2";

#[derive(Serialize)]
pub(super) struct DiagnosisKeys<'a> {
    #[serde(flatten)]
    report: Report<'a>,
    observed: ObservedKeys<'a>,
    causes: Vec<CauseKeys<'a>>,
    also_wrong: Vec<&'a str>,
    next: Option<String>,
    question: Option<QuestionKeys>,
}

#[derive(Serialize)]
pub(super) struct ChecklistKeys<'a> {
    schema: &'static str,
    packs: &'a [String],
    elsewhere: &'a [String],
    observed: ObservedKeys<'a>,
    causes: Vec<CauseKeys<'a>>,
}

#[derive(Serialize)]
struct ObservedKeys<'a> {
    status: u16,
    message: Option<&'a str>,
    code: Option<&'a str>,
    retry_after: Option<u64>,
    writer: Option<&'a str>,
    form: &'static str,
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
struct QuestionKeys {
    fact: String,
    #[serde(rename = "type")]
    kind: &'static str,
    one_of: Vec<String>,
    ask: String,
    settles: Vec<String>,
}

#[derive(Serialize)]
struct RetryKeys {
    when: &'static str,
    seconds: Option<u64>,
    safe: bool,
}

impl<'a> DiagnosisKeys<'a> {
    pub(super) fn of(diagnosed: &Diagnosed<'a>, checklist: bool) -> Self {
        let diagnosis = diagnosed.diagnosis;
        let step = diagnosis.next_step();
        let counts = diagnosis.also_wrong().filter(|finding| finding.severity > Severity::Note);
        Self {
            report: Report::remarking(&diagnosed.judged, &diagnosis.remarks, checklist),
            observed: ObservedKeys::of(&diagnosis.observed),
            causes: diagnosis.causes.iter().map(CauseKeys::of).collect(),
            also_wrong: counts.map(|finding| finding.rule.as_str()).collect(),
            next: sentence(&step, diagnosed),
            question: QuestionKeys::of(step),
        }
    }
}

impl<'a> ChecklistKeys<'a> {
    pub(super) fn of(checklist: &'a Checklist) -> Self {
        let causes = checklist.causes.iter().map(CauseKeys::of).collect();
        let Checklist { observed, packs, elsewhere, .. } = checklist;
        Self { schema: CHECKLIST, packs, elsewhere, observed: ObservedKeys::of(observed), causes }
    }
}

impl<'a> ObservedKeys<'a> {
    fn of(observed: &'a Observed) -> Self {
        let Observed { status, message, code, retry_after, writer, form, .. } = observed;
        Self {
            status: *status,
            message: message.as_deref(),
            code: code.as_deref(),
            retry_after: *retry_after,
            writer: writer.as_deref(),
            form: form.name(),
        }
    }
}

impl QuestionKeys {
    fn of(step: Step) -> Option<Self> {
        let Step::Ask(Question { fact, ask, settles, .. }) = step else { return None };
        Some(Self { fact: fact.name, kind: fact.kind.name(), one_of: fact.one_of, ask, settles })
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
            retry: RetryKeys::of(cause.retry),
            act: cause.act.name(),
        }
    }
}

impl RetryKeys {
    fn of(retry: Retry) -> Self {
        Self { when: retry.when.name(), seconds: retry.seconds, safe: retry.safe }
    }
}
