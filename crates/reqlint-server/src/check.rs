//! One evaluation of a request, in the memory of its thread.

use crate::ask::{Asked, Asking, Inquiry};
use crate::buffered_request::{BodyState, BufferedRequest};
use crate::policies::Policies;
use crate::rules::Generation;
use crate::settings::{Mode, Settings, WhenUnknown};
use http_body::Body;
use reqlint_core::evaluate::{Decision, Glance, Learn, Probe, Scratch, with_thread_memory};
use reqlint_core::message::HeaderField;
use reqlint_core::{Exchange, Finding, Headers, Report};
use smallvec::SmallVec;

/// Up to this many headers are laid out as a list: rules look them up by index, which a map can only count up to.
const FIELDS: usize = 32;

/// What an evaluation found.
pub(crate) enum Found {
    /// The body was not read, and may change the status to expect, or a fact.
    NeedsBody,
    /// Sources are being asked for facts.
    Asking(Asking),
    /// All that there is to find.
    All(Verdict),
}

/// How a request went.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// `None` where nothing is to be decided or shown: the request passes.
    pub(crate) report: Option<Report>,
    /// What to call a request that passes without a report.
    pub(crate) passes_as: Decision,
    /// What failed and where, if the refusal will say so.
    pub(crate) findings: Vec<Finding>,
}

/// Evaluates a request, and asks for facts that decide. For one without errors it allocates nothing once the thread is warm.
///
/// A glance comes first; what it doesn't settle is evaluated. Each evaluation looks at more than the one before: once the body
/// was read, or facts became known.
pub(crate) fn check<B: Body + Unpin>(
    settings: &Settings,
    policies: &Policies,
    generation: &Generation,
    request: &BufferedRequest<B>,
    inquiry: &mut Inquiry,
) -> Found {
    let rules = generation.rules();
    let (mut exchange, headers) = (request.exchange(), request.headers());
    let mut fields: SmallVec<[HeaderField<'_>; FIELDS]> = SmallVec::new();
    if headers.len() <= FIELDS {
        fields.extend(headers.iter().map(|(name, value)| HeaderField::new(name.as_str(), value)));
        exchange.request.headers = Headers::Borrowed(&fields);
    }
    if !rules.judges_every_host() && request.names_several_hosts() {
        let report = Some(Report::default());
        return Found::All(Verdict { report, passes_as: Decision::Unjudged, findings: Vec::new() });
    }
    let is_unread = request.body_state == BodyState::Unread;
    let is_cut_short =
        matches!(request.body_state, BodyState::Over | BodyState::Late | BodyState::Broken | BodyState::Closed);
    let passes_unknown = policies.when_unknown == WhenUnknown::Pass;
    let is_whole = passes_unknown && !is_unread && !is_cut_short && !settings.keeps_all();
    let enforces = policies.mode == Mode::Enforce;
    let asks_facts = settings.lookups(generation).next().is_some();
    let refuses = |report: &Report| enforces && settings.refusing(rules, report).is_some();
    with_thread_memory(|scratch, report| {
        // fast path: most requests are right as far as can be told, and nothing has to be said of them
        if is_whole && inquiry.barred.is_empty() {
            match glance(settings, generation, &exchange, inquiry, asks_facts, (scratch, report)) {
                Glanced::Settled(passes_as) => {
                    return Found::All(Verdict { report: None, passes_as, findings: Vec::new() });
                }
                Glanced::Asking(asking) => return Found::Asking(asking),
                Glanced::Unsettled => {}
            }
        }
        loop {
            let facts = inquiry.known(generation);
            let wants = |report: &Report| refuses(report) && settings.reply.has_sentences(rules.has_replies(report));
            let findings = rules.findings_in(&exchange, facts, scratch, report, wants);
            // a head that is refused anyway waits for nothing, even if its body might get it another status
            let is_refused = refuses(report) || enforces && report.is_ambiguous();
            if is_unread && !is_refused && report.needs_body(rules, |rule| settings.refuses(rule)) {
                return Found::NeedsBody;
            }
            let passes_as = Decision::of(report, rules, false);
            let misses_facts = report.missing_facts(rules).next().is_some();
            if asks_facts && misses_facts && settings.refusing(rules, report).is_none() {
                let known_facts = generation.known_facts();
                let read =
                    |probes: &[&Probe]| Some(rules.read_in(probes.iter().copied(), &exchange, known_facts, scratch));
                match inquiry.ask(settings, generation, report.missing_facts(rules), is_unread, read) {
                    Asked::Nothing | Asked::Unreadable => {}
                    Asked::NeedsBody => return Found::NeedsBody,
                    Asked::Known => continue,
                    Asked::Pending(asking) => return Found::Asking(asking),
                }
            }
            let is_quiet = match passes_as {
                Decision::Passed => true,
                // what is unknown is acted upon only where a policy or a source says so
                Decision::Unknown => passes_unknown && inquiry.barred.is_empty(),
                _ => false,
            };
            // a service may read it in another way
            let is_read_otherwise =
                report.is_ambiguous() || report.is_body_unread() || report.unread_rules(rules).next().is_some();
            let is_kept = !is_quiet
                || settings.keeps_all()
                || is_cut_short
                || is_read_otherwise
                || report.failed_rules(rules).next().is_some();
            let report = is_kept.then(|| std::mem::take(report));
            return Found::All(Verdict { report, passes_as, findings });
        }
    })
}

/// What came of a glance at a request.
enum Glanced {
    /// It passes, and no rule fails.
    Settled(Decision),
    Asking(Asking),
    /// It takes an evaluation.
    Unsettled,
}

/// Looks whether all is settled without reading the body again, with the facts that are at hand.
fn glance(
    settings: &Settings,
    generation: &Generation,
    exchange: &Exchange<'_>,
    inquiry: &mut Inquiry,
    asks_facts: bool,
    (scratch, report): (&mut Scratch, &mut Report),
) -> Glanced {
    let known = inquiry.facts.clone();
    let facts = known.as_deref().unwrap_or(generation.known_facts());
    let mut asked = Asked::Nothing;
    let mut learn = |glance: &Glance<'_>| {
        let read = |probes: &[&Probe]| glance.read(probes.iter().copied());
        asked = inquiry.ask(settings, generation, glance.missing_facts(), false, read);
        if matches!(asked, Asked::Known) { inquiry.facts.clone() } else { None }
    };
    let learn: Option<Learn<'_>> = if asks_facts { Some(&mut learn) } else { None };
    let settled = generation.rules().settled(exchange, facts, scratch, report, learn);
    match (asked, settled) {
        (Asked::Pending(asking), _) => Glanced::Asking(asking),
        (Asked::Unreadable, _) | (_, None) => Glanced::Unsettled,
        // a source may have barred it
        (_, Some(decision)) if inquiry.barred.is_empty() => Glanced::Settled(decision),
        (_, Some(_)) => Glanced::Unsettled,
    }
}
