//! What a program sets of a request in statements of their own: `req.Header.Set(…)`, `curl_setopt(…)`, `.addHeader(…)`.

use super::calls::arguments;
use super::client::{self, Library};
use super::content::{content, text};
use super::expression::Expression;
use super::names::Names;
use super::reader;
use super::request::{Request, Sent};
use super::sites::Site;
use std::ops::Range;

/// How many statements of a kind are looked at.
const MAX_STATEMENTS: usize = 40;

/// Adds what is set in a part of a text.
pub(super) fn add(request: &mut Request, names: &Names<'_>, sites: &[Site<'_>], within: Range<usize>) {
    let is_near = |site: &&Site<'_>| within.contains(&site.start);
    for site in sites.iter().filter(is_near) {
        set(request, names, *site);
    }
    assigned(request, names, within);
}

fn set(request: &mut Request, names: &Names<'_>, site: Site<'_>) {
    let name = site.name;
    let lower = name.to_ascii_lowercase();
    let of_headers =
        site.on.to_ascii_lowercase().ends_with("header") || site.on.to_ascii_lowercase().contains("headers");
    match lower.as_str() {
        "curl_setopt" => {
            if let [_, Expression::Name(option), value] = arguments(names, site).as_slice() {
                curl(request, option, value);
            }
        }
        "curl_setopt_array" => {
            if let [_, Expression::Object(options, _)] = arguments(names, site).as_slice() {
                options.iter().for_each(|(option, value)| curl(request, option, value));
            }
        }
        "set" | "add" | "append" if of_headers => header(request, names, site),
        // a builder's, of HTTP, Spring and superagent
        "header"
        | "addheader"
        | "setheader"
        | "setrequestproperty"
        | "setrequestheader"
        | "add_header"
        | "addrequestproperty"
        | "withheader"
        | "tryaddwithoutvalidation"
        | "set" => header(request, names, site),
        "withheaders" | "headers" => {
            if let [headers] = arguments(names, site).as_slice() {
                request.headers(headers);
            }
        }
        "authenticationheadervalue" => {
            if let [scheme, token] = arguments(names, site).as_slice() {
                let value = Expression::Text(format!("{} {}", shown(scheme), shown(token)));
                request.header("Authorization", &value);
            }
        }
        "withtoken" | "setbearerauth" | "bearerauth" | "bearer_auth" => {
            if let [token] = arguments(names, site).as_slice() {
                let value = Expression::Text(format!("Bearer {}", shown(token)));
                request.header("Authorization", &value);
            }
        }
        "setbasicauth" | "basic_auth" | "withbasicauth" | "basicauth" => {
            if let [user, password] = arguments(names, site).as_slice() {
                request.basic(text(user), text(password));
            }
        }
        // Ruby's `Net::HTTP::Post.new(uri)`
        "new" if site.on.starts_with("Net::HTTP::") && request.method.is_none() => {
            let name = site.on.trim_start_matches("Net::HTTP::");
            request.method = super::request::method(&Expression::Text(name.to_owned()));
        }
        "mediatypeheadervalue" if site.on.is_empty() => {}
        "asform" => request.client.object = client::Object::Form,
        "asjson" | "sendsjson" => {
            request.client.object = client::Object::Json;
            request.header("Content-Type", &Expression::Text(client::JSON.to_owned()));
        }
        "withdata" => {
            // the form that it takes is set behind it
            let is_json = sites_behind(names, site, "asJson");
            request.client.object = if is_json { client::Object::Json } else { client::Object::Form };
            body(request, names, site, &lower);
        }
        "contenttype" | "setcontenttype" => {
            if let [kind] = arguments(names, site).as_slice() {
                request.option("contenttype", &kind_of(kind));
            }
        }
        "stringcontent" | "formurlencodedcontent" | "multipartformdatacontent" => {
            let call = super::expression::Call {
                on: None,
                name: name.to_owned(),
                arguments: arguments(names, site).into_iter().map(|value| (None, value)).collect(),
            };
            request.body(&Expression::Call(Box::new(call)));
        }
        "body" if request.body != Sent::Nothing => {}
        "body" | "ofstring" | "bodyvalue" | "setbody" | "addjsonbody" | "send" | "addstringbody" => {
            body(request, names, site, &lower)
        }
        "post" | "put" | "patch" | "delete" | "get" | "method" if request.client.library == Library::Other => {
            built(request, names, site, &lower);
        }
        "set_form_data" => {
            if let [fields] = arguments(names, site).as_slice() {
                request.option("form", fields);
            }
        }
        _ => {}
    }
}

/// Whether a method is called near behind a call.
fn sites_behind(names: &Names<'_>, site: Site<'_>, method: &str) -> bool {
    let behind = names.text.get(site.arguments..).unwrap_or_default();
    memchr::memmem::find(behind.get(..behind.len().min(2_000)).unwrap_or_default(), method.as_bytes()).is_some()
}

fn shown(value: &Expression) -> String {
    text(value).unwrap_or_else(|| "{{value}}".to_owned())
}

/// The media type that a constant names.
fn kind_of(value: &Expression) -> Expression {
    let kind = match value {
        Expression::Name(name) if name.ends_with("APPLICATION_JSON") => client::JSON,
        Expression::Name(name) if name.ends_with("APPLICATION_FORM_URLENCODED") => client::FORM,
        other => return other.clone(),
    };
    Expression::Text(kind.to_owned())
}

