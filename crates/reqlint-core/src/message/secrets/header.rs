//! Header values with their secrets masked.

use crate::base::pattern::is_token_byte;
use crate::message::body::form::{decode, pairs};
use crate::message::exchange::same_name;
use crate::message::secrets::found::secrets;
use crate::message::secrets::hide::hide;
use crate::message::secrets::names;
use crate::message::target::Target;
use std::borrow::Cow;

/// A header's value as it may be shown.
pub(crate) fn header_value(name: &[u8], value: &[u8], schemes: &[String]) -> Vec<u8> {
    let mut masked = value.to_vec();
    if same_name(name, "cookie") || same_name(name, "set-cookie") {
        let first_only = same_name(name, "set-cookie");
        let mut at = 0;
        for (index, pair) in value.split(|b| *b == b';').enumerate() {
            if index == 0 || !first_only {
                let from = cookie_name(pair).map_or(0, |name| name + 1);
                hide(&mut masked, at + from..at + pair.len());
            }
            at += pair.len() + 1;
        }
    } else if names::is_secret_header(name) {
        hide(&mut masked, names::scheme_end(value, schemes)..value.len());
    } else {
        secrets(value).into_iter().for_each(|range| hide(&mut masked, range));
        // a URL, as in Referer
        let target = Target::read(value);
        if target.scheme.is_some() {
            target.credentials.iter().for_each(|range| hide(&mut masked, range.clone()));
            parameters(value, &target, names::is_secret, &mut masked);
        }
        if same_name(name, "host") {
            hide(&mut masked, 0..memchr::memrchr(b'@', value).unwrap_or(0));
        }
    }
    masked
}

/// Values in the query and the fragment: those whose names are secret, and those that are a secret once decoded.
pub(crate) fn parameters(sent: &[u8], target: &Target, is_secret: impl Fn(&[u8]) -> bool, masked: &mut [u8]) {
    for part in [&target.query, &target.fragment].into_iter().flatten() {
        let text = sent.get(part.clone()).unwrap_or_default();
        for (name, value) in pairs(text) {
            let name = decode(text.get(name).unwrap_or_default());
            let raw = text.get(value.clone()).unwrap_or_default();
            // written with escapes, it has no range of its own
            let is_escaped = match decode(raw) {
                Cow::Borrowed(_) => false,
                Cow::Owned(decoded) => secrets(raw).is_empty() && !secrets(&decoded).is_empty(),
            };
            if is_secret(&name) || is_escaped {
                hide(masked, part.start + value.start..part.start + value.end);
            }
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
            ("Authorization", "TOK: 12-ab", "TOK: **-**"),
            ("Authorization", "\"TOK: 12-ab\"", "\"TOK: **-**\""),
            ("authorization", "Bearer abc.def", "Bearer ***.***"),
            ("Authorization", "secret word", "****** ****"),
            ("Authorization", "TOK: <token>", "TOK: <token>"),
            ("Proxy-Authorization", "Basic dTpw", "Basic ****"),
            ("Cookie", "a=1; session=xyz", "a=*; session=***"),
            ("Set-Cookie", "s=xyz; Path=/", "s=***; Path=/"),
            ("X-Api-Key", "abc", "***"),
            ("Accept", "text/html", "text/html"),
            ("Referer", "https://u:p@h/", "https://*:*@h/"),
            ("Referer", "https://u:p/w@h/a?b=c&token=d", "https://*:*/*@h/a?b=c&token=*"),
            ("Cookie", "abc/d==; e=f==; g=", "***/*==; e=*==; *="),
            ("Authorizaton", "TOK: 12", "TOK: **"),
            ("Ocp-Apim-Subscription-Key", "ab", "**"),
            ("X-Api-Key", "ab$XYZ", "**$***"),
            ("X-Api-Key", "$KEY", "$KEY"),
            ("X-Any", "t=eyJhIjoxfQ.eyJiIjoyfQ.c2ln; u", "t=**********.**********.****; u"),
            ("Host", "u:p@h", "*:*@h"),
        ];
        for (name, value, shown) in table {
            let masked = header_value(name.as_bytes(), value.as_bytes(), &schemes);
            assert_eq!(String::from_utf8(masked).unwrap(), shown, "{name}: {value}");
        }
    }
}
