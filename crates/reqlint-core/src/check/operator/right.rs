//! Right sides: what an operator compares with, as a rule writes it and as it runs.

use super::Met;
use super::written::{self, OperatorSpec, Read, RightSpec};
use crate::base::literal::Literal;
use crate::base::number::Number;
use crate::base::scalar::{Scalar, any_of};
use crate::base::text::{SmolStr, text};
use crate::base::time::{Duration, Time};
use crate::base::view::{Unfit, View};
use crate::check::Words;
use crate::check::scope::Scope;
use crate::language::Code;
use crate::language::key::Takes;
use crate::subject::Subject;
use crate::subject::select::{Lack, Selector, Value};

/// The right side of most operators.
#[derive(Debug)]
pub(crate) enum Right {
    /// One of these, and how a sentence names them: `3, 8 or 14`.
    Scalars(Vec<Scalar>, SmolStr),
    Of(Selector),
}

impl Right {
    /// Whether it is a count of one or more.
    pub(crate) fn is_at_least_one(&self) -> bool {
        matches!(self, Right::Scalars(most, _) if matches!(most.as_slice(), [Scalar::Number(Number::Whole(1..))]))
    }

    /// Whether it is a count of none or one.
    pub(crate) fn is_at_most_one(&self) -> bool {
        matches!(self, Right::Scalars(least, _) if matches!(least.as_slice(), [Scalar::Number(Number::Whole(..=1))]))
    }
}

/// What every right side can say.
pub(super) trait Operand {
    /// The selector in it.
    fn selector(&self) -> Option<&Selector>;

