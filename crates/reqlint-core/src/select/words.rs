//! What selectors are called in sentences.

use super::Selector;
use crate::catalogue::Step;
use crate::subject::Subject;
use std::fmt;

impl Selector {
    /// What it is called in a sentence.
    pub(crate) fn says(&self, subject: &Subject<'_>) -> impl fmt::Display {
        fmt::from_fn(move |f| match self {
            Selector::Method => f.write_str("the method"),
            Selector::Scheme => f.write_str("the scheme"),
            Selector::Host => f.write_str("the host"),
            Selector::Port => f.write_str("the port"),
            Selector::Path => f.write_str("the path"),
            Selector::Query => f.write_str("the query"),
            Selector::Body => f.write_str("the body"),
            Selector::PathField(name) => write!(f, "`{name}` in the path"),
            Selector::QueryField(name) => write!(f, "the query parameter `{name}`"),
            Selector::Header(name) => write!(f, "the {} header", name.text),
            Selector::Member(steps) => write!(f, "`{}`", spell(steps)),
            Selector::Claim(claim) => write!(f, "the token's `{}`", claim.name),
            Selector::Fact(index) => {
                let slot = subject.facts.declared().get(index.0 as usize);
                write!(f, "the fact {}", slot.map_or("", |s| s.name.as_str()))
            }
            Selector::Attribute(name) => write!(f, "the endpoint's {name}"),
            Selector::Now => f.write_str("the time"),
        })
    }
}

/// `items[].name`.
pub(crate) fn spell(steps: &[Step]) -> String {
    let mut name = String::new();
    for step in steps {
        let dot = if name.is_empty() { "" } else { "." };
        match step {
            Step::Items => name.push_str("[]"),
            Step::AnyMember => name.push_str(&format!("{dot}*")),
            Step::Member(member) if member.contains('.') => name.push_str(&format!("{dot}\"{member}\"")),
            Step::Member(member) => name.push_str(&format!("{dot}{member}")),
        }
    }
    name
}
