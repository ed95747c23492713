//! The status that an answer's own body says: in a member of an object, or as the beginning of a line.

use serde_json::Value;

/// How deep a status is looked for in JSON, and how long a line is that holds one.
const MAX_DEPTH: usize = 3;
const MAX_LINE: usize = 300;

/// Members that hold the status of an answer, in lower case without signs, the most certain first.
const STATUS: &[&str] = &["statuscode", "httpstatuscode", "httpstatus", "httpcode", "status", "code", "errorcode"];

/// Members that may begin with the status: `HTTP 415 Unsupported Media Type`.
const TEXT: &[&str] = &["error", "message", "title", "detail", "errormessage", "reason"];

/// Members that hold what an answer says of its error.
const INSIDE: &[&str] = &["error", "errors", "meta", "status", "response", "fault"];

/// The status that an object says, and how a person would say where.
pub(in crate::read) fn status_in(value: &Value, depth: usize) -> Option<(u16, String)> {
    if depth > MAX_DEPTH {
        return None;
    }
    let members = match value {
        Value::Object(members) => members,
        Value::Array(items) => return items.first().and_then(|first| status_in(first, depth + 1)),
        _ => return None,
    };
    let member = |name: &&str| members.iter().find(|(key, _)| plain(key) == **name);
    let number = |name: &str| {
        let (key, value) = member(&name)?;
        Some((number(value)?, format!("its member `{key}`")))
    };
    let text = |name: &str| {
        let (key, value) = member(&name)?;
        Some((status_of_line(value.as_str()?.as_bytes())?, format!("its member `{key}`")))
    };
    let inside = |name: &str| member(&name).and_then(|(_, value)| status_in(value, depth + 1));
    STATUS
        .iter()
        .find_map(|name| number(name))
        .or_else(|| TEXT.iter().find_map(|name| text(name)))
        .or_else(|| INSIDE.iter().find_map(|name| inside(name)))
}

fn plain(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn number(value: &Value) -> Option<u16> {
    let number = match value {
        Value::Number(number) => number.as_u64().and_then(|number| number.try_into().ok())?,
        Value::String(text) => return text.parse().ok().filter(is_error).or_else(|| status_of_line(text.as_bytes())),
        _ => return None,
    };
    Some(number).filter(is_error)
}

pub(in crate::read) fn is_error(status: &u16) -> bool {
    (400..600).contains(status)
}

/// The status that a line begins with: `400 Bad Request: …`, `HTTP 415 Unsupported Media Type`, Go's `404 page not found`.
pub(in crate::read) fn status_of_line(line: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(line).ok().filter(|line| line.len() <= MAX_LINE)?.trim();
    let line = line.strip_prefix("HTTP ").unwrap_or(line);
    let (digits, rest) = line.split_at_checked(3)?;
    let status = digits.parse().ok().filter(is_error)?;
    let name = rest.strip_prefix(' ').or_else(|| rest.strip_prefix(": "))?.split([':', '.', ',']).next()?.trim();
    let is_name = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let is_named = (1..=5).contains(&name.split_whitespace().count()) && name.split_whitespace().all(is_name);
    (is_named || name == "page not found").then_some(status)
}
