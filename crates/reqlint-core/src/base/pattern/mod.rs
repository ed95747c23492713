//! Patterns: what a value looks like, by a name of the pack or a built-in one.

mod alphabet;
mod automaton;
mod field;
mod format;
mod needs;
mod shape;

pub(crate) use alphabet::{BASE64, BASE64_URL, is_token_byte};
pub use format::Format;

use crate::base::scalar::any_of;
use crate::base::text::{SmolStr, text};
use automaton::Automaton;
use regex_syntax::hir::Hir;
use shape::Shape;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

/// A named test of one text.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Pattern {
    /// What a value should be, as a noun phrase.
    pub(crate) says: SmolStr,
    pub(crate) test: Test,
}

#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Test {
    Format(Format),
    OneOf(Arc<[String]>),
    Shape(Arc<Shape>),
    Regex(Arc<Automaton>),
    /// Any of these.
    Any(Arc<[Test]>),
}

/// Why a regex can't be used, and where in it.
pub(crate) struct RegexError {
    pub(crate) message: String,
    pub(crate) span: Range<usize>,
}

impl Pattern {
    pub(crate) fn of_format(format: Format) -> Self {
        Self { says: SmolStr::new_static(format.says()), test: Test::Format(format) }
    }

    #[inline]
    pub(crate) fn holds(&self, text: &[u8]) -> bool {
        matches!(self.test, Test::Format(Format::Text)) || self.test.holds(text)
    }

    /// The byte at which a text stops fitting, as far as that can be found; `None` when it fits.
    pub(crate) fn mismatch(&self, text: &[u8]) -> Option<usize> {
        match &self.test {
            Test::Shape(shape) => shape.mismatch(text),
            Test::Format(Format::Token) => {
                let bad = text.iter().position(|b| !is_token_byte(*b));
                bad.or(text.is_empty().then_some(0))
            }
            _ => (!self.holds(text)).then_some(0),
        }
    }

    /// Any of several.
    pub(crate) fn any(patterns: &[Pattern]) -> Self {
        let says = text!("{}", any_of(patterns.iter().map(|pattern| &pattern.says)));
        Self { says, test: Test::Any(patterns.iter().map(|pattern| pattern.test.clone()).collect()) }
    }

    /// Whether both are one pattern, by whatever name.
    pub(crate) fn is_same(&self, other: &Pattern) -> bool {
        self.test == other.test
    }

    /// Whether every text that it takes has a byte for which a test holds; `false` leaves it open.
    pub(crate) fn needs_one_of(&self, test: impl Fn(u8) -> bool) -> bool {
        matches!(&self.test, Test::Regex(regex) if regex.needs_one_of(test))
    }

    /// The built-in format, where the pattern is one.
    pub(crate) fn format(&self) -> Option<Format> {
        self.test.format()
    }

    /// Whether it is a built-in format, or one of several is.
    pub(crate) fn names(&self, format: Format) -> bool {
        match &self.test {
            Test::Any(tests) => tests.iter().any(|test| test.format() == Some(format)),
            test => test.format() == Some(format),
        }
    }
}

impl Test {
    pub(crate) fn format(&self) -> Option<Format> {
        match self {
            Test::Format(format) => Some(*format),
            _ => None,
        }
    }

    pub(crate) fn holds(&self, text: &[u8]) -> bool {
        match self {
            Test::Format(format) => format.holds(text),
            Test::OneOf(texts) => texts.iter().any(|t| t.as_bytes() == text),
            Test::Shape(shape) => shape.mismatch(text).is_none(),
            Test::Regex(regex) => regex.takes(text),
            Test::Any(tests) => tests.iter().any(|test| test.holds(text)),
        }
    }
}

/// Regexes are the same only if they were compiled as one.
impl PartialEq for Test {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Test::Format(a), Test::Format(b)) => a == b,
            (Test::OneOf(a), Test::OneOf(b)) => a == b,
            (Test::Shape(a), Test::Shape(b)) => Arc::ptr_eq(a, b),
            (Test::Regex(a), Test::Regex(b)) => Arc::ptr_eq(a, b),
            (Test::Any(a), Test::Any(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Test {}

impl Hash for Test {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Test::Format(format) => format.hash(state),
            Test::OneOf(texts) => texts.hash(state),
            Test::Shape(shape) => Arc::as_ptr(shape).hash(state),
            Test::Regex(regex) => Arc::as_ptr(regex).hash(state),
            Test::Any(tests) => tests.hash(state),
        }
    }
}

