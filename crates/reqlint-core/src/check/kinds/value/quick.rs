//! The quick look: whether a value passes, told from texts that need not be decoded or read as anything.
//!
//! It can say that a check passes, and nothing else: nearly all do, and what doesn't is looked at again.

use super::ValueCheck;
use crate::base::bytes::same;
use crate::base::scalar::Scalar;
use crate::check::operator::{Operator, Right};
use crate::message::placeholder::is_literal;
use crate::prefilter::glance::{Glance, Known, Site, Wording};
use crate::subject::Subject;
use crate::subject::select::Selector;

impl ValueCheck {
    /// What settles a check of a fact.
    pub(crate) fn of_fact(&self, site: Site<'_>) -> Option<Glance> {
        let (Selector::Fact(fact), operator) = (&self.of, self.only_operator()?) else { return None };
        let known = |right: &Right| match right {
            Right::Of(selector) => Known::of(selector, site),
            Right::Scalars(..) => match right.only_scalar()? {
                Scalar::Text(text) => Known::text(text),
                _ => None,
            },
        };
        match operator {
            Operator::Includes(right) => known(right).map(|known| Glance::Includes(*fact, known)),
            Operator::Equals(right) => match right.only_scalar() {
                Some(Scalar::Boolean(wanted)) => Some(Glance::Boolean(*fact, *wanted)),
                _ => known(right).map(|known| Glance::Equals(*fact, known)),
            },
            Operator::MaxAge(right) => match right.only_scalar()? {
                Scalar::Duration(limit) => Some(Glance::Younger(*fact, *limit)),
                _ => None,
            },
            _ => None,
        }
    }

    /// What surely means that it fails or finds nothing, and that nothing is wrong with what it finds.
    pub(crate) fn unmet(&self) -> Option<Glance> {
        match &self.of {
            Selector::Fact(fact) => Some(Glance::Unknown(*fact)),
            Selector::Body | Selector::Member(_) if self.present != Some(false) => Some(Glance::NoBody),
            Selector::Header(header) => Wording::of(header, self.only_operator()?).map(Glance::Lacks),
            _ => None,
        }
    }

    /// What surely means that it isn't unknown.
    pub(crate) fn told(&self) -> Glance {
        match &self.of {
            Selector::Header(header) if self.operators.iter().all(|o| Wording::of(header, o).is_some()) => {
                Glance::Seen(header.clone())
            }
            _ => Glance::OnlyFailures,
        }
    }

    /// Whether the check passes for certain.
    #[inline]
    pub(crate) fn surely_passes(&self, subject: &Subject<'_>) -> bool {
        let (Some(operator), Some(text)) = (self.only_operator(), self.of.plain_text(subject)) else { return false };
        operator.surely_takes(text, subject)
    }

    /// The operator on which all depends.
    fn only_operator(&self) -> Option<&Operator> {
        match self.operators.as_slice() {
            [operator] if self.present != Some(false) => Some(operator),
            _ => None,
        }
    }
}

impl Operator {
    fn surely_takes(&self, text: &[u8], subject: &Subject<'_>) -> bool {
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
    /// The text that stands here, and nothing else.
    pub(crate) fn only_text(&self) -> Option<&str> {
        match self.only_scalar()? {
            Scalar::Text(text) => Some(text),
            _ => None,
        }
    }

    fn only_scalar(&self) -> Option<&Scalar> {
        match self {
            Right::Scalars(scalars, _) => match scalars.as_slice() {
                [scalar] => Some(scalar),
                _ => None,
            },
            Right::Of(_) => None,
        }
    }

    /// Whether texts stand here, as they are, and a test holds for each.
    fn each_text(&self, subject: &Subject<'_>, test: impl Fn(&[u8]) -> bool) -> bool {
        match self {
            Right::Scalars(scalars, _) => {
                let takes = |scalar: &Scalar| matches!(scalar, Scalar::Text(text) if test(text.as_bytes()));
                !scalars.is_empty() && scalars.iter().all(takes)
            }
            // a text with a placeholder in it stands for another
            Right::Of(selector) => selector.plain_text(subject).is_some_and(|text| test(text) && is_literal(text)),
        }
    }
}
