//! Dates as HTTP headers write them (RFC 9110 section 5.6.7).

use super::text::Line;
use super::time::Time;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::borrow::Cow;

/// The form that is sent today, and the two that must still be read.
const FORMS: [&str; 3] = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

/// Reads a date such as `Sun, 06 Nov 1994 08:49:37 GMT`, also where it is padded or in other letters than it should be;
/// `None` when it isn't one.
pub(crate) fn read(text: &[u8]) -> Option<Time> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let date = FORMS.iter().find_map(|form| DateTime::strptime(form, text).ok())?;
    let seconds = TimeZone::UTC.to_timestamp(date).ok()?.as_second();
    Some(Time::from_seconds(seconds))
}

/// Whether a text is a date exactly as one of the forms writes it: the day exists, and is that day of the week.
pub(crate) fn is_valid(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    // a leap second is read as the second before it
    let text = if text.contains(":60 ") { Cow::Owned(text.replace(":60 ", ":59 ")) } else { Cow::Borrowed(text) };
    FORMS.iter().any(|form| {
        DateTime::strptime(form, &*text).is_ok_and(|date| {
            // reading is lenient, writing isn't
            let mut line = Line::default();
            line.put(format_args!("{}", date.strftime(form)));
            line.written() == text
        })
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::base::time::Time;

    #[test]
    fn the_three_forms_name_the_same_second() {
        let forms = ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"];
        for form in forms {
            assert_eq!(read(form.as_bytes()), Some(Time::from_seconds(784_111_777)), "{form}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_none() {
        for text in [
            "",
            "120",
            "Sun, 06 Nov 1994",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 +0100",
            "\u{fffd}",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
        assert_eq!(read(b"\xff"), None);
    }
}
