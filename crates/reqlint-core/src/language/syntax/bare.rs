//! Values without quotes that are not numbers, times, `true` or `false`.

use super::{Cause, Failure};
use crate::language::Code;

/// What is wrong with the value at the failure.
pub(super) fn cause(failure: &Failure<'_>) -> Cause {
    let (before, _) = failure.around();
    let (head, begun) = before.rsplit_once('=').unwrap_or((before, ""));
    let start = failure.at.start - begun.trim_start().len();
    let value = failure.text.get(start..failure.line.end).unwrap_or_default();
    // inside of braces the value ends before the next one
    let is_inside = head.contains(['{', '[']);
    let value = if is_inside { value.split([',', '}', ']']).next().unwrap_or_default() } else { value }.trim_end();
    let mark = start..start + value.len();
    let key = head.rsplit(['{', ',', '[']).next().unwrap_or_default().trim();
    let number: String = value.chars().take_while(char::is_ascii_digit).collect();
    let rest = value.get(number.len()..).unwrap_or_default().trim_start();
    let (code, message, help) = if value.is_empty() {
        (Code::InvalidValue, format!("`{key}` has no value"), "write a value after `=`, or remove the line".to_owned())
    } else if let Some(flag) = flag(value) {
        (Code::InvalidValue, format!("`{value}` is not a boolean"), format!("write {key} = {flag}"))
    } else if rest.starts_with("//") || rest.starts_with("--") {
        (
            Code::ForeignSyntax,
            "comments begin with `#`".to_owned(),
            format!("write {number}  # {}", rest.trim_start_matches(['/', '-', ' '])),
        )
    } else if rest.starts_with(';') || rest.starts_with(',') {
        (
            Code::ForeignSyntax,
            format!("unexpected `{}` at the end of the line", rest.trim_end()),
            format!("write {key} = {number}"),
        )
    } else if number.len() == 4 && rest.starts_with(['/', '.']) {
        let day = value.replace(['/', '.'], "-");
        (Code::InvalidValue, "a date is written with dashes".to_owned(), format!("write {day}"))
    } else if !number.is_empty() && rest.chars().all(char::is_alphanumeric) {
        let help = format!("write digits only; if it is a string, write \"{value}\"");
        (Code::InvalidValue, format!("`{value}` is not a number"), help)
    } else {
        (Code::InvalidValue, "a string must be quoted".to_owned(), format!("write \"{}\"", value.trim_matches('`')))
    };
    failure.cause(code, mark, message, help)
}

/// What another language writes for `true` and `false`.
fn flag(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        _ => None,
    }
}
