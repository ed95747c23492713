//! What selectors are called in sentences.

use super::Selector;
use crate::api::catalogue::Step;
use crate::base::text::Line;
use crate::subject::Subject;

impl Selector {
    /// What it is called in a sentence.
    pub(crate) fn say(&self, subject: &Subject<'_>, line: &mut Line) {
        match self {
            Selector::Method => line.push("the method"),
            Selector::Scheme => line.push("the scheme"),
            Selector::Host => line.push("the host"),
            Selector::Port => line.push("the port"),
            Selector::Path => line.push("the path"),
            Selector::Query => line.push("the query"),
            Selector::Body => line.push("the body"),
            Selector::PathField(name) => line.push_all(["`", name, "` in the path"]),
            Selector::QueryField(name) => line.push_all(["the query parameter `", name, "`"]),
            Selector::Header(name) => line.push_all(["the ", &name.text, " header"]),
            Selector::Member(steps) => line.push_all(["`", &spell(steps), "`"]),
            Selector::Claim(claim) => line.push_all(["the token's `", &claim.name, "`"]),
            Selector::Fact(index) => {
                let slot = subject.facts.declared().get(index.0 as usize);
                line.push_all(["the fact ", slot.map_or("", |s| &s.name)]);
            }
            Selector::Attribute(name) => line.push_all(["the endpoint's ", name]),
            Selector::Now => line.push("the time"),
        }
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
