//! Secrets in a text: known shapes, credentials of URLs, blocks of private keys, `Bearer …`, and what follows the name of a
//! secret. A text in a text is looked into as well.

use super::decoded::Decoded;
use super::names::{OwnNames, Place, Weight};
use super::value::{Start, assigned, name_before};
use crate::base::pattern::{BASE64, Format};
use crate::message::credential::looks::{has_inner_shape, is_short_name, looks_random, owned, shape};
use crate::message::credential::shapes::Tail;
use base64::Engine as _;
use std::ops::Range;

/// How deep texts in texts are looked into.
const MAX_DEPTH: usize = 4;

/// How much of a value is looked at that may be a credential by its look: longer ones are none.
const LONGEST: usize = 1024;

/// Every secret in a text, in no order.
pub(crate) fn secrets(text: &[u8], names: &OwnNames) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // fast path: nearly every value is short
    if !is_short_name(text) {
        collect(text, names, 0, &mut found);
    }
    found
}

fn collect(text: &[u8], names: &OwnNames, depth: usize, found: &mut Vec<Range<usize>>) {
    let classes = shapes(text, names, found);
    // nearly every text lacks most of what the others look for
    let has = |class: u8| classes & class != 0;
    if has(SIGN) {
        assignments(text, names, found);
    }
    if has(SIGN | SLASH) {
        authorities(text, found);
    }
    if has(OPENING) {
        found.extend(bracketed(text).map(|bracketed| bracketed.range));
    }
    if has(SPACE) {
        private_keys(text, found);
        schemes(text, found);
    }
    if depth == MAX_DEPTH {
        return;
    }
    let inner =
        [has(PERCENT).then(|| Decoded::percent(text)).flatten(), has(BACKSLASH).then(|| Decoded::json(text)).flatten()];
    for inner in inner.into_iter().flatten() {
        let mut within = Vec::new();
        collect(&inner.bytes, names, depth + 1, &mut within);
        found.extend(within.iter().map(|range| inner.written(range)));
    }
}

/// What a byte is for those that look for secrets, a bit each.
const INSIDE: u8 = 1;
const SIGN: u8 = 1 << 1;
const SLASH: u8 = 1 << 2;
const SPACE: u8 = 1 << 3;
const PERCENT: u8 = 1 << 4;
const BACKSLASH: u8 = 1 << 5;
const OPENING: u8 = 1 << 6;

#[expect(clippy::indexing_slicing, reason = "it is computed when this is compiled")]
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let inside = (byte as u8).is_ascii_alphanumeric();
        classes[byte] = match byte as u8 {
            b'/' => INSIDE | SLASH,
            b':' => INSIDE | SIGN,
            b'-' | b'_' | b'.' | b'~' | b'+' => INSIDE,
            b'=' => SIGN,
            b' ' => SPACE,
            b'%' => PERCENT,
            b'\\' => BACKSLASH,
            b'<' | b'{' | b'$' => OPENING,
            _ if inside => INSIDE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// Runs that are a credential by their shape; gives the classes of all bytes.
fn shapes(text: &[u8], names: &OwnNames, found: &mut Vec<Range<usize>>) -> u8 {
    let (mut all, mut start) = (0, 0);
    let mut run = |start: usize, end: usize| {
        let run = text.get(start..end).filter(|run| run.len() >= 12);
        let Some(run) = run else { return };
        if has_inner_shape(run) || Format::Jwt.holds(run) {
            found.push(start..end);
        } else {
            starts(text, start..end, names, found);
        }
    };
    for (at, byte) in text.iter().enumerate() {
        let class = class(*byte);
        all |= class;
        if class & INSIDE == 0 {
            run(start, at);
            start = at + 1;
        }
    }
    run(start, text.len());
    all
}

/// Shapes that begin at a word of a run.
fn starts(text: &[u8], run: Range<usize>, names: &OwnNames, found: &mut Vec<Range<usize>>) {
    let mut at = run.start;
    while at < run.end {
        let before = at.checked_sub(1).and_then(|i| text.get(i));
        let rest = text.get(at..run.end).unwrap_or_default();
        if before.is_none_or(|b| !b.is_ascii_alphanumeric()) && rest.len() >= 12 {
            // a checksum may lie behind the run
            let known = || shape(text.get(at..).unwrap_or_default());
            let length = shape(rest).and_then(|_| known());
            let length = length.or_else(|| names.shape(rest)).or_else(|| webhook(rest)).or_else(|| owned(rest));
            if let Some(length) = length {
                found.push(at..at + length);
                at += length;
                continue;
            }
        }
        if text.get(at) == Some(&b':')
            && let Some(bot) = bot_token(text, at)
        {
            at = bot.end;
            found.push(bot);
            continue;
        }
        at += 1;
    }
}

/// Telegram's `123456789:A…`, 35 letters after the colon.
fn bot_token(text: &[u8], colon: usize) -> Option<Range<usize>> {
    let digits = text.get(..colon)?.iter().rev().take(17).take_while(|b| b.is_ascii_digit()).count();
    let tail = text.get(colon + 1..)?;
    let length = tail.iter().take_while(|b| Tail::Url.holds(**b)).count();
    let fits = (5..=16).contains(&digits) && (33..=40).contains(&length) && tail.first() == Some(&b'A');
    fits.then(|| colon - digits..colon + 1 + length)
}

/// The secret part of a webhook's address after its host, from the part that is the same for everybody.
fn webhook(text: &[u8]) -> Option<usize> {
    let _ = text
        .strip_prefix(b"T")
        .filter(|rest| rest.first().is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))?;
    let mut parts = text.split(|b| *b == b'/');
    let (team, channel, key) = (parts.next()?, parts.next()?, parts.next()?);
    let is_id = |part: &[u8]| part.len() >= 8 && part.iter().all(|b| Tail::Upper.holds(*b));
    let fits = is_id(team) && channel.starts_with(b"B") && is_id(channel) && key.len() >= 16;
    fits.then(|| team.len() + channel.len() + key.len() + 2)
}

