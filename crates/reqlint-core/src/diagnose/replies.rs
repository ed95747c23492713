//! Reply files: causes that only an answer shows. They are possible, never confirmed.

use super::advice::{Act, Retry};
use super::causes::{Cause, CauseOrigin, CauseVerdict};
use super::explaining::says;
use super::observed::Observed;
use super::words::same;
use crate::base::finding::{Resolved, Severity};
use crate::message::exchange::Exchange;
use crate::rules::pack::Pack;
use crate::rules::reply;
use crate::subject::{Address, Host};

/// The reply files that an answer meets.
pub(super) fn causes(pack: &Pack, exchange: &Exchange<'_>, resolved: &Resolved, observed: &Observed) -> Vec<Cause> {
    let address = Address::of(exchange);
    let index = address.assumed_host(pack.api());
    let has_failed = resolved.findings.iter().any(|finding| finding.severity == Severity::Error);
    let meets = |cause: &&reply::Cause| {
        let has_host =
            cause.hosts.is_empty() || address.host == Host::Unseen || index.is_some_and(|h| cause.hosts.contains(&h));
        has_host && answers(cause, observed) && !(cause.when_no_rule_failed && has_failed)
    };
    pack.causes.iter().filter(meets).map(of_reply).collect()
}

/// Whether an answer is what a reply file is about, wherever it came from.
pub(super) fn answers(cause: &reply::Cause, observed: &Observed) -> bool {
    let is_code = |code: &String| observed.code.as_ref().is_some_and(|observed| same(code, observed));
    cause.status == observed.status
        && (cause.says.is_empty() || says(&cause.says, observed))
        && (cause.code.is_empty() || cause.code.iter().any(is_code))
}

pub(super) fn of_reply(cause: &reply::Cause) -> Cause {
    let listed = !(cause.says.is_empty() && cause.code.is_empty());
    let mut because = vec!["only the answer shows it".to_owned()];
    if listed {
        because.push("the answer's words are its own".to_owned());
    }
    Cause {
        rule: Some(cause.id.clone()),
        origin: CauseOrigin::Reply,
        kind: None,
        title: cause.title.clone(),
        status: Some(cause.status),
        severity: Severity::Error,
        error_type: cause.error_type.clone(),
        verdict: CauseVerdict::Possible,
        because,
        why: cause.why.clone(),
        fix: cause.fix.clone(),
        ask: None,
        needs: Vec::new(),
        listed,
        also_listed: false,
        location: None,
        retry: Retry::default(),
        act: Act::default(),
    }
}
