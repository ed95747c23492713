//! Dates of HTTP (RFC 9110 section 5.6.7), in the current form and the two obsolete ones.

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LONG_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `Sun, 06 Nov 1994 08:49:37 GMT`; also `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. The day exists,
/// and is that day of the week where the year has four digits.
pub(crate) fn http_date(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    current(text).or_else(|| rfc850(text)).or_else(|| asctime(text)).is_some()
}

fn current(text: &str) -> Option<()> {
    let (day, rest) = text.split_once(", ")?;
    let mut parts = rest.split(' ');
    let (date, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    time(parts.next()?)?;
    (parts.next()? == "GMT" && parts.next().is_none()).then_some(())?;
    exists(position(&DAYS, day)?, digits(date, 2)?, position(&MONTHS, month)?, digits(year, 4)?)
}

fn rfc850(text: &str) -> Option<()> {
    let (day, rest) = text.split_once(", ")?;
    position(&LONG_DAYS, day)?;
    let mut parts = rest.split(' ');
    let mut date = parts.next()?.split('-');
    digits(date.next()?, 2)?;
    position(&MONTHS, date.next()?)?;
    digits(date.next()?, 2)?;
    time(parts.next()?)?;
    (date.next().is_none() && parts.next()? == "GMT" && parts.next().is_none()).then_some(())
}

fn asctime(text: &str) -> Option<()> {
    let mut parts = text.splitn(3, ' ');
    let (day, month) = (parts.next()?, parts.next()?);
    let rest = parts.next()?;
    let (date, rest) = rest.split_at_checked(2)?;
    let mut parts = rest.strip_prefix(' ')?.split(' ');
    time(parts.next()?)?;
    let year = digits(parts.next()?, 4)?;
    parts.next().is_none().then_some(())?;
    let date = digits(date.trim_start(), date.trim_start().len())?;
    exists(position(&DAYS, day)?, date, position(&MONTHS, month)?, year)
}

fn time(text: &str) -> Option<()> {
    let mut parts = text.split(':');
    let mut part = |most| parts.next().and_then(|part| digits(part, 2)).filter(|value| *value <= most);
    // 60 is a leap second
    part(23)?;
    part(59)?;
    part(60)?;
    parts.next().is_none().then_some(())
}

fn digits(text: &str, length: usize) -> Option<usize> {
    let fits = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn position(names: &[&str], name: &str) -> Option<usize> {
    names.iter().position(|own| *own == name)
}

/// Whether the month has that day, and it was that day of the week. Months count from 0, days of the week from Monday.
fn exists(weekday: usize, date: usize, month: usize, year: usize) -> Option<()> {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let lengths = [31, 28 + usize::from(is_leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    (date >= 1 && date <= *lengths.get(month)?).then_some(())?;
    // Sakamoto's day of the week, from Sunday
    let offset = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4].get(month).copied()?;
    let year = year.checked_sub(usize::from(month < 2))?;
    let from_sunday = (year + year / 4 + year / 400 + offset + date).checked_sub(year / 100)? % 7;
    ((weekday + 1) % 7 == from_sunday).then_some(())
}