/// What looks like a credential where a placeholder may be: the brackets of the documentation were left around it.
pub(crate) struct Bracketed {
    pub(crate) range: Range<usize>,
    /// Whether brackets of a placeholder are on both sides: `<…>`, `{{…}}`, `${…}`.
    pub(crate) is_enclosed: bool,
}

pub(crate) fn bracketed(text: &[u8]) -> impl Iterator<Item = Bracketed> {
    memchr::memchr3_iter(b'<', b'{', b'$', text).filter_map(|open| {
        let inside = text.get(open + 1..)?;
        let length = inside.iter().take_while(|b| Tail::Dotted.holds(**b)).count();
        let (name, behind) = inside.split_at_checked(length)?;
        let before = open.checked_sub(1).and_then(|at| text.get(at));
        let (is_closed, is_enclosed) = match text.get(open)? {
            b'<' => (behind.starts_with(b">"), true),
            b'{' => {
                (behind.starts_with(b"}"), before == Some(&b'$') || before == Some(&b'{') && behind.starts_with(b"}}"))
            }
            _ => (true, false),
        };
        let is_credential = || looks_random(name) || name.len() >= 12 && shape(name).is_some();
        (is_closed && is_credential()).then(|| Bracketed { range: open + 1..open + 1 + length, is_enclosed })
    })
}

/// `user:password` at the beginning of authorities.
fn authorities(text: &[u8], found: &mut Vec<Range<usize>>) {
    let colons = memchr::memchr_iter(b':', text);
    let marks = colons.filter(|at| text.get(at + 1..).is_some_and(|rest| rest.starts_with(b"//")));
    let starts = text.starts_with(b"//").then_some(2).into_iter().chain(marks.map(|at| at + 3));
    found.extend(starts.filter_map(|start| credentials(text, start)));
}

fn credentials(text: &[u8], start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let end = rest.iter().position(|b| b"/?#\"'<>\\".contains(b) || b.is_ascii_whitespace()).unwrap_or(rest.len());
    let sign = memchr::memrchr(b'@', rest.get(..end)?)?;
    Some(start..start + sign)
}

/// What is between the lines of blocks that hold a private key (RFC 7468).
fn private_keys(text: &[u8], found: &mut Vec<Range<usize>>) {
    // fast path: the line that begins one is longer than most values
    if text.len() < 27 {
        return;
    }
    for begin in memchr::memmem::find_iter(text, b"-----BEGIN ") {
        let label = text.get(begin + 11..).unwrap_or_default();
        let Some(length) = memchr::memmem::find(label, b"-----").filter(|length| *length < 100) else { continue };
        let is_secret = label.get(..length).is_some_and(|label| memchr::memmem::find(label, b"PRIVATE KEY").is_some());
        if is_secret {
            let start = begin + 11 + length + 5;
            let rest = text.get(start..).unwrap_or_default();
            let end = memchr::memmem::find(rest, b"-----END").unwrap_or(rest.len());
            found.push(start..start + end);
        }
    }
}

