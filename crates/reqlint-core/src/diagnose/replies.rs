//! Reply files: causes that only an answer shows. One is confirmed where the request shows it too,
//! or where its file says that the answer alone is proof.

use super::answer::Echo;
use super::answer::same;
use super::answer::{AnswerForm, Observed};
use super::causes::{Act, Retry};
use super::causes::{Cause, CauseOrigin, CauseVerdict};
use super::claims::{Names, Place, Shown};
use super::held::Held;
use crate::base::finding::{Location, Severity};
use crate::check::verdict::{Trace, Verdict};
use crate::check::want::Want;
use crate::evaluate::prepare::Prepared;
use crate::explain::renderer::Renderer;
use crate::message::answer::Tree;
use crate::rules::pack::Pack;
use crate::rules::reply;
use crate::rules::says::Filled;
use crate::rules::sentence::Sentence;
use crate::subject::{Address, Host, Uses};

/// How many texts of an answer in an unknown form are compared.
const MAX_TEXTS: usize = 64;

/// The reply files that an answer meets.
pub(super) fn causes(pack: &Pack, held: &Held<'_>) -> Vec<Cause> {
    let address = Address::of(held.exchange);
    let index = address.assumed_host(pack.api());
    let has_failed = held.resolved.findings.iter().any(|finding| finding.severity == Severity::Error);
    let meets = |cause: &&reply::Cause| {
        let has_host =
            cause.hosts.is_empty() || address.host == Host::Unseen || index.is_some_and(|h| cause.hosts.contains(&h));
        has_host && !(cause.when_no_rule_failed && has_failed)
    };
    pack.causes.iter().filter(meets).filter_map(|cause| of_exchange(cause, held)).collect()
}

/// What is in the holes of its texts, if an answer is what a reply file is about, wherever it came from.
pub(super) fn answers(cause: &reply::Cause, observed: &Observed) -> Option<Filled> {
    let is_code = |code: &String| observed.codes().any(|observed| same(code, observed));
    if !cause.statuses.contains(&observed.status) || !(cause.code.is_empty() || cause.code.iter().any(is_code)) {
        return None;
    }
    if cause.says.is_empty() {
        return Some(Vec::new());
    }
    let said = said(observed);
    said.iter().find_map(|message| cause.says.iter().find_map(|says| says.fits(message)))
}

/// What an answer says: its messages; in a form that the pack doesn't know, every text of it.
fn said(observed: &Observed) -> Vec<String> {
    let mut said: Vec<String> = observed.messages().cloned().collect();
    if let (true, AnswerForm::Other | AnswerForm::Told, Some(text)) = (said.is_empty(), observed.form, observed.raw()) {
        Tree::read(text).each_text(&mut |_, text| {
            if said.len() < MAX_TEXTS {
                said.push(text.to_owned());
            }
        });
    }
    said
}

/// A reply file held against an exchange; `None` where it isn't what the answer is about.
fn of_exchange(cause: &reply::Cause, held: &Held<'_>) -> Option<Cause> {
    let filled = answers(cause, held.observed)?;
    let echo = Echo::of(held.exchange, held.masked);
    let pointed =
        cause.points_at.as_ref().and_then(|hole| pointed(&filled.iter().find(|(name, _)| name == hole)?.1, held));
    let shown = filled.into_iter().map(|(name, text)| (name, echo.hide(&text))).collect();
    let facts = held.facts.clone().with_holes(shown);
    let exchange = held.answered();
    let (verdict, words) = held.rules.prepared(&exchange, &facts, Uses::ALL, |prepared: Prepared<'_>| {
        let (mut evidence, mut missing) = (Vec::new(), Vec::new());
        let mut trace = Trace::new(Want::Outcomes, &mut evidence, &mut missing);
        let verdict = cause.when.as_ref().map(|when| when.verdict(&prepared.subject, &mut trace));
        let renderer = Renderer { subject: &prepared.subject, pack: prepared.pack };
        let words = |sentence: &Sentence| echo.hide(&renderer.words(sentence, None));
        let reply::CauseWords { title, why, fix } = &cause.words;
        (verdict, (words(title), why.as_ref().map(words), fix.as_ref().map(words)))
    })?;
    let passed = match verdict {
        Some(Verdict::Fail | Verdict::Absent) => return None,
        Some(Verdict::Pass) => true,
        Some(Verdict::Unknown(_)) | None => false,
    };
    let status = held.observed.status;
    let mut of = of_reply(cause, status);
    (of.title, of.why, of.fix) = words;
    if passed {
        of.because.push("what it needs besides holds".to_owned());
    } else if verdict.is_some() {
        of.because.push("what it needs besides isn't shown".to_owned());
    }
    if let Some((name, location)) = pointed {
        of.because.push(format!("the answer names the value of {name}"));
        of.location = Some(location);
    }
    // two sources: the answer's words, and the request
    if of.listed && (of.location.is_some() || passed && cause.looks_at_request) {
        of.verdict = CauseVerdict::Confirmed;
        of.because.retain(|reason| reason != ONE_SOURCE);
    }
    if (passed || verdict.is_none()) && cause.settles.contains(&status) && !held.observed.is_status_assumed {
        of.verdict = CauseVerdict::Confirmed;
        of.because.retain(|reason| reason != ONE_SOURCE);
        of.because.push(format!("with {status} the API answers so for no other reason"));
    }
    Some(of)
}

/// Where the request has the value that an answer names.
fn pointed(value: &str, held: &Held<'_>) -> Option<(String, Location)> {
    let names = Names::of(held.exchange);
    let name = names.list.iter().find(|name| !value.is_empty() && name.value == value)?;
    let shown = match name.place {
        Place::Path => "a segment of the path".to_owned(),
        Place::Header => format!("the {} header", name.leaf()),
        Place::Body | Place::Query => format!("`{}`", Shown(&name.steps)),
    };
    Some((shown, name.at_value()))
}

const ONE_SOURCE: &str = "only the answer shows it";

/// The cause of a reply file that fits an answer of this status.
pub(super) fn of_reply(cause: &reply::Cause, status: u16) -> Cause {
    let listed = !(cause.says.is_empty() && cause.code.is_empty());
    let mut because = vec![ONE_SOURCE.to_owned()];
    if listed {
        because.push("the answer's words are its own".to_owned());
    }
    Cause {
        rule: Some(cause.id.clone()),
        origin: CauseOrigin::Reply,
        kind: None,
        title: cause.title.clone(),
        status: Some(status),
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
        leads: false,
        location: None,
        retry: Retry::default(),
        act: Act::default(),
    }
}
