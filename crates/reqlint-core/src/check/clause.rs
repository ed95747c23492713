//! Clauses: what a check tests, in English. A clause holds when the check passes; it has no capital and no full stop.

use super::{Check, Operator, Right, Words};

use crate::subject::select::{Selector, spell};

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
        match self {
            Selector::Method => "the method".to_owned(),
            Selector::Scheme => "the scheme".to_owned(),
            Selector::Host => "the host".to_owned(),
            Selector::Port => "the port".to_owned(),
            Selector::Path => "the path".to_owned(),
            Selector::Query => "the query".to_owned(),
            Selector::Body => "the body".to_owned(),
            Selector::Now => "the time of the request".to_owned(),
            Selector::PathField(name) => format!("the path parameter `{name}`"),
            Selector::QueryField(name) => format!("the query parameter `{name}`"),
            Selector::Header(name) => format!("the header `{}`", name.text),
            Selector::Member(steps) => format!("the body member `{}`", spell(steps)),
            Selector::Claim(claim) => format!("the token's `{}`", claim.name),
            Selector::Attribute(name) => format!("the endpoint's `{name}`"),
            Selector::Fact(index) => {
                let name = words.facts.get(index.0 as usize).map_or("?", |slot| slot.name.as_str());
                format!("the fact `{name}`")
            }
        }
    }
}

impl Operator {
    /// What holds of the value, as a verb phrase.
    pub(super) fn holds(&self, words: Words<'_>) -> String {
        let (verb, right) = match self {
            Operator::Is(pattern) => return format!("is {}", pattern.says),
            Operator::MaxAge(limit) => return format!("is less than {} ago", limit.named(words)),
            Operator::Covers(needed, _) => return format!("covers {}", needed.named(words)),
            Operator::Equals(right) => ("is", right),
            Operator::OneOf(right) => ("is one of", right),
            Operator::StartsWith(right) => ("begins with", right),
            Operator::EndsWith(right) => ("ends with", right),
            Operator::Contains(right) => ("contains", right),
            Operator::Includes(right) => ("includes", right),
            Operator::AtLeast(right) => ("is at least", right),
            Operator::AtMost(right) => ("is at most", right),
            Operator::MultipleOf(right) => ("is a multiple of", right),
            Operator::MinLength(right) => ("has a length of at least", right),
            Operator::MaxLength(right) => ("has a length of at most", right),
            Operator::MaxCount(right) => ("stands no more often than", right),
            Operator::EarlierThan(right) => ("is earlier than", right),
            Operator::LaterThan(right) => ("is later than", right),
        };
        format!("{verb} {}", right.named(words))
    }
}

impl Right {
    fn named(&self, words: Words<'_>) -> String {
        match self {
            Right::Of(selector) => selector.named(words),
            Right::Scalars(_, says) => says.to_string(),
        }
    }
}
