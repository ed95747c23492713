//! One pass over the members of a JSON object. What is nested is skipped by its brackets.

use super::block::find;

/// The value of a member, as far as anybody asks.
pub(super) enum Value<'b> {
    /// Between the quotes, as written.
    Text(&'b [u8]),
    Whole(i64),
    Real,
    Boolean,
    Null,
    Nested,
}

/// Visits the members of an object. `None` where the text stops being one.
#[inline(always)]
pub(super) fn members<'b>(text: &'b [u8], mut visit: impl FnMut(&'b [u8], Value<'b>)) -> Option<()> {
    let mut at = blanks(text, 0);
    if text.get(at) != Some(&b'{') {
        return None;
    }
    at = blanks(text, at + 1);
    if text.get(at) == Some(&b'}') {
        return Some(());
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
        let (value, end) = value(text, blanks(text, at + 1))?;
        visit(name, value);
        at = blanks(text, end);
        match text.get(at)? {
            b',' => at = blanks(text, at + 1),
            b'}' => return (blanks(text, at + 1) == text.len()).then_some(()),
            _ => return None,
        }
    }
}

/// The value that begins here, and where it ends.
#[inline(always)]
fn value(text: &[u8], at: usize) -> Option<(Value<'_>, usize)> {
    match text.get(at)? {
        b'"' => {
            let end = text_end(text, at + 1)?;
            Some((Value::Text(&text[at + 1..end]), end + 1))
        }
        b'{' | b'[' => Some((Value::Nested, nested_end(text, at)?)),
        b'-' | b'0'..=b'9' => Some(number(text, at)),
        b't' if text[at..].starts_with(b"true") => Some((Value::Boolean, at + 4)),
        b'f' if text[at..].starts_with(b"false") => Some((Value::Boolean, at + 5)),
        b'n' if text[at..].starts_with(b"null") => Some((Value::Null, at + 4)),
        _ => None,
    }
}

#[inline(always)]
fn number(text: &[u8], at: usize) -> (Value<'_>, usize) {
    let negative = text[at] == b'-';
    let mut end = at + usize::from(negative);
    let mut whole = 0i64;
    while let Some(digit @ b'0'..=b'9') = text.get(end) {
        whole = whole.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
        end += 1;
    }
    if !matches!(text.get(end), Some(b'.' | b'e' | b'E')) {
        return (Value::Whole(if negative { -whole } else { whole }), end);
    }
    while matches!(text.get(end), Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) {
        end += 1;
    }
    (Value::Real, end)
}

/// Where the quote stands that ends a text.
#[inline(always)]
fn text_end(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at = find(text, at, |b| b.is(b'"').or(b.is(b'\\')), |b| matches!(b, b'"' | b'\\'))?;
        if text[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// Where the object or list ends that begins here.
#[inline(always)]
fn nested_end(text: &[u8], from: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = from;
    loop {
        at = find(
            text,
            at,
            |b| {
                // with this bit `[` is `{` and `]` is `}`
                let brackets = b.with_bit(0x20);
                brackets.is(b'{').or(brackets.is(b'}')).or(b.is(b'"'))
            },
            |b| matches!(b, b'{' | b'}' | b'[' | b']' | b'"'),
        )?;
        match text[at] {
            b'"' => at = text_end(text, at + 1)?,
            b'{' | b'[' => depth += 1,
            _ => depth -= 1,
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
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
