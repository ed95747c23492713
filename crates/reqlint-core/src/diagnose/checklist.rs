//! The checklist of a status, when there is no request at hand.

use super::causes::{Cause, CauseVerdict, sort};
use super::explaining::Link;
use super::observed::Observed;
use super::replies;
use super::{advice, evidence};
use crate::api::facts::Facts;
use crate::check::verdict::Trace;
use crate::check::want::Want;
use crate::message::exchange::Exchange;
use crate::rules::pack::{Pack, Rule};
use crate::rules::rule_set::RuleSet;
use crate::subject::Uses;

/// What is listed under an answer's status.
#[derive(Clone, Debug)]
pub struct Checklist {
    /// The answer, as far as it is known.
    pub observed: Observed,
    /// The status's name: `Forbidden`.
    pub status_title: Option<String>,
    /// What may explain it: of each pack the best first. Each is possible.
    pub causes: Vec<Cause>,
}

/// What is listed under an answer's status when there is no request at hand, as questions: the checklists of every pack that
/// has it. With a pack named, only its own.
#[must_use]
pub fn checklist(rules: &RuleSet, observed: Observed) -> Checklist {
    let observed = observed.understood(rules, &Exchange::default());
    let packs =
        || rules.judges().map(|pack| (pack, listed(rules, pack, &observed))).filter(|(_, causes)| !causes.is_empty());
    let mut status_title = packs().find_map(|(pack, _)| pack.status_title(observed.status)).map(str::to_owned);
    let mut causes: Vec<Cause> = packs().flat_map(|(_, causes)| causes).collect();
    // what the status means at any API
    if let Some((title, general)) = evidence::of_status(observed.status).filter(|_| causes.is_empty()) {
        status_title = Some(title.to_owned());
        causes = general;
    }
    advice::advise_without_request(&mut causes, &observed);
    Checklist { status_title, causes, observed }
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
    let of_replies = pack.causes.iter().filter(|cause| replies::answers(cause, observed)).map(replies::of_reply);
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
