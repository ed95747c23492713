//! Header values with their secrets masked.

use crate::base::pattern::is_token_byte;
use crate::message::body::form::{decode, pairs};
use crate::message::credential::looks::looks_random;
use crate::message::header_names::same_name;
use crate::message::placeholder::placeholder;
use crate::message::secrets::masked::MaskedText;
use crate::message::secrets::names::{OwnNames, Place, Weight, scheme_end};
use crate::message::secrets::path;
use crate::message::secrets::scan::secrets;
use crate::message::target::Target;
use std::ops::Range;

/// A header's value as it may be shown.
pub(crate) fn header_value(name: &[u8], value: &[u8], schemes: &[String], names: &OwnNames) -> MaskedText {
    let mut masked = MaskedText::new(value);
    if same_name(name, "cookie") || same_name(name, "set-cookie") {
        let first_only = same_name(name, "set-cookie");
        let mut at = 0;
        for (index, pair) in value.split(|b| *b == b';').enumerate() {
            if index == 0 || !first_only {
                let from = cookie_name(pair).map_or(0, |name| name + 1);
                let blank = pair.get(from..).unwrap_or_default().iter().take_while(|b| **b == b' ').count();
                masked.hide(at + from + blank..at + pair.len());
            }
            at += pair.len() + 1;
        }
    } else if names.weigh(name, Place::Header).covers(value) {
        masked.hide(credential(value, schemes));
    } else {
        secrets(value, names).into_iter().for_each(|range| masked.hide(range));
        // a bot's token on a line of its own: `123456789:A…`
        if name.iter().all(u8::is_ascii_digit) && looks_random(value.trim_ascii()) {
            masked.hide(0..value.len());
        }
        // a URL, as in Referer
        let target = Target::read(value);
        if target.scheme.is_some() {
            target.credentials.iter().for_each(|range| masked.hide(range.clone()));
            path::secrets(value, &target).into_iter().for_each(|range| masked.hide(range));
            parameters(value, &target, names, |name, place| names.weigh(name, place), &mut masked);
        }
        if same_name(name, "host") {
            masked.hide(0..memchr::memrchr(b'@', value).unwrap_or(0));
        }
        if same_name(name, "sec-websocket-protocol") {
            protocols(value, &mut masked);
        }
    }
    masked.finish()
}

/// A credential without its scheme, the separator after that, and the quotes or brackets around it.
fn credential(value: &[u8], schemes: &[String]) -> Range<usize> {
    let mut start = scheme_end(value, schemes);
    let part = |range: Range<usize>| value.get(range).unwrap_or_default();
    start += part(start..value.len()).iter().take_while(|b| b" \t:=,".contains(b)).count();
    let mut end = value.trim_ascii_end().len();
    if start >= end {
        return 0..value.len();
    }
    // quotes that begin before the scheme
    if start > 0
        && end > start + 1
        && matches!((value.first(), value.get(end - 1)), (Some(a @ (b'"' | b'\'')), Some(b)) if a == b)
    {
        end -= 1;
    }
    let around = |open: &[u8], close: &[u8], start: usize, end: usize| {
        let inside = part(start..end);
        inside.len() > open.len() + close.len() && inside.starts_with(open) && inside.ends_with(close)
    };
    for (open, close) in [("\"", "\""), ("'", "'"), ("<", ">"), ("{{", "}}"), ("${", "}"), ("{", "}"), ("[", "]")] {
        let is_placeholder = || open != "\"" && open != "'" && placeholder(part(start..end)).is_some();
        if around(open.as_bytes(), close.as_bytes(), start, end) && !is_placeholder() {
            (start, end) = (start + open.len(), end - close.len());
        }
    }
    start..end
}

/// Credentials that browsers can send nowhere else: in a protocol's name, or after one that announces them.
fn protocols(value: &[u8], masked: &mut MaskedText) {
    let (mut at, mut is_announced) = (0, false);
    for item in value.split(|b| *b == b',') {
        let lead = item.len() - item.trim_ascii_start().len();
        let word = item.trim_ascii();
        let start = at + lead;
        at += item.len() + 1;
        let after_dot = memchr::memrchr(b'.', word).map_or(0, |dot| dot + 1);
        if is_announced || looks_random(word.get(after_dot..).unwrap_or_default()) {
            let from = if is_announced { 0 } else { after_dot };
            masked.hide(start + from..start + word.len());
        }
        let lower = word.to_ascii_lowercase();
        is_announced =
            [&b"bearer"[..], b"token", b"authorization", b"auth", b"access_token", b"jwt"].contains(&&*lower);
    }
}

