//! What the request names and the API doesn't have: "No such customer: 'cus_1'". Nothing of the request is missing then.

use super::draft::Draft;
use super::gathered::Evidence;
use crate::diagnose::claims::{Claim, Name, Place, Resolved, What, resolve};

/// Words for it, in lower case.
const SAYS: [&str; 5] = ["no such ", "not found", "does not exist", "doesn't exist", "could not be found"];

/// A value is at least so long before it is looked for outside of quotes.
const SHORTEST: usize = 3;

/// What a claim of this sort names; `None` of any other.
pub(super) fn draft(evidence: &Evidence<'_>, claim: &Claim) -> Option<Draft> {
    let said = claim.quote.to_lowercase();
    // a name that the API doesn't know
    if claim.what == What::Unknown {
        return None;
    }
    let is_about_value = SAYS.iter().any(|words| said.contains(words))
        && !["field", "header", "enum"].iter().any(|word| said.contains(word));
    if !is_about_value {
        return None;
    }
    let draft = |what: String| Draft::new("answer/not-found", format!("the API has nothing that {what} names"));
    let own = match resolve(&evidence.names, &claim.steps, claim.place) {
        Resolved::Present { name, .. } if !name.is_empty => Some(name),
        _ => None,
    };
    let quoted =
        || evidence.names.list.iter().find(|name| name.place != Place::Header && is_quoted(&claim.quote, name));
    let Some(name) = own.filter(|name| is_quoted(&claim.quote, name)).or_else(quoted).or(own) else {
        let draft =
            draft(format!("`{}`", claim.leaf()?)).because("the answer says so, and the request isn't seen to name it");
        return Some(draft.quoting(claim));
    };
    let shown = match name.place {
        Place::Path => "a segment of the path".to_owned(),
        _ => format!("`{}`", name.leaf()),
    };
    let draft = draft(shown.clone()).because(format!("the answer names the value of {shown}, and has nothing for it"));
    let fix =
        "Check the value, and whether the credentials are of the account and the mode (test or live) that has it.";
    let is_sure = is_quoted(&claim.quote, name);
    Some(draft.quoting(claim).fix(fix).at(name.at_value()).confirmed_if(is_sure))
}

/// Whether a text has the value of a name: in quotes, or as a word of its own.
fn is_quoted(text: &str, name: &Name) -> bool {
    let value = name.value.trim();
    let around = |(at, _): (usize, &str)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + value.len()..).and_then(|text| text.chars().next());
        let is_quote = |c: Option<char>| c.is_some_and(|c| matches!(c, '\'' | '"' | '`'));
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '-'));
        is_quote(before) && is_quote(after) || value.len() >= SHORTEST && is_edge(before) && is_edge(after)
    };
    !value.is_empty() && text.match_indices(value).any(around)
}
