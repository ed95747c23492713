//! Texts that a header surely doesn't hold.

use crate::base::bytes;
use crate::check::Operator;
use crate::message::header_names::HeaderName;
use crate::message::placeholder::is_literal;
use crate::subject::Subject;

/// A text in the value of a header, whatever the case of its letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Wording {
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
    /// What an operator looks for in a header; `None` where that is no constant text.
    pub(crate) fn of(header: &HeaderName, operator: &Operator) -> Option<Self> {
        let (side, right) = match operator {
            Operator::StartsWith(right) => (Side::Start, right),
            Operator::EndsWith(right) => (Side::End, right),
            Operator::Contains(right) => (Side::Anywhere, right),
            _ => return None,
        };
        let text = right.only_text().filter(|text| is_literal(text.as_bytes()))?;
        Some(Self { header: header.clone(), side, text: text.into() })
    }

    /// Whether it surely isn't there, in a header that is seen.
    pub(super) fn is_missing(&self, subject: &Subject<'_>) -> bool {
        let text = self.text.as_bytes();
        match subject.only_line(&self.header) {
            Some(value) => {
                let stands = match self.side {
                    Side::Start => begins(value, text),
                    Side::End => value.len().checked_sub(text.len()).is_some_and(|at| begins(rest(value, at), text)),
                    Side::Anywhere => stands_in(value, text),
                };
                !stands && is_literal(value)
            }
            None => is_absent(&self.header, subject),
        }
    }
}

/// Whether there is no line of a header, and it would be seen.
pub(super) fn is_absent(header: &HeaderName, subject: &Subject<'_>) -> bool {
    subject.exchange.shows.header(&header.text) && subject.header_lines(header).next().is_none()
}

fn begins(value: &[u8], text: &[u8]) -> bool {
    value.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text))
}

/// Whether a text stands in a value, whatever the case.
pub(crate) fn stands_in(value: &[u8], text: &[u8]) -> bool {
    let Some(first) = text.first() else { return true };
    let either = [first.to_ascii_lowercase(), first.to_ascii_uppercase()];
    let mut at = 0;
    while at < value.len() {
        at = bytes::find_from(value, at, |block| block.one_of(either));
        if begins(rest(value, at), text) {
            return true;
        }
        at += 1;
    }
    false
}

fn rest(value: &[u8], at: usize) -> &[u8] {
    value.get(at..).unwrap_or_default()
}
