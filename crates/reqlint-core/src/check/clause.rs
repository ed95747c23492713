//! Clauses: what a check tests, in English. A clause holds when the check passes; it has no capital and no full stop.

use super::{Check, Words};

use crate::base::text::Line;
use crate::subject::select::Selector;

/// The clauses of several checks.
pub(super) fn joined(checks: &[Check], word: &str, words: Words<'_>) -> String {
    let clauses: Vec<_> = checks.iter().map(|check| check.clause(words)).collect();
    let nested = checks.iter().any(|check| matches!(check, Check::All(_) | Check::Any(_) | Check::Not(_)));
    match clauses.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [a, b] if !nested => format!("{a}, {word} {b}"),
        several => {
            let head = if word == "and" { "all of these hold" } else { "one of these holds" };
            let numbered = (1..).zip(several).map(|(number, clause)| format!("({number}) {clause}"));
            format!("{head}: {}", numbered.collect::<Vec<_>>().join("; "))
        }
    }
}

/// Those phrases whose test is wanted, joined by `and`.
pub(super) fn wanted<const N: usize>(tests: [bool; N], phrases: [&str; N]) -> String {
    let chosen: Vec<_> = tests.iter().zip(phrases).filter(|(test, _)| **test).map(|(_, phrase)| phrase).collect();
    match chosen.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// `a`, `a` or `b`, each in backticks.
pub(super) fn any_of<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let quoted: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    crate::base::scalar::any_of(&quoted).to_string()
}

impl Selector {
    /// What it looks at, as a noun phrase.
    pub(crate) fn named(&self, words: Words<'_>) -> String {
        let mut line = Line::default();
        self.say(words.facts, &mut line);
        line.text().to_string()
    }
}
