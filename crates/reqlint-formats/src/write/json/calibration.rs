//! The wire types of a calibration. They mirror the keys of docs/contract.md#calibration and nothing else.

use crate::calibrate::{Calibrated, Calibration, Case, Cases};
use crate::write::harmless::harmless;
use serde::Serialize;

const SCHEMA: &str = "reqlint/calibration/1";

#[derive(Serialize)]
struct CalibrationKeys<'a> {
    schema: &'static str,
    requests: usize,
    unanswered: usize,
    unjudged: usize,
    accepted: AcceptedKeys,
    refused: RefusedKeys,
    compared: usize,
    right: usize,
    agreement: Option<f64>,
    untried: usize,
    rules: Vec<RuleKeys<'a>>,
}

#[derive(Serialize)]
struct AcceptedKeys {
    requests: usize,
    wrong: usize,
}

#[derive(Serialize)]
struct RefusedKeys {
    requests: usize,
    foretold: usize,
    missed: usize,
    open: usize,
    explained: usize,
}

#[derive(Serialize)]
struct RuleKeys<'a> {
    rule: &'a str,
    title: &'a str,
    status: Option<u16>,
    severity: &'static str,
    right: CasesKeys<'a>,
    wrong: CasesKeys<'a>,
    missed: CasesKeys<'a>,
    open: CasesKeys<'a>,
}

#[derive(Serialize)]
struct CasesKeys<'a> {
    count: usize,
    example: Option<CaseKeys<'a>>,
}

#[derive(Serialize)]
struct CaseKeys<'a> {
    source: SourceKeys<'a>,
    request: RequestKeys<'a>,
    detail: Option<&'a str>,
    answer: AnswerKeys<'a>,
}

#[derive(Serialize)]
struct SourceKeys<'a> {
    name: Option<&'a str>,
    index: usize,
    id: Option<&'a str>,
}

#[derive(Serialize)]
struct RequestKeys<'a> {
    method: &'a str,
    host: &'a str,
    target: &'a str,
}

#[derive(Serialize)]
struct AnswerKeys<'a> {
    status: u16,
    message: Option<&'a str>,
}

/// A calibration over several lines, with a line break at its end. No key is ever absent.
///
/// # Errors
/// None in practice: a calibration holds nothing that JSON lacks.
pub fn calibration(calibration: &Calibration<'_>) -> serde_json::Result<String> {
    let requests = &calibration.requests;
    let keys = CalibrationKeys {
        schema: SCHEMA,
        requests: requests.all(),
        unanswered: requests.unanswered,
        unjudged: requests.unjudged,
        accepted: AcceptedKeys { requests: requests.accepted, wrong: requests.wrong },
        refused: RefusedKeys {
            requests: requests.refused,
            foretold: requests.foretold,
            missed: requests.missed,
            open: requests.refused - requests.foretold - requests.missed,
            explained: requests.explained,
        },
        compared: requests.compared(),
        right: requests.right(),
        agreement: requests.agreement(),
        untried: calibration.untried(),
        rules: calibration.by_rule().into_iter().map(RuleKeys::of).collect(),
    };
    serde_json::to_string_pretty(&keys).map(|json| harmless(json) + "\n")
}

impl<'a> RuleKeys<'a> {
    fn of(row: &'a Calibrated<'_>) -> Self {
        Self {
            rule: row.rule.id(),
            title: row.rule.title(),
            status: row.rule.status(),
            severity: row.rule.severity().name(),
            right: CasesKeys::of(&row.right),
            wrong: CasesKeys::of(&row.wrong),
            missed: CasesKeys::of(&row.missed),
            open: CasesKeys::of(&row.open),
        }
    }
}

impl<'a> CasesKeys<'a> {
    fn of(cases: &'a Cases) -> Self {
        Self { count: cases.count, example: cases.example.as_ref().map(CaseKeys::of) }
    }
}

impl<'a> CaseKeys<'a> {
    fn of(case: &'a Case) -> Self {
        Self {
            source: SourceKeys { name: case.input.as_deref(), index: case.index, id: case.id.as_deref() },
            request: RequestKeys { method: &case.method, host: &case.host, target: &case.target },
            detail: case.detail.as_deref(),
            answer: AnswerKeys { status: case.status, message: case.message.as_deref() },
        }
    }
}
