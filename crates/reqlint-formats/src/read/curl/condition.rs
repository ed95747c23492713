//! `-z`: a date, from which curl makes If-Modified-Since and its relatives.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A header that a condition makes.
pub(super) struct Condition {
    pub(super) header: &'static str,
    pub(super) date: Option<String>,
}

/// Reads `DATE`, `-DATE` or `=DATE`; no date where curl understands none.
pub(super) fn read(text: &[u8]) -> Condition {
    let (header, text) = match text {
        [b'-', date @ ..] => ("If-Unmodified-Since", date),
        [b'=', date @ ..] => ("Last-Modified", date),
        [b'+', date @ ..] => ("If-Modified-Since", date),
        date => ("If-Modified-Since", date),
    };
    let date =
        std::str::from_utf8(text).ok().and_then(seconds).and_then(|seconds| Timestamp::from_second(seconds).ok());
    let date = date.map(|time| time.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    Condition { header, date }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Names of zones, and their minutes west of Greenwich.
const ZONES: [(&str, i64); 14] = [
    ("gmt", 0),
    ("utc", 0),
    ("wet", 0),
    ("bst", -60),
    ("cet", -60),
    ("cest", -120),
    ("eet", -120),
    ("est", 300),
    ("edt", 240),
    ("cst", 360),
    ("cdt", 300),
    ("mst", 420),
    ("pst", 480),
    ("pdt", 420),
];

/// The time that a date means, as curl's `curl_getdate` reads it: words and numbers in any order.
fn seconds(text: &str) -> Option<i64> {
    let (mut day, mut month, mut year, mut clock, mut offset) = (None, None, None, None, None);
    let mut rest = text;
    let mut last_sign = None;
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_ascii_alphabetic();
        let is_number = first.is_ascii_digit();
        let length = match () {
            () if is_word => rest.bytes().take_while(u8::is_ascii_alphabetic).count(),
            () if is_number => rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count(),
            () => first.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(length)?;
        rest = after;
        if is_word {
            let word = token.to_ascii_lowercase();
            if DAYS.iter().any(|day| *day == word || day.get(..3) == Some(&word)) {
            } else if let (None, Some(at)) = (month, MONTHS.iter().position(|month| word == *month)) {
                month = Some(i8::try_from(at + 1).ok()?);
            } else if let (None, Some((_, minutes))) = (offset, ZONES.iter().find(|(name, _)| *name == word)) {
                offset = Some(minutes * 60);
            } else {
                return None;
            }
        } else if token.contains(':') {
            let mut parts = token.split(':').map(|part| part.parse::<i64>().ok());
            let (hours, minutes) = (parts.next()??, parts.next()??);
            let seconds = parts.next().unwrap_or(Some(0))?;
            (clock.is_none() && hours < 24 && minutes < 60 && seconds <= 60).then_some(())?;
            clock = Some(hours * 3600 + minutes * 60 + seconds);
        } else if is_number {
            let number: i64 = token.parse().ok()?;
            if let (None, 4, Some(sign)) = (offset, token.len(), last_sign)
                && number <= 1400
            {
                offset = Some(sign * (number / 100 * 60 + number % 100) * 60);
            } else if token.len() == 8 && year.is_none() && month.is_none() && day.is_none() {
                year = Some(number / 10_000);
                month = Some(i8::try_from(number % 10_000 / 100).ok()?);
                day = Some(i8::try_from(number % 100).ok()?);
            } else if day.is_none() && (1..32).contains(&number) {
                day = Some(i8::try_from(number).ok()?);
            } else if year.is_none() {
                year = Some(match number {
                    71..100 => 1900 + number,
                    0..71 => 2000 + number,
                    _ => number,
                });
            } else {
                return None;
            }
        }
        last_sign = match first {
            '+' => Some(-1),
            '-' => Some(1),
            _ => None,
        };
    }
    let date = Date::new(i16::try_from(year?).ok()?, month?, day?).ok()?;
    let midnight = date.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
    Some(midnight + clock.unwrap_or(0) + offset.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_curl_reads_them() {
        let table = [
            ("Tue, 01 Jan 2030 00:00:00 GMT", Some("Tue, 01 Jan 2030 00:00:00 GMT")),
            ("20300102", Some("Wed, 02 Jan 2030 00:00:00 GMT")),
            ("20 Nov 2000 12:00:00 +0200", Some("Mon, 20 Nov 2000 10:00:00 GMT")),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some("Sun, 06 Nov 1994 08:49:37 GMT")),
            ("2030-01-02", None),
            ("nonsense", None),
        ];
        for (text, expected) in table {
            assert_eq!(read(text.as_bytes()).date.as_deref(), expected, "{text}");
        }
    }
}