    /// What it is for this request.
    fn shown(&self, subject: &Subject<'_>) -> SmolStr;

    /// What it is, where there is no request.
    fn named(&self, words: Words<'_>) -> String;
}

impl Operand for Right {
    fn selector(&self) -> Option<&Selector> {
        match self {
            Right::Of(selector) => Some(selector),
            Right::Scalars(..) => None,
        }
    }

    fn shown(&self, subject: &Subject<'_>) -> SmolStr {
        match self {
            Right::Of(selector) => selector.shown(subject),
            Right::Scalars(_, says) => says.clone(),
        }
    }

    fn named(&self, words: Words<'_>) -> String {
        match self {
            Right::Of(selector) => selector.named(words),
            Right::Scalars(_, says) => says.to_string(),
        }
    }
}

/// What a rule may write on the right of an operator.
pub(super) struct RightSide<R> {
    pub(super) takes: Takes,
    pub(super) read: Read,
    pub(super) compile: fn(&OperatorSpec, &mut Scope<'_>) -> Option<R>,
    /// Whether the value on the left is read as a time.
    pub(super) takes_time: bool,
}

const fn operand(compile: fn(&OperatorSpec, &mut Scope<'_>) -> Option<Right>) -> RightSide<Right> {
    RightSide { takes: Takes::Operand, read: written::operand, compile, takes_time: false }
}

const fn operand_of_time(compile: fn(&OperatorSpec, &mut Scope<'_>) -> Option<Right>) -> RightSide<Right> {
    RightSide { takes: Takes::Operand, read: written::operand, compile, takes_time: true }
}

pub(super) const ONE: RightSide<Right> =
    operand(|spec, scope| single(spec, scope, "a single value; use one-of for several", Scalar::of));

pub(super) const SEVERAL: RightSide<Right> = operand(several);

pub(super) const TEXTS: RightSide<Right> = operand(texts);

pub(super) const COUNT: RightSide<Right> =
    operand(|spec, scope| single(spec, scope, "a whole number, 0 or more", count));

/// A count of repetitions: a sentence writes `once`, `3 times`.
pub(super) const TIMES: RightSide<Right> = operand(|spec, scope| {
    Some(match (COUNT.compile)(spec, scope)? {
        Right::Scalars(count, says) => Right::Scalars(count, repetitions(&says)),
        of => of,
    })
});

pub(super) const BOUND: RightSide<Right> =
    operand(|spec, scope| single(spec, scope, "a number or a duration such as 15m", Scalar::bound));

pub(super) const STEP: RightSide<Right> =
    operand(|spec, scope| single(spec, scope, "a number or a duration, not 0", step));

pub(super) const TIME: RightSide<Right> =
    operand_of_time(|spec, scope| single(spec, scope, "a time such as 2024-05-01", time));

pub(super) const AGE: RightSide<Right> =
    operand_of_time(|spec, scope| single(spec, scope, "a duration such as 300s", duration));

fn single(
    spec: &OperatorSpec,
    scope: &mut Scope<'_>,
    takes: &str,
    read: fn(&Literal) -> Option<Scalar>,
) -> Option<Right> {
    match &spec.right {
        RightSpec::Of(selector) => scope.selector(selector).map(Right::Of),
        RightSpec::Literal(literal) => {
            let scalar = read(literal);
            if scalar.is_none() {
                let message = format!("`{}` expects {takes}", spec.name.key());
                scope.sink.error(Code::InvalidOperand, spec.place, message, None);
            }
            scalar.map(|scalar| Right::scalars(vec![scalar]))
        }
        RightSpec::Covers { .. } => None,
    }
}

fn several(spec: &OperatorSpec, scope: &mut Scope<'_>) -> Option<Right> {
    match &spec.right {
        RightSpec::Of(selector) => scope.selector(selector).map(Right::Of),
        RightSpec::Literal(literal) => {
            let scalars = Scalar::all(literal);
            if scalars.is_empty() {
                let message = format!("`{}` is empty, so no value can match", spec.name.key());
                scope.sink.error(Code::EmptyList, spec.place, message, Some("list the values".into()));
                return None;
            }
            Some(Right::scalars(scalars))
        }
        RightSpec::Covers { .. } => None,
    }
}

/// A text, or several.
fn texts(spec: &OperatorSpec, scope: &mut Scope<'_>) -> Option<Right> {
    let right = several(spec, scope)?;
    let is_text = |scalar: &Scalar| matches!(scalar, Scalar::Text(_));
    if matches!(&right, Right::Scalars(scalars, _) if !scalars.iter().all(is_text)) {
        let message = format!("`{}` expects a string, or a list of strings", spec.name.key());
        scope.sink.error(Code::InvalidOperand, spec.place, message, None);
        return None;
    }
    Some(right)
}

fn repetitions(count: &str) -> SmolStr {
    match count {
        "1" => "once".into(),
        "2" => "twice".into(),
        count => text!("{count} times"),
    }
}

fn duration(literal: &Literal) -> Option<Scalar> {
    if let Literal::Text(text) = literal { Duration::read(text.as_bytes()).map(Scalar::Duration) } else { None }
}

fn count(literal: &Literal) -> Option<Scalar> {
    match literal {
        Literal::Number(n @ Number::Whole(0..)) => Some(Scalar::Number(*n)),
        _ => None,
    }
}

fn step(literal: &Literal) -> Option<Scalar> {
    let step = Scalar::bound(literal)?;
    let is_zero = matches!(step, Scalar::Number(Number::Whole(0)) | Scalar::Duration(Duration(0)));
    (!is_zero && !matches!(step, Scalar::Time(_))).then_some(step)
}

fn time(literal: &Literal) -> Option<Scalar> {
    match literal {
        Literal::Time(time) => Some(Scalar::Time(*time)),
        Literal::Text(text) => Time::read(text.as_bytes()).map(Scalar::Time),
        _ => None,
    }
}

/// How a test went for the values of a right side.
#[derive(Default)]
struct Tally {
    met: bool,
    differs: bool,
    hidden: bool,
    unreadable: Option<&'static str>,
}

impl Right {
    fn scalars(scalars: Vec<Scalar>) -> Self {
        let says = text!("{}", any_of(scalars.iter().map(Scalar::quoted)));
        Right::Scalars(scalars, says)
    }

    /// Whether a test holds for one of the values; unreadable when the value can be read as none of them.
    pub(super) fn any(
        &self,
        subject: &Subject<'_>,
        test: impl FnMut(View<'_>) -> Result<bool, Unfit>,
    ) -> Result<Met, Lack> {
        let tally = self.tally(subject, test)?;
        Ok(match tally.unreadable {
            _ if tally.met => Met::Yes,
            _ if tally.hidden => Met::Hidden,
            Some(what) if !tally.differs => Met::Unreadable(what),
            _ => Met::No,
        })
    }

    /// Whether a test holds for each of the values.
    pub(super) fn each(
        &self,
        subject: &Subject<'_>,
        test: impl FnMut(View<'_>) -> Result<bool, Unfit>,
    ) -> Result<Met, Lack> {
        let tally = self.tally(subject, test)?;
        Ok(match tally.unreadable {
            _ if tally.differs => Met::No,
            Some(what) => Met::Unreadable(what),
            None if tally.hidden => Met::Hidden,
            None if tally.met => Met::Yes,
            None => Met::No,
        })
    }

    fn tally(
        &self,
        subject: &Subject<'_>,
        mut test: impl FnMut(View<'_>) -> Result<bool, Unfit>,
    ) -> Result<Tally, Lack> {
        let mut tally = Tally::default();
        let mut take = |result| match result {
            Ok(true) => tally.met = true,
            Ok(false) | Err(Unfit::Right) => tally.differs = true,
            Err(Unfit::Left(what)) => _ = tally.unreadable.get_or_insert(what),
        };
        match self {
            Right::Scalars(scalars, _) => scalars.iter().for_each(|scalar| take(test(scalar.view()))),
            Right::Of(selector) => {
                let mut hidden = false;
                selector.values(subject, &mut |value| match value {
                    Value::List(items) | Value::Element(items) => {
                        items.any(|item| {
                            take(test(item.view()));
                            false
                        });
                    }
                    value if value.is_hidden(subject.exchange.shows) => hidden = true,
                    value => take(test(value.view())),
                })?;
                tally.hidden = hidden;
            }
        }
        Ok(tally)
    }

    /// What one of its constant texts decides; what is no constant text leaves it open.
    pub(super) fn any_text(&self, decide: impl Fn(&str) -> Met) -> Met {
        let Right::Scalars(scalars, _) = self else { return Met::Hidden };
        let met = scalars.iter().map(|scalar| match scalar {
            Scalar::Text(text) => decide(text),
            _ => Met::Hidden,
        });
        met.fold(Met::No, |a, b| match (a, b) {
            (Met::Yes, _) | (_, Met::Yes) => Met::Yes,
            (Met::Hidden, _) | (_, Met::Hidden) => Met::Hidden,
            _ => Met::No,
        })
    }
}
