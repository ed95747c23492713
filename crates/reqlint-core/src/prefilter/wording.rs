//! Texts that a header doesn't contain.

use crate::base::bytes::contains_ignoring_case;
use crate::check::Operator;
use crate::message::header_names::HeaderName;
use crate::message::placeholder::is_literal;
use crate::subject::Subject;

/// A text in the value of a header, whatever the case of its letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wording {
    header: HeaderName,
    side: Side,
    text: Box<str>,
}

/// Which part of the value it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Side {
    Start,
    End,
    Anywhere,
}

impl Wording {
    /// What an operator looks for in a header; `None` where that isn't a constant text.
    pub(super) fn of(header: &HeaderName, operator: &Operator) -> Option<Self> {
        let (side, right) = match operator {
            Operator::StartsWith(right) => (Side::Start, right),
            Operator::EndsWith(right) => (Side::End, right),
            Operator::Contains(right) => (Side::Anywhere, right),
            _ => return None,
        };
        let text = right.only_text().filter(|text| is_literal(text.as_bytes()))?;
        Some(Self { header: header.clone(), side, text: text.into() })
    }

    /// Whether it isn't there, in a header that can be seen.
    pub(super) fn is_missing(&self, subject: &Subject<'_>) -> bool {
        let text = self.text.as_bytes();
        match subject.only_line(&self.header) {
            Some(value) => {
                let is_there = match self.side {
                    Side::Start => begins(value, text),
                    Side::End => value.len().checked_sub(text.len()).is_some_and(|at| begins(rest(value, at), text)),
                    Side::Anywhere => contains_ignoring_case(value, text),
                };
                !is_there && is_literal(value)
            }
            None => is_absent(&self.header, subject),
        }
    }
}

/// Whether there is no line of a header, where one could be seen.
pub(super) fn is_absent(header: &HeaderName, subject: &Subject<'_>) -> bool {
    subject.exchange.shows.header(&header.text) && subject.header_lines(header).next().is_none()
}

fn begins(value: &[u8], text: &[u8]) -> bool {
    value.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text))
}

fn rest(value: &[u8], at: usize) -> &[u8] {
    value.get(at..).unwrap_or_default()
}
