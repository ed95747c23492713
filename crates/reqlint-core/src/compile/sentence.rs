//! Sentences with placeholders: `why`, `fix` and `ask`.

use super::Scope;
use crate::mistake::At;
use crate::near::suggest;
use crate::select::Selector;
use crate::text::SmolStr;

/// A sentence, its placeholders looked up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text(SmolStr),
    Field,
    Value,
    Allowed,
    Header,
    Endpoint,
    Expected,
    /// A selector, and what stands for it when nothing is there.
    Selector(Selector, String),
}

const NAMES: [&str; 6] = ["field", "value", "allowed", "header", "endpoint", "expected"];

impl Sentence {
    /// `{{` is a brace. An unknown placeholder is said.
    pub(crate) fn compile(text: &At<String>, scope: &mut Scope<'_>) -> Self {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text.value.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
                plain.push_str(brace.get(..1).unwrap_or_default());
                rest = after;
                continue;
            }
            let Some((name, after)) = brace.strip_prefix('{').and_then(|b| b.split_once('}')) else {
                let at = text.value.len() - brace.len();
                scope.log.push(
                    text.place.inside(at..at + 1),
                    "this brace has no partner",
                    Some("a brace itself is written {{ or }}".into()),
                );
                return Self::default();
            };
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain).into()));
            }
            pieces.extend(piece(name, text, scope));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain.into()));
        }
        Self { pieces }
    }
}

impl Sentence {
    /// The sentence, where it holds no placeholder.
    pub(crate) fn fixed(&self) -> Option<&SmolStr> {
        match self.pieces.as_slice() {
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether it shows something of the body.
    pub(crate) fn speaks_of_body(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Selector(selector, _) if selector.uses().body))
    }

    /// The sentence when there is no request to fill it from: names stand for what it would show, those of selectors in
    /// capitals.
    pub(crate) fn bare(&self) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.to_string(),
            Piece::Field => "the field".to_owned(),
            Piece::Value => "the value".to_owned(),
            Piece::Allowed => "what is allowed".to_owned(),
            Piece::Header => "the header".to_owned(),
            Piece::Endpoint => "the endpoint".to_owned(),
            Piece::Expected => "what is expected".to_owned(),
            Piece::Selector(_, bare) => bare.to_uppercase(),
        });
        pieces.collect()
    }
}

fn piece(name: &str, text: &At<String>, scope: &mut Scope<'_>) -> Option<Piece> {
    Some(match name {
        "field" => Piece::Field,
        "value" => Piece::Value,
        "allowed" => Piece::Allowed,
        "header" => Piece::Header,
        "endpoint" => Piece::Endpoint,
        "expected" => Piece::Expected,
        name if name.contains('.')
            || matches!(name, "method" | "scheme" | "host" | "port" | "path" | "query" | "body" | "now") =>
        {
            let start = text.value.find(&format!("{{{name}}}")).unwrap_or(0) + 1;
            let selector = At { value: name.to_owned(), place: text.place.inside(start..start + name.len()) };
            let bare = name.rsplit('.').next().unwrap_or(name).to_owned();
            Piece::Selector(scope.selector(&selector)?, bare)
        }
        name => {
            let help = suggest(name, NAMES).unwrap_or_default().trim_end_matches('?').to_owned();
            let start = text.value.find(&format!("{{{name}}}")).unwrap_or(0);
            scope.log.push(
                text.place.inside(start..start + name.len() + 2),
                format!("there is no placeholder `{{{name}}}`"),
                Some(format!("{help}; or a selector such as {{path.account}}; a brace itself is written {{{{")),
            );
            return None;
        }
    })
}
