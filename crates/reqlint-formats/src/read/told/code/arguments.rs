//! What is given to calls, in brackets or without them, and lists, which are written alike.

use super::expression::{Expression, of_arguments};
use super::reader::Reader;
use super::work::VALUE;

impl Reader<'_> {
    /// A list, or what PHP writes like one: `['a' => 1]`.
    pub(super) fn list(&mut self, close: u8, depth: usize) -> Option<Expression> {
        self.cursor.at += 1;
        Some(of_arguments(self.arguments(close, depth)?))
    }

    /// The name of an argument, with the sign behind it.
    fn name(&mut self) -> Option<String> {
        let before = self.cursor.at;
        let name = self.cursor.key().filter(|_| {
            self.cursor.space_in_line();
            let is_other = self.cursor.starts_with(b"==") || self.cursor.starts_with(b"::");
            !is_other && self.cursor.eat_any(&[b"=>", b"=", b":"])
        });
        if name.is_none() {
            self.cursor.at = before;
        }
        name
    }

    pub(super) fn bare_arguments(&mut self) -> Vec<(Option<String>, Expression)> {
        let mut found = Vec::new();
        loop {
            self.cursor.space_in_line();
            self.work.take(VALUE);
            let name = self.name();
            let Some(value) = self.joined(1).filter(|_| !self.work.is_done()) else { return found };
            found.push((name, value));
            self.cursor.space_in_line();
            if !self.cursor.eat(b',') {
                return found;
            }
            self.cursor.space();
        }
    }

    /// What is between brackets, each with its name if it has one: `a=1`, `'a' => 1`, `a: 1`.
    pub(super) fn arguments(&mut self, close: u8, depth: usize) -> Option<Vec<(Option<String>, Expression)>> {
        let mut found = Vec::new();
        loop {
            match self.next_part()? {
                b if b == close => {
                    self.cursor.at += 1;
                    return Some(found);
                }
                b',' | b';' => {
                    self.cursor.at += 1;
                    continue;
                }
                b')' | b']' | b'}' => return None,
                _ => {}
            }
            let before = self.cursor.at;
            let name = self.name();
            let start = self.cursor.at;
            let value = self.whole(depth + 1).unwrap_or_else(|| {
                self.cursor.at = start;
                self.skip();
                Expression::Unknown
            });
            if self.cursor.at == before {
                return None;
            }
            found.push((name, value));
        }
    }
}

/// What is between brackets by itself: they only hold it together.
pub(super) fn alone(value: Expression) -> Expression {
    match value {
        Expression::List(mut items, true) if items.len() == 1 => items.remove(0),
        other => other,
    }
}