/// Compiles a regex over the whole value: ASCII unless it says `(?u)`, bounded, and able to match something.
pub(crate) fn regex(text: &str) -> Result<Test, RegexError> {
    let fail = |message: String| RegexError { message, span: 0..text.len() };
    let hir = parse(text)
        .map_err(|error| RegexError { message: reason(&error), span: place(&error).unwrap_or(0..text.len()) })?;
    if hir.properties().minimum_len().is_none() {
        return Err(fail("this regex matches nothing".into()));
    }
    if let Some(shape) = Shape::of(&hir) {
        return Ok(Test::Shape(Arc::new(shape)));
    }
    Automaton::of(text).map(|automaton| Test::Regex(Arc::new(automaton))).map_err(fail)
}

fn parse(regex: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    Ok(regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex)?)
}

fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(e) => format!("invalid regex: {}", e.kind()),
        regex_syntax::Error::Translate(e) => format!("unsupported regex: {}", e.kind()),
        _ => "invalid regex".into(),
    }
}

fn place(error: &regex_syntax::Error) -> Option<Range<usize>> {
    let span = match error {
        regex_syntax::Error::Parse(e) => e.span(),
        regex_syntax::Error::Translate(e) => e.span(),
        _ => return None,
    };
    Some(span.start.offset..span.end.offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern { says: "".into(), test: regex(text).map_err(|e| e.message).unwrap() }
    }

    #[test]
    fn shapes_agree_with_the_regex_crate() {
        let regexes = [
            "[0-9A-Za-z]+",
            "TOK:[ ]?[0-9a-z-]+",
            "[0-9]{4}-[0-9]{2}",
            "a?b",
            "[a-z]+[0-9]*x?",
            "a*a",
            "a|bc",
            "[^/]+",
            "[a-z]{2}(-[0-9]{2}){2}|[a-z]{5}",
            "(a|bb|c*)",
            "(ab?){2}",
            "x*(-[0-9]+){0}",
        ];
        let texts = [
            "",
            "a",
            "b",
            "ab",
            "aab",
            "bc",
            "0001",
            "TOK: ab-1",
            "TOK:ab",
            "TOK:  x",
            "2024-05",
            "2024-5",
            "x/y",
            "ab12x",
            "ab1xx",
            "ab-12-34",
            "ab-12-3",
            "ab-12",
            "abcde",
            "abcdef",
            "bb",
            "abb",
            "aba",
            "ccc",
            "12345678-1234-1234-1234-1234567890ab",
            "TOK: 12345678-1234-1234-1234-1234567890ab",
            "TOK: 12345678-1234-1234-1234-1234567890a_",
            "abcdefghijklmnopqrstuvwxyz0123456789x",
            "abcdefghijklmnopqrstuvwxyz0123456789xx",
            "abcdefghijklmnop/",
            "abcdefghijklmno/p",
        ];
        for regex_text in regexes {
            let ours = pattern(regex_text);
            let theirs = regex::bytes::Regex::new(&format!("^(?:{regex_text})$")).unwrap();
            for text in texts {
                assert_eq!(ours.holds(text.as_bytes()), theirs.is_match(text.as_bytes()), "{regex_text} on {text}");
            }
        }
        assert!(matches!(pattern("[0-9A-Za-z]+").test, Test::Shape(_)));
        assert_eq!(pattern("[0-9]{4}-[0-9]{2}").mismatch(b"2024_05"), Some(4));
        assert!(matches!(pattern("([a-z](-[0-9]){2}|[a-z]{5})").test, Test::Shape(_)));
        assert_eq!(pattern("[a-z](-[0-9]){2}|[a-z]{5}").mismatch(b"ab-1"), Some(2));
        assert_eq!(pattern("[a-z](-[0-9]){2}|[a-z]{5}").mismatch(b"a-1_"), Some(3));
    }

    #[test]
    fn refuses_what_can_never_match_or_is_too_large() {
        assert!(regex("[a&&b]").is_err());
        assert!(regex("(").is_err());
        assert!(regex("((a{1000}){1000}|b){1000}").is_err());
    }
}
