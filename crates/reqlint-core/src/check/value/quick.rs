//! The quick look: whether a value passes, told from texts that need not be decoded or read as anything.
//!
//! It can say that a check passes, and nothing else: nearly all do, and what doesn't is looked at again.

use super::ValueCheck;
use crate::bytes::same;
use crate::check::operator::{Operator, Right};
use crate::facts::FactValue;
use crate::placeholder::is_literal;
use crate::scalar::Scalar;
use crate::select::Selector;
use crate::subject::Subject;

impl ValueCheck {
    /// Whether the check passes for certain.
    #[inline]
    pub(super) fn surely_passes(&self, subject: &Subject<'_>) -> bool {
        let [operator] = self.operators.as_slice() else { return false };
        if self.present == Some(false) {
            return false;
        }
        let Selector::Fact(index) = &self.of else {
            return self.of.plain_text(subject).is_some_and(|text| operator.surely_takes(text, subject));
        };
        match (subject.facts.get(*index), operator) {
            (Some(FactValue::Text(text)), _) => operator.surely_takes(text.as_bytes(), subject),
            (Some(FactValue::List(items)), Operator::Includes(right)) => {
                right.each_text(subject, |text| items.iter().any(|item| same(item.as_bytes(), text)))
            }
            (Some(FactValue::Time(time)), Operator::MaxAge(Right::Scalars(limits))) => {
                let (Some(now), [Scalar::Span(limit)]) = (subject.exchange.now, limits.as_slice()) else {
                    return false;
                };
                now.since(*time) < *limit
            }
            (Some(FactValue::Boolean(known)), Operator::Equals(Right::Scalars(scalars))) => {
                matches!(scalars.as_slice(), [Scalar::Boolean(wanted)] if wanted == known)
            }
            _ => false,
        }
    }
}

impl Operator {
    fn surely_takes(&self, text: &[u8], subject: &Subject<'_>) -> bool {
        let takes = match self {
            Operator::Equals(right) => right.each_text(subject, |other| same(text, other)),
            Operator::OneOf(Right::Scalars(scalars)) => {
                scalars.iter().any(|scalar| matches!(scalar, Scalar::Text(other) if same(text, other.as_bytes())))
            }
            _ => false,
        };
        takes && is_literal(text)
    }
}

impl Right {
    /// Whether texts stand here, as they are, and a test holds for each.
    fn each_text(&self, subject: &Subject<'_>, test: impl Fn(&[u8]) -> bool) -> bool {
        match self {
            Right::Scalars(scalars) => {
                let takes = |scalar: &Scalar| matches!(scalar, Scalar::Text(text) if test(text.as_bytes()));
                !scalars.is_empty() && scalars.iter().all(takes)
            }
            // a text with a placeholder in it stands for another
            Right::Of(selector) => selector.plain_text(subject).is_some_and(|text| test(text) && is_literal(text)),
        }
    }
}
