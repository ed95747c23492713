//! One evaluation, in memory that each thread keeps.

use crate::exchange::{Held, Sight};
use crate::rules::Generation;
use crate::settings::Settings;
use http_body::Body;
use reqlint_core::evaluate::Scratch;
use reqlint_core::message::HeaderField;
use reqlint_core::{Facts, Headers, Report};
use smallvec::SmallVec;
use std::cell::RefCell;

/// As many headers are laid out as a list: rules look them up by number, and a map counts up to each.
const FIELDS: usize = 32;

type Memory = (Scratch, Report);

thread_local! {
    /// INVARIANT: nothing of a request stays in it but capacity.
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// What an evaluation found.
#[derive(Debug)]
pub(crate) struct Found {
    /// Where nothing failed, and nobody asks what is unknown, there is none.
    pub(crate) report: Option<Report>,
    /// Whether the body was not read, and may change the status to expect.
    pub(crate) needs_body: bool,
}

/// Evaluates a request. One that is right allocates nothing once a thread is warm.
///
/// `keeps_all` keeps the report also of a request in which nothing failed.
pub(crate) fn judge<B: Body + Unpin>(
    generation: &Generation,
    held: &Held<B>,
    facts: Option<&Facts>,
    settings: &Settings,
    keeps_all: bool,
) -> Found {
    let facts = facts.unwrap_or(generation.nothing_known());
    MEMORY.with(|memory| match memory.try_borrow_mut() {
        Ok(mut memory) => judge_in(generation, held, facts, settings, keeps_all, &mut memory),
        // somebody who is called by an evaluation on this thread evaluates
        Err(_) => judge_in(generation, held, facts, settings, keeps_all, &mut Memory::default()),
    })
}

fn judge_in<B: Body + Unpin>(
    generation: &Generation,
    held: &Held<B>,
    facts: &Facts,
    settings: &Settings,
    keeps_all: bool,
    (scratch, report): &mut Memory,
) -> Found {
    let rules = generation.rules();
    let (mut exchange, headers) = (held.exchange(), held.head.headers());
    let mut fields: SmallVec<[HeaderField<'_>; FIELDS]> = SmallVec::new();
    if headers.len() <= FIELDS {
        fields.extend(headers.iter().map(|(name, value)| HeaderField::new(name.as_str(), value)));
        exchange.request.headers = Headers::Borrowed(&fields);
    }
    // nearly always
    if held.sight != Sight::Unread && !keeps_all && !rules.any_fails(&exchange, facts, scratch) {
        return Found { report: None, needs_body: false };
    }
    rules.evaluate_in(&exchange, facts, scratch, report);
    let needs_body = held.sight == Sight::Unread && report.needs_body(rules, |rule| settings.refuses(rule));
    let is_kept = !needs_body && (keeps_all || report.failed_rules(rules).next().is_some());
    Found { needs_body, report: is_kept.then(|| std::mem::take(report)) }
}
