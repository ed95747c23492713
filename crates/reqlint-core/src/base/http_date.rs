//! Dates as HTTP headers write them (RFC 9110 section 5.6.7).

use super::time::Time;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The form that is sent today, and the two that must still be read.
const FORMS: [&str; 3] = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

/// Reads a date such as `Sun, 06 Nov 1994 08:49:37 GMT`; `None` when it isn't one.
pub(crate) fn read(text: &[u8]) -> Option<Time> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let date = FORMS.iter().find_map(|form| DateTime::strptime(form, text).ok())?;
    let seconds = TimeZone::UTC.to_timestamp(date).ok()?.as_second();
    Some(Time::from_seconds(seconds))
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
    fn what_is_no_date_is_none() {
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
