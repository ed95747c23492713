//! Texts as Python shows them in a `dict` or in a list of pairs.

use crate::read::bounds::MAX_HEADERS;
use std::iter::Peekable;
use std::str::Chars;

/// The names and values of a `dict`, or of a list of pairs; those that are no texts are left out. `None` where a text isn't closed.
pub(super) fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    let mut name = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let value = match c {
            '\'' | '"' => Some(closed(&mut chars, c)?),
            'b' | 'u' if matches!(chars.peek(), Some('\'' | '"')) => continue,
            c if c.is_alphanumeric() || c == '-' => {
                while chars.next_if(|c| c.is_alphanumeric() || *c == '.').is_some() {}
                None
            }
            _ => continue,
        };
        match (name.take(), value) {
            (None, value) => name = Some(value),
            (Some(Some(name)), Some(value)) => pairs.push((name, value)),
            (Some(_), _) => {}
        }
        if pairs.len() > MAX_HEADERS {
            break;
        }
    }
    Some(pairs)
}

/// The rest of a text up to its quote.
fn closed(chars: &mut Peekable<Chars<'_>>, quote: char) -> Option<String> {
    let mut text = String::new();
    loop {
        match chars.next()? {
            c if c == quote => return Some(text),
            '\\' => match chars.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                'x' => text.push(hex(chars, 2)?),
                'u' => text.push(hex(chars, 4)?),
                other => text.push(other),
            },
            c => text.push(c),
        }
    }
}

fn hex(chars: &mut Peekable<Chars<'_>>, digits: usize) -> Option<char> {
    let code = (0..digits).try_fold(0, |code, _| Some(code * 16 + chars.next()?.to_digit(16)?))?;
    Some(char::from_u32(code).unwrap_or('\u{fffd}'))
}

#[cfg(test)]
mod tests {
    use super::pairs;

    #[test]
    fn texts_are_paired() {
        let table = [
            ("{'A': 'b', 'C': 'd'}", Some(vec![("A", "b"), ("C", "d")])),
            ("[('a', 'x, \"y\"'), (\"b\", \"it's\")]", Some(vec![("a", "x, \"y\""), ("b", "it's")])),
            (r"{'a': 'x\'\\\n\xe9\u00e9'}", Some(vec![("a", "x'\\\n\u{e9}\u{e9}")])),
            ("{'a': None, 'b': b'1', 'c': 2.5, u'd': 'e'}", Some(vec![("b", "1"), ("d", "e")])),
            ("{}", Some(vec![])),
            ("{'a': 'b", None),
        ];
        for (text, expected) in table {
            let owned = |pairs: Vec<(&str, &str)>| {
                pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
            };
            assert_eq!(pairs(text), expected.map(owned), "{text}");
        }
    }
}
