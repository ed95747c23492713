//! Requests to an endpoint, generated from the catalogue.

use super::body::{Fill, body, choose, xml};
use super::catalogue::Endpoint;
use super::sample::Samples;
use crate::support::access_token;
use serde_json::{Map, Value};
use std::fmt::Write;

/// A request to an endpoint.
#[derive(Clone, Copy)]
pub(super) struct Draft<'c> {
    pub(super) endpoint: &'c Endpoint,
    pub(super) samples: &'c Samples,
    pub(super) method: &'c str,
    /// The path template to use.
    pub(super) path: &'c str,
    pub(super) fill: Fill,
    pub(super) syntax: Syntax,
    /// A member to leave out of the body.
    pub(super) without: Option<&'c str>,
}

/// The syntax of the body, if there is one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Json,
    Xml,
    Form,
}

impl<'c> Draft<'c> {
    /// The documented request, with only the required fields.
    pub(super) fn least(endpoint: &'c Endpoint, samples: &'c Samples) -> Self {
        let syntax = if endpoint.accepts.iter().any(|format| format == "form") { Syntax::Form } else { Syntax::Json };
        let Endpoint { method, path, .. } = endpoint;
        Self { endpoint, samples, method, path, fill: Fill::Least, syntax, without: None }
    }

    /// The path with its parameters filled in.
    pub(super) fn path(&self) -> String {
        let fields = &self.endpoint.fields.path;
        let segment = |segment: &str| match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => fields.get(name).map_or_else(|| "1".to_owned(), |field| self.samples.text(field)),
            None => segment.to_owned(),
        };
        self.path.split('/').map(segment).collect::<Vec<_>>().join("/")
    }

    /// Path and query.
    pub(super) fn target(&self) -> String {
        let fields = &self.endpoint.fields.query;
        let named = fields.iter().map(|(name, field)| (name.as_str(), field));
        let query = choose(named, self.fill, self.samples, |name| self.samples.text(&fields[name]).into());
        let query = pairs(&query);
        if query.is_empty() { self.path() } else { format!("{}?{query}", self.path()) }
    }

    /// Content-Type and body.
    fn body(&self) -> Option<(&'static str, String)> {
        self.endpoint.body.as_ref()?;
        let mut json = body(&self.endpoint.fields.body, self.fill, self.samples);
        if let Some((name, members)) = self.without.zip(json.as_object_mut()) {
            members.remove(name);
        }
        Some(match self.syntax {
            Syntax::Json => ("application/json", json.to_string()),
            Syntax::Xml => ("application/xml", xml("Request", &json)),
            Syntax::Form => ("application/x-www-form-urlencoded", pairs(json.as_object().unwrap())),
        })
    }

    /// The whole text.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{} {} HTTP/1.1\nHost: {}\n", self.method, self.target(), self.endpoint.host);
        if let Some(value) = authorization(self.endpoint) {
            let _ = writeln!(text, "Authorization: {value}");
        }
        if let Some((kind, body)) = self.body() {
            let _ = write!(text, "Content-Type: {kind}\nContent-Length: {}\n\n{body}", body.len());
        }
        text
    }
}

/// `name=value&…`
fn pairs(values: &Map<String, Value>) -> String {
    let pairs = values.iter().map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or_default()));
    pairs.collect::<Vec<_>>().join("&")
}

/// The Authorization value that the host requires.
fn authorization(endpoint: &Endpoint) -> Option<String> {
    match endpoint.host.as_str() {
        "api.edgecast.com" => Some("TOK: 12345678-1234-1234-1234-1234567890ab".to_owned()),
        "api.vdms.io" => Some(format!("Bearer {}", access_token(permission(endpoint)))),
        _ => None,
    }
}

/// The scope that an endpoint of the gateway needs.
pub(super) fn permission(endpoint: &Endpoint) -> &str {
    endpoint.attributes.get("permission").and_then(toml::Value::as_str).unwrap_or_default()
}
