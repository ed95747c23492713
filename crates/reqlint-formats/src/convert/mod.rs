//! A person's own requests, as they were read, in another form: raw HTTP, a curl command, HAR, NDJSON.
//!
//! What is written holds the request's secrets, unless it is [masked] first.

mod har;
mod http;
mod ndjson;

use crate::fix;
use crate::record::Record;
use crate::table::format_table;
use reqlint_core::explain::{Masked, MaskedText};
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Headers, Request};
use std::borrow::Cow;

/// What a form is.
struct Definition {
    /// What a person calls it.
    name: &'static str,
    /// What it is, for help texts: without a full stop.
    about: &'static str,
    /// What all of the requests are between.
    around: [&'static str; 2],
    /// What is between two of them.
    between: &'static str,
    /// One of them; what is wrong where it can't be said in this form.
    one: fn(&Record<'_>) -> Result<Vec<u8>, &'static str>,
}

format_table! {
    /// A form that requests are converted to.
    Target {
        /// Raw HTTP/1.1: of a curl command exactly the bytes that curl sends.
        Http = http::TARGET,
        /// curl commands for a POSIX shell.
        Curl = CURL,
        /// HAR 1.2.
        Har = har::TARGET,
        /// One exchange a line.
        Ndjson = ndjson::TARGET,
    }
}

const CURL: Definition = Definition {
    name: "curl",
    about: "curl commands for a POSIX shell",
    around: ["", "\n"],
    between: "\n",
    one: |record| {
        let command = fix::curl_of(record).map(String::into_bytes);
        command.ok_or("it can't be written as a curl command: its host or its body isn't known")
    },
};

/// Writes requests one after the other.
///
/// ```
/// use reqlint_formats::convert::{Converter, Target};
/// let record = reqlint_formats::read::raw::read_one(b"GET /a HTTP/1.1\nHost: api.example.com\n")?;
/// let mut converter = Converter::new(Target::Curl);
/// let mut out = converter.add(&record).unwrap();
/// out.extend(converter.finish());
/// assert_eq!(out, b"curl https://api.example.com/a \\\n  -H User-Agent: \\\n  -H Accept:\n");
/// # Ok::<(), reqlint_formats::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Converter {
    target: Target,
    written: usize,
}

impl Converter {
    /// A writer of this form.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self { target, written: 0 }
    }

    /// A request, with what comes before it.
    ///
    /// # Errors
    /// A sentence that says why it can't be said in this form.
    pub fn add(&mut self, record: &Record<'_>) -> Result<Vec<u8>, &'static str> {
        let definition = self.target.definition();
        let one = (definition.one)(record)?;
        let before = if self.written == 0 { definition.around[0] } else { definition.between };
        self.written += 1;
        Ok([before.as_bytes(), &one].concat())
    }

    /// What comes after the last one.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let definition = self.target.definition();
        let [begin, end] = definition.around;
        let begin = if self.written == 0 && !end.trim_ascii().is_empty() { begin } else { "" };
        let end = if self.written == 0 && begin.is_empty() { "" } else { end };
        [begin.as_bytes(), end.as_bytes()].concat()
    }
}

/// A record with its secrets masked; its answer is left out.
#[must_use]
pub fn masked<'r>(record: &Record<'r>, masked: &Masked) -> Record<'r> {
    let sent = &record.exchange.request;
    let shown = masked.body.shown();
    let (was, is) = (sent.body.bytes().len().to_string(), shown.len().to_string());
    let field = |(name, value): &(Vec<u8>, MaskedText)| {
        // a secret may be longer or shorter than what takes its place
        let is_length = name.eq_ignore_ascii_case(b"content-length") && value.trim_ascii() == was.as_bytes();
        let value = if is_length { is.as_bytes().to_vec() } else { value.shown().into_owned() };
        HeaderField { name: Cow::Owned(name.clone()), value: Cow::Owned(value) }
    };
    let body = match &sent.body {
        Body::Whole(_) => Body::Whole(Cow::Owned(shown.to_vec())),
        Body::Truncated(_) => Body::Truncated(Cow::Owned(shown.to_vec())),
        other => other.clone(),
    };
    let request = Request {
        target: Cow::Owned(masked.target.shown().into_owned()),
        authority: sent.authority.as_ref().map(|_| Cow::Owned(masked.authority.shown().into_owned())),
        headers: Headers::Fields(masked.headers.iter().map(field).collect()),
        body,
        ..sent.clone()
    };
    let mut record = record.clone();
    record.exchange.request = request;
    record.exchange.response = None;
    (record.sent, record.map) = (None, None);
    record
}

/// The host that a request goes to, where no header names it.
fn missing_host<'r>(request: &'r Request<'_>) -> Option<Cow<'r, [u8]>> {
    if request.headers.get("host").is_some() {
        return None;
    }
    if let Some(authority) = &request.authority {
        return Some(Cow::Borrowed(authority));
    }
    let parts = crate::read::url::split(std::str::from_utf8(&request.target).ok()?)?;
    let host = parts.authority.rsplit('@').next().unwrap_or_default();
    Some(Cow::Owned(host.as_bytes().to_vec()))
}

/// The absolute URL of a request; `None` where it has no host.
fn url(request: &Request<'_>) -> Option<String> {
    let target = String::from_utf8_lossy(&request.target);
    if !target.starts_with('/') && target.contains("://") {
        return Some(target.into_owned());
    }
    let host = request.authority.as_deref().or(request.headers.get("host")).filter(|host| !host.is_empty())?;
    let scheme = request.scheme.as_deref().unwrap_or("https");
    let slash = if target.starts_with('/') { "" } else { "/" };
    Some(format!("{scheme}://{}{slash}{target}", String::from_utf8_lossy(host)))
}
