//! `application/x-www-form-urlencoded`, of a body or a query.

use super::{Key, Node, NodeKind, ReadError, close, leaf};
use crate::base::bytes;
use std::borrow::Cow;
use std::ops::Range;

/// Whether a text can't be meant as a form: any text can be read as one, but no real name begins as JSON and XML do.
pub(super) fn refuse_other(text: &[u8]) -> Result<(), ReadError> {
    if let [b'{' | b'<', ..] | [b'[', b'{' | b'[' | b'"' | b']' | b'0'..=b'9' | b' ' | b'\r' | b'\n', ..] =
        text.trim_ascii_start()
    {
        return Err(ReadError::new(text.len() - text.trim_ascii_start().len(), "a name is expected here", text));
    }
    Ok(())
}

pub(super) fn read(text: &[u8], nodes: &mut Vec<Node>) -> Result<(), ReadError> {
    refuse_other(text)?;
    nodes.push(Node::new(NodeKind::Object, Key::default(), 0..text.len()));
    for (name, value) in pairs(text) {
        let escaped =
            |range: &Range<usize>| text.get(range.clone()).is_some_and(|t| memchr::memchr2(b'%', b'+', t).is_some());
        let key = Key::new(name.clone(), escaped(&name));
        leaf(nodes, Node::new(NodeKind::Text, key, value.clone()).escaped(escaped(&value)));
        ReadError::too_many(nodes, text)?;
    }
    close(nodes, 0, text.len());
    Ok(())
}

/// The names and values between `&`, as places in the text.
pub(crate) fn pairs(text: &[u8]) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let mut at = 0;
    text.split(|b| *b == b'&').filter_map(move |pair| {
        let start = at;
        at += pair.len() + 1;
        let end = start + pair.len();
        let equals = memchr::memchr(b'=', pair).map_or(end, |i| start + i);
        (!pair.is_empty()).then_some((start..equals, (equals + 1).min(end)..end))
    })
}

/// Replaces `%41` by `A` and `+` by a space; a broken `%` stays.
pub(crate) fn decode(raw: &[u8]) -> Cow<'_, [u8]> {
    percent_decode(raw, true)
}

/// Replaces `%41` by `A`; a broken `%` stays.
pub(crate) fn percent_decode(raw: &[u8], plus_is_space: bool) -> Cow<'_, [u8]> {
    let other = if plus_is_space { b'+' } else { b'%' };
    if !bytes::any(raw, |block| block.is(b'%') | block.is(other)) {
        return Cow::Borrowed(raw);
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if let (Some(high), Some(low)) = (hex(*high), hex(*low)) => {
                out.push(high << 4 | low);
                rest = after;
            }
            (b'+', _) if plus_is_space => out.push(b' '),
            (byte, _) => out.push(*byte),
        }
    }
    Cow::Owned(out)
}

/// What a hexadecimal digit stands for.
pub(crate) fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
