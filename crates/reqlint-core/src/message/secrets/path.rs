//! Secrets in paths: of webhooks and bots, and what follows a segment such as `sessions` or `reset`.

use super::names::OwnNames;
use super::scan;
use crate::message::credential::looks::{SHORTEST, is_uuid, looks_random, may_begin};
use crate::message::target::Target;
use std::ops::Range;

/// Segments after which a credential may follow.
const BEFORE: &[&str] = &[
    "session",
    "sessions",
    "token",
    "tokens",
    "reset",
    "magic",
    "magic-link",
    "verify",
    "verification",
    "confirm",
    "confirmation",
    "invite",
    "invites",
    "invitation",
    "invitations",
    "unsubscribe",
    "activate",
    "activation",
    "webhook",
    "webhooks",
    "hook",
    "hooks",
    "catch",
    "bot",
    "bots",
    "key",
    "keys",
    "secret",
    "secrets",
    "apikey",
    "api-key",
    "auth",
    "share",
    "s",
    "password",
    "access_token",
    "access-token",
    "ticket",
    "tickets",
    "otp",
    "code",
    "login",
    "recover",
];

/// Words of a segment, such as `reset-password` or `verify_email`, after which a credential may follow.
const WORDS_BEFORE: &[&str] = &[
    "reset",
    "magic",
    "verify",
    "verification",
    "confirm",
    "confirmation",
    "invite",
    "invitation",
    "unsubscribe",
    "activate",
    "activation",
    "recover",
    "recovery",
    "unlock",
    "session",
    "token",
    "webhook",
];

/// Segments after which all is secret.
const ALL_AFTER: &[&str] = &["webhookb2", "incomingwebhook"];

/// The segment of hooks after which a short key may follow.
const ANY_KEY_AFTER: &[u8] = b"catch";

/// How long a segment is at least that looks random.
const SHORTEST_RANDOM: usize = 12;

/// How many segments after one of them are looked at.
const REACH: usize = 3;

/// The secret pieces of a target's path, and of its parameters after `;`.
pub(crate) fn secrets(sent: &[u8], target: &Target) -> Vec<Range<usize>> {
    let path = sent.get(target.path.clone()).unwrap_or_default();
    let mut found = Vec::new();
    // fast path: nearly every path is of words, numbers and short names
    if is_plain(path) {
        return found;
    }
    let (mut at, mut left, mut is_hook) = (target.path.start, 0, false);
    for segment in path.split(|b| *b == b'/') {
        let (start, end) = (at, at + segment.len());
        at = end + 1;
        let (main, matrix) =
            segment.split_at_checked(memchr::memchr(b';', segment).unwrap_or(segment.len())).unwrap_or_default();
        if !matrix.is_empty() {
            let inside = scan::secrets(matrix, &OwnNames::default());
            found.extend(
                inside.into_iter().map(|range| start + main.len() + range.start..start + main.len() + range.end),
            );
        }
        let is_credential = looks_random(main) || is_uuid(main) || is_hook && is_short_key(main);
        if left > 0 && is_credential {
            found.push(start..start + main.len());
        }
        if is_any_of(ALL_AFTER, main) && end < target.path.end {
            found.push(end + 1..target.path.end);
            break;
        }
        is_hook |= main.eq_ignore_ascii_case(ANY_KEY_AFTER);
        let has_word = || main.split(|b| matches!(b, b'-' | b'_')).any(|word| is_any_of(WORDS_BEFORE, word));
        left = if is_any_of(BEFORE, main) || has_word() {
            REACH
        } else {
            left.saturating_sub(usize::from(!main.is_empty()))
        };
    }
    found.extend(
        scan::secrets(path, &OwnNames::default())
            .into_iter()
            .map(|range| target.path.start + range.start..target.path.start + range.end),
    );
    found
        .extend(services(path).into_iter().map(|range| target.path.start + range.start..target.path.start + range.end));
    found
}

