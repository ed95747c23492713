//! Secrets of a request that its answer repeats.

use crate::explain::mask::Masked;
use crate::message::exchange::Exchange;
use crate::message::secrets::masked::MaskedText;
use crate::message::secrets::names::OwnNames;
use crate::message::secrets::scan::secrets;
use std::ops::Range;

/// What is shorter is no secret, or no longer one.
const SHORTEST: usize = 4;

/// A text of the answer in which no secret of the request stands, nor a token of its own.
pub(in crate::diagnose) fn masked(text: &str, exchange: &Exchange<'_>, masked: &Masked) -> String {
    Echo::of(exchange, masked).hide(text)
}

/// The secrets of a request, for masking many texts.
#[derive(Debug)]
pub(in crate::diagnose) struct Echo<'e> {
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
    pub(in crate::diagnose) fn of(exchange: &'e Exchange<'_>, masked: &'e Masked) -> Self {
        Self { secrets: Secrets(sent(exchange, masked)) }
    }

    /// Whether a value of the request is one of its secrets, or holds one.
    pub(in crate::diagnose) fn holds(&self, value: &str) -> bool {
        self.secrets.0.iter().any(|secret| memchr::memmem::find(value.as_bytes(), secret).is_some())
    }

    /// A text without these secrets, and without those that its own names and shapes give away.
    pub(in crate::diagnose) fn hide(&self, text: &str) -> String {
        let bytes = text.as_bytes();
        let mut shown = MaskedText::new(bytes);
        secrets(bytes, &OwnNames::default()).into_iter().for_each(|range| shown.hide(range));
        for secret in &self.secrets.0 {
            for at in memchr::memmem::find_iter(bytes, secret) {
                shown.hide(at..at + secret.len());
            }
        }
        String::from_utf8_lossy(&shown.finish().shown()).into_owned()
    }
}

/// What of a request is masked: each secret whole, and its words.
fn sent<'e>(exchange: &'e Exchange<'_>, masked: &'e Masked) -> Vec<&'e [u8]> {
    let request = &exchange.request;
    let headers = request.headers.iter().zip(&masked.headers);
    let mut found = Vec::new();
    let mut add = |secret: &'e [u8]| {
        let words = words(secret).filter_map(|word| secret.get(word));
        found.extend([secret].into_iter().chain(words).filter(|word| word.len() >= SHORTEST));
    };
    for ((name, value), (shown_name, shown_value)) in headers {
        shown_value.runs().iter().filter_map(|run| value.get(run.clone())).for_each(&mut add);
        let hidden = name.iter().zip(shown_name).position(|(sent, shown)| sent != shown);
        hidden.and_then(|at| name.get(at..)).into_iter().for_each(&mut add);
    }
    for (sent, shown) in [(&*request.target, &masked.target), (request.body.bytes(), &masked.body)] {
        shown.runs().iter().filter_map(|run| sent.get(run.clone())).for_each(&mut add);
    }
    found
}

/// Bytes of one piece of a secret.
fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"._~-".contains(&byte)
}

/// Where the words of a text are.
fn words(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.iter().position(|b| is_in_word(*b))?;
        let length = text.get(start..)?.iter().take_while(|b| is_in_word(**b)).count();
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
            ("the token 1234-abcd is unknown", "the token ******** is unknown"),
            ("not `secret1`, nor p4ssw", "not `********`, nor ********"),
            ("page name no", "page name no"),
            ("eyJhbGciOiJub25lIn0.eyJleHAiOjF9.c2ln!", "********!"),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected);
        }
    }
}
