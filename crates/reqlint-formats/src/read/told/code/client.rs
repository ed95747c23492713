//! What clients make of what they are given, by their documentation and their source.
//!
//! requests 2.32, httpx 0.28, aiohttp 3.12, Python's urllib, the Fetch standard, axios 1.x, jQuery 3.7, Guzzle 7, PHP's curl,
//! Laravel 12, Net::HTTP, Go's net/http, .NET's HttpClient, java.net.http, Apps Script's UrlFetchApp, PowerShell 7.

/// A client, as far as it decides what is sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    pub(super) library: Library,
    /// What it makes of an object that is given as the body.
    pub(super) object: Object,
    /// The media type that it says of a text; `Err` where that isn't known.
    pub(super) text: Result<Option<&'static str>, ()>,
    /// Headers that it adds to those that it is given; `None` where others may be added as well, as browsers do.
    pub(super) adds: Option<&'static [(&'static str, &'static str)]>,
    /// What is given to it by place.
    pub(super) takes: Takes,
}

/// The library that a client is of, as far as the text of a program tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Library {
    Requests,
    Httpx,
    Urllib,
    Fetch,
    Axios,
    JQuery,
    Guzzle,
    Symfony,
    Laravel,
    WordPress,
    PhpCurl,
    Ruby,
    RestClient,
    PowerShell,
    Go,
    HttpClient,
    UrlFetchApp,
    Dart,
    /// `request` of Node.js, and `request-promise`.
    Request,
    /// Of any other, or of one that isn't told.
    Other,
}

impl Library {
    /// How it is called in a sentence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Library::Requests => "requests",
            Library::Httpx => "httpx",
            Library::Urllib => "urllib",
            Library::Fetch => "fetch",
            Library::Axios => "axios",
            Library::JQuery => "jQuery",
            Library::Guzzle => "Guzzle",
            Library::Symfony => "Symfony's HTTP client",
            Library::Laravel => "Laravel's HTTP client",
            Library::WordPress => "WordPress",
            Library::PhpCurl => "PHP's curl",
            Library::Ruby => "Ruby's client",
            Library::RestClient => "rest-client",
            Library::PowerShell => "PowerShell",
            Library::Go => "Go's client",
            Library::HttpClient => "HttpClient",
            Library::UrlFetchApp => "UrlFetchApp",
            Library::Dart => "Dart's client",
            Library::Request | Library::Other => "the client",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Object {
    Json,
    Form,
    Parts,
    /// `[object Object]`.
    Text,
    Unknown,
}

/// What comes after the URL in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// An object of options.
    Options,
    /// The body, where the method has one, then options.
    BodyOptions,
    /// Parameters or data by the method, then JSON; all else by name.
    Python,
    /// Data: JSON where there is a body, else the query.
    Data,
    /// The body, then headers.
    BodyHeaders,
    /// The media type, then the body.
    TypeBody,
}

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const JSON: &str = "application/json";

const PYTHON_AGENT: &[(&str, &str)] = &[("User-Agent", "{{client}}"), ("Accept", "*/*")];
const ACCEPT: &[(&str, &str)] = &[("Accept", "*/*")];
const AGENT: &[(&str, &str)] = &[("User-Agent", "{{client}}")];

const fn client(
    library: Library,
    object: Object,
    text: Result<Option<&'static str>, ()>,
    adds: Option<&'static [(&'static str, &'static str)]>,
    takes: Takes,
) -> Client {
    Client { library, object, text, adds, takes }
}

