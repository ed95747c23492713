//! A request as a program makes it, put together from what it gives to a client.

use super::client::{Client, FORM, JSON, Library, Object};
use super::content::{Content, content, encoded, form, json, last, text};
use super::expression::Expression;

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
    /// What becomes of something that is given: what is sent isn't what was written.
    pub(super) changes: Vec<String>,
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
        for (name, value) in members {
            self.option(name, value);
        }
        if !is_whole {
            self.has_all_headers = false;
            if self.body == Sent::Nothing {
                self.body = Sent::Hidden;
            }
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
            "mode" if *value == Expression::Text("no-cors".to_owned()) => self.changes.push(
                "`mode: 'no-cors'` leaves out Authorization and each media type but those of forms and plain text, and hides the answer: leave it out"
                    .to_owned(),
            ),
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
                    self.changes.push(format!(
                        "{client} makes a form of an object that is given as data, though its header says JSON: give it as JSON"
                    ));
                }
            }
            Object::Parts => {
                self.parts();
                if is_other("multipart/form-data") {
                    self.changes.push(
                        "PHP's curl makes a form in parts (multipart/form-data) of an array, though its header says otherwise: give `http_build_query($fields)`, or `json_encode($fields)` for JSON"
                            .to_owned(),
                    );
                }
            }
            Object::Text => {
                self.text_body("[object Object]".to_owned());
                self.changes.push(
                    "fetch makes `[object Object]` of an object that is given as its body: give `JSON.stringify(…)` of it".to_owned(),
                );
            }
            Object::Unknown => {
                self.body = Sent::Hidden;
                self.has_all_headers &= self.has("content-type").is_some();
            }
        }
    }

    /// The whole URL.
    pub(super) fn address(&self) -> Option<String> {
        let url = self.url.as_deref()?;
        let base = self.base.as_deref().filter(|_| !url.contains("://"));
        let mut url = match base {
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
