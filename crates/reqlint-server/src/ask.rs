//! Asking sources for the facts that are still missing.

use crate::facts::{FactAnswer, FactLookup, Question};
use crate::refusal::RefusalReason;
use crate::rules::Generation;
use crate::settings::Settings;
use futures_util::future::join_all;
use reqlint_core::{Exchange, Facts, Report};
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// The pending answers of sources.
pub(crate) type Asking = Pin<Box<dyn Future<Output = Vec<FactAnswer>> + Send>>;

/// The facts that were asked for one request, and what was answered.
#[derive(Debug, Default)]
pub(crate) struct Inquiry {
    asked: BTreeSet<String>,
    pub(crate) facts: Option<Facts>,
    /// Facts that stayed unknown, and why a request that they decide must be refused.
    pub(crate) barred: Vec<(String, RefusalReason)>,
}

/// What came of asking.
pub(crate) enum Asked {
    /// There was nothing to ask, or the request is refused anyway.
    Nothing,
    /// All answers were at hand.
    Known,
    /// Sources are being asked.
    Pending(Asking),
}

impl Inquiry {
    /// Asks for the facts that are still missing.
    pub(crate) fn ask(
        &mut self,
        settings: &Settings,
        generation: &Generation,
        exchange: &Exchange<'_>,
        report: &Report,
    ) -> Asked {
        let rules = generation.rules();
        if settings.lookups.is_empty() || settings.refusing(rules, report).is_some() {
            return Asked::Nothing;
        }
        let mut known = Vec::new();
        let mut asking: Vec<(Arc<FactLookup>, Question)> = Vec::new();
        for slot in report.missing_facts(rules) {
            let Some(lookup) = settings.lookups.iter().find(|lookup| lookup.offers(&slot.name)) else { continue };
            if !self.asked.insert(slot.name.clone()) {
                continue;
            }
            match lookup.question(&slot.name, generation, exchange) {
                Ok(question) => match lookup.at_hand(&question) {
                    Some(answer) => known.push(answer),
                    None => asking.push((Arc::clone(lookup), question)),
                },
                Err(unasked) => self.barred.extend(lookup.bars(unasked).map(|reason| (slot.name.clone(), reason))),
            }
        }
        let is_known = !known.is_empty();
        if is_known {
            self.learn(generation, known);
        }
        if asking.is_empty() {
            return if is_known { Asked::Known } else { Asked::Nothing };
        }
        let nothing_known = generation.nothing_known().clone();
        Asked::Pending(Box::pin(async move {
            let answers =
                asking.iter().map(|(lookup, question)| lookup.answer(question.clone(), nothing_known.clone()));
            join_all(answers).await
        }))
    }

    /// Takes in the answers.
    pub(crate) fn learn(&mut self, generation: &Generation, answers: Vec<FactAnswer>) {
        let facts = self.facts.get_or_insert_with(|| generation.nothing_known().clone());
        for FactAnswer { fact, value, bars } in answers {
            self.barred.extend(bars.map(|reason| (fact.clone(), reason)));
            if let Some(value) = value
                && let Err(error) = facts.set(&fact, value)
            {
                tracing::warn!(target: "reqlint", fact, %error, "a fact source answered with an invalid value");
            }
        }
    }
}
