//! Questions: which fact to ask for next.

use super::Diagnosis;
use super::causes::CauseVerdict;
use crate::facts::{FactSlot, FactType, FactValue};

/// A fact to ask a person for.
#[derive(Clone, Debug)]
pub struct Question {
    /// The fact, with its type and the values that it may have.
    pub fact: FactSlot,
    /// The question in the pack's words.
    pub ask: String,
    /// The causes that its answer may settle.
    pub settles: Vec<String>,
}

/// The question after whose answer the fewest causes are left, at worst; of equal ones, that of the better cause.
pub(super) fn best(diagnosis: &Diagnosis<'_>) -> Option<Question> {
    if diagnosis.is_explained() {
        return None;
    }
    let slots = diagnosis.facts.declared();
    let mut best: Option<(usize, usize, &FactSlot)> = None;
    for (rank, cause) in diagnosis.causes.iter().enumerate().filter(|(_, c)| c.verdict == CauseVerdict::Possible) {
        for name in &cause.needs {
            let known = best.as_ref().is_some_and(|(.., slot)| slot.name == *name);
            let Some(slot) = slots.iter().find(|s| s.name == *name) else { continue };
            if known || diagnosis.unknowable.contains(name) {
                continue;
            }
            let left = worst(diagnosis, slot);
            if best.as_ref().is_none_or(|(l, r, _)| (left, rank) < (*l, *r)) {
                best = Some((left, rank, slot));
            }
        }
    }
    let (.., slot) = best?;
    let mut asking = diagnosis.causes.iter().filter(|c| c.needs.contains(&slot.name));
    let ask = asking.clone().find_map(|c| c.ask.clone());
    Some(Question {
        fact: slot.clone(),
        ask: ask.unwrap_or_else(|| format!("what is {}?", slot.name)),
        settles: asking.by_ref().map(|c| c.rule.clone()).collect(),
    })
}

/// How many causes are left after the least helpful answer.
fn worst(diagnosis: &Diagnosis<'_>, slot: &FactSlot) -> usize {
    let answers: Vec<FactValue> = match slot.kind {
        FactType::Boolean => vec![true.into(), false.into()],
        FactType::Text if !slot.one_of.is_empty() => slot.one_of.iter().map(|t| t.as_str().into()).collect(),
        // an open answer settles the causes that need nothing else
        _ => return open_causes(diagnosis).saturating_sub(settled(diagnosis, slot)),
    };
    let left = answers.into_iter().filter_map(|answer| diagnosis.answer(&slot.name, answer).ok());
    left.map(|next| if next.is_explained() { 0 } else { open_causes(&next) }).max().unwrap_or(usize::MAX)
}

fn open_causes(diagnosis: &Diagnosis<'_>) -> usize {
    diagnosis.causes.iter().filter(|c| c.verdict == CauseVerdict::Possible).count()
}

fn settled(diagnosis: &Diagnosis<'_>, slot: &FactSlot) -> usize {
    diagnosis.causes.iter().filter(|c| c.needs == [slot.name.clone()]).count()
}
