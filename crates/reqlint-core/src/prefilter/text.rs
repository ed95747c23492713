//! Values that the text decides as it was sent.

use crate::base::bytes::same;
use crate::base::scalar::Scalar;
use crate::check::kinds::value::ValueCheck;
use crate::check::operator::{Operator, Right};
use crate::message::placeholder::is_literal;
use crate::subject::Subject;
use crate::subject::select::Selector;

/// Whether a check may be skipped; with `only_failures` also where a fact is missing.
#[inline]
pub(super) fn passes(check: &ValueCheck, subject: &Subject<'_>, only_failures: bool) -> bool {
    match &check.of {
        Selector::Fact(fact) if subject.facts.get(*fact).is_none() => only_failures,
        of => match (only_operator(check), of.plain_text(subject)) {
            (Some(operator), Some(text)) => operator.takes_text(text, subject),
            _ => false,
        },
    }
}

/// The operator on which all depends.
pub(super) fn only_operator(check: &ValueCheck) -> Option<&Operator> {
    match check.operators.as_slice() {
        [operator] if check.present != Some(false) => Some(operator),
        _ => None,
    }
}

impl Operator {
    /// Whether it is never unknown for a text without a placeholder.
    pub(super) fn decides_by_text(&self) -> bool {
        let is_of_text = matches!(
            self,
            Operator::Equals(_)
                | Operator::OneOf(_)
                | Operator::Is(_)
                | Operator::StartsWith(_)
                | Operator::EndsWith(_)
                | Operator::Contains(_)
                | Operator::MinLength(_)
                | Operator::MaxLength(_)
        );
        is_of_text && self.selector().is_none()
    }

    /// Whether it takes a text as it was sent; `false` says nothing.
    fn takes_text(&self, text: &[u8], subject: &Subject<'_>) -> bool {
        let takes = match self {
            Operator::Equals(right) => right.each_text(subject, |other| same(text, other)),
            Operator::Is(pattern) => pattern.holds(text),
            Operator::OneOf(Right::Scalars(scalars, _)) => {
                scalars.iter().any(|scalar| matches!(scalar, Scalar::Text(other) if same(text, other.as_bytes())))
            }
            _ => false,
        };
        takes && is_literal(text)
    }
}

impl Right {
    /// The text that it is, and nothing else.
    pub(super) fn only_text(&self) -> Option<&str> {
        match self.only_scalar()? {
            Scalar::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn only_scalar(&self) -> Option<&Scalar> {
        match self {
            Right::Scalars(scalars, _) => match scalars.as_slice() {
                [scalar] => Some(scalar),
                _ => None,
            },
            Right::Of(_) => None,
        }
    }

    /// Whether it is texts, as they are, and a test holds for each.
    fn each_text(&self, subject: &Subject<'_>, test: impl Fn(&[u8]) -> bool) -> bool {
        match self {
            Right::Scalars(scalars, _) => {
                let takes = |scalar: &Scalar| matches!(scalar, Scalar::Text(text) if test(text.as_bytes()));
                !scalars.is_empty() && scalars.iter().all(takes)
            }
            // a text with a placeholder in it replaces another
            Right::Of(selector) => selector.plain_text(subject).is_some_and(|text| test(text) && is_literal(text)),
        }
    }
}
