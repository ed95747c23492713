//! Templates: literal text and `{pattern}`, such as `TOK: {rest-token}`.

use crate::base::bytes;
use crate::base::pattern::{Pattern, Test};
use crate::check::scope::Scope;
use crate::language::{Code, Located};
use crate::message::placeholder::{OPENINGS, is_literal};
use std::hash::{Hash, Hasher};

/// How many ends of patterns are tried on one value, so that none takes long.
const ENDS: usize = 256;

#[derive(Clone, Debug)]
pub(crate) struct Template {
    /// As written.
    pub(crate) text: String,
    parts: Vec<Part>,
    ignore_case: bool,
    /// Whether no value that follows it can contain a placeholder.
    is_literal: bool,
}

impl PartialEq for Template {
    /// Whether both are written alike; in one pack they are the same then.
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.ignore_case == other.ignore_case
    }
}

impl Eq for Template {}

impl Hash for Template {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.text, self.ignore_case).hash(state);
    }
}

#[derive(Clone, Debug)]
enum Part {
    Literal(Vec<u8>),
    Pattern(Pattern),
}

impl Part {
    fn takes_no_placeholder(&self) -> bool {
        match self {
            Part::Literal(literal) => !literal.iter().any(|byte| OPENINGS.contains(byte)),
            Part::Pattern(pattern) => match &pattern.test {
                Test::Shape(shape) => !OPENINGS.iter().any(|byte| shape.takes(*byte)),
                _ => false,
            },
        }
    }
}

impl Template {
    pub(crate) fn compile(text: &Located<String>, ignore_case: bool, scope: &mut Scope<'_>) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text.value.as_str();
        while !rest.is_empty() {
            let Some((literal, after)) = rest.split_once('{') else {
                parts.push(Part::Literal(rest.as_bytes().to_vec()));
                break;
            };
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.as_bytes().to_vec()));
            }
            let Some((name, after)) = after.split_once('}') else {
                let help = "write {pattern}".to_owned();
                scope.sink.error(Code::InvalidTemplate, text.place, "this brace is never closed", Some(help));
                return None;
            };
            let start = text.value.len() - rest.len() + literal.len() + 1;
            let name = Located { value: name.to_owned(), place: text.place.inside(start..start + name.len()) };
            parts.push(Part::Pattern(scope.definitions.patterns.find(&name, scope.sink)?));
            rest = after;
        }
        let is_literal = parts.iter().all(Part::takes_no_placeholder);
        Some(Self { text: text.value.clone(), parts, ignore_case, is_literal })
    }

    /// Whether a value without placeholders follows it.
    pub(crate) fn fits_literally(&self, value: &[u8]) -> bool {
        if !(self.is_literal || is_literal(value)) {
            return false;
        }
        // fast path: nearly every template is a literal and a pattern
        let [Part::Literal(literal), Part::Pattern(pattern)] = &*self.parts else { return self.fit(value).is_ok() };
        let split = value.split_at_checked(literal.len());
        split.is_some_and(|(begin, rest)| bytes::same(begin, literal) && pattern.mismatch(rest).is_none())
            || self.ignore_case && self.fit(value).is_ok()
    }

    /// Whether a value follows it; else the furthest byte up to which one could.
    pub(crate) fn fit(&self, value: &[u8]) -> Result<(), usize> {
        self.run(&self.parts, value, 0, &mut ENDS.clone())
    }

    fn run(&self, parts: &[Part], value: &[u8], at: usize, left: &mut usize) -> Result<(), usize> {
        let rest = value.get(at..).unwrap_or_default();
        match parts {
            [] if rest.is_empty() => Ok(()),
            [] => Err(at),
            [Part::Literal(literal), after @ ..] => match self.differs(literal, rest) {
                None => self.run(after, value, at + literal.len(), left),
                Some(offset) => Err(at + offset),
            },
            [Part::Pattern(pattern)] => pattern.mismatch(rest).map_or(Ok(()), |offset| Err(at + offset)),
            [Part::Pattern(pattern), after @ ..] => {
                let mut furthest = at + pattern.mismatch(rest).unwrap_or(rest.len());
                for end in 0..=rest.len() {
                    let next = rest.get(end..).unwrap_or_default();
                    if matches!(after, [Part::Literal(literal), ..] if self.differs(literal, next).is_some()) {
                        continue;
                    }
                    let Some(fewer) = left.checked_sub(1) else { break };
                    *left = fewer;
                    if !rest.get(..end).is_some_and(|text| pattern.holds(text)) {
                        continue;
                    }
                    match self.run(after, value, at + end, left) {
                        Ok(()) => return Ok(()),
                        Err(offset) => furthest = furthest.max(offset),
                    }
                }
                Err(furthest)
            }
        }
    }

    /// The first byte at which a text differs from a literal.
    fn differs(&self, literal: &[u8], text: &[u8]) -> Option<usize> {
        if text.get(..literal.len()).is_some_and(|begin| bytes::same(begin, literal)) {
            return None;
        }
        let same = |a: &u8, b: &u8| a == b || self.ignore_case && a.eq_ignore_ascii_case(b);
        let equal = literal.iter().zip(text).take_while(|(a, b)| same(a, b)).count();
        (equal < literal.len()).then_some(equal)
    }

    /// Whether a value that begins with this text could follow it.
    pub(crate) fn could_begin(&self, text: &[u8]) -> bool {
        let [Part::Literal(literal), after @ ..] = self.parts.as_slice() else {
            return self.could_go_on(&self.parts, text);
        };
        match self.differs(literal, text) {
            None => self.could_go_on(after, text.get(literal.len()..).unwrap_or_default()),
            Some(offset) => offset == text.len(),
        }
    }

    fn could_go_on(&self, parts: &[Part], text: &[u8]) -> bool {
        match parts.first() {
            Some(Part::Pattern(pattern)) => match pattern.test {
                crate::base::pattern::Test::Shape(_) => pattern.mismatch(text).is_none_or(|at| at >= text.len()),
                _ => true,
            },
            _ => true,
        }
    }

    /// The literal text before the first pattern: `TOK: `.
    pub(crate) fn scheme(&self) -> &[u8] {
        match self.parts.first() {
            Some(Part::Literal(literal)) => literal,
            _ => &[],
        }
    }

    /// Whether a text is what follows the scheme.
    pub(crate) fn fits_after_scheme(&self, text: &[u8]) -> bool {
        let after =
            if self.scheme().is_empty() { self.parts.as_slice() } else { self.parts.get(1..).unwrap_or_default() };
        self.run(after, text, 0, &mut ENDS.clone()).is_ok()
    }
}
