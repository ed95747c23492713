//! Asking sources for the facts that are still missing.

use crate::facts::{Barred, FactAnswer, FactLookup, Question, Unasked};
use crate::rules::Generation;
use crate::settings::Settings;
use futures_util::future::join_all;
use reqlint_core::api::FactSlot;
use reqlint_core::evaluate::{NotSingle, Probe};
use reqlint_core::{FactValue, Facts};
use smallvec::SmallVec;
use smol_str::SmolStr;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// The pending answers of sources.
pub(crate) type Asking = Pin<Box<dyn Future<Output = Vec<FactAnswer>> + Send>>;

/// The facts that were asked for one request, and what was answered.
#[derive(Debug, Default)]
pub(crate) struct Inquiry {
    asked: Vec<SmolStr>,
    pub(crate) facts: Option<Arc<Facts>>,
    /// Facts that stayed unknown, and why a request that they decide must be refused.
    pub(crate) barred: Vec<(String, Barred)>,
}

/// What came of asking.
pub(crate) enum Asked {
    /// There was nothing to ask.
    Nothing,
    /// A value to ask by is in the body, which was not read.
    NeedsBody,
    /// A value to ask by is where the reader doesn't look.
    Unreadable,
    /// All answers were at hand.
    Known,
    /// Sources are being asked.
    Pending(Asking),
}

impl Inquiry {
    /// The facts that are known of the request.
    pub(crate) fn known<'f>(&'f self, generation: &'f Generation) -> &'f Facts {
        self.facts.as_deref().unwrap_or(generation.known_facts())
    }

    /// Asks for the facts that are still missing; each once, so that this ends. `read` gives what probes find; `None` where it
    /// can't look at what they look at.
    pub(crate) fn ask<'m>(
        &mut self,
        settings: &Settings,
        generation: &Generation,
        missing: impl Iterator<Item = &'m FactSlot>,
        is_unread: bool,
        read: impl FnOnce(&[&Probe]) -> Option<Vec<Result<FactValue, NotSingle>>>,
    ) -> Asked {
        let known_facts = generation.known_facts();
        let new = missing.filter(|slot| !self.asked.iter().any(|asked| *asked == slot.name));
        let offered = new.filter_map(|slot| {
            let lookup = settings.lookups(generation).find(|lookup| lookup.offers(&slot.name))?;
            Some((slot, lookup, lookup.bound(generation.rules(), generation.number())?))
        });
        let offered: SmallVec<[_; 4]> = offered.collect();
        if offered.is_empty() {
            return Asked::Nothing;
        }
        let probes = offered.iter().flat_map(|(slot, lookup, bound)| lookup.probes(&slot.name, bound));
        let probes: SmallVec<[&Probe; 8]> = probes.collect();
        let Some(values) = read(&probes) else { return Asked::Unreadable };
        let mut values = values.into_iter();
        let mut known: SmallVec<[FactAnswer; 4]> = SmallVec::new();
        let mut asking: Vec<(Arc<FactLookup>, Question)> = Vec::new();
        let mut needs_body = false;
        for (slot, lookup, bound) in &offered {
            let question = lookup.question(slot, bound, &mut values);
            if is_unread && matches!(question, Err(Unasked::Hidden)) {
                needs_body = true;
                continue;
            }
            self.asked.push(SmolStr::new(&slot.name));
            match question {
                Ok(question) => match lookup.at_hand(question) {
                    Ok(answer) => known.push(answer),
                    Err(question) => asking.push((Arc::clone(lookup), question)),
                },
                Err(unasked) => self.barred.extend(lookup.bars(unasked).map(|barred| (slot.name.clone(), barred))),
            }
        }
        let is_known = !known.is_empty();
        if is_known {
            self.learn(generation, known);
        }
        if !asking.is_empty() {
            let known_facts = known_facts.clone();
            return Asked::Pending(Box::pin(async move {
                let answers =
                    asking.iter().map(|(lookup, question)| lookup.answer(question.clone(), known_facts.clone()));
                join_all(answers).await
            }));
        }
        match (is_known, needs_body) {
            (true, _) => Asked::Known,
            (false, true) => Asked::NeedsBody,
            (false, false) => Asked::Nothing,
        }
    }

    /// Takes in the answers.
    pub(crate) fn learn(&mut self, generation: &Generation, answers: impl IntoIterator<Item = FactAnswer>) {
        let facts = Arc::make_mut(self.facts.get_or_insert_with(|| Arc::new(generation.known_facts().clone())));
        for FactAnswer { fact, value, bars } in answers {
            let Some(value) = value else {
                self.barred.extend(bars.map(|barred| (fact, barred)));
                continue;
            };
            // kept from before a reload, an answer may fit no more
            if let Err(error) = facts.set(&fact, value) {
                tracing::warn!(target: "reqlint", fact, %error, "a fact source answered with an invalid value");
                self.barred.extend(bars.map(|barred| (fact, barred)));
            }
        }
    }
}
