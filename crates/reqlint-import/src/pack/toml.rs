//! TOML as a person writes it: values in quotes, tables with their keys in line.

use crate::api::Value;
use serde_json::Number;

/// How far values are moved to the right so that they line up.
const MAX_INDENT: usize = 40;

/// A text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\t' => out += "\\t",
            '\r' => out += "\\r",
            c if c.is_control() => out += &format!("\\u{:04X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A regex, as it is where TOML can hold it so.
pub(crate) fn literal(text: &str) -> String {
    let is_plain = text.contains('\\') && !text.contains('\'') && !text.chars().any(char::is_control);
    if is_plain { format!("'{text}'") } else { quoted(text) }
}

/// A key, in quotes if it needs them.
pub(crate) fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_bare { name.to_owned() } else { quoted(name) }
}

pub(crate) fn number(number: &Number) -> String {
    // 1.0 is 1, and TOML's integers have 64 bits
    match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) => whole.to_string(),
        (None, Some(n)) if n.fract() == 0.0 && n.abs() < 9e15 => format!("{n:.0}"),
        (None, Some(n)) => format!("{n:?}"),
        (None, None) => number.to_string(),
    }
}

pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(n) => number(n),
        Value::Boolean(boolean) => boolean.to_string(),
    }
}

pub(crate) fn list<T>(items: &[T], write: impl Fn(&T) -> String) -> String {
    format!("[{}]", items.iter().map(write).collect::<Vec<_>>().join(", "))
}

pub(crate) fn texts<T: AsRef<str>>(items: &[T]) -> String {
    list(items, |item| quoted(item.as_ref()))
}

/// Lines of keys and values, the values below one another.
pub(crate) fn lines(pairs: &[(String, String)]) -> String {
    let lengths = pairs.iter().map(|(key, _)| key.chars().count());
    let width = lengths.filter(|length| *length <= MAX_INDENT).max().unwrap_or(0);
    pairs.iter().map(|(key, value)| format!("{key:width$} = {value}\n")).collect()
}
