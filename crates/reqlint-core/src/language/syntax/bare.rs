//! Values without quotes that are no numbers, times, `true` or `false`.

use super::{Slip, Stumble};

/// What is wrong with the value at the place.
pub(super) fn slip(stumble: &Stumble<'_>) -> Slip {
    let (before, _) = stumble.around();
    let (head, begun) = before.rsplit_once('=').unwrap_or((before, ""));
    let start = stumble.at.start - begun.trim_start().len();
    let value = stumble.text.get(start..stumble.line.end).unwrap_or_default();
    // inside of braces the value ends before the next one
    let is_inside = head.contains(['{', '[']);
    let value = if is_inside { value.split([',', '}', ']']).next().unwrap_or_default() } else { value }.trim_end();
    let mark = start..start + value.len();
    let key = head.rsplit(['{', ',', '[']).next().unwrap_or_default().trim();
    let number: String = value.chars().take_while(char::is_ascii_digit).collect();
    let rest = value.get(number.len()..).unwrap_or_default().trim_start();
    let (message, help) = if value.is_empty() {
        (format!("`{key}` has no value"), "write one behind the =, or take the line out".to_owned())
    } else if let Some(flag) = flag(value) {
        (format!("`{value}` is written {flag}"), format!("write {key} = {flag}"))
    } else if rest.starts_with("//") || rest.starts_with("--") {
        (
            "a comment begins with #".to_owned(),
            format!("write {number}  # {}", rest.trim_start_matches(['/', '-', ' '])),
        )
    } else if rest.starts_with(';') || rest.starts_with(',') {
        ("a line ends without a mark".to_owned(), format!("write {key} = {number}"))
    } else if number.len() == 4 && rest.starts_with(['/', '.']) {
        let day = value.replace(['/', '.'], "-");
        ("a day is written with dashes".to_owned(), format!("write {day}"))
    } else if !number.is_empty() && rest.chars().all(char::is_alphanumeric) {
        let help = format!("write digits only; if it is a text, write \"{value}\"");
        (format!("`{value}` is no number"), help)
    } else {
        ("a text stands in quotes".to_owned(), format!("write \"{}\"", value.trim_matches('`')))
    };
    stumble.slip(mark, message, help)
}

/// What another language writes for `true` and `false`.
fn flag(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        _ => None,
    }
}
