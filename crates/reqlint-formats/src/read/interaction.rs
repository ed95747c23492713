//! A request and its answer as test suites record them: what the formats of such recordings have in common.

use super::absolute::Address;
use super::body::{is_declared, recorded};
use super::bounds::{MAX_BODY, MAX_HEADERS, MAX_RECORDING, mebibytes};
use super::url;
use crate::record::Record;
use crate::record::place::{Note, Place, Trouble};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Response, Time, Visibility};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::io::{BufRead, Read};

/// All of a recording.
///
/// # Errors
/// Where it is too long, or can't be read.
pub(super) fn whole(text: &mut dyn BufRead) -> Result<Vec<u8>, Trouble> {
    let start = Place { line: 1, column: 1 };
    let mut whole = Vec::new();
    match text.take(MAX_RECORDING as u64 + 1).read_to_end(&mut whole) {
        Err(error) => Err(Trouble::new(start, format!("it can't be read: {error}"))),
        Ok(length) if length > MAX_RECORDING => {
            let message = format!("the recording is longer than {}", mebibytes(MAX_RECORDING));
            Err(Trouble::new(start, message).help("split it"))
        }
        Ok(_) => Ok(whole),
    }
}

/// What is recorded of a request.
#[derive(Default)]
pub(super) struct Interaction {
    pub(super) method: String,
    /// An absolute URL, or a target alone.
    pub(super) url: String,
    pub(super) headers: Vec<HeaderField<'static>>,
    pub(super) body: Content,
    pub(super) answer: Option<Answer>,
    pub(super) now: Option<Time>,
    /// Whether headers that were sent may be missing, other than those that a client adds as it sends.
    pub(super) lacks_headers: bool,
}

/// What is recorded of an answer.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<HeaderField<'static>>,
    pub(super) body: Content,
}

/// What is recorded of a body.
#[derive(Default)]
pub(super) enum Content {
    /// That there is none; of a request with headers that announce one, it is missing.
    #[default]
    Nothing,
    Text(String),
    /// Decoded from Base64.
    Bytes(Vec<u8>),
    /// Something that can't be read.
    Unknown(&'static str),
}

impl Interaction {
    /// The record.
    ///
    /// # Errors
    /// When it goes beyond a bound, or the URL is none of HTTP.
    pub(super) fn record(self, place: Place) -> Result<Record<'static>, Trouble> {
        let Self { method, url, headers, body, answer, now, lacks_headers } = self;
        let trouble = |message: &str| Trouble::new(place, message);
        if headers.len() > MAX_HEADERS || answer.as_ref().is_some_and(|answer| answer.headers.len() > MAX_HEADERS) {
            return Err(trouble("more than 1000 header lines: this request is not read"));
        }
        let address = match url::split(&url) {
            _ if url::is_foreign(&url) => return Err(trouble("the request is not one over HTTP")),
            Some(parts) => Address::of(&parts, &method),
            None if url.starts_with('/') => Address { scheme: None, authority: String::new(), target: url },
            None => return Err(trouble("the request's URL is not absolute")),
        };
        let headers = Headers::Fields(headers);
        let mut notes = Vec::new();
        let body = body.of_request(&headers, &mut |message| notes.push(Note { place, message: message.to_owned() }));
        if body.bytes().len() > MAX_BODY {
            return Err(trouble("the body is too long and was not read to its end"));
        }
        let has_host = headers.get("host").is_some();
        let shows = Visibility {
            raw_target: false,
            fragment: false,
            raw_headers: false,
            connection_headers: false,
            framing_headers: false,
            headers: !lacks_headers,
            placeholders: true,
        };
        let authority =
            (!has_host && !address.authority.is_empty()).then(|| Cow::Owned(address.authority.into_bytes()));
        let request = Request {
            // VCR writes names of methods as Ruby's symbols, in lower case
            method: Cow::Owned(sent(method).into_bytes()),
            target: Cow::Owned(address.target.into_bytes()),
            scheme: address.scheme.map(Cow::Owned),
            authority,
            headers,
            body,
            ..Request::default()
        };
        let response = answer.map(Answer::response);
        Ok(Record::new(place, Exchange { request, response, now, shows, ..Exchange::default() }, notes))
    }
}

/// A method as it was sent: names that are recorded in lower case are written so by habit.
fn sent(method: String) -> String {
    if method.bytes().all(|b| b.is_ascii_lowercase()) { method.to_ascii_uppercase() } else { method }
}

impl Content {
    fn of_request(self, headers: &Headers<'_>, note: &mut dyn FnMut(&'static str)) -> Body<'static> {
        match self {
            Content::Text(text) if !text.is_empty() => recorded(text.into_bytes(), true, false, headers, note),
            Content::Bytes(bytes) if !bytes.is_empty() => recorded(bytes, false, false, headers, note),
            Content::Unknown(why) => {
                note(why);
                Body::Unread
            }
            _ if is_declared(headers) => Body::Unread,
            _ => Body::Absent,
        }
    }

    fn of_answer(self) -> Body<'static> {
        let mut bytes = match self {
            Content::Text(text) => text.into_bytes(),
            Content::Bytes(bytes) => bytes,
            Content::Nothing => Vec::new(),
            Content::Unknown(_) => return Body::Unread,
        };
        match bytes.len() {
            0 => Body::Absent,
            length if length > MAX_BODY => {
                bytes.truncate(MAX_BODY);
                Body::Truncated(Cow::Owned(bytes))
            }
            _ => Body::Whole(Cow::Owned(bytes)),
        }
    }
}

impl Answer {
    fn response(self) -> Response<'static> {
        Response { status: self.status, headers: Headers::Fields(self.headers), body: self.body.of_answer() }
    }

    /// When it was written, by its own word.
    pub(super) fn date(&self) -> Option<Time> {
        let date = self.headers.iter().find(|field| field.name.eq_ignore_ascii_case(b"date"))?;
        Time::read_http(&date.value)
    }
}

/// A header line.
pub(super) fn field(name: &str, value: &str) -> HeaderField<'static> {
    let value = value.trim_matches([' ', '\t']).as_bytes().to_vec();
    HeaderField { name: Cow::Owned(name.as_bytes().to_vec()), value: Cow::Owned(value) }
}

/// A member that is an object, taken out.
pub(super) fn object(from: &mut Map<String, Value>, key: &str) -> Option<Map<String, Value>> {
    match from.remove(key)? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// A member that is a text, a number, true or false, taken out.
pub(super) fn text(from: &mut Map<String, Value>, key: &str) -> Option<String> {
    scalar(&from.remove(key)?)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// Header lines out of the member `headers`: names, and a text or a list of texts for each.
pub(super) fn headers(message: &mut Map<String, Value>) -> Vec<HeaderField<'static>> {
    let mut fields = Vec::new();
    for (name, value) in object(message, "headers").unwrap_or_default() {
        match value {
            Value::Array(values) => fields.extend(values.iter().filter_map(scalar).map(|value| field(&name, &value))),
            value => fields.extend(scalar(&value).map(|value| field(&name, &value))),
        }
        if fields.len() > MAX_HEADERS {
            break;
        }
    }
    fields
}

/// A body in Base64, which is how texts are kept, too.
pub(super) fn decoded(coded: &str) -> Content {
    let coded: Vec<u8> = coded.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    match STANDARD.decode(coded).map(String::from_utf8) {
        Ok(Ok(text)) => Content::Text(text),
        Ok(Err(error)) => Content::Bytes(error.into_bytes()),
        Err(_) => Content::Unknown("the body is not valid Base64, although it is marked as Base64: it is not checked"),
    }
}
