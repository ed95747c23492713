//! Texts with names in braces: the sentences of rules, and what sources of facts are asked.

use std::ops::Range;

/// A text whose names are taken out: `select status from accounts where number = {path.account}`.
///
/// A brace itself is written `{{` or `}}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<TemplatePiece>,
}

/// A piece of a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplatePiece {
    /// Literal text.
    Text(String),
    /// What is filled in.
    Name {
        /// Between the braces.
        name: String,
        /// Where it is in the text, without its braces, in bytes.
        range: Range<usize>,
    },
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct TemplateError {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Where in the template, in bytes.
    pub range: Range<usize>,
}

impl Template {
    /// Takes the names out of a text.
    ///
    /// # Errors
    /// When a brace is unbalanced.
    pub fn read(text: &str) -> Result<Self, TemplateError> {
        Self::right(Self::scan(text))
    }

    /// A query of SQL. What is filled in is bound as a parameter; between quotes the database would see a text and no
    /// parameter.
    ///
    /// # Errors
    /// When a brace is unbalanced, or a name is in quotes.
    pub fn of_query(text: &str) -> Result<Self, TemplateError> {
        Self::right(Self::scan_query(text))
    }

    fn right((template, errors): (Self, Vec<TemplateError>)) -> Result<Self, TemplateError> {
        errors.into_iter().next().map_or(Ok(template), Err)
    }

    /// Takes the names out of a text, up to a brace without partner, and gives what is wrong.
    pub(crate) fn scan(text: &str) -> (Self, Vec<TemplateError>) {
        let (mut pieces, mut plain, mut errors) = (Vec::new(), String::new(), Vec::new());
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
                rest = "";
                errors.push(TemplateError {
                    message: "unbalanced brace".to_owned(),
                    help: Some("a literal brace is written {{ or }}".to_owned()),
                    range: start..start + 1,
                });
                break;
            };
            if !plain.is_empty() {
                pieces.push(TemplatePiece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(TemplatePiece::Name { name: name.to_owned(), range: start + 1..start + 1 + name.len() });
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(TemplatePiece::Text(plain));
        }
        (Self { pieces }, errors)
    }

    /// The same for a query.
    pub(crate) fn scan_query(text: &str) -> (Self, Vec<TemplateError>) {
        let (template, mut errors) = Self::scan(text);
        let mut quotes = 0;
        for piece in &template.pieces {
            match piece {
                TemplatePiece::Text(text) => quotes += text.matches('\'').count(),
                TemplatePiece::Name { name, range } if quotes % 2 == 1 => errors.push(TemplateError {
                    message: format!(
                        "{{{name}}} is in quotes, but it is bound as a parameter, not written into the query"
                    ),
                    help: Some("remove the quotes".to_owned()),
                    range: range.start - 1..range.end + 1,
                }),
                TemplatePiece::Name { .. } => {}
            }
        }
        (template, errors)
    }

    /// The pieces, in their order.
    #[must_use]
    pub fn pieces(&self) -> &[TemplatePiece] {
        &self.pieces
    }

    /// The names, each once, in the order in which they come first.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for piece in &self.pieces {
            if let TemplatePiece::Name { name, .. } = piece
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        }
        names
    }

    /// The text, with each name replaced by what `write` writes for the name's index in
    /// [`Template::names`].
    #[must_use]
    pub fn fill(&self, mut write: impl FnMut(usize) -> String) -> String {
        let names = self.names();
        let index = |name: &str| names.iter().position(|known| *known == name).unwrap_or_default();
        let pieces = self.pieces.iter().map(|piece| match piece {
            TemplatePiece::Text(text) => text.clone(),
            TemplatePiece::Name { name, .. } => write(index(name)),
        });
        pieces.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_numbered_once() {
        let template = Template::read("a {path.x} {{b}} {method} {path.x}").unwrap();
        assert_eq!(template.names(), ["path.x", "method"]);
        assert_eq!(template.fill(|index| format!("${index}")), "a $0 {b} $1 $0");
    }

    #[test]
    fn errors_have_their_place() {
        assert_eq!(Template::read("a {b").unwrap_err().range, 2..3);
        assert_eq!(Template::read("a } b").unwrap_err().range, 2..3);
        assert_eq!(Template::of_query("y = {path.x} or x = '{path.x}'").unwrap_err().range, 21..29);
        assert!(Template::of_query("x = 'it''s' and y = {path.x}").is_ok());
    }
}
