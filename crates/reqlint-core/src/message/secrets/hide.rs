//! Hiding bytes: each becomes `*`, but for punctuation and spaces, so that offsets hold.

use crate::base::bytes;
use crate::base::pattern::is_token_byte;
use crate::message::placeholder::placeholder;
use std::borrow::Cow;
use std::ops::Range;

/// A header's name. After a character that no name can contain, such as the first space of a line without a colon, a value
/// may be; white space before the colon doesn't count.
pub(crate) fn header_name(name: &[u8]) -> Cow<'_, [u8]> {
    // fast path: nearly every name
    if !bytes::any(name, |block| !(block.letters() | block.is(b'-'))) {
        return Cow::Borrowed(name);
    }
    let good = name.iter().take_while(|b| is_token_byte(**b)).count();
    let end = name.trim_ascii_end().len();
    if good >= end {
        return Cow::Borrowed(name);
    }
    let mut masked = name.to_vec();
    hide(&mut masked, good..end);
    Cow::Owned(masked)
}

/// Masks some bytes; a placeholder stays.
pub(crate) fn hide(text: &mut [u8], range: Range<usize>) {
    let Some(part) = text.get_mut(range) else { return };
    let mut at = 0;
    while at < part.len() {
        let found = part.get(at..).and_then(placeholder).map_or(part.len()..part.len(), |p| at + p.start..at + p.end);
        // inside a word it is more likely a piece of the secret
        let is_word = |b: Option<&u8>| b.is_some_and(|b| !b.is_ascii_punctuation() && *b != b' ');
        let before = found.start.checked_sub(1).and_then(|i| part.get(i));
        let stays = !is_word(before) && !is_word(part.get(found.end));
        let end = if stays { found.start } else { found.end };
        for byte in part.get_mut(at..end).unwrap_or_default() {
            if !byte.is_ascii_punctuation() && *byte != b' ' {
                *byte = b'*';
            }
        }
        at = found.end;
    }
}
