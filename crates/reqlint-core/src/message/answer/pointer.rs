//! Pointers: how an answer names a place in the request, in any syntax.

use super::Tree;
use std::fmt::{self, Write as _};

/// One step of a pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into a member.
    Key(String),
    /// Into an item, from 0.
    Index(usize),
}

/// How many steps are read.
const MAX_STEPS: usize = 16;

/// The longest text that is taken for a pointer.
const MAX_LENGTH: usize = 128;

impl Step {
    /// A step as it is written: a number is an index.
    pub(crate) fn of(text: &str) -> Self {
        match text.parse() {
            Ok(index) if text.len() <= 6 => Step::Index(index),
            _ => Step::Key(text.to_owned()),
        }
    }

    /// The member's name.
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Step::Key(key) => Some(key),
            Step::Index(_) => None,
        }
    }
}

/// Reads a pointer: `lines[1].qty`, `/lines/1/qty`, `$.lines.1.qty`, `order[lines][1]`, `#/lines`; `None` for what is none.
pub(crate) fn read(text: &str) -> Option<Vec<Step>> {
    let text = text.trim().trim_start_matches(['$', '#']);
    if text.len() > MAX_LENGTH {
        return None;
    }
    let mut steps = Vec::new();
    let mut step = String::new();
    for c in text.chars() {
        match c {
            '.' | '/' | '[' | ']' => {
                if !step.is_empty() {
                    steps.push(Step::of(&std::mem::take(&mut step)));
                }
            }
            '"' | '\'' => {}
            c if c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@') => step.push(c),
            _ => return None,
        }
    }
    if !step.is_empty() {
        steps.push(Step::of(&step));
    }
    (steps.len() <= MAX_STEPS).then_some(steps)
}

/// The steps that a member of an answer holds: a pointer in any syntax, or a list of steps.
pub(crate) fn held(tree: &Tree) -> Option<Vec<Step>> {
    match tree {
        Tree::Text(text) => read(text),
        // some write each step as an object
        Tree::List(items) => {
            let step = |item: &Tree| item.scalar().or_else(|| item.get("key")?.scalar()).map(Step::of);
            items.iter().map(step).collect()
        }
        Tree::Object(_) | Tree::Bare(_) => None,
    }
}

/// Whether a word can only be a pointer: it has a sign between letters.
pub(crate) fn is_pointed(word: &str) -> bool {
    let inside = word.trim_matches(['.', '/', '$', '#']);
    inside.contains(['.', '[']) && !inside.contains("..") || inside.contains('/') || word.starts_with("$.")
}

/// Steps as reqlint writes them: `lines[1].qty`.
pub(crate) struct Shown<'s>(pub(crate) &'s [Step]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if number == 0 => f.write_str(key)?,
                Step::Key(key) => {
                    f.write_char('.')?;
                    f.write_str(key)?;
                }
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syntax() {
        for text in ["lines[1].qty", "/lines/1/qty", "$.lines[1].qty", "lines.1.qty", "#/lines/1/qty", "lines[1][qty]"]
        {
            assert_eq!(Shown(&read(text).unwrap()).to_string(), "lines[1].qty", "{text}");
        }
        assert_eq!(read("a b"), None);
        assert_eq!(read("$"), Some(Vec::new()));
    }
}
