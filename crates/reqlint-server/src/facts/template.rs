//! Templates of questions: a text with selectors in braces, such as `select status from accounts where number =
//! {path.account}`.

use std::ops::Range;

/// A text whose selectors are taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
    /// Each once, in the order in which they come first.
    pub(crate) selectors: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// Index of a selector.
    Value(usize),
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TemplateError {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Where in the template, in bytes.
    pub range: Range<usize>,
}

impl Template {
    /// `{{` and `}}` are braces.
    pub(crate) fn read(text: &str) -> Result<Self, TemplateError> {
        let (mut pieces, mut selectors, mut plain) = (Vec::new(), Vec::<String>::new(), String::new());
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
                plain.push_str(brace.get(..1).unwrap_or_default());
                rest = after;
                continue;
            }
            let start = text.len() - brace.len();
            let Some((name, after)) = brace.strip_prefix('{').and_then(|brace| brace.split_once('}')) else {
                return Err(TemplateError {
                    message: "this brace has no partner".to_owned(),
                    help: Some("a brace itself is written {{ or }}".to_owned()),
                    range: start..start + 1,
                });
            };
            let index = selectors.iter().position(|known| known == name).unwrap_or(selectors.len());
            if index == selectors.len() {
                selectors.push(name.to_owned());
            }
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Value(index));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self { pieces, selectors })
    }

    /// The text, with something written in each selector's place: what, for its index, is said by `write`.
    pub(crate) fn fill(&self, mut write: impl FnMut(usize) -> String) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value(index) => write(*index),
        });
        pieces.collect()
    }

    /// The first selector that stands between single quotes, where SQL would take it for a text.
    pub(crate) fn quoted(&self) -> Option<&str> {
        let mut quotes = 0;
        self.pieces.iter().find_map(|piece| match piece {
            Piece::Text(text) => {
                quotes += text.matches('\'').count();
                None
            }
            Piece::Value(index) => self.selectors.get(*index).filter(|_| quotes % 2 == 1).map(String::as_str),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_numbered_once() {
        let template = Template::read("a {path.x} {{b}} {method} {path.x}").unwrap();
        assert_eq!(template.selectors, ["path.x", "method"]);
        assert_eq!(template.fill(|index| format!("${index}")), "a $0 {b} $1 $0");
    }

    #[test]
    fn slips_are_said_with_their_place() {
        assert_eq!(Template::read("a {b").unwrap_err().range, 2..3);
        assert_eq!(Template::read("a } b").unwrap_err().range, 2..3);
        assert_eq!(Template::read("x = '{path.x}' and {method}").unwrap().quoted(), Some("path.x"));
        assert_eq!(Template::read("x = 'it''s' and y = {path.x}").unwrap().quoted(), None);
    }
}
