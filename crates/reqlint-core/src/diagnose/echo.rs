//! Secrets of a request that its answer repeats.

use crate::base::pattern::Format;
use crate::explain::mask::Masked;
use crate::message::exchange::Exchange;
use crate::message::secrets::hide::hide;
use std::ops::Range;

/// What is shorter is no secret, or no longer one.
const SHORTEST: usize = 4;

/// A text of the answer in which no secret of the request stands, nor a token of its own.
pub(super) fn masked(text: &str, exchange: &Exchange<'_>, masked: &Masked) -> String {
    Echo::of(exchange, masked).hide(text)
}

/// The secrets of a request, for masking many texts.
#[derive(Debug)]
pub(super) struct Echo<'e> {
    secrets: Secrets<'e>,
}

/// Shown nowhere.
struct Secrets<'e>(Vec<&'e [u8]>);

impl std::fmt::Debug for Secrets<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} secrets", self.0.len())
    }
}

impl<'e> Echo<'e> {
    pub(super) fn of(exchange: &'e Exchange<'_>, masked: &'e Masked) -> Self {
        Self { secrets: Secrets(secrets(exchange, masked)) }
    }

    /// A text without these secrets, and without tokens of its own.
    pub(super) fn hide(&self, text: &str) -> String {
        let mut shown = text.as_bytes().to_vec();
        for word in words(text.as_bytes(), is_in_token) {
            if text.as_bytes().get(word.clone()).is_some_and(|word| Format::Jwt.holds(word)) {
                hide(&mut shown, word);
            }
        }
        for secret in &self.secrets.0 {
            for at in memchr::memmem::find_iter(text.as_bytes(), secret) {
                hide(&mut shown, at..at + secret.len());
            }
        }
        String::from_utf8_lossy(&shown).into_owned()
    }
}

/// The words of a request that are masked.
fn secrets<'e>(exchange: &'e Exchange<'_>, masked: &'e Masked) -> Vec<&'e [u8]> {
    let request = &exchange.request;
    let headers = request.headers.iter().zip(&masked.headers);
    let sides = headers.flat_map(|((name, value), (shown_name, shown_value))| {
        [(name, shown_name.as_slice()), (value, shown_value.as_slice())]
    });
    let whole = [(&*request.target, masked.target.as_slice()), (request.body.bytes(), masked.body.as_slice())];
    let mut secrets = Vec::new();
    for (sent, shown) in sides.chain(whole) {
        for word in words(sent, is_in_word).filter(|word| word.len() >= SHORTEST) {
            let sent = sent.get(word.clone()).unwrap_or_default();
            secrets.extend((shown.get(word) != Some(sent)).then_some(sent));
        }
    }
    secrets
}

/// Bytes of one piece of a secret.
fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"._~-".contains(&byte)
}

/// Bytes of a JWT.
fn is_in_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-".contains(&byte)
}

/// Where words of such bytes stand.
fn words(text: &[u8], is_in: fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.iter().position(|b| is_in(*b))?;
        let length = text.get(start..)?.iter().take_while(|b| is_in(**b)).count();
        at = start + length;
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::exchange::{Body, Headers, Request};
    use crate::rules::rule_set::RuleSet;

    #[test]
    fn what_an_answer_repeats_is_masked() {
        let headers = Headers::from_iter([("Authorization", "TOK: 1234-abcd"), ("Cookie", "a=secret1; b=no")]);
        let (target, body) = (b"/a?token=t0k%20en&page=page".into(), br#"{"password":"p4ssw\u00f6rd","name":"name"}"#);
        let body = Body::Whole(body.as_slice().into());
        let request = Request { method: b"GET".into(), target, headers, body, ..Request::default() };
        let exchange = Exchange { request, ..Exchange::default() };
        let rules = RuleSet::load(Vec::new()).unwrap();
        let shown = |text: &str| masked(text, &exchange, &rules.mask(&exchange));
        let table = [
            ("the token 1234-abcd is unknown", "the token ****-**** is unknown"),
            ("not `secret1`, nor p4ssw", "not `*******`, nor *****"),
            ("page name no", "page name no"),
            ("eyJhbGciOiJub25lIn0.eyJleHAiOjF9.c2ln!", "*******************.************.****!"),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected);
        }
    }
}
