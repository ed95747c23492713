//! Questions: which fact to ask for next.

use super::causes::{Cause, CauseVerdict};
use super::diagnosis::Diagnosis;
use crate::api::facts::{FactSlot, FactType, FactValue};
use crate::base::finding::Severity;

/// A fact to ask a person for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Question {
    /// The fact, with its type and the values that it may have.
    pub fact: FactSlot,
    /// The question in the pack's words.
    pub ask: String,
    /// The causes that its answer may settle: `pack/id`.
    pub settles: Vec<String>,
}

impl Diagnosis<'_> {
    /// The question whose answer narrows the causes best; `None` when no fact would, or the cause is known.
    #[must_use]
    pub fn next_question(&self) -> Option<Question> {
        best(self)
    }
}

/// The question after whose answer the fewest causes are left, at worst; of equal ones, that of the better cause.
fn best(diagnosis: &Diagnosis<'_>) -> Option<Question> {
    if diagnosis.is_explained() {
        return None;
    }
    let asked = askable(diagnosis);
    let weigh = |(rank, (slot, _)): &(usize, (&FactSlot, Severity))| (left_at_worst(diagnosis, slot), *rank);
    // warnings only when nothing else is left
    let severity = asked.iter().map(|(_, severity)| *severity).max()?;
    let asked = asked.into_iter().filter(|(_, s)| *s == severity);
    let (_, (slot, _)) = asked.enumerate().min_by_key(weigh)?;
    let needing = || diagnosis.causes.iter().filter(|cause| cause.needs.contains(&slot.name));
    let own = needing().find(|cause| cause.needs.first() == Some(&slot.name)).and_then(|cause| cause.ask.clone());
    let ask = own.unwrap_or_else(|| slot.ask.clone().unwrap_or_else(|| format!("What is {}?", slot.name)));
    Some(Question { fact: slot.clone(), ask, settles: needing().filter_map(|cause| cause.rule.clone()).collect() })
}

/// The facts that possible causes need, in the order of the causes, each with the weight of the heaviest of them.
fn askable<'d>(diagnosis: &'d Diagnosis<'_>) -> Vec<(&'d FactSlot, Severity)> {
    let slots = diagnosis.facts().declared();
    let mut asked: Vec<(&FactSlot, Severity)> = Vec::new();
    for cause in open(diagnosis) {
        for name in cause.needs.iter().filter(|name| !diagnosis.unknowable.contains(name)) {
            match asked.iter_mut().find(|(slot, _)| slot.name == *name) {
                Some((_, severity)) => *severity = cause.severity.max(*severity),
                None => asked.extend(slots.iter().find(|s| s.name == *name).map(|slot| (slot, cause.severity))),
            }
        }
    }
    asked
}

/// How many causes are left after the least helpful answer.
fn left_at_worst(diagnosis: &Diagnosis<'_>, slot: &FactSlot) -> usize {
    let answers: Vec<FactValue> = match slot.kind {
        FactType::Boolean => vec![true.into(), false.into()],
        FactType::Text => slot.one_of.iter().map(|text| text.as_str().into()).collect(),
        FactType::Number | FactType::Time | FactType::List => Vec::new(),
    };
    let left = answers.into_iter().filter_map(|answer| diagnosis.answer(&slot.name, answer).ok());
    let left = left.map(|next| if next.is_explained() { 0 } else { open(&next).count() }).max();
    // an answer that may be anything settles the causes that need nothing else
    left.unwrap_or_else(|| open(diagnosis).filter(|cause| cause.needs != [slot.name.as_str()]).count())
}

fn open<'d>(diagnosis: &'d Diagnosis<'_>) -> impl Iterator<Item = &'d Cause> {
    diagnosis.causes_that_are(CauseVerdict::Possible)
}
