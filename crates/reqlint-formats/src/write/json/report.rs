//! The wire types of a report. They mirror the keys of docs/contract.md#a-report-in-json and nothing else.

use super::keys::{self, ItemKeys, RequestKeys, SourceKeys};
use crate::record::judged::Judged;
use crate::write::source::{Excerpt, Sheet};
use reqlint_core::Finding;
use reqlint_core::explain::{Expected, Server, Servers};
use serde::Serialize;
use std::cell::LazyCell;

const SCHEMA: &str = "reqlint/report/2";

#[derive(Serialize)]
pub(super) struct Report<'a> {
    schema: &'static str,
    source: SourceKeys<'a>,
    request: RequestKeys,
    server: Option<ServerKeys<'a>>,
    pack: Option<&'a str>,
    endpoint: Option<&'a str>,
    nearest_host: Option<&'a str>,
    conclusion: &'static str,
    expected: Option<ExpectedKeys<'a>>,
    remarks: &'a [String],
    findings_left_out: usize,
    findings: Vec<FindingKeys<'a>>,
    checklist: Option<Vec<ItemKeys<'a>>>,
}

#[derive(Serialize)]
struct ServerKeys<'a> {
    name: &'a str,
    version: Option<&'a str>,
    by: &'static str,
}

#[derive(Serialize)]
struct ExpectedKeys<'a> {
    status: Option<u16>,
    statuses: &'a [u16],
    answer: &'static str,
    error_type: Option<&'a str>,
    message: Option<&'a str>,
    rule: &'a str,
    source: Option<&'a str>,
}

#[derive(Serialize)]
struct FindingKeys<'a> {
    #[serde(flatten)]
    finding: keys::FindingKeys<'a>,
    excerpt: Option<Excerpt>,
    servers: Option<ServersKeys<'a>>,
}

#[derive(Serialize)]
struct ServersKeys<'a> {
    measured: u32,
    refused: u32,
    statuses: &'a [(u16, u32)],
    closed: u32,
    refused_by: &'a [String],
    accepted_by: &'a [String],
    on: &'a str,
}

impl<'a> Report<'a> {
    pub(super) fn of(judged: &Judged<'a>, checklist: bool) -> Self {
        Self::remarking(judged, &judged.resolved.remarks, checklist)
    }

    /// A report with remarks of another source, such as a diagnosis.
    pub(super) fn remarking(judged: &Judged<'a>, remarks: &'a [String], checklist: bool) -> Self {
        let resolved = judged.resolved;
        // most requests have no finding
        let sheet = LazyCell::new(|| Sheet::of(judged));
        Report {
            schema: SCHEMA,
            source: SourceKeys::of(judged.record),
            request: RequestKeys::of(judged),
            server: resolved.server.as_ref().map(ServerKeys::of),
            pack: resolved.pack.as_deref(),
            endpoint: resolved.endpoint.as_deref(),
            nearest_host: resolved.nearest_host.as_deref(),
            conclusion: resolved.conclusion.name(),
            expected: resolved.expected.as_ref().map(ExpectedKeys::of),
            remarks,
            findings_left_out: resolved.findings_left_out,
            findings: resolved.findings.iter().map(|finding| FindingKeys::of(finding, &sheet)).collect(),
            checklist: checklist.then(|| resolved.checklist.iter().map(ItemKeys::of).collect()),
        }
    }
}

impl<'a> ServerKeys<'a> {
    fn of(server: &'a Server) -> Self {
        Self { name: &server.name, version: server.version.as_deref(), by: server.by.name() }
    }
}

impl<'a> ExpectedKeys<'a> {
    fn of(expected: &'a Expected) -> Self {
        let Expected { status, statuses, answer, error_type, message, rule, source, .. } = expected;
        Self {
            status: *status,
            statuses,
            answer: answer.name(),
            error_type: error_type.as_deref(),
            message: message.as_deref(),
            rule,
            source: source.as_deref(),
        }
    }
}

impl<'a> FindingKeys<'a> {
    fn of(finding: &'a Finding, sheet: &Sheet<'_>) -> Self {
        Self {
            finding: keys::FindingKeys::of(finding),
            excerpt: sheet.excerpt(&finding.location),
            servers: finding.servers.as_deref().map(ServersKeys::of),
        }
    }
}

impl<'a> ServersKeys<'a> {
    fn of(servers: &'a Servers) -> Self {
        let Servers { measured, refused, statuses, closed, refused_by, accepted_by, on, .. } = servers;
        Self { measured: *measured, refused: *refused, statuses, closed: *closed, refused_by, accepted_by, on }
    }
}
