//! Numbers whose digits are in groups: `20,000`, `20 000`, `20'000`.

use super::{Cause, Failure};
use crate::language::Code;

/// What people put between groups of digits.
const SEPARATORS: [char; 6] = [',', ' ', '\'', '’', '\u{a0}', '\u{202f}'];

/// What is wrong with such a number, where the failure is in it or right after it.
pub(super) fn cause(failure: &Failure<'_>) -> Option<Cause> {
    let written = failure.written();
    for (equals, _) in written.match_indices('=') {
        let value = written.get(equals + 1..)?;
        let blank = value.len() - value.trim_start().len();
        let start = failure.line.start + equals + 1 + blank;
        let Some(length) = length(value.get(blank..)?) else { continue };
        let mark = start..start + length;
        if failure.at.start < mark.start || failure.at.start > mark.end + 1 {
            continue;
        }
        let text = failure.text.get(mark.clone())?;
        let number: String = text.chars().filter(|c| !SEPARATORS.contains(c)).collect();
        let key = written.get(..equals)?.rsplit(['{', ',']).next()?.trim();
        let help = format!("write {key} = {number}");
        return Some(failure.cause(Code::InvalidValue, mark, "a number is written without separators", help));
    }
    None
}

/// How long the number is that a text begins with, if it has groups.
fn length(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = usize::from(text.starts_with(['-', '+']));
    let first = digits(text.get(sign..)?);
    let mut end = sign + first;
    let mut groups = 0;
    while let Some(separator) = text.get(end..)?.chars().next().filter(|c| SEPARATORS.contains(c)) {
        let from = end + separator.len_utf8();
        if digits(text.get(from..)?) != 3 {
            break;
        }
        (end, groups) = (from + 3, groups + 1);
    }
    if let Some(fraction) = text.get(end..)?.strip_prefix('.').map(digits).filter(|digits| *digits > 0) {
        end += 1 + fraction;
    }
    ((1..=3).contains(&first) && groups > 0).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn groups_have_three_digits() {
        let of = |text: &str| length(text).and_then(|length| text.get(..length)).map(str::to_owned);
        for whole in ["20,000", "1,000,000", "20 000", "1'234'567", "-20,000", "1,234.5", "1\u{202f}000"] {
            assert_eq!(of(whole).as_deref(), Some(whole));
            assert_eq!(of(&format!("{whole}  # bytes")).as_deref(), Some(whole));
        }
        for none in ["20000", "20,00", "2000,000", ",000", "20, 000", "1.000", ""] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
