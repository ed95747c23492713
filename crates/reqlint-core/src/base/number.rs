//! Numbers as bodies, rules and facts write them.

use crate::base::decimal::is_multiple;
use crate::base::text::text;
use std::cmp::Ordering;
use std::fmt;

/// A whole number where it fits, else a floating-point number.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
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
            // 0.3 is three times 0.1, though not in binary fractions
            _ => is_multiple(text!("{self}").as_bytes(), text!("{other}").as_bytes()).unwrap_or(false),
        }
    }

    /// Whether a text is a multiple of a number; `None` where it isn't a number itself. One that doesn't fit in a [`Number`]
    /// is looked at digit by digit.
    pub(crate) fn divides(self, text: &[u8]) -> Option<bool> {
        Some(match (Number::read(text)?, self) {
            (Number::Whole(number), step) => Number::Whole(number).is_multiple_of(step),
            (Number::Real(_), step) => is_multiple(text, text!("{step}").as_bytes()).unwrap_or(false),
        })
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
            (Number::Real(a), Number::Real(b)) => a.partial_cmp(b),
            (Number::Whole(a), Number::Real(b)) => compare(*a, *b),
            (Number::Real(a), Number::Whole(b)) => compare(*b, *a).map(Ordering::reverse),
        }
    }
}

/// Beyond 2^53 not every whole number is a floating-point number, so it isn't made one.
fn compare(whole: i64, real: f64) -> Option<Ordering> {
    /// What is beyond every whole number.
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if real >= BEYOND {
        return Some(Ordering::Less);
    }
    if real < -BEYOND {
        return Some(Ordering::Greater);
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is within the bounds of whole numbers")]
    let truncated = real.trunc() as i64;
    Some(whole.cmp(&truncated).then(0.0.partial_cmp(&real.fract())?))
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
        assert!(read("9223372036854775808") > read("9223372036854775807"));
        assert!(read("-9223372036854775809") <= read("-9223372036854775808"));
        assert!(read("9007199254740993") > read("9007199254740992.0"));
        assert!(read("1.5") > read("1") && read("-1.5") < read("-1") && read("1.5") < read("2"));
        assert!(read("1e400") > read("9223372036854775807") && read("-1e400") < read("0"));
        assert!(
            ["--1", "+-1", "1.", "0x1", "", "-", "1 ", "nan"]
                .iter()
                .all(|text| Number::read(text.as_bytes()).is_none())
        );
    }
}
