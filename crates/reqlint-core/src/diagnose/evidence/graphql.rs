//! Queries of GraphQL: what an answer names in one is in the text of the member `query`, not a member of the body.

use super::draft::Draft;
use super::gathered::Evidence;
use crate::base::finding::Location;
use crate::diagnose::claims::{Claim, Name, Place, Step, What};

/// The query of a request to GraphQL.
pub(super) fn query<'n>(evidence: &'n Evidence<'_>) -> Option<&'n Name> {
    let is_query = |name: &&Name| matches!(name.steps.as_slice(), [Step::Key(key)] if key == "query");
    let query = evidence.names.in_place(Place::Body).find(is_query)?;
    let text = query.value.trim_start();
    let begins = ["{", "query", "mutation", "subscription", "fragment"].iter().any(|word| text.starts_with(word));
    (begins && text.contains('{')).then_some(query)
}

/// Whether an answer calls a variable of the query missing: it belongs beside the query, in `variables`.
pub(super) fn is_variable(claim: &Claim, query: &Name) -> bool {
    claim.what == What::Missing && claim.leaf().is_some_and(|name| query.value.contains(&format!("${name}")))
}

/// What an answer names in a query, where the query has it as a word; `None` where it has not.
pub(super) fn draft(evidence: &Evidence<'_>, claim: &Claim, query: &Name) -> Option<Draft> {
    let name = claim.leaf()?;
    let text = std::str::from_utf8(evidence.exchange.request.body.bytes()).ok()?;
    let within = text.get(query.range.clone())?;
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let is_word = |at: usize| {
        let before = within.get(..at).and_then(|text| text.chars().next_back());
        let after = within.get(at + name.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    };
    let at = query.range.start + within.match_indices(name).map(|(at, _)| at).find(|at| is_word(*at))?;
    let location = Location { range: Some(at..at + name.len()), ..query.at_value() };
    let shown = evidence.shown(name);
    let draft = match claim.what {
        What::Unknown => Draft::new("answer/unknown", format!("`{shown}` in the query is not known to the API"))
            .because(format!("the answer says that the API does not have `{shown}`, and the query asks for it"))
            .fix("Ask for what the API's schema has; what the answer suggests, if it does."),
        What::Missing | What::Invalid => Draft::new("answer/invalid", format!("`{shown}` in the query is not as the API reads it"))
            .because(format!("the answer speaks of `{shown}`, and the query has it"))
            .fix("Write it as the API's schema has it: its arguments, their types, and the members that are asked for below it."),
    };
    let is_sure = claim.what == What::Unknown;
    Some(draft.quoting(claim).at(location).confirmed_if(is_sure))
}
