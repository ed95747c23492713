//! Values of Authorization (RFC 9110 section 11, RFC 7617, RFC 6750).

use super::text::Text;
use crate::base::pattern::BASE64;
use base64::Engine as _;

/// A scheme, and after a space a token or parameters.
pub(crate) fn credentials(text: &[u8]) -> bool {
    Text::of(text).whole(|t| {
        if !t.token() {
            return false;
        }
        if t.is_at_end() {
            return true;
        }
        t.spaces() > 0 && (token68(t) || t.list(|t| t.token() && t.value()))
    })
}

/// `Basic` and Base64 of `user:password`, without control characters: the line break that `echo` adds is a common one.
pub(crate) fn basic(text: &[u8]) -> bool {
    let decoded = after_scheme(text, b"basic").and_then(|encoded| BASE64.decode(encoded).ok());
    decoded.is_some_and(|decoded| decoded.contains(&b':') && !decoded.iter().any(u8::is_ascii_control))
}

/// `Bearer` and a token.
pub(crate) fn bearer(text: &[u8]) -> bool {
    after_scheme(text, b"bearer").is_some_and(|token| !token.is_empty() && Text::of(token).whole(token68))
}

/// What follows the scheme and one space or more.
fn after_scheme<'t>(text: &'t [u8], scheme: &[u8]) -> Option<&'t [u8]> {
    let (own, rest) = text.split_at_checked(scheme.len())?;
    let spaces = rest.iter().take_while(|b| **b == b' ').count();
    rest.get(spaces..).filter(|_| spaces > 0 && own.eq_ignore_ascii_case(scheme))
}

/// All of a token that may hold Base64; nothing is read if more follows.
fn token68(t: &mut Text<'_>) -> bool {
    let mut ahead = Text::of(t.rest());
    let token = ahead.while_is(|b| b.is_ascii_alphanumeric() || b"-._~+/".contains(&b));
    ahead.while_is(|b| b == b'=');
    if token.is_empty() || !ahead.is_at_end() {
        return false;
    }
    *t = ahead;
    true
}
