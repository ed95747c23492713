//! Ranges and entity tags (RFC 9110 sections 8.8.3 and 14).

use super::text::Text;
use crate::base::pattern::is_token_byte;

/// `"abc"` or `W/"abc"`.
pub(crate) fn entity_tag(text: &[u8]) -> bool {
    Text::of(text).whole(tag)
}

/// `*`, or entity tags between commas.
pub(crate) fn entity_tags(text: &[u8]) -> bool {
    text == b"*" || !text.is_empty() && Text::of(text).whole(|t| t.list(tag))
}

fn tag(t: &mut Text<'_>) -> bool {
    if t.byte(b'W') && !t.byte(b'/') {
        return false;
    }
    let is_quote = t.byte(b'"');
    t.while_is(|b| matches!(b, 0x21 | 0x23..=0x7e | 0x80..));
    is_quote && t.byte(b'"')
}

/// `bytes=0-99, -5`, whatever the case of the unit; ranges of other units may be anything.
pub(crate) fn range(text: &[u8]) -> bool {
    Text::of(text).whole(|t| {
        let unit = t.while_is(is_token_byte);
        if unit.is_empty() || !t.byte(b'=') {
            return false;
        }
        if !unit.eq_ignore_ascii_case(b"bytes") {
            return !t.while_is(|b| matches!(b, b' '..=0x7e)).is_empty();
        }
        let mut count = 0_usize;
        let mut counted = |t: &mut Text<'_>| {
            count += 1;
            one(t)
        };
        t.list(&mut counted) && count > 0
    })
}

fn one(t: &mut Text<'_>) -> bool {
    let first = t.while_is(|b| b.is_ascii_digit());
    if !t.byte(b'-') {
        return false;
    }
    let last = t.while_is(|b| b.is_ascii_digit());
    match (number(first), number(last)) {
        (Some(first), Some(last)) => first <= last,
        (first, last) => first.is_some() || last.is_some(),
    }
}

/// The digits without zeros in front, so that they compare whatever their number.
fn number(digits: &[u8]) -> Option<(usize, &[u8])> {
    let zeros = digits.iter().take_while(|b| **b == b'0').count();
    let bare = digits.get(zeros..)?;
    (!digits.is_empty()).then_some((bare.len(), bare))
}
