//! One evaluation of a request, in the memory of its thread.

use crate::buffered_request::{BodyState, BufferedRequest};
use crate::rules::Generation;
use crate::settings::{Mode, Settings};
use http_body::Body;
use reqlint_core::evaluate::{Decision, with_thread_memory};
use reqlint_core::message::HeaderField;
use reqlint_core::{Facts, Headers, Report};
use smallvec::SmallVec;

/// Up to this many headers are laid out as a list: rules look them up by index, which a map can only count up to.
const FIELDS: usize = 32;

/// What an evaluation found.
#[derive(Debug)]
pub(crate) struct Found {
    /// `None` where a pack judges, nothing failed, and the host does not ask what is unknown.
    pub(crate) report: Option<Report>,
    /// What to call a request that passes without a report.
    pub(crate) passes_as: Decision,
    /// Whether the body was not read and may change the status to expect.
    pub(crate) needs_body: bool,
}

/// Evaluates a request. For one without errors it allocates nothing once the thread is warm.
///
/// `keeps_all` keeps the report even of a request in which nothing failed.
pub(crate) fn check<B: Body + Unpin>(
    generation: &Generation,
    request: &BufferedRequest<B>,
    facts: Option<&Facts>,
    settings: &Settings,
    keeps_all: bool,
) -> Found {
    let (rules, facts) = (generation.rules(), facts.unwrap_or(generation.nothing_known()));
    let (mut exchange, headers) = (request.exchange(), request.head.headers());
    let mut fields: SmallVec<[HeaderField<'_>; FIELDS]> = SmallVec::new();
    if headers.len() <= FIELDS {
        fields.extend(headers.iter().map(|(name, value)| HeaderField::new(name.as_str(), value)));
        exchange.request.headers = Headers::Borrowed(&fields);
    }
    let is_unread = request.body_state == BodyState::Unread;
    if !rules.judges_every_host() && request.names_several_hosts() {
        return Found { report: Some(Report::default()), passes_as: Decision::Unjudged, needs_body: false };
    }
    // a host that compares what rules and service say must know where the rules say nothing
    let wants_outcomes = keeps_all || settings.mode == Mode::Observe;
    with_thread_memory(|scratch, report| {
        // fast path: most requests have no errors, and whether any rule fails is quicker to tell than which
        if !is_unread && !wants_outcomes && rules.passes(&exchange, facts, scratch) {
            return Found { report: None, passes_as: Decision::Passed, needs_body: false };
        }
        rules.evaluate_in(&exchange, facts, scratch, report);
        // a head that is refused anyway waits for nothing, even if its body might get it another status
        let is_refused = settings.mode == Mode::Enforce && settings.refusing(rules, report).is_some();
        let needs_body = is_unread && !is_refused && report.needs_body(rules, |rule| settings.refuses(rule));
        let is_noteworthy = !report.is_judged() || report.failed_rules(rules).next().is_some();
        let is_kept = !needs_body && (keeps_all || is_noteworthy);
        let passes_as = if is_kept { Decision::Passed } else { Decision::of(report, rules, false) };
        Found { needs_body, passes_as, report: is_kept.then(|| std::mem::take(report)) }
    })
}
