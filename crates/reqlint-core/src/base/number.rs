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
        let text = std::str::from_utf8(text).ok()?;
        // as a floating-point number, one of 19 digits would equal its neighbours
        text.parse().map(Number::Whole).or_else(|_| text.parse().map(Number::Real)).ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_19_digits_differ() {
        let read = |text: &str| Number::read(text.as_bytes()).unwrap();
        let far = i64::MAX.to_string();
        assert!(matches!(read(&far), Number::Whole(i64::MAX)));
        assert!(matches!(read("-9223372036854775808"), Number::Whole(i64::MIN)));
        assert!(read("1234567890123456789") > read("+1234567890123456788"));
        assert_eq!(read("3.0"), read("3"));
        assert!(read("9223372036854775808") > read("1e18"));
        assert!(
            ["--1", "+-1", "1.", "0x1", "", "-", "1 ", "nan"]
                .iter()
                .all(|text| Number::read(text.as_bytes()).is_none())
        );
    }
}
