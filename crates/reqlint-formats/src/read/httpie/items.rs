//! Items of a command: `Name:value`, `name==value`, `name=value`, `name:=json`, `name@file`, and what a backslash escapes.

use crate::read::shell::Word;

/// What an item is, by what is between its name and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `Name:value`
    Header,
    /// `Name;`
    EmptyHeader,
    /// `name==value`
    Query,
    /// `name=value`
    Text,
    /// `name:=json`
    Json,
    /// `name@file`
    File,
    /// `Name:@file`, `name==@file`, `name=@file`, `name:=@file`: the value is in a file.
    HeaderIn,
    QueryIn,
    TextIn,
    JsonIn,
}

/// The separators, shorter ones first: of two that begin at one place the longer counts.
const SEPARATORS: [(&str, Kind); 10] = [
    (":", Kind::Header),
    (";", Kind::EmptyHeader),
    ("=", Kind::Text),
    ("@", Kind::File),
    ("==", Kind::Query),
    (":=", Kind::Json),
    (":@", Kind::HeaderIn),
    ("=@", Kind::TextIn),
    ("==@", Kind::QueryIn),
    (":=@", Kind::JsonIn),
];

/// An item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) kind: Kind,
    /// The name as it is written, with the escapes that belong to a name of nested JSON.
    pub(super) name: Vec<u8>,
    pub(super) value: Vec<u8>,
    /// Where it begins.
    pub(super) at: usize,
}

impl Item {
    /// `None` where a word has no separator.
    pub(super) fn of(word: &Word) -> Option<Self> {
        let text = word.text.as_slice();
        let mut name = Vec::new();
        let mut at = 0;
        loop {
            match text.get(at..)? {
                [b'\\', escaped, ..] if b":;=@".contains(escaped) => {
                    name.push(*escaped);
                    at += 2;
                }
                rest => {
                    let found = SEPARATORS.iter().rev().find(|(sign, _)| rest.starts_with(sign.as_bytes()));
                    if let Some((sign, kind)) = found {
                        let value = rest.get(sign.len()..).unwrap_or_default();
                        return Some(Self { kind: *kind, name, value: unescaped(value), at: word.start });
                    }
                    name.push(*rest.first()?);
                    at += 1;
                }
            }
        }
    }
}

/// A value, in which separators may be escaped as well.
fn unescaped(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let [byte, after @ ..] = rest {
        match after {
            [escaped, more @ ..] if *byte == b'\\' && b":;=@".contains(escaped) => {
                out.push(*escaped);
                rest = more;
            }
            _ => {
                out.push(*byte);
                rest = after;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_their_kinds() {
        let table = [
            ("a=b", Kind::Text, "a", "b"),
            ("a=b=c", Kind::Text, "a", "b=c"),
            ("a==b", Kind::Query, "a", "b"),
            ("a:=1", Kind::Json, "a", "1"),
            ("X-H:v", Kind::Header, "X-H", "v"),
            ("X: http://y=z", Kind::Header, "X", " http://y=z"),
            ("X;", Kind::EmptyHeader, "X", ""),
            ("f@a.txt", Kind::File, "f", "a.txt"),
            ("@a.txt", Kind::File, "", "a.txt"),
            ("a=@b", Kind::TextIn, "a", "b"),
            ("a:=@b", Kind::JsonIn, "a", "b"),
            ("a\\:b=c", Kind::Text, "a:b", "c"),
            ("a\\=b=c\\:d", Kind::Text, "a=b", "c:d"),
            ("a\\b=c", Kind::Text, "a\\b", "c"),
        ];
        for (text, kind, name, value) in table {
            let word = Word { text: text.into(), ..Word::default() };
            let expected = Item { kind, name: name.into(), value: value.into(), at: 0 };
            assert_eq!(Item::of(&word), Some(expected), "{text}");
        }
        assert_eq!(Item::of(&Word { text: b"abc".to_vec(), ..Word::default() }), None);
    }
}
