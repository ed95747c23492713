//! Numbers as bodies, rules and facts write them.

use std::cmp::Ordering;
use std::fmt;

/// A whole number where it fits, else a floating-point number.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// A whole number.
    Whole(i64),
    /// Any other; never NaN when it was read from text.
    Real(f64),
}

impl Number {
    /// Reads JSON's number syntax, with an optional `+`.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        let first = text.iter().find(|b| !matches!(b, b'+' | b'-'))?;
        if !first.is_ascii_digit() || text.last() == Some(&b'.') {
            return None;
        }
        if let Some(whole) = whole(text) {
            return Some(Number::Whole(whole));
        }
        let real: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
        Some(Number::Real(real))
    }

    /// A count of things.
    pub(crate) fn of_count(count: usize) -> Self {
        Number::Whole(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Whether this is a whole number, however it is written.
    #[must_use]
    pub fn is_whole(self) -> bool {
        match self {
            Number::Whole(_) => true,
            Number::Real(n) => n.fract() == 0.0,
        }
    }

    /// Whether this is `n` times `other`, for a whole `n`.
    #[must_use]
    pub fn is_multiple_of(self, other: Self) -> bool {
        match (self, other) {
            (Number::Whole(a), Number::Whole(b)) => a.checked_rem(b) == Some(0),
            _ => {
                // 0.3 is three times 0.1, though not in binary fractions
                let times = self.real() / other.real();
                (times - times.round()).abs() <= times.abs().max(1.0) * 1e-12
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a whole number beyond 2^53 meets a real one only approximately")]
    fn real(self) -> f64 {
        match self {
            Number::Whole(n) => n as f64,
            Number::Real(n) => n,
        }
    }
}

/// Fast path: whole numbers of at most 18 digits, as nearly every body has.
pub(crate) fn whole(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut number = 0i64;
    for digit in digits {
        number = number * 10 + i64::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    Some(if negative { -number } else { number })
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Number::Whole(a), Number::Whole(b)) => Some(a.cmp(b)),
            _ => self.real().partial_cmp(&other.real()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Whole(n) => n.fmt(f),
            Number::Real(n) => n.fmt(f),
        }
    }
}
