//! One pass over a JSON object, which rejects invalid JSON (RFC 8259). Of nested values only the syntax is checked.

use super::block::find;

/// The maximum nesting depth.
const MAX_DEPTH: usize = 256;

/// The value of a member, in as much detail as needed.
pub(super) enum Value<'b> {
    /// Between the quotes, as written.
    Text(&'b [u8]),
    Whole(i64),
    Real,
    Boolean,
    Null,
    Nested,
}

/// Visits the members of an object. `None` if the text is not a valid object.
#[inline(always)]
pub(super) fn members<'b>(text: &'b [u8], visit: impl FnMut(&'b [u8], Value<'b>)) -> Option<()> {
    let at = blanks(text, 0);
    if text.get(at) != Some(&b'{') {
        return None;
    }
    let end = object(text, at, 0, visit)?;
    (blanks(text, end) == text.len()).then_some(())
}

/// Visits the members of the object that begins here, and returns its end.
#[inline(always)]
fn object<'b>(text: &'b [u8], start: usize, depth: usize, mut visit: impl FnMut(&'b [u8], Value<'b>)) -> Option<usize> {
    let mut at = blanks(text, start + 1);
    if text.get(at) == Some(&b'}') {
        return Some(at + 1);
    }
    loop {
        if text.get(at) != Some(&b'"') {
            return None;
        }
        let name_end = text_end(text, at + 1)?;
        let name = &text[at + 1..name_end];
        at = blanks(text, name_end + 1);
        if text.get(at) != Some(&b':') {
            return None;
        }
        let (value, end) = value(text, blanks(text, at + 1), depth)?;
        visit(name, value);
        at = blanks(text, end);
        match text.get(at)? {
            b',' => at = blanks(text, at + 1),
            b'}' => return Some(at + 1),
            _ => return None,
        }
    }
}

/// The end of the list that begins here.
#[inline(always)]
fn list(text: &[u8], start: usize, depth: usize) -> Option<usize> {
    let mut at = blanks(text, start + 1);
    if text.get(at) == Some(&b']') {
        return Some(at + 1);
    }
    loop {
        at = blanks(text, value(text, at, depth)?.1);
        match text.get(at)? {
            b',' => at = blanks(text, at + 1),
            b']' => return Some(at + 1),
            _ => return None,
        }
    }
}

/// The end of the object or list that begins here.
#[inline(never)]
fn nested(text: &[u8], at: usize, depth: usize) -> Option<usize> {
    if depth >= MAX_DEPTH {
        return None;
    }
    if text[at] == b'{' { object(text, at, depth, |_, _| {}) } else { list(text, at, depth) }
}

/// The value that begins here, and its end.
#[inline(always)]
fn value(text: &[u8], at: usize, depth: usize) -> Option<(Value<'_>, usize)> {
    match text.get(at)? {
        b'"' => {
            let end = text_end(text, at + 1)?;
            Some((Value::Text(&text[at + 1..end]), end + 1))
        }
        b'{' | b'[' => Some((Value::Nested, nested(text, at, depth + 1)?)),
        b'-' | b'0'..=b'9' => number(text, at),
        b't' if text[at..].starts_with(b"true") => Some((Value::Boolean, at + 4)),
        b'f' if text[at..].starts_with(b"false") => Some((Value::Boolean, at + 5)),
        b'n' if text[at..].starts_with(b"null") => Some((Value::Null, at + 4)),
        _ => None,
    }
}

#[inline(always)]
fn number(text: &[u8], at: usize) -> Option<(Value<'_>, usize)> {
    let negative = text[at] == b'-';
    let start = at + usize::from(negative);
    let mut end = start;
    let mut whole = 0i64;
    while let Some(digit @ b'0'..=b'9') = text.get(end) {
        whole = whole.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
        end += 1;
    }
    if end == start || text[start] == b'0' && end > start + 1 {
        return None;
    }
    if !matches!(text.get(end), Some(b'.' | b'e' | b'E')) {
        return Some((Value::Whole(if negative { -whole } else { whole }), end));
    }
    if text.get(end) == Some(&b'.') {
        end = digits(text, end + 1)?;
    }
    if let Some(b'e' | b'E') = text.get(end) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        end = digits(text, end + 1 + sign)?;
    }
    Some((Value::Real, end))
}

/// The end of the digits that begin here; there must be at least one.
fn digits(text: &[u8], from: usize) -> Option<usize> {
    let count = text.get(from..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    (count > 0).then_some(from + count)
}

/// The position of the closing quote of a string.
#[inline(always)]
fn text_end(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at = find(
            text,
            at,
            |b| b.is(b'"').or(b.is(b'\\')).or(b.at_most(0x1f)),
            |b| matches!(b, b'"' | b'\\' | 0..0x20),
        )?;
        match text[at] {
            b'"' => return Some(at),
            b'\\' => at = escape_end(text, at)?,
            _ => return None,
        }
    }
}

/// The end of the escape that begins here.
#[inline(always)]
fn escape_end(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
        b'u' => text.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit).then_some(at + 6),
        _ => None,
    }
}

#[inline(always)]
fn blanks(text: &[u8], from: usize) -> usize {
    let mut at = from;
    while matches!(text.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_json_forbids() {
        let good = [r#"{}"#, r#" {"a" : [1, -2.5e+3, {"b":"\u00e9\n"}, true, null, []] , "c":0} "#];
        let bad = [
            "",
            "[]",
            "{",
            r#"{"a"}"#,
            r#"{"a":1,}"#,
            r#"{"a":01}"#,
            r#"{"a":1.}"#,
            r#"{"a":-}"#,
            r#"{"a":[1,]}"#,
            r#"{"a":[1}}"#,
            r#"{"a":{"b":"}"]}"#,
            r#"{"a":"\q"}"#,
            r#"{"a":"\u12"}"#,
            "{\"a\":\"\t\"}",
            "{} x",
        ];
        let is_object = |text: &str| members(text.as_bytes(), |_, _| {}).is_some();
        assert!(good.iter().all(|text| is_object(text)));
        for text in bad {
            assert!(!is_object(text), "{text}");
        }
        let deep = |depth| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert!(is_object(&deep(200)) && !is_object(&deep(300)));
    }
}