/// Whether a path certainly holds no secret: each segment is too short for one or a word in lower case, and none gives away
/// what follows it. A character that no credential has divides a segment.
fn is_plain(path: &[u8]) -> bool {
    let (mut start, mut at, mut is_word) = (0, 0, true);
    while let Some(byte) = path.get(at) {
        let mut next = at + 1;
        let divides = match byte {
            b'a'..=b'z' | b'-' | b'|' => {
                at = next;
                continue;
            }
            b'0'..=b'9' | b'A'..=b'Z' | b'_' | b'.' => {
                (at, is_word) = (next, false);
                continue;
            }
            b'%' => match path.get(at + 1..at + 3) {
                Some(b"20") => {
                    next = at + 3;
                    !scan::ends_in_scheme(path.get(..at).unwrap_or_default())
                }
                // another escape may mean anything
                Some([a, b]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => false,
                _ => {
                    at = next;
                    continue;
                }
            },
            b' ' => !scan::ends_in_scheme(path.get(..at).unwrap_or_default()),
            _ => b"/{}[]<>\"^`(),!*$'".contains(byte),
        };
        if !(divides && is_harmless(path, start..at, is_word)) {
            return false;
        }
        (start, at, is_word) = (next, next, true);
    }
    is_harmless(path, start..at, is_word)
}

/// Whether a piece of a path is no credential, and gives none away.
fn is_harmless(path: &[u8], piece: Range<usize>, is_word: bool) -> bool {
    let text = path.get(piece.clone()).unwrap_or_default();
    match text.len() {
        5 => !text.eq_ignore_ascii_case(ANY_KEY_AFTER),
        9 | 15 if is_any_of(ALL_AFTER, text) => false,
        length if is_word || length < SHORTEST => true,
        length => {
            let before = piece.start.checked_sub(1).and_then(|at| path.get(at));
            let is_segment = before.is_none_or(|b| *b == b'/') && path.get(piece.end).is_none_or(|b| *b == b'/');
            is_segment && length < SHORTEST_RANDOM && !may_hold_shape(text)
        }
    }
}

/// Whether a known shape may begin in a short segment.
fn may_hold_shape(segment: &[u8]) -> bool {
    let begins_word =
        |at: usize| at.checked_sub(1).and_then(|i| segment.get(i)).is_none_or(|b| !b.is_ascii_alphanumeric());
    let begins_shape = |at: usize| segment.get(at..).is_some_and(|rest| may_begin(rest) || rest.starts_with(b"T"));
    segment.contains(&b'.') || (0..segment.len()).any(|at| begins_word(at) && begins_shape(at))
}

fn is_any_of(list: &[&str], segment: &[u8]) -> bool {
    list.iter().any(|own| own.len() == segment.len() && own.as_bytes().eq_ignore_ascii_case(segment))
}

/// A key as hooks that are called by anybody have it: short, of letters and digits in no order.
fn is_short_key(segment: &[u8]) -> bool {
    let digits = segment.iter().filter(|b| b.is_ascii_digit()).count();
    segment.len() >= 6 && digits < segment.len() && segment.iter().all(u8::is_ascii_alphanumeric)
}

/// `/services/T…/B…/…`: a webhook of Slack.
fn services(path: &[u8]) -> Option<Range<usize>> {
    let start = memchr::memmem::find(path, b"/services/T")? + 10;
    let rest = path.get(start..)?;
    let mut parts = rest.split(|b| *b == b'/');
    let is_id = |part: &[u8]| part.len() >= 8 && part.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let fits = is_id(parts.next()?) && is_id(parts.next()?) && parts.next()?.len() >= 8;
    fits.then_some(start..path.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_secret_is_not_plain() {
        for path in [
            "/hooks/catch/123/abcdef",
            "/webhookb2/x",
            "/v1/A3-ABC123",
            "/bot123:x",
            "/a;password=x",
            "/a=b",
            "/basic dXNl",
            "/a%3Db",
            "/xoxb-12345/abc",
            "/basic%20dXNl",
        ] {
            assert!(!is_plain(path.as_bytes()), "{path}");
        }
        for path in [
            "",
            "/",
            "/v2/mcc/customers/A1B2/edge/bandwidth",
            "/reset-password/",
            "/a//b",
            "/v2/{id}/a b",
            "/10%/50%of",
            "/archive-39/media%2053",
        ] {
            assert!(is_plain(path.as_bytes()), "{path}");
        }
    }
}
