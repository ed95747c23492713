//! Asking sources for the facts that are still missing.

use crate::facts::{FactAnswer, FactLookup, Question};
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
    pub(crate) must_refuse: bool,
}

impl Inquiry {
    /// Asks for the facts that are still missing; `None` where there are none, or the request is refused anyway.
    pub(crate) fn ask(
        &mut self,
        settings: &Settings,
        generation: &Generation,
        exchange: &Exchange<'_>,
        report: &Report,
    ) -> Option<Asking> {
        let rules = generation.rules();
        if settings.lookups.is_empty() || settings.refusing(rules, report).is_some() {
            return None;
        }
        let mut asking: Vec<(Arc<FactLookup>, Question)> = Vec::new();
        for slot in report.missing_facts(rules) {
            let Some(lookup) = settings.lookups.iter().find(|lookup| lookup.offers(&slot.name)) else { continue };
            if self.asked.insert(slot.name.clone()) {
                let question = lookup.question(&slot.name, generation, exchange);
                asking.extend(question.map(|question| (Arc::clone(lookup), question)));
            }
        }
        if asking.is_empty() {
            return None;
        }
        let nothing_known = generation.nothing_known().clone();
        Some(Box::pin(async move {
            let answers =
                asking.iter().map(|(lookup, question)| lookup.answer(question.clone(), nothing_known.clone()));
            join_all(answers).await
        }))
    }

    /// Takes in the answers.
    pub(crate) fn learn(&mut self, generation: &Generation, answers: Vec<FactAnswer>) {
        let facts = self.facts.get_or_insert_with(|| generation.nothing_known().clone());
        for FactAnswer { fact, value, must_refuse } in answers {
            self.must_refuse |= must_refuse;
            if let Some(value) = value
                && let Err(error) = facts.set(&fact, value)
            {
                tracing::warn!(target: "reqlint", fact, %error, "a fact source answered with an invalid value");
            }
        }
    }
}
