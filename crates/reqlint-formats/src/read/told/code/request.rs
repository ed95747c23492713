//! A request as a program makes it, put together from what it gives to a client.

use super::client::{Client, FORM, JSON, Library, Object};
use super::content::{Content, content, encoded, form, json, last, text};
use super::expression::Expression;
use reqlint_core::explain::Part;

/// What is sent, as far as the program shows it.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) client: Client,
    pub(super) method: Option<String>,
    pub(super) url: Option<String>,
    base: Option<String>,
    query: Vec<String>,
    pub(super) headers: Vec<(String, String)>,
    /// Whether no header but these is given.
    pub(super) has_all_headers: bool,
    pub(super) body: Sent,
    /// What the client says of the body where no header does.
    pub(super) media: Option<String>,
    /// What becomes of something that is given, and of which part: what is sent isn't what was written.
    pub(super) changes: Vec<(Part, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sent {
    Nothing,
    Hidden,
    Bytes(String),
}

impl Request {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            method: None,
            url: None,
            base: None,
            query: Vec::new(),
            headers: Vec::new(),
            has_all_headers: true,
            body: Sent::Nothing,
            media: None,
            changes: Vec::new(),
        }
    }

    /// Takes an object of options, or named arguments; what isn't known of them may be anything.
    pub(super) fn options(&mut self, options: &Expression) {
        let Expression::Object(members, is_whole) = options else {
            if !matches!(options, Expression::Null) {
                self.is_hidden();
            }
            return;
        };
        // what becomes of a body depends on the method and on the headers
        let is_first = |name: &str| {
            let name = name.to_ascii_lowercase();
            matches!(name.as_str(), "method" | "type" | "httpmethod" | "headers" | "header" | "contenttype")
        };
        let first = members.iter().filter(|(name, _)| is_first(name));
        for (name, value) in first.chain(members.iter().filter(|(name, _)| !is_first(name))) {
            self.option(name, value);
        }
        self.text_as_json(members);
        if !is_whole {
            self.has_all_headers = false;
            if self.body == Sent::Nothing {
                self.body = Sent::Hidden;
            }
        }
    }

    /// The library `request` makes JSON of a text, too, where it is told `json: true`.
    fn text_as_json(&mut self, members: &[(String, Expression)]) {
        let given = |name: &str| members.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        if self.client.library != Library::Request || given("json") != Some(&Expression::Bool(true)) {
            return;
        }
        let body = given("body").map(|value| content(value).0);
        if let Some(Content::Json(text) | Content::Text(text)) = body.filter(|_| matches!(self.body, Sent::Bytes(_))) {
            self.body = Sent::Bytes(serde_json::Value::from(text).to_string());
            self.media = Some(JSON.to_owned());
            self.changes.push((
                Part::Body,
                "`json: true` makes JSON of what is given as the body, also of a text that is JSON already: give the object itself"
                    .to_owned(),
            ));
        }
    }

    /// Nothing more is known of headers and body.
    pub(super) fn is_hidden(&mut self) {
        self.has_all_headers = false;
        if self.body == Sent::Nothing {
            self.body = Sent::Hidden;
        }
    }

    /// Takes what is given under a name.
    pub(super) fn option(&mut self, name: &str, value: &Expression) {
        let name = name.trim_start_matches("RequestOptions::").to_ascii_lowercase();
        match name.as_str() {
            "url" | "uri" | "requesturi" => self.url = text(value).or(self.url.take()),
            "baseurl" | "base_uri" | "prefixurl" => self.base = text(value),
            "method" | "type" | "httpmethod" => self.method = method(value).or(self.method.take()),
            "headers" | "header" => self.headers(value),
            "json" if *value == Expression::Bool(true) => self.client.object = Object::Json,
            "json" | "json_data" => {
                self.media.get_or_insert(JSON.to_owned());
                self.body = json(value).map_or(Sent::Hidden, Sent::Bytes);
            }
            "data" | "body" | "payload" | "content" => {
                if *value == Expression::Null {
                    return;
                }
                let is_read = self.method.as_deref().is_none_or(|method| method == "GET");
                // jQuery puts data of GET into the query
                if self.client.library == Library::JQuery && name == "data" && is_read {
                    self.query(value);
                } else {
                    self.body(value);
                }
            }
            "form" | "form_params" => {
                self.media.get_or_insert(FORM.to_owned());
                self.body = form(value).map_or(Sent::Hidden, Sent::Bytes);
            }
            "params" | "query" | "qs" | "searchparams" | "queryparameters" => self.query(value),
            "auth" | "basic_auth" => self.credentials(value),
            "multipart" | "files" | "formdata" => {
                self.body = Sent::Hidden;
                self.media = Some("multipart/form-data; boundary={{boundary}}".to_owned());
            }
            "contenttype" => self.header("Content-Type", value),
            "mode" if *value == Expression::Text("no-cors".to_owned()) => self.changes.push((
                Part::Header,
                "`mode: 'no-cors'` leaves out Authorization and each media type but those of forms and plain text, and hides the answer: leave it out"
                    .to_owned(),
            )),
            _ => {}
        }
    }

    pub(super) fn method(&mut self, value: &Expression) {
        self.method = method(value);
    }

    pub(super) fn url(&mut self, value: &Expression) {
        self.url = text(value);
    }

    pub(super) fn query(&mut self, value: &Expression) {
        match value {
            Expression::Object(members, is_whole) => {
                for (name, value) in members {
                    if let Some(value) = text(value) {
                        self.query.push(format!("{}={}", encoded(name), encoded(&value)));
                    }
                }
                if !is_whole {
                    self.query.push("{{parameters}}".to_owned());
                }
            }
            Expression::Null => {}
            value => match content(value).0 {
                Content::Text(text) | Content::Form(text) => self.query.push(text),
                Content::Object(inside) if inside != *value => self.query(&inside),
                _ => self.query.push("{{parameters}}".to_owned()),
            },
        }
    }

    /// Takes what is given as the body.
    pub(super) fn body(&mut self, value: &Expression) {
        let (content, media) = content(value);
        if let Some(media) = media {
            self.header("Content-Type", &Expression::Text(media));
        }
        match content {
            Content::Nothing => {}
            Content::Text(text) | Content::Json(text) => self.text_body(text),
            Content::Form(text) => {
                if matches!(self.client.library, Library::Fetch | Library::Axios) {
                    self.media.get_or_insert(FORM.to_owned());
                }
                self.text_body(text);
            }
            Content::Parts => self.parts(),
            Content::Object(value) => self.object_body(&value),
            Content::Hidden => {
                self.body = Sent::Hidden;
                self.has_all_headers &= self.has("content-type").is_some();
            }
        }
    }

    fn text_body(&mut self, text: String) {
        match self.client.text {
            Ok(Some(kind)) => {
                self.media.get_or_insert(kind.to_owned());
            }
            Ok(None) => {}
            Err(()) => self.has_all_headers &= self.has("content-type").is_some(),
        }
        self.body = Sent::Bytes(text);
    }

    fn parts(&mut self) {
        self.body = Sent::Hidden;
        self.media.get_or_insert("multipart/form-data; boundary={{boundary}}".to_owned());
    }

    fn object_body(&mut self, value: &Expression) {
        let given = self.has("content-type").map(str::to_ascii_lowercase);
        let is_other = |kind: &str| given.as_deref().is_some_and(|given| !given.contains(kind));
        match self.client.object {
            // axios makes a form of an object where a header says so, older ones don't
            Object::Json if self.client.library == Library::Axios && is_other("json") => self.body = Sent::Hidden,
            Object::Json => {
                self.media.get_or_insert(JSON.to_owned());
                self.body = json(value).map_or(Sent::Hidden, Sent::Bytes);
            }
            Object::Form => {
                self.media.get_or_insert(FORM.to_owned());
                self.body = form(value).map_or(Sent::Hidden, Sent::Bytes);
                if given.as_deref().is_some_and(|given| given.contains("json")) {
                    let client = self.client.library.name();
                    let message = format!(
                        "{client} makes a form of an object that is given as data, though its header says JSON: give it as JSON"
                    );
                    self.changes.push((Part::Body, message));
                }
            }
            Object::Parts => {
                self.parts();
                if is_other("multipart/form-data") {
                    self.changes.push((
                        Part::Body,
                        "PHP's curl makes a form in parts (multipart/form-data) of an array, though its header says otherwise: give `http_build_query($fields)`, or `json_encode($fields)` for JSON"
                            .to_owned(),
                    ));
                }
            }
            Object::Text => {
                self.text_body("[object Object]".to_owned());
                self.changes.push((
                    Part::Body,
                    "fetch makes `[object Object]` of an object that is given as its body: give `JSON.stringify(…)` of it".to_owned(),
                ));
            }
            Object::Unknown => {
                self.body = Sent::Hidden;
                self.has_all_headers &= self.has("content-type").is_some();
            }
        }
    }

    /// Takes the address that the client's URLs are relative to, if the request has none of its own.
    pub(super) fn based(&mut self, base: String) {
        self.base.get_or_insert(base);
        let Some((base, url)) = self.base.as_deref().zip(self.url.as_deref()) else { return };
        if !is_whole(url) && self.resolves() {
            let path = base.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
            let is_dropped = !path.trim_matches('/').is_empty() && (url.starts_with('/') || !path.ends_with('/'));
            if is_dropped {
                self.changes.push((
                    Part::Target,
                    format!(
                        "{} resolves a URL against its base as links are: a slash in front of the one, or none at the end of the other, leaves out the last part of the base's path, or all of it; end the base with a slash, and begin the URL without one",
                        self.client.library.name()
                    ),
                ));
            }
        }
    }

    /// Whether a relative URL is resolved as RFC 3986 says (Guzzle, .NET), and not put behind the base.
    fn resolves(&self) -> bool {
        matches!(self.client.library, Library::Guzzle | Library::Symfony | Library::HttpClient)
    }

    /// The whole URL.
    pub(super) fn address(&self) -> Option<String> {
        let url = self.url.as_deref()?;
        let base = self.base.as_deref().filter(|_| !is_whole(url));
        let mut url = match base {
            Some(base) if self.resolves() => resolved(base, url),
            Some(base) => format!("{}/{}", base.trim_end_matches('/'), url.trim_start_matches('/')),
            None => url.to_owned(),
        };
        if !self.query.is_empty() {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&self.query.join("&"));
        }
        Some(url)
    }

    /// The headers together with what the client adds.
    pub(super) fn all_headers(&self) -> Vec<(String, String)> {
        let mut headers = self.headers.clone();
        if let Some(media) = self.media.as_ref().filter(|_| self.has("content-type").is_none() && self.has_body()) {
            headers.push(("Content-Type".to_owned(), media.clone()));
        }
        for (name, value) in self.client.adds.unwrap_or_default() {
            if self.has(name).is_none() {
                headers.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        headers
    }

    pub(super) fn has_body(&self) -> bool {
        self.body != Sent::Nothing
    }
}

fn is_whole(url: &str) -> bool {
    url.contains("://") || url.starts_with("{{")
}

/// A relative URL resolved against a base (RFC 3986, section 5.2), without steps up.
fn resolved(base: &str, url: &str) -> String {
    let host = base.find("://").map_or(0, |at| at + 3);
    let host = base.get(host..).and_then(|rest| rest.find('/')).map_or(base.len(), |at| host + at);
    let kept = match url.starts_with('/') {
        true => host,
        false => base.get(host..).and_then(|path| path.rfind('/')).map_or(host, |at| host + at),
    };
    format!("{}/{}", base.get(..kept).unwrap_or(base), url.trim_start_matches('/'))
}

/// The method that a value names: `'post'`, `HttpMethod.Post`, `http.MethodPost`.
pub(super) fn method(value: &Expression) -> Option<String> {
    const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    let name = match value {
        Expression::Text(text) => text.as_str(),
        Expression::Name(name) => last(name),
        Expression::Call(call) => last(&call.name),
        _ => return None,
    };
    let name = name.trim().to_ascii_uppercase();
    let name = name.strip_prefix("METHOD").unwrap_or(&name);
    METHODS.iter().find(|method| **method == name).map(|method| (*method).to_owned())
}
