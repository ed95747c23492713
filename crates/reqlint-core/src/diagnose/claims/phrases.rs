//! Names of the request that an answer writes as words: "First name" for `first_name`, "grant type" for `grantType`.

use super::names::{Name, Names, Place};
use std::ops::Range;

/// A phrase of fewer letters may be about anything.
const SHORTEST: usize = 6;

/// Where a sentence has the words of a member or a parameter, with spaces between them.
pub(super) fn phrases<'n>(text: &str, names: &'n Names) -> Vec<(Range<usize>, &'n Name)> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<(Range<usize>, &Name)> = Vec::new();
    for name in names.list.iter().filter(|name| matches!(name.place, Place::Body | Place::Query)) {
        let Some(phrase) = phrase(name.leaf()) else { continue };
        // "content type" is the header, whatever a member is called
        let is_header = || names.header(&phrase.replace(' ', "-")).is_some();
        let is_new = !found.iter().any(|(_, other)| other.leaf() == name.leaf());
        if let Some(span) = find(&lower, &phrase).filter(|_| is_new && !is_header()) {
            found.push((span, name));
        }
    }
    found
}

/// The words of a name that has several, in lower case.
fn phrase(name: &str) -> Option<String> {
    let mut phrase = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.chars() {
        if matches!(c, '_' | '-' | ' ') || was_lower && c.is_ascii_uppercase() {
            phrase.push(' ');
        }
        if !matches!(c, '_' | '-' | ' ') {
            phrase.push(c.to_ascii_lowercase());
        }
        was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    let has_words = phrase.split(' ').count() > 1 && phrase.split(' ').all(|word| word.len() > 1);
    (has_words && phrase.len() >= SHORTEST).then_some(phrase)
}

/// Where a text has a phrase as whole words.
fn find(text: &str, phrase: &str) -> Option<Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.match_indices(phrase).map(|(at, found)| at..at + found.len()).find(|span| {
        let before = text.get(..span.start).and_then(|text| text.chars().next_back());
        let after = text.get(span.end..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_words() {
        let table = [
            ("grant_type", Some("grant type")),
            ("firstName", Some("first name")),
            ("card-number", Some("card number")),
            ("line2Street", Some("line2 street")),
            ("name", None),
            ("a_b", None),
            ("x_value", None),
            ("URL", None),
        ];
        for (name, expected) in table {
            assert_eq!(phrase(name).as_deref(), expected, "{name}");
        }
        assert_eq!(find("the grant type was not given", "grant type"), Some(4..14));
        assert_eq!(find("the grant types", "grant type"), None);
    }
}
