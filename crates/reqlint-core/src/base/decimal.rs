//! Numbers as they are written, of any length: what a floating-point number rounds away still counts.

/// A number that isn't 0: its digits, which begin anywhere and end with one that isn't 0, times a power of ten.
struct Decimal<'t> {
    /// Before and after the decimal point.
    digits: [&'t [u8]; 2],
    exponent: i64,
}

/// Whether a number is another one times a whole number, both as they are written; `None` where one isn't a number.
pub(crate) fn is_multiple(text: &[u8], step: &[u8]) -> Option<bool> {
    let (number, step) = (Decimal::read(text)?, Decimal::read(step)?);
    let Some(step) = step else { return Some(false) };
    let Some(number) = number else { return Some(true) };
    // its last digit isn't 0, so it is no multiple of a higher power of ten
    let Ok(zeros) = u64::try_from(number.exponent.saturating_sub(step.exponent)) else { return Some(false) };
    let of = step.digits().try_fold(0u128, |sum, digit| sum.checked_mul(10)?.checked_add(digit))?;
    // `of` is at most that of a step with 19 digits
    if of > u128::from(u64::MAX) {
        return None;
    }
    let rest = number.digits().fold(0, |rest, digit| (rest * 10 + digit) % of);
    Some((rest * power_of_ten(zeros, of)).is_multiple_of(of))
}

fn power_of_ten(mut exponent: u64, of: u128) -> u128 {
    let (mut power, mut base) = (1 % of, 10 % of);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = power * base % of;
        }
        base = base * base % of;
        exponent >>= 1;
    }
    power
}

impl<'t> Decimal<'t> {
    /// Reads a number in JSON's syntax, with an optional `+`; the inner `None` is 0.
    fn read(text: &'t [u8]) -> Option<Option<Self>> {
        let unsigned = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
        let (mantissa, exponent) = match memchr::memchr2(b'e', b'E', unsigned) {
            Some(at) => (unsigned.get(..at)?, exponent(unsigned.get(at + 1..)?)?),
            None => (unsigned, 0),
        };
        let point = memchr::memchr(b'.', mantissa);
        let (before, after) = point.map_or((mantissa, &b""[..]), |at| {
            let (before, after) = mantissa.split_at(at);
            (before, after.get(1..).unwrap_or_default())
        });
        let are_digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
        if before.is_empty() || !are_digits(before) || !are_digits(after) || point.is_some() && after.is_empty() {
            return None;
        }
        let after = without_zeros(after);
        let whole = if after.is_empty() { without_zeros(before) } else { before };
        if whole.is_empty() && after.is_empty() {
            return Some(None);
        }
        let [zeros, places] =
            [before.len() - whole.len(), after.len()].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        let exponent = exponent.saturating_add(zeros).saturating_sub(places);
        Some(Some(Self { digits: [whole, after], exponent }))
    }

    fn digits(&self) -> impl Iterator<Item = u128> {
        self.digits.into_iter().flatten().map(|digit| u128::from(digit - b'0'))
    }
}

/// The digits up to the last that isn't 0.
fn without_zeros(digits: &[u8]) -> &[u8] {
    let end = digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
    digits.get(..end).unwrap_or_default()
}

/// One of more digits than fit is as good as the largest.
fn exponent(text: &[u8]) -> Option<i64> {
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0i64, |sum, digit| sum.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    Some(if is_negative { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::is_multiple;

    #[test]
    fn multiples_are_exact() {
        let table = [
            ("0.3", "0.1", Some(true)),
            ("-0.30", "+0.1", Some(true)),
            ("4.35", "0.01", Some(true)),
            ("4.355", "0.01", Some(false)),
            ("1000000000000.25", "0.5", Some(false)),
            ("1000000000000.5", "0.5", Some(true)),
            ("18446744073709551615", "2", Some(false)),
            ("18446744073709551616", "2", Some(true)),
            ("10000000000000000000000000000000000000001", "2", Some(false)),
            ("0", "7", Some(true)),
            ("-0.000", "7", Some(true)),
            ("7", "0", Some(false)),
            ("1e2", "50", Some(true)),
            ("1E+2", "30", Some(false)),
            ("1e-2", "0.005", Some(true)),
            ("1e-3", "0.005", Some(false)),
            ("700", "70", Some(true)),
            ("700", "7e2", Some(true)),
            ("070", "0700e-1", Some(true)),
            ("1e999999999999999999999", "3", Some(false)),
            ("3e999999999999999999999", "3", Some(true)),
            ("1e-999999999999999999999", "3", Some(false)),
            ("9223372036854775807", "9223372036854775807", Some(true)),
            ("1.", "1", None),
            (".5", "1", None),
            ("1e", "1", None),
            ("inf", "1", None),
            ("", "1", None),
        ];
        for (text, step, expected) in table {
            assert_eq!(is_multiple(text.as_bytes(), step.as_bytes()), expected, "{text} of {step}");
        }
    }
}
