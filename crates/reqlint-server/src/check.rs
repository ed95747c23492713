//! One evaluation of a request, in the memory of its thread.

use crate::buffered_request::{BodyState, BufferedRequest};
use crate::rules::Generation;
use crate::settings::Settings;
use http_body::Body;
use reqlint_core::evaluate::with_thread_memory;
use reqlint_core::message::HeaderField;
use reqlint_core::{Facts, Headers, Report};
use smallvec::SmallVec;

/// Up to this many headers are laid out as a list: rules look them up by index, which a map can only count up to.
const FIELDS: usize = 32;

/// What an evaluation found.
#[derive(Debug)]
pub(crate) struct Found {
    /// `None` where nothing failed, and the host does not ask what is unknown.
    pub(crate) report: Option<Report>,
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
    with_thread_memory(|scratch, report| {
        // fast path: most requests have no errors, and whether any rule fails is quicker to tell than which
        if !is_unread && !keeps_all && !rules.any_fails(&exchange, facts, scratch) {
            return Found { report: None, needs_body: false };
        }
        rules.evaluate_in(&exchange, facts, scratch, report);
        let needs_body = is_unread && report.needs_body(rules, |rule| settings.refuses(rule));
        let is_kept = !needs_body && (keeps_all || report.failed_rules(rules).next().is_some());
        Found { needs_body, report: is_kept.then(|| std::mem::take(report)) }
    })
}
