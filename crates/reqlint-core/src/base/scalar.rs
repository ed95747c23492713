//! Scalars: the values that rules compare with, already read as what they are.

use crate::base::literal::Literal;
use crate::base::number::Number;
use crate::base::time::{Duration, Time};
use crate::base::view::View;
use std::fmt;

/// A literal of a rule, ready to compare.
///
/// Unlike a [`Literal`] it is single, and already read as what its operator takes: `"30s"` is a duration here.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scalar {
    Text(String),
    Number(Number),
    Boolean(bool),
    Time(Time),
    Duration(Duration),
}

impl Scalar {
    /// The scalar that a literal is; a list isn't one.
    pub(crate) fn of(literal: &Literal) -> Option<Self> {
        Some(match literal {
            Literal::Text(t) => Scalar::Text(t.clone()),
            Literal::Number(n) => Scalar::Number(*n),
            Literal::Boolean(b) => Scalar::Boolean(*b),
            Literal::Time(t) => Scalar::Time(*t),
            Literal::List(_) => return None,
        })
    }

    /// The scalars that a literal is, or holds if it is a list.
    pub(crate) fn all(literal: &Literal) -> Vec<Self> {
        match literal {
            Literal::List(items) => items.iter().filter_map(Scalar::of).collect(),
            one => Scalar::of(one).into_iter().collect(),
        }
    }

    /// A bound: a number, a time, or a text that reads as a duration or a time.
    pub(crate) fn bound(literal: &Literal) -> Option<Self> {
        match literal {
            Literal::Number(n) => Some(Scalar::Number(*n)),
            Literal::Time(t) => Some(Scalar::Time(*t)),
            Literal::Text(t) => {
                let duration = Duration::read(t.as_bytes()).map(Scalar::Duration);
                duration.or_else(|| Time::read(t.as_bytes()).map(Scalar::Time))
            }
            Literal::Boolean(_) | Literal::List(_) => None,
        }
    }

    /// As sentences write it: a text in backticks.
    pub(crate) fn quoted(&self) -> impl fmt::Display {
        fmt::from_fn(move |f| match self {
            Scalar::Text(text) if text.is_empty() => f.write_str("empty"),
            Scalar::Text(text) => write!(f, "`{text}`"),
            other => fmt::Display::fmt(other, f),
        })
    }

    /// As something to compare with.
    pub(crate) fn view(&self) -> View<'_> {
        match self {
            Scalar::Text(text) => View::text(text.as_bytes()),
            Scalar::Number(number) => View::Number(*number),
            Scalar::Boolean(flag) => View::Boolean(*flag),
            Scalar::Time(time) => View::Time(*time),
            Scalar::Duration(duration) => View::Duration(*duration),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Text(t) => t.fmt(f),
            Scalar::Number(n) => n.fmt(f),
            Scalar::Boolean(b) => b.fmt(f),
            Scalar::Time(t) => t.fmt(f),
            Scalar::Duration(s) => s.fmt(f),
        }
    }
}

/// `3, 8 or 14`.
pub(crate) fn any_of<T: fmt::Display>(items: impl IntoIterator<Item = T, IntoIter: Clone>) -> impl fmt::Display {
    let items = items.into_iter();
    fmt::from_fn(move |f| {
        let mut rest = items.clone().peekable();
        let mut is_first = true;
        while let Some(item) = rest.next() {
            let before = match rest.peek() {
                _ if is_first => "",
                Some(_) => ", ",
                None => " or ",
            };
            is_first = false;
            f.write_str(before)?;
            fmt::Display::fmt(&item, f)?;
        }
        Ok(())
    })
}
