//! Points in time and spans of time as requests and rules write them.

use crate::base::number::Number;
use jiff::civil;
use jiff::tz::TimeZone;
use std::fmt;
use std::time::SystemTime;

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub struct Time(pub i64);

/// A span of time in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub i64);

const SECOND: i64 = 1_000_000;

/// What a clock shows, in whole seconds.
impl From<SystemTime> for Time {
    fn from(clock: SystemTime) -> Self {
        let seconds = match clock.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |seconds| -seconds),
        };
        Self::from_seconds(seconds)
    }
}

impl Time {
    /// The time that many seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(SECOND))
    }

    /// Reads a date as HTTP headers write it, such as `Sun, 06 Nov 1994 08:49:37 GMT`; `None` when it isn't one.
    #[must_use]
    pub fn read_http(text: &[u8]) -> Option<Self> {
        super::http_date::read(text)
    }

    /// Reads RFC 3339 text. A date alone is midnight, no offset means UTC, fractions follow `.` or `:`.
    ///
    /// `None` when it isn't a time, or a day that no calendar has.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        let mut rest = text;
        let date = date(&mut rest)?;
        if rest.is_empty() {
            return Self::at(date, civil::Time::midnight(), 0, 0);
        }
        let (separator, tail) = rest.split_first()?;
        if !matches!(separator, b'T' | b't' | b' ') {
            return None;
        }
        rest = tail;
        let hour = digits(&mut rest, 2)?;
        expect(&mut rest, b":")?;
        let minute = digits(&mut rest, 2)?;
        expect(&mut rest, b":")?;
        let second = digits(&mut rest, 2)?;
        let micros = if expect(&mut rest, b".:").is_some() { fraction(&mut rest)? } else { 0 };
        let offset = offset(rest)?;
        // a leap second is read as the second before it
        let time = civil::Time::new(small(hour)?, small(minute)?, small(second.min(59))?, 0).ok()?;
        if second > 60 {
            return None;
        }
        Self::at(date, time, micros, offset)
    }

    fn at(date: civil::Date, time: civil::Time, micros: i64, offset: i64) -> Option<Self> {
        let seconds = TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()?.as_second();
        Some(Self((seconds - offset).checked_mul(SECOND)?.checked_add(micros)?))
    }

    /// How long this is after `earlier`.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// The time that long after this one.
    #[must_use]
    pub const fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// Seconds since 1970, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND)
    }
}

impl From<Number> for Time {
    /// Seconds since 1970, such as those of a JWT (RFC 7519 section 2, NumericDate).
    fn from(seconds: Number) -> Self {
        match seconds {
            Number::Whole(n) => Self::from_seconds(n),
            #[expect(clippy::cast_possible_truncation, reason = "a float beyond the range saturates")]
            Number::Real(n) => Self((n * 1e6) as i64),
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(time) => time.fmt(f),
            Err(_) => write!(f, "{} seconds after 1970", self.seconds()),
        }
    }
}

impl Duration {
    /// Reads `90s`, `15m`, `24h` or `30d`.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        let (unit, number) = text.split_last()?;
        let unit = match unit {
            b's' => 1,
            b'm' => 60,
            b'h' => 3_600,
            b'd' => 86_400,
            _ => return None,
        };
        if number.is_empty() || !number.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let number: i64 = std::str::from_utf8(number).ok()?.parse().ok()?;
        number.checked_mul(unit)?.checked_mul(SECOND).map(Self)
    }

    /// Reads the same with a leading `-` for what lies in the past: `-301s`.
    #[must_use]
    pub fn read_from_now(text: &[u8]) -> Option<Self> {
        match text.strip_prefix(b"-") {
            Some(past) => Self::read(past).map(|span| Self(-span.0)),
            None => Self::read(text),
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / SECOND;
        match seconds {
            s if s != 0 && s % 86_400 == 0 => write!(f, "{}d", s / 86_400),
            s if s != 0 && s % 3_600 == 0 => write!(f, "{}h", s / 3_600),
            s if s != 0 && s % 60 == 0 => write!(f, "{}m", s / 60),
            s => write!(f, "{s}s"),
        }
    }
}

/// Whether a text is a date of the calendar, `YYYY-MM-DD` and nothing else.
pub(crate) fn is_date(text: &[u8]) -> bool {
    let mut rest = text;
    date(&mut rest).is_some() && rest.is_empty()
}

fn date(rest: &mut &[u8]) -> Option<civil::Date> {
    let year = digits(rest, 4)?;
    expect(rest, b"-")?;
    let month = digits(rest, 2)?;
    expect(rest, b"-")?;
    let day = digits(rest, 2)?;
    civil::Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
}

/// Seconds east of UTC.
fn offset(rest: &[u8]) -> Option<i64> {
    match rest {
        [] | [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), tail @ ..] => {
            let mut tail = tail;
            let hours = digits(&mut tail, 2)?;
            expect(&mut tail, b":")?;
            let minutes = digits(&mut tail, 2)?;
            if !tail.is_empty() || hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = hours * 3_600 + minutes * 60;
            Some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

/// Microseconds; digits beyond the sixth are dropped.
fn fraction(rest: &mut &[u8]) -> Option<i64> {
    let length = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, tail) = rest.split_at_checked(length).filter(|(d, _)| !d.is_empty())?;
    *rest = tail;
    Some(digits.iter().chain(b"000000").take(6).fold(0, |n, d| n * 10 + i64::from(d - b'0')))
}

fn digits(rest: &mut &[u8], count: usize) -> Option<i64> {
    let (digits, tail) = rest.split_at_checked(count)?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    *rest = tail;
    Some(digits.iter().fold(0, |n, d| n * 10 + i64::from(d - b'0')))
}

fn expect(rest: &mut &[u8], one_of: &[u8]) -> Option<()> {
    let (first, tail) = rest.split_first()?;
    one_of.contains(first).then(|| *rest = tail)
}

fn small(number: i64) -> Option<i8> {
    i8::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_documented_form() {
        let midnight = Time::from_seconds(1_704_067_200);
        for text in ["2024-01-01", "2024-01-01T00:00:00", "2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00"] {
            assert_eq!(Time::read(text.as_bytes()), Some(midnight), "{text}");
        }
        let fraction = Some(Time(midnight.0 + 120_000));
        assert_eq!(Time::read(b"2024-01-01T00:00:00:120000Z"), fraction);
        assert_eq!(Time::read(b"2024-01-01T00:00:00.12Z"), fraction);
        assert_eq!(midnight.to_string(), "2024-01-01T00:00:00Z");
    }

    #[test]
    fn refuses_what_no_calendar_has() {
        for text in [
            "2024-13-01",
            "2023-02-29",
            "2024-01-01T25:00:00",
            "24-01-01",
            "2024-01-01T12:00",
            "2024-01-01Tnoon",
            "",
            "2024-01-01 ",
        ] {
            assert_eq!(Time::read(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn spans_read_and_print() {
        for text in ["90s", "15m", "24h", "30d", "-5m"] {
            let span = Duration::read_from_now(text.as_bytes()).unwrap();
            assert_eq!(Duration::read_from_now(span.to_string().as_bytes()), Some(span));
        }
        for text in ["5", "m", "-5m", "--5m"] {
            assert_eq!(Duration::read(text.as_bytes()), None, "{text}");
        }
    }
}
