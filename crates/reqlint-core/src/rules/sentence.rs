//! Sentences with placeholders: `why`, `fix` and `ask`.

use crate::base::near::suggest;
use crate::base::template::{Template, TemplateError, TemplatePiece};
use crate::base::text::SmolStr;
use crate::check::scope::Scope;
use crate::language::{Code, Located, SourceSpan};
use crate::subject::select::Selector;
use std::ops::Range;

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
    /// Looks up the placeholders of a text. An unknown one is reported.
    pub(crate) fn compile(text: &Located<String>, scope: &mut Scope<'_>) -> Self {
        let (template, errors) = Template::scan(&text.value);
        for TemplateError { message, help, range } in errors {
            scope.sink.error(Code::InvalidTemplate, text.place.inside(range), message, help);
        }
        let piece = |piece: &TemplatePiece| match piece {
            TemplatePiece::Text(text) => Some(Piece::Text(text.as_str().into())),
            TemplatePiece::Name { name, range } => placeholder(name, range, text.place, scope),
        };
        Self { pieces: template.pieces().iter().filter_map(piece).collect() }
    }

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
            Piece::Selector(_, bare) => bare.to_uppercase(),
            piece => piece.noun().to_owned(),
        });
        pieces.collect()
    }
}

impl Piece {
    /// What is written in its place where there is nothing to fill in.
    pub(crate) fn noun(&self) -> &str {
        match self {
            Piece::Text(text) => text,
            Piece::Field => "the field",
            Piece::Value => "the value",
            Piece::Allowed => "what is allowed",
            Piece::Header => "the header",
            Piece::Endpoint => "the endpoint",
            Piece::Expected => "what is expected",
            Piece::Selector(_, bare) => bare,
        }
    }
}

fn placeholder(name: &str, range: &Range<usize>, text: SourceSpan, scope: &mut Scope<'_>) -> Option<Piece> {
    Some(match name {
        "field" => Piece::Field,
        "value" => Piece::Value,
        "allowed" => Piece::Allowed,
        "header" => Piece::Header,
        "endpoint" => Piece::Endpoint,
        "expected" => Piece::Expected,
        name if name.contains('.') || Selector::is_whole_name(name) => {
            let selector = Located { value: name.to_owned(), place: text.inside(range.clone()) };
            let bare = name.rsplit('.').next().unwrap_or(name).to_owned();
            Piece::Selector(scope.selector(&selector)?, bare)
        }
        name => {
            let known = suggest(name, NAMES).unwrap_or_default();
            let after = if known.ends_with('?') { "" } else { ";" };
            let help = format!(
                "{known}{after} selectors such as {{path.account}} are allowed, too; a literal brace is written {{{{"
            );
            let message = format!("unknown placeholder `{{{name}}}`");
            scope.sink.error(
                Code::UnknownPlaceholder,
                text.inside(range.start - 1..range.end + 1),
                message,
                Some(help),
            );
            return None;
        }
    })
}
