//! The checklist of a status, when there is no request at hand.

use super::answer::Observed;
use super::causes::{Cause, CauseVerdict, sort};
use super::explaining::Link;
use super::held::Held;
use super::replies;
use super::{advice, evidence};
use crate::api::facts::Facts;
use crate::check::verdict::Trace;
use crate::check::want::Want;
use crate::evaluate::Report;
use crate::message::exchange::{Body, Exchange, Request, Response, Visibility};
use crate::rules::pack::FALLBACK;
use crate::rules::pack::{Pack, Rule};
use crate::rules::rule_set::RuleSet;
use crate::subject::Uses;

/// What is listed under an answer's status.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Checklist {
    /// The answer, as far as it is known.
    pub observed: Observed,
    /// The status's name: `Forbidden`.
    pub status_title: Option<String>,
    /// The packs whose checklists these are. `http` has one for every error status: what it means at any API.
    pub packs: Vec<String>,
    /// Other packs that have a checklist for the status, each for the hosts of its own API.
    pub elsewhere: Vec<String>,
    /// What may explain it: what the answer itself says, then of each pack the best first. Each is possible.
    pub causes: Vec<Cause>,
}

/// What is listed under an answer's status when there is no request at hand, as questions: what it means at any API, since
/// it isn't known which one answered. With a pack named, its own checklist, if it has one. Rules without the pack `http`
/// list what all of their packs have.
#[must_use]
pub fn checklist(rules: &RuleSet, observed: Observed) -> Checklist {
    let observed = observed.understood(rules, &Exchange::default());
    listing(rules, observed, Vec::new())
}

/// What an answer shows when there is no request at hand: what it says itself, and the checklist of its status.
#[must_use]
pub fn checklist_of(rules: &RuleSet, response: &Response<'_>) -> Option<Checklist> {
    let request = Request { body: Body::Unread, ..Request::default() };
    let exchange = Exchange { request, response: Some(response.clone()), shows: NOTHING, ..Exchange::default() };
    let observed = Observed::read(rules, &exchange)?;
    let facts = rules.facts();
    let resolved = rules.resolve(&Report::default(), &exchange, &facts);
    let masked = rules.mask(&exchange);
    let held =
        Held { rules, exchange: &exchange, facts: &facts, observed: &observed, resolved: &resolved, masked: &masked };
    let told = evidence::causes(&held, &[], true);
    Some(listing(rules, observed, told))
}

/// The request of an answer that was given alone.
const NOTHING: Visibility = Visibility {
    raw_target: false,
    fragment: false,
    raw_headers: false,
    connection_headers: false,
    framing_headers: false,
    headers: false,
    placeholders: true,
};

fn listing(rules: &RuleSet, observed: Observed, told: Vec<Cause>) -> Checklist {
    let all = rules.judges().map(|pack| (pack, listed(rules, pack, &observed)));
    let lists = all.filter(|(_, causes)| !causes.is_empty());
    // which API answered isn't known, so that only what judges any host can be meant
    let is_open = rules.judges().any(|pack| pack.name == FALLBACK) && rules.judges().count() > 1;
    let (own, others): (Vec<_>, Vec<_>) = lists.partition(|(pack, _)| !is_open || pack.host_names.is_empty());
    let mut packs: Vec<String> = own.iter().map(|(pack, _)| pack.name.clone()).collect();
    let mut status_title = own.iter().find_map(|(pack, _)| pack.status_title(observed.status)).map(str::to_owned);
    let is_any = packs.iter().all(|name| name == FALLBACK);
    let mut causes = told;
    if let Some((title, general)) = evidence::of_status(observed.status).filter(|_| is_any) {
        status_title = status_title.or_else(|| title.map(str::to_owned));
        causes.extend(general);
        packs = vec![FALLBACK.to_owned()];
    }
    causes.extend(own.into_iter().flat_map(|(_, causes)| causes));
    advice::advise_without_request(&mut causes, &observed);
    let elsewhere = others.into_iter().map(|(pack, _)| pack.name.clone()).collect();
    Checklist { status_title, packs, elsewhere, causes, observed }
}

impl Checklist {
    /// A person looked at the items: of each, whether what should hold does, if that is known.
    pub fn settle(&mut self, holds: impl Fn(&Cause) -> Option<bool>) {
        for cause in &mut self.causes {
            let (verdict, because) = match holds(cause) {
                Some(true) => (CauseVerdict::RuledOut, "a person says that it holds"),
                Some(false) => (CauseVerdict::Confirmed, "a person says that it does not hold"),
                None => continue,
            };
            cause.verdict = verdict;
            cause.because = vec![because.to_owned()];
        }
        sort(&mut self.causes);
    }
}

fn listed(rules: &RuleSet, pack: &Pack, observed: &Observed) -> Vec<Cause> {
    let of_rules = pack.rules.iter().filter(|rule| rule.is_of(pack) && pack.considers(rule)).filter_map(|rule| {
        let link = Link::of(pack, rule, observed)?;
        let cause = link.cause(rule);
        let ask = question(rules, pack, rule);
        let should = format!("this should hold: {}", cause.title);
        Some(Cause { because: std::iter::once(should).chain(ask.clone()).collect(), ask, ..cause })
    });
    let fitting = pack.causes.iter().filter(|cause| replies::answers(cause, observed).is_some());
    let of_replies = fitting.map(|cause| replies::of_reply(cause, observed.status));
    let mut causes: Vec<Cause> = of_rules.chain(of_replies).collect();
    sort(&mut causes);
    causes
}

/// The rule's own question, else that of the first fact that it asks for.
fn question(rules: &RuleSet, pack: &Pack, rule: &Rule) -> Option<String> {
    let of_fact = || {
        let mut missing = Vec::new();
        rules.prepared_for(pack, &Exchange::default(), &Facts::default(), Uses::NONE, |prepared| {
            let mut evidence = Vec::new();
            rule.check.verdict(&prepared.subject, &mut Trace::new(Want::Outcomes, &mut evidence, &mut missing));
        });
        pack.asks.get(missing.first()?)
    };
    rule.ask.as_ref().or_else(of_fact).map(crate::rules::sentence::Sentence::bare)
}
