//! The asking side of a dialogue about what is still open.

use super::diagnosis::observed;
use super::rows::{BOLD, DIM, GREEN, RED, count, hanging, styled};
use super::{WIDTH, heading};
use crate::record::judged::Judged;
use reqlint_core::api::{FactSlot, FactType};
use reqlint_core::base::escape::plain;
use reqlint_core::diagnose::Diagnosis;
use reqlint_core::diagnose::{Cause, CauseVerdict, Question};

/// What comes before the first question: the request, the answer, the causes, and how to answer.
#[must_use]
pub fn opening(judged: &Judged<'_>, diagnosis: &Diagnosis<'_>) -> String {
    let possible = diagnosis.causes_that_are(CauseVerdict::Possible).count();
    let mut out = heading::title(judged) + &observed(diagnosis);
    if diagnosis.next_question().is_some() {
        out += &format!("{} · {}\n", count(possible, "possible cause"), how_to_answer());
    }
    out
}

/// How to answer, said once.
#[must_use]
pub fn how_to_answer() -> String {
    styled(DIM, "? or nothing: don't know · b: back · q: stop")
}

/// A question by its number, with what may be answered; the cursor stays after it.
#[must_use]
pub fn question(number: usize, question: &Question) -> String {
    let number = number.to_string();
    let ask = hanging(&styled(BOLD, &number), number.len(), &plain(&question.ask), WIDTH);
    let indent = " ".repeat(number.len() + 2);
    format!("\n{ask}{indent}{} ", styled(DIM, format!("[{}]", choices(&question.fact))))
}

/// An item of a checklist as a question; the cursor stays after it.
#[must_use]
pub fn item(number: usize, of: usize, cause: &Cause) -> String {
    let number = format!("{number}/{of}");
    let title = hanging(&styled(BOLD, &number), number.len(), &plain(&cause.title), WIDTH);
    let indent = " ".repeat(number.len() + 2);
    format!("\n{title}{indent}does this hold? {} ", styled(DIM, "[y/n]"))
}

/// What may be answered: `y/n`, `1 active · 2 inactive`.
fn choices(fact: &FactSlot) -> String {
    match fact.kind {
        FactType::Boolean => "y/n".to_owned(),
        FactType::Text if fact.one_of.is_empty() => "a text".to_owned(),
        FactType::Text => numbered(fact),
        FactType::List if fact.one_of.is_empty() => "A,B".to_owned(),
        FactType::List => format!("{}; several with commas, or none", numbered(fact)),
        FactType::Number => "a number".to_owned(),
        FactType::Time => "a time such as 2024-05-01T12:00:00Z".to_owned(),
    }
}

/// The choices, each with its number, except where they are numbers.
fn numbered(fact: &FactSlot) -> String {
    let is_number = |choice: &String| choice.parse::<usize>().is_ok();
    if fact.one_of.iter().any(is_number) {
        return fact.one_of.join(" · ");
    }
    let choice = |(number, choice): (usize, &String)| format!("{number} {choice}");
    (1..).zip(&fact.one_of).map(choice).collect::<Vec<_>>().join(" · ")
}

/// What an answer settled, and how many causes are left.
#[must_use]
pub fn settled(before: &Diagnosis<'_>, after: &Diagnosis<'_>) -> String {
    let is_same = |a: &Cause, b: &Cause| a.rule == b.rule && a.title == b.title;
    let was_open =
        |cause: &&Cause| before.causes_that_are(CauseVerdict::Possible).any(|possible| is_same(possible, cause));
    let of = |verdict| after.causes_that_are(verdict).filter(was_open);
    let line = |style, word: &str, cause: &Cause| format!("   {}: {}\n", styled(style, word), plain(&cause.title));
    let mut out: String = of(CauseVerdict::RuledOut).map(|cause| line(GREEN, "ruled out", cause)).collect();
    // a confirmed cause doesn't hold what its title says
    out.extend(of(CauseVerdict::Confirmed).map(|cause| line(RED, "confirmed, this does not hold", cause)));
    if !after.is_explained() {
        let left = after.causes_that_are(CauseVerdict::Possible).count();
        out += &format!("   {}\n", styled(DIM, format!("{} left", count(left, "possible cause"))));
    }
    out
}
