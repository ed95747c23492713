//! What is told of a request that failed, and the record that it comes to.

use crate::read::foreign;
use crate::read::url;
use crate::record::Record;
use crate::record::place::{Note, Place};
use reqlint_core::explain::Part;
use reqlint_core::message::{Change, HeaderField};
use reqlint_core::{Body, Exchange, Headers, Request, Response, Visibility};
use std::borrow::Cow;

/// The parts of an exchange, as far as they are told.
#[derive(Debug)]
pub(super) struct Failure {
    /// The line that tells the first of them.
    pub(super) line: usize,
    pub(super) method: Option<String>,
    pub(super) url: Option<String>,
    pub(super) headers: Option<Vec<(String, String)>>,
    pub(super) body: Option<Vec<u8>>,
    pub(super) status: Option<u16>,
    pub(super) answer_headers: Vec<(String, String)>,
    pub(super) answer: Option<Vec<u8>>,
    /// The program that the request is told as, and how to get what it sends.
    pub(super) program: Option<(&'static str, &'static str)>,
    /// Whether no header but those was sent, apart from what every client adds.
    pub(super) has_all_headers: bool,
    /// Whether headers and body are read from a program, which says itself what isn't seen.
    pub(super) is_read: bool,
    /// Whether it is known that nothing was sent as the body.
    pub(super) is_without_body: bool,
    /// What was assumed on the way.
    pub(super) notes: Vec<String>,
    /// What isn't sent as it was written, and the part of the request.
    pub(super) changes: Vec<(Part, String)>,
}

impl Default for Failure {
    fn default() -> Self {
        Self {
            line: 0,
            method: None,
            url: None,
            headers: None,
            body: None,
            status: None,
            answer_headers: Vec::new(),
            answer: None,
            program: None,
            // who shows headers, as a rule shows them all
            has_all_headers: true,
            is_read: false,
            is_without_body: false,
            notes: Vec::new(),
            changes: Vec::new(),
        }
    }
}

impl Failure {
    /// Notes the line of a place, if none is known.
    pub(super) fn line_at(&mut self, text: &[u8], at: usize) {
        if self.line == 0 {
            self.line = 1 + memchr::memchr_iter(b'\n', text.get(..at).unwrap_or_default()).count();
        }
    }

    /// Whether a request and what became of it are told.
    pub(super) fn is_whole(&self) -> bool {
        self.url.is_some() && (self.status.is_some() || self.answer.is_some())
    }

    /// The record of the answer alone.
    pub(super) fn alone(self) -> Record<'static> {
        let place = Place { line: 1, column: 1 };
        let message = match self.program {
            Some((program, help)) => format!("of {program} nothing could be read: {help}"),
            None => "only the answer could be read, not its request".to_owned(),
        };
        let response = self.response();
        let exchange = Exchange { response, ..Exchange::default() };
        Record::new(place, exchange, vec![Note { place, message }])
    }

    fn response(&self) -> Option<Response<'static>> {
        let body = self.answer.clone().map_or(Body::Unread, |body| Body::Whole(Cow::Owned(body)));
        let headers = Headers::Fields(fields(self.answer_headers.clone()));
        self.status.map(|status| Response { status, headers, body })
    }

    /// The record; `None` where what is told as its URL is none.
    pub(super) fn record(self, mut notes: Vec<Note>) -> Option<Record<'static>> {
        let response = self.response();
        let url = self.url?;
        let url = url.split('#').next()?.to_owned();
        let (scheme, authority, target) = match url.starts_with('/') {
            true => (None, None, url.clone()),
            false => {
                let parts = url::split(&url)?;
                let slash = if parts.target.starts_with('/') { "" } else { "/" };
                (Some(parts.scheme.to_owned()), Some(parts.authority.to_owned()), format!("{slash}{}", parts.target))
            }
        };
        let place = Place { line: self.line.max(1), column: 1 };
        let mut note = |message: String| notes.push(Note { place, message });
        // what has a body, or says that it has none, isn't read alone
        let has = |name: &str| self.headers.iter().flatten().any(|(known, _)| known.eq_ignore_ascii_case(name));
        let is_sent = self.body.is_some() || has("content-length") || has("content-type");
        let assumed = if is_sent { "POST" } else { "GET" };
        let is_empty = self
            .headers
            .iter()
            .flatten()
            .any(|(name, value)| name.eq_ignore_ascii_case("content-length") && value.trim() == "0");
        let method = self.method.unwrap_or_else(|| {
            note(format!("the method isn't told: taken as {assumed}"));
            assumed.to_owned()
        });
        for message in self.notes {
            note(message);
        }
        match (&self.headers, &self.body, self.program) {
            (Some(_), _, None) if self.is_read => {}
            (_, _, Some((program, help))) => {
                note(format!(
                    "of {program} only the method and the URL are read, not its headers and its body: {help}"
                ));
            }
            (None, None, None) => note("the request's headers and body aren't told".to_owned()),
            (None, Some(_), None) => note("the request's headers aren't told".to_owned()),
            (Some(_), None, None) if is_empty => {}
            (Some(_), None, None) => note("the request's body isn't told".to_owned()),
            (Some(_), Some(_), None) => {}
        }
        let shows = Visibility {
            raw_target: false,
            fragment: false,
            raw_headers: false,
            connection_headers: false,
            framing_headers: false,
            headers: self.headers.is_some() && self.has_all_headers,
            ..Visibility::ALL
        };
        let headers = fields(self.headers.unwrap_or_default());
        let has_host = headers.iter().any(|field| field.name.eq_ignore_ascii_case(b"host"));
        let request = Request {
            method: Cow::Owned(method.into_bytes()),
            target: Cow::Owned(target.into_bytes()),
            scheme: scheme.map(Cow::Owned),
            authority: authority.filter(|_| !has_host).map(|authority| Cow::Owned(authority.into_bytes())),
            headers: Headers::Fields(headers),
            body: match self.body {
                Some(body) => Body::Whole(Cow::Owned(body)),
                None if is_empty || self.is_without_body => Body::Absent,
                None => Body::Unread,
            },
            ..Request::default()
        };
        let unheaded = if response.is_none() { self.answer } else { None };
        let change = |(part, detail)| Change { part, detail: Cow::Owned(detail) };
        let changes = self.changes.into_iter().map(change).collect();
        let exchange = Exchange { request, response, shows, changes, ..Exchange::default() };
        Some(Record { unheaded, ..Record::new(place, exchange, notes) })
    }
}

fn fields(shown: Vec<(String, String)>) -> Vec<HeaderField<'static>> {
    let field = |(name, value): (String, String)| HeaderField {
        name: Cow::Owned(name.into_bytes()),
        value: Cow::Owned(value.into_bytes()),
    };
    shown.into_iter().map(field).collect()
}

/// The program that a text holds, with what to do to see what it sends.
pub(super) fn program(text: &[u8]) -> Option<(&'static str, &'static str)> {
    foreign::program(text)
}
