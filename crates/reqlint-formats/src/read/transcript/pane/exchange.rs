//! The exchange that a pane shows.

use super::Pane;
use crate::read::url;
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Response, Visibility};
use std::borrow::Cow;

impl Pane {
    /// The exchange, and what was assumed; `None` where no URL is shown.
    pub(super) fn exchange(self) -> Option<(Exchange<'static>, Vec<String>)> {
        let [scheme, host, file] = &self.parts;
        let joined = || Some([scheme.as_ref()?, &b"://"[..], host.as_ref()?, file.as_ref()?].concat());
        let url = String::from_utf8_lossy(&self.url.clone().or_else(joined)?).into_owned();
        let parts = url::split(url.split('#').next()?)?;
        let mut notes =
            vec!["taken from what a tool shows: names and order of headers may have been others".to_owned()];
        if self.is_unlabelled {
            notes.push("the headings are missing: which headers are the request's is told by their names".to_owned());
        }
        if self.is_provisional {
            notes.push("only provisional headers are shown: others may have been sent".to_owned());
        }
        let method =
            self.method.clone().or_else(|| value_of(&self.request, b":method")).unwrap_or_else(|| b"GET".to_vec());
        let are_quoted = are_quoted(self.request.iter().chain(&self.response));
        let headers = fields(&self.request, are_quoted);
        let has_host = headers.iter().any(|field| field.name.eq_ignore_ascii_case(b"host"));
        let body = self.body(&method, &headers, &mut notes);
        let slash = if parts.target.starts_with('/') { "" } else { "/" };
        let shows = Visibility {
            raw_target: false,
            fragment: false,
            raw_headers: false,
            connection_headers: false,
            headers: !self.is_provisional && !headers.is_empty(),
            ..Visibility::ALL
        };
        let request = Request {
            method: Cow::Owned(method),
            target: Cow::Owned(format!("{slash}{}", parts.target).into_bytes()),
            scheme: Some(Cow::Owned(parts.scheme.to_owned())),
            authority: (!has_host).then(|| Cow::Owned(parts.authority.as_bytes().to_vec())),
            headers: Headers::Fields(headers),
            body,
            ..Request::default()
        };
        let answer = self.answer.trim_ascii().to_vec();
        let response = self.status.map(|status| Response {
            status,
            headers: Headers::Fields(fields(&self.response, are_quoted)),
            body: if answer.is_empty() { Body::Unread } else { Body::Whole(Cow::Owned(answer)) },
        });
        Some((Exchange { request, response, shows, ..Exchange::default() }, notes))
    }

    /// The body that is shown; panes often show it elsewhere, shorten it, or write names without their quotes.
    fn body(&self, method: &[u8], headers: &[HeaderField<'static>], notes: &mut Vec<String>) -> Body<'static> {
        if self.has_form {
            let mut out = Vec::new();
            for (name, value) in &self.form {
                let sign: &[u8] = if out.is_empty() { b"" } else { b"&" };
                out.extend([sign, &encoded(name)[..], b"=", &encoded(value)].concat());
            }
            notes.push("the form is encoded anew".to_owned());
            return Body::Whole(Cow::Owned(out));
        }
        let body = if self.is_exact { &self.body } else { self.body.trim_ascii() };
        let is_json = headers.iter().any(|field| {
            field.name.eq_ignore_ascii_case(b"content-type") && memchr::memmem::find(&field.value, b"json").is_some()
        });
        if is_json && !body.is_empty() && serde_json::from_slice::<serde::de::IgnoredAny>(body).is_err() {
            notes.push(
                "the body is shown shortened or without quotes: it is not looked at; `view source` shows it".to_owned(),
            );
            return Body::Unread;
        }
        if !body.is_empty() {
            return Body::Whole(Cow::Owned(body.to_vec()));
        }
        let has_none = matches!(method, b"GET" | b"HEAD" | b"DELETE" | b"OPTIONS")
            && !headers.iter().any(|field| field.name.eq_ignore_ascii_case(b"content-length"));
        if has_none { Body::Absent } else { Body::Unread }
    }
}

/// Whether all values are in quotes, as Postman's console shows them.
fn are_quoted<'f>(mut shown: impl Iterator<Item = &'f (Vec<u8>, Vec<u8>)> + Clone) -> bool {
    let quoted = |value: &[u8]| value.len() > 1 && value.starts_with(b"\"") && value.ends_with(b"\"");
    shown.clone().count() > 1 && shown.all(|(_, value)| quoted(value))
}

/// Header lines without HTTP/2's own.
fn fields(shown: &[(Vec<u8>, Vec<u8>)], are_quoted: bool) -> Vec<HeaderField<'static>> {
    let shown = shown.iter().filter(|(name, _)| !name.starts_with(b":"));
    let field = |(name, value): &(Vec<u8>, Vec<u8>)| {
        let value = if are_quoted { value.get(1..value.len() - 1).unwrap_or_default() } else { value };
        HeaderField { name: Cow::Owned(name.clone()), value: Cow::Owned(value.to_vec()) }
    };
    shown.map(field).collect()
}

fn value_of(shown: &[(Vec<u8>, Vec<u8>)], name: &[u8]) -> Option<Vec<u8>> {
    shown.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

fn encoded(text: &[u8]) -> Vec<u8> {
    let is_kept = |b: u8| b.is_ascii_alphanumeric() || b"-._* ".contains(&b);
    let out = crate::read::address::encoded(text, is_kept);
    out.into_iter().map(|b| if b == b' ' { b'+' } else { b }).collect()
}