#[rustfmt::skip]
mod table {
    use super::*;
    pub(in super::super) const REQUESTS: Client = client(Library::Requests, Object::Form, Ok(None), Some(PYTHON_AGENT), Takes::Python);
    pub(in super::super) const HTTPX: Client = client(Library::Httpx, Object::Form, Ok(None), Some(PYTHON_AGENT), Takes::Python);
    /// A session or a client of one's own, which may have headers of its own.
    pub(in super::super) const PYTHON: Client = client(Library::Other, Object::Form, Err(()), None, Takes::Python);
    pub(in super::super) const URLLIB: Client = client(Library::Urllib, Object::Unknown, Ok(Some(FORM)), Some(AGENT), Takes::Python);
    pub(in super::super) const FETCH: Client = client(Library::Fetch, Object::Text, Ok(Some("text/plain;charset=UTF-8")), None, Takes::Options);
    pub(in super::super) const AXIOS: Client = client(Library::Axios, Object::Json, Ok(Some(FORM)), None, Takes::BodyOptions);
    pub(in super::super) const SCRIPT: Client = client(Library::Other, Object::Unknown, Err(()), None, Takes::BodyOptions);
    pub(in super::super) const REQUEST: Client = client(Library::Other, Object::Unknown, Err(()), None, Takes::Options);
    pub(in super::super) const NODE_REQUEST: Client = client(Library::Request, Object::Unknown, Err(()), None, Takes::Options);
    pub(in super::super) const JQUERY: Client = client(Library::JQuery, Object::Form, Ok(Some("application/x-www-form-urlencoded; charset=UTF-8")), None, Takes::Options);
    pub(in super::super) const GUZZLE_CLIENT: Client = client(Library::Guzzle, Object::Unknown, Ok(None), None, Takes::Options);
    pub(in super::super) const SYMFONY: Client = client(Library::Symfony, Object::Form, Ok(Some(FORM)), None, Takes::Options);
    pub(in super::super) const PHP: Client = client(Library::Other, Object::Unknown, Err(()), None, Takes::Options);
    pub(in super::super) const LARAVEL: Client = client(Library::Laravel, Object::Json, Ok(Some(JSON)), None, Takes::Data);
    pub(in super::super) const WORDPRESS: Client = client(Library::WordPress, Object::Form, Err(()), None, Takes::Options);
    pub(in super::super) const PHP_CURL: Client = client(Library::PhpCurl, Object::Parts, Ok(Some(FORM)), Some(ACCEPT), Takes::Options);
    pub(in super::super) const RUBY: Client = client(Library::Ruby, Object::Form, Ok(Some(FORM)), None, Takes::BodyHeaders);
    pub(in super::super) const REST_CLIENT: Client = client(Library::RestClient, Object::Form, Ok(Some(FORM)), None, Takes::BodyHeaders);
    pub(in super::super) const POWERSHELL: Client = client(Library::PowerShell, Object::Form, Ok(Some(FORM)), Some(AGENT), Takes::Options);
    pub(in super::super) const GO: Client = client(Library::Go, Object::Unknown, Ok(None), Some(AGENT), Takes::TypeBody);
    pub(in super::super) const JVM: Client = client(Library::Other, Object::Unknown, Ok(None), None, Takes::BodyOptions);
    pub(in super::super) const CSHARP: Client = client(Library::HttpClient, Object::Unknown, Ok(None), None, Takes::BodyOptions);
    pub(in super::super) const APPS_SCRIPT: Client = client(Library::UrlFetchApp, Object::Form, Ok(Some(FORM)), None, Takes::Options);
    pub(in super::super) const DART: Client = client(Library::Dart, Object::Form, Ok(Some("text/plain; charset=utf-8")), None, Takes::Options);
}
pub(super) use table::*;

/// The client that a method is called on, by its name and the kind of the program.
pub(super) fn of(on: &str, program: &str, text: &[u8]) -> Client {
    let has = |word: &str| memchr::memmem::find(text, word.as_bytes()).is_some();
    let is = |names: &[&str]| names.contains(&on);
    if is(&["requests"]) {
        return REQUESTS;
    }
    if is(&["httpx"]) {
        return HTTPX;
    }
    if is(&["axios", "Axios"]) {
        return AXIOS;
    }
    if is(&["$", "jQuery"]) {
        return JQUERY;
    }
    if on == "Http" || on.ends_with("\\Http") {
        return LARAVEL;
    }
    if is(&["RestClient"]) {
        return REST_CLIENT;
    }
    if is(&["HTTParty", "Faraday", "Net::HTTP", "HTTP"]) {
        return if on == "HTTParty" { Client { takes: Takes::Options, ..RUBY } } else { RUBY };
    }
    if is(&["UrlFetchApp"]) {
        return APPS_SCRIPT;
    }
    match program {
        "a PHP program" if has("HttpClient::create") => SYMFONY,
        "a Python program" => PYTHON,
        "a PHP program" if has("Http::") => LARAVEL,
        "a PHP program" if has("Guzzle") || has("guzzle") => GUZZLE_CLIENT,
        "a PHP program" => PHP,
        "a Go program" => GO,
        "a Ruby program" => RUBY,
        "a Java or C# program" => JVM,
        _ if has("Uri.parse(") && has("body:") => DART,
        _ if is(&["request", "rp"]) => NODE_REQUEST,
        _ if is(&["got", "needle", "superagent"]) => REQUEST,
        _ => SCRIPT,
    }
}