/// Values in the query and the fragment: those whose names are secret, and what is secret in the others.
pub(crate) fn parameters(
    sent: &[u8],
    target: &Target,
    names: &OwnNames,
    weigh: impl Fn(&[u8], Place) -> Weight,
    masked: &mut MaskedText,
) {
    for part in [&target.query, &target.fragment].into_iter().flatten() {
        let text = sent.get(part.clone()).unwrap_or_default();
        for (name, value) in pairs(text) {
            let name = decode(text.get(name).unwrap_or_default());
            let raw = text.get(value.clone()).unwrap_or_default();
            let at = part.start + value.start;
            // some write `;` between parameters
            let first =
                memchr::memchr(b';', raw).filter(|end| raw.get(*end..).is_some_and(|rest| rest.contains(&b'=')));
            let own = raw.get(..first.unwrap_or(raw.len())).unwrap_or_default();
            if weigh(&name, Place::Parameter).covers(&decode(own)) {
                masked.hide(at..at + own.len());
            }
            secrets(raw, names).into_iter().for_each(|range| masked.hide(at + range.start..at + range.end));
        }
    }
}

/// Where a cookie's name ends; `None` when it has none, and what looks like a name is the end of a value.
fn cookie_name(pair: &[u8]) -> Option<usize> {
    let sign = memchr::memchr(b'=', pair)?;
    let (name, value) = pair.split_at_checked(sign)?;
    let is_name = name.trim_ascii().iter().all(|b| is_token_byte(*b));
    (is_name && value.iter().any(|b| *b != b'=')).then_some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_values_keep_what_is_no_secret() {
        let schemes = vec!["TOK".to_owned()];
        let table = [
            ("Authorization", "TOK: 12-ab", "TOK: ********"),
            ("Authorization", "\"TOK: 12-ab\"", "\"TOK: ********\""),
            ("Authorization", "TOK: \"12-ab\"", "TOK: \"********\""),
            ("authorization", "Bearer abc.def", "Bearer ********"),
            ("Authorization", "secret word", "********"),
            ("Authorization", "TOK: <token>", "TOK: <token>"),
            ("Authorization", "Bearer REDACTED", "Bearer REDACTED"),
            ("Authorization", "Bearer <a1b2c3d4e5f6a7b8c9d0>", "Bearer <********>"),
            ("Proxy-Authorization", "Basic dTpw", "Basic ********"),
            ("Cookie", "a=1; session=xyz", "a=********; session=********"),
            ("Set-Cookie", "s=xyz; Path=/", "s=********; Path=/"),
            ("X-Api-Key", "abc", "********"),
            ("Accept", "text/html", "text/html"),
            ("Referer", "https://u:p@h/", "https://********@h/"),
            ("Referer", "https://u:p/w@h/a?b=c&token=d", "https://********@h/a?b=c&token=********"),
            ("Cookie", "abc/d==; e=f==; g=", "********; e=********; ********"),
            ("Authorizaton", "TOK: 12", "TOK: ********"),
            ("Ocp-Apim-Subscription-Key", "ab", "********"),
            ("X-Api-Key", "ab$XYZ", "********"),
            ("X-Api-Key", "$KEY", "$KEY"),
            ("X-Api-Key", "$UMMER_2024", "********"),
            ("X-Any", "t=eyJhIjoxfQ.eyJiIjoyfQ.c2ln; u", "t=********; u"),
            ("Host", "u:p@h", "********@h"),
            ("268567362", "A1gQpz64ZRyhTJ0Dzws1rrklyZaaKj3rMBL", "********"),
            ("Sec-WebSocket-Protocol", "bearer, abc, chat", "bearer, ********, chat"),
        ];
        for (name, value, shown) in table {
            let masked = header_value(name.as_bytes(), value.as_bytes(), &schemes, &OwnNames::default());
            assert_eq!(String::from_utf8_lossy(&masked.shown()), shown, "{name}: {value}");
            assert_eq!(masked.len(), value.len());
        }
    }
}
