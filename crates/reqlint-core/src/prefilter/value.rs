//! The kinds `value` and `fact`: decided by texts that need not be decoded, or read as anything else.

use super::known::KnownText;
use super::parts::Site;
use super::skip::Skip;
use super::text::only_operator;
use super::wording::Wording;
use crate::base::scalar::Scalar;
use crate::check::Check;
use crate::check::kinds::value::ValueCheck;
use crate::check::operator::{Operator, Right};
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
