//! Positions that an answer gives as a step: `"loc": ["body", 37]` (pydantic).

use crate::message::answer::Tree;

/// The byte of the body that a list of steps points at: the word `body` and a number of characters.
pub(super) fn position(tree: &Tree, body: &str) -> Option<usize> {
    let here = match tree.items() {
        [Tree::Text(word), Tree::Bare(number)] if word == "body" => number.parse::<usize>().ok(),
        _ => None,
    };
    if let Some(characters) = here {
        return Some(body.char_indices().nth(characters).map_or(body.len(), |(at, _)| at));
    }
    let inner = tree.items().iter().chain(tree.members().iter().map(|(_, value)| value));
    inner.take(256).find_map(|inner| position(inner, body))
}