/// What follows the word `Bearer`, or another scheme, where it looks like a credential or is all there is.
fn schemes(text: &[u8], found: &mut Vec<Range<usize>>) {
    for space in memchr::memchr_iter(b' ', text) {
        let word = last_word(text.get(..space).unwrap_or_default());
        let is = |name: &[u8]| word.eq_ignore_ascii_case(name);
        if !SCHEMES.iter().any(|scheme| is(scheme)) {
            continue;
        }
        let rest = text.get(space + 1..).unwrap_or_default();
        let blank = rest.iter().take_while(|b| **b == b' ').count();
        let token = rest.get(blank..).unwrap_or_default();
        let token = token.get(..token.iter().take_while(|b| is_in_token(**b)).count()).unwrap_or_default();
        let start = space + 1 + blank;
        // alone it may be of any letters
        let is_first = text.len() - text.trim_ascii_start().len() + word.len() == space;
        if is(b"bearer")
            && is_first
            && let Some(alone) = token_alone(text.get(start..).unwrap_or_default())
        {
            found.push(start..start + alone);
            continue;
        }
        let is_secret = looks_random(token) || is(b"basic") && is_user_and_password(token);
        if is_secret {
            found.push(start..start + token.len());
        }
    }
}

/// Words before which a space and a credential may follow.
const SCHEMES: [&[u8]; 6] = [b"bearer", b"basic", b"token", b"apikey", b"dpop", b"negotiate"];

/// Whether a text ends in the name of a scheme, so that a credential may follow.
pub(super) fn ends_in_scheme(text: &[u8]) -> bool {
    let word = last_word(text);
    SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// The letters that a text ends in; of a long word its end.
fn last_word(text: &[u8]) -> &[u8] {
    let end = text.get(text.len().saturating_sub(14)..).unwrap_or_default();
    let length = end.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    end.get(end.len() - length..).unwrap_or_default()
}

/// The length of a text that is one word, without a quote in it.
fn token_alone(text: &[u8]) -> Option<usize> {
    let word = text.trim_ascii_end();
    let is_one = !word.is_empty() && !word.iter().any(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\''));
    is_one.then_some(word.len())
}

/// The letters of `token68` (RFC 9110 section 11.2), and those of tokens that aren't.
fn is_in_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+/=:|".contains(&byte)
}

fn is_user_and_password(token: &[u8]) -> bool {
    BASE64.decode(token).is_ok_and(|text| text.contains(&b':'))
}

/// Values that follow the name of a secret: `password=…`, `"password": "…"`, `password: …`.
fn assignments(text: &[u8], names: &OwnNames, found: &mut Vec<Range<usize>>) {
    let mut from = 0;
    // whether the value before this one names a secret: `name="password" value="…"`
    let mut named = false;
    while let Some(sign) = text.get(from..).and_then(|rest| memchr::memchr2(b'=', b':', rest)).map(|at| from + at) {
        from = sign + 1;
        let is_colon = text.get(sign) == Some(&b':');
        if is_colon && text.get(sign + 1..).is_some_and(|rest| rest.starts_with(b"//")) {
            continue;
        }
        let Some(name) = name_before(text, sign) else { continue };
        // `urn:ietf:params:oauth:…`
        let before = sign.checked_sub(name.len() + 1).and_then(|at| text.get(at));
        if is_colon && before == Some(&b':') && text.get(sign + 1) != Some(&b' ') {
            continue;
        }
        let Some(start) = Start::after(text, sign) else { continue };
        let place = if is_colon || start.is_quoted() { Place::Member } else { Place::Parameter };
        let weight = names.weigh(name, place);
        let is_value = name.eq_ignore_ascii_case(b"value") || name.eq_ignore_ascii_case(b"val");
        let weight = if std::mem::take(&mut named) && is_value { Weight::Secret } else { weight };
        let names_another = start.is_quoted() && is_name_of_name(name);
        if weight == Weight::Plain && !names_another {
            continue;
        }
        // a value may hold assignments: what isn't masked to its end is read again for each
        let near = match weight {
            Weight::Secret | Weight::Long => text,
            Weight::Plain | Weight::Likely => text.get(..sign + LONGEST).unwrap_or(text),
        };
        let Some(value) = assigned(near, &start, name) else { continue };
        let written = near.get(value.range.clone()).unwrap_or_default();
        if weight.covers(written) {
            from = from.max(value.range.end);
            found.extend(value.secret(text));
        } else if names_another {
            named = names.weigh(written, Place::Member) == Weight::Secret;
        }
    }
}

/// Whether a member or attribute of this name says what another is called.
pub(crate) fn is_name_of_name(name: &[u8]) -> bool {
    [&b"name"[..], b"key", b"header", b"field", b"variable", b"k", b"id", b"parameter"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
}
