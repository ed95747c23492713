//! The kinds `value` and `fact`: decided by texts that need not be decoded, or read as anything else.

use super::build::Site;
use super::known::KnownText;
use super::skip::Skip;
use super::wording::Wording;
use crate::base::bytes::same;
use crate::base::scalar::Scalar;
use crate::check::Check;
use crate::check::kinds::value::ValueCheck;
use crate::check::operator::{Operator, Right};
use crate::message::placeholder::is_literal;
use crate::subject::Subject;
use crate::subject::select::Selector;

/// The condition under which a check may be skipped, if it can be said beforehand.
pub(super) fn condition(check: &ValueCheck, site: Site<'_>) -> Option<Skip> {
    match &check.of {
        Selector::Body | Selector::Member(_) if check.present != Some(true) => Some(Skip::NoBody),
        _ => of_fact(check, site),
    }
}

fn of_fact(check: &ValueCheck, site: Site<'_>) -> Option<Skip> {
    let (Selector::Fact(fact), operator) = (&check.of, only_operator(check)?) else { return None };
    let known = |right: &Right| match right {
        Right::Of(selector) => KnownText::of(selector, site),
        Right::Scalars(..) => match right.only_scalar()? {
            Scalar::Text(text) => KnownText::text(text),
            _ => None,
        },
    };
    match operator {
        Operator::Includes(right) => known(right).map(|known| Skip::Includes(*fact, known)),
        Operator::Equals(right) => match right.only_scalar() {
            Some(Scalar::Boolean(wanted)) => Some(Skip::Boolean(*fact, *wanted)),
            _ => known(right).map(|known| Skip::Equals(*fact, known)),
        },
        Operator::MaxAge(right) => match right.only_scalar()? {
            Scalar::Duration(limit) => Some(Skip::Younger(*fact, *limit)),
            _ => None,
        },
        _ => None,
    }
}

/// The condition under which a check fails or finds nothing, and nothing is unknown: what applies when it passes doesn't
/// then, and its `not` may be skipped.
pub(super) fn unmet(check: &Check) -> Option<Skip> {
    let check = match check {
        Check::ValueCheck(check) => check,
        Check::FactCheck(check) => check.value(),
        _ => return None,
    };
    match &check.of {
        Selector::Fact(fact) => Some(Skip::Unknown(*fact)),
        Selector::Body | Selector::Member(_) if check.present != Some(false) => Some(Skip::NoBody),
        Selector::Header(header) => Wording::of(header, only_operator(check)?).map(Skip::Lacks),
        _ => None,
    }
}

/// Whether what it looks at is a text in the catalogue, in the path, or a fact.
pub(super) fn has_plain_text(check: &ValueCheck) -> bool {
    matches!(check.of, Selector::PathField(_) | Selector::Attribute(_) | Selector::Fact(_))
}

/// The conditions under which, all together, a check isn't unknown.
pub(super) fn known(check: &Check) -> Vec<Skip> {
    match check {
        Check::ValueCheck(check) => vec![value_known(check)],
        Check::All(checks) | Check::Any(checks) => checks.iter().flat_map(known).collect(),
        Check::Not(check) => known(check),
        _ => vec![Skip::OnlyFailures],
    }
}

fn value_known(check: &ValueCheck) -> Skip {
    match &check.of {
        Selector::Header(header) if check.operators.iter().all(Operator::decides_by_text) => Skip::Seen(header.clone()),
        _ => Skip::OnlyFailures,
    }
}

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
fn only_operator(check: &ValueCheck) -> Option<&Operator> {
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

    fn only_scalar(&self) -> Option<&Scalar> {
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
