//! The error that findings lead to.

use crate::base::finding::{AnswerKind, Expected, Finding, Servers, Severity};
use crate::base::prevalence::Answer;
use crate::base::text::SmolStr;
use crate::rules::pack::Pack;

/// The error that the first finding of severity error leads to. Findings are in order of precedence, and every failed rule
/// has one.
pub(crate) fn expected(findings: &[Finding], pack: &Pack) -> Option<Expected> {
    let finding = findings.iter().find(|finding| finding.severity == Severity::Error)?;
    let text = |text: &Option<SmolStr>| text.as_ref().map(SmolStr::to_string);
    Some(Expected {
        status: finding.status,
        statuses: statuses(finding),
        answer: answer(finding.servers.as_deref()),
        status_title: finding.status.and_then(|status| pack.status_title(status)).map(str::to_owned),
        error_type: text(&finding.error_type),
        message: text(&finding.message),
        rule: finding.rule.to_string(),
        source: source(finding, pack).map(str::to_owned),
    })
}

/// What a known server does; of others it isn't known that they give no answer.
fn answer(servers: Option<&Servers>) -> AnswerKind {
    match servers.and_then(|servers| servers.known.as_ref()).map(|known| known.answer) {
        Some(Answer::Closed) => AnswerKind::Closed,
        Some(Answer::Silent) => AnswerKind::Silent,
        Some(Answer::Status(_) | Answer::Accepted) | None => AnswerKind::Status,
    }
}

/// The document behind a rule of a pack that knows no host, unless servers were measured.
fn source<'p>(finding: &Finding, pack: &'p Pack) -> Option<&'p str> {
    if !pack.host_names.is_empty() || finding.servers.is_some() {
        return None;
    }
    pack.rules.iter().find(|rule| rule.id == finding.rule)?.source.as_deref()
}

/// The rule's own, which is that of a known server; else also those that servers were measured to answer with.
fn statuses(finding: &Finding) -> Vec<u16> {
    let mut statuses: Vec<u16> = finding.status.into_iter().collect();
    if let Some(servers) = finding.servers.as_deref().filter(|servers| servers.known.is_none()) {
        let others = servers.statuses.iter().map(|(status, _)| *status);
        statuses.extend(others.filter(|status| finding.status != Some(*status)));
    }
    statuses
}