fn header(request: &mut Request, names: &Names<'_>, site: Site<'_>) {
    match arguments(names, site).as_slice() {
        [name, value, ..] => match name {
            Expression::Name(constant) => match constant_header(constant) {
                Some(name) => request.header(name, &kind_of(value)),
                None => request.has_all_headers = false,
            },
            name => match name.literal() {
                Some(name) => request.header(&name, value),
                None => request.has_all_headers = false,
            },
        },
        // superagent's `.set({…})`
        [headers @ Expression::Object(..)] => request.headers(headers),
        _ => {}
    }
}

fn constant_header(name: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 4] = [
        ("AUTHORIZATION", "Authorization"),
        ("CONTENT_TYPE", "Content-Type"),
        ("ACCEPT", "Accept"),
        ("USER_AGENT", "User-Agent"),
    ];
    KNOWN.iter().find(|(constant, _)| name.to_ascii_uppercase().ends_with(constant)).map(|(_, name)| *name)
}

fn body(request: &mut Request, names: &Names<'_>, site: Site<'_>, name: &str) {
    let arguments = arguments(names, site);
    let Some(value) = arguments.first() else { return };
    match name {
        "addjsonbody" => request.option("json", value),
        // whose body that is isn't known: Java's client sends requests, too
        "send" if request.client.library != Library::Fetch => {}
        _ => request.body(value),
    }
}

/// `.post(body)` and `.method("POST", body)` of a builder.
fn built(request: &mut Request, names: &Names<'_>, site: Site<'_>, name: &str) {
    let arguments = arguments(names, site);
    let (method, body) = match (name, arguments.as_slice()) {
        ("method", [method, body @ ..]) => (shown(method), body.first()),
        ("method", []) => return,
        (_, [Expression::Text(_), ..]) => return,
        (method, body) => (method.to_owned(), body.first()),
    };
    if request.method.is_some() {
        return;
    }
    request.method = super::request::method(&Expression::Text(method));
    if let Some(body) = body {
        request.body(body);
    }
}

/// An option of PHP's curl.
fn curl(request: &mut Request, option: &str, value: &Expression) {
    match option.trim_start_matches('\\') {
        "CURLOPT_URL" => request.url(value),
        "CURLOPT_CUSTOMREQUEST" => request.method(value),
        "CURLOPT_POST" if request.method.is_none() => {
            let is_set = !matches!(value, Expression::Bool(false)) && value.literal().as_deref() != Some("0");
            request.method = is_set.then(|| "POST".to_owned());
        }
        "CURLOPT_POSTFIELDS" => {
            request.method.get_or_insert("POST".to_owned());
            request.body(value);
        }
        "CURLOPT_HTTPHEADER" => request.headers(value),
        "CURLOPT_USERAGENT" => request.header("User-Agent", value),
        "CURLOPT_COOKIE" => request.header("Cookie", value),
        "CURLOPT_REFERER" => request.header("Referer", value),
        "CURLOPT_USERPWD" => {
            let shown = text(value).unwrap_or_default();
            let (user, password) = shown.split_once(':').unzip();
            request.basic(user.map(str::to_owned), password.map(str::to_owned));
        }
        "CURLOPT_NOBODY" => request.method = Some("HEAD".to_owned()),
        _ => {}
    }
}

/// What is assigned: `request["Accept"] = "a/b"`, `request.body = …`, `request.httpMethod = "POST"`.
fn assigned(request: &mut Request, names: &Names<'_>, within: Range<usize>) {
    let Some(part) = names.text.get(within.clone()) else { return };
    let value_at = |at: usize| {
        let value = reader::read(names.text, at, names.language, names.work).map(|(value, _)| value)?;
        Some(names.resolved(value, at))
    };
    for sign in [".body = ", ".body=", ".Content = ", ".httpBody = "] {
        if let Some(at) = memchr::memmem::rfind(part, sign.as_bytes())
            && request.body == Sent::Nothing
            && let Some(value) = value_at(within.start + at + sign.len())
        {
            request.body(&value);
        }
    }
    for at in memchr::memmem::find_iter(part, b"[").take(MAX_STATEMENTS) {
        let owner = part.get(..at).unwrap_or_default();
        let is_request = ["request", "req", "http_request", "headers", "Headers"]
            .iter()
            .any(|name| owner.ends_with(name.as_bytes()));
        let rest = part.get(at + 1..).unwrap_or_default();
        let Some(end) = memchr::memchr(b']', rest.get(..rest.len().min(60)).unwrap_or_default()) else { continue };
        let key = String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).into_owned();
        let behind = rest.get(end + 1..).unwrap_or_default();
        let space = behind.iter().take_while(|b| **b == b' ').count();
        let is_set = behind.get(space) == Some(&b'=') && !matches!(behind.get(space + 1), Some(b'=' | b'>'));
        let is_quoted = key.len() > 2 && key.starts_with(['"', '\'']) && key.ends_with(['"', '\'']);
        if is_request && is_set && is_quoted {
            let from = within.start + at + 1 + end + 1 + space + 1;
            if let Some(value) = value_at(from)
                && content(&value).0 != super::content::Content::Nothing
            {
                request.header(key.trim_matches(['"', '\'']), &value);
            }
        }
    }
}
