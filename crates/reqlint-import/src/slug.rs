//! Names as packs write them.

/// A name of words in lower case with hyphens: `listPets` and `List pets` are `list-pets`.
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let begins = c.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || before.is_ascii_uppercase() && characters.peek().is_some_and(char::is_ascii_lowercase));
        if begins && !out.ends_with('-') {
            out.push('-');
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') && c != '\'' {
            out.push('-');
        }
        before = c;
        if out.len() > 120 {
            break;
        }
    }
    out.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words_with_hyphens() {
        for (text, name) in [
            ("listPets", "list-pets"),
            ("List all pets", "list-all-pets"),
            ("repos/get-content", "repos-get-content"),
            ("GetHTTPUrl", "get-http-url"),
            ("v2Orders", "v2-orders"),
            ("日本", ""),
        ] {
            assert_eq!(slug(text), name, "{text}");
        }
    }
}
