//! Recordings in HAR: the endpoints that were seen.

use crate::Options;
use crate::api::{Api, Basis};
use crate::error::{ImportError, Position};
use crate::openapi::servers::host_name;
use crate::seen::{self, Call};
use reqlint_core::{Body, Exchange, Headers};
use reqlint_formats::read::Source;
use reqlint_formats::{Format, Record};
use std::collections::BTreeMap;
use std::io::BufRead;

/// How many requests are looked at.
const MAX_REQUESTS: usize = 100_000;

/// Endings of what is part of a page, where its answer doesn't say what it is.
const STATIC: [&str; 22] = [
    "avif", "css", "eot", "gif", "htm", "html", "ico", "jpeg", "jpg", "js", "map", "mjs", "mp3", "mp4", "otf", "png",
    "svg", "ttf", "wasm", "webm", "webp", "woff2",
];

/// Recordings as they are read, file after file.
#[derive(Debug, Default)]
pub(crate) struct Recordings {
    calls: Vec<Call>,
    requests: usize,
    /// Why requests were left out, and how many.
    left_out: BTreeMap<&'static str, usize>,
    first_error: Option<ImportError>,
    unread: usize,
    files: usize,
    /// Whether there was more than is looked at.
    is_cut: bool,
}

impl Recordings {
    /// Reads one file. Entries that can't be understood are counted.
    pub(crate) fn read(&mut self, file: &str, text: impl BufRead, options: &Options) {
        self.files += 1;
        let source = Source { name: Some(file), ..Source::default() };
        let read = Format::Har.read::<()>(source, text, &mut |result| {
            match result {
                Ok(record) => self.take(&record, options),
                Err(error) => {
                    self.unread += 1;
                    self.first_error.get_or_insert_with(|| {
                        let mut first = ImportError::new(file, error.message);
                        let place = error.place.map(|at| Position { line: at.line, column: at.column });
                        first.place = place.map(|place| (place, String::new()));
                        first.help = error.help;
                        first
                    });
                }
            }
            if self.requests < MAX_REQUESTS { Ok(()) } else { Err(()) }
        });
        if read.is_err() {
            self.is_cut = true;
        }
    }

    fn take(&mut self, record: &Record<'_>, options: &Options) {
        self.requests += 1;
        match call(&record.exchange, options) {
            Ok(call) => self.calls.push(call),
            Err(why) => *self.left_out.entry(why).or_default() += 1,
        }
    }

    /// The API that was seen.
    ///
    /// # Errors
    /// When no file could be read, or none has a request to an API.
    pub(crate) fn api(self, first: &str, options: &Options) -> Result<Api, ImportError> {
        if let (Some(error), 0) = (&self.first_error, self.requests) {
            return Err(error.clone());
        }
        let mut api = Api {
            format: if self.files == 1 { "HAR".to_owned() } else { format!("{} files in HAR", self.files) },
            basis: Basis::Recordings { requests: self.requests },
            ..Api::default()
        };
        let mut hosts: BTreeMap<String, usize> = BTreeMap::new();
        self.calls.iter().for_each(|call| *hosts.entry(call.host.clone()).or_default() += 1);
        let mut hosts: Vec<_> = hosts.into_iter().collect();
        hosts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        seen::endpoints(by_host(self.calls, &hosts), false, &mut api);
        let listed = self.left_out.iter().map(|(why, count)| format!("{count} ({why})"));
        let listed: Vec<_> = listed.collect();
        if api.operations.is_empty() {
            let shown = "an endpoint is there if a request to it was answered, and not with a status that any path may get, such as 404";
            let (why, help) = match (self.requests, listed.is_empty()) {
                (0, _) => ("the recording has no requests".to_owned(), "record the requests of the API itself"),
                (_, true) => ("no answer shows that there is an endpoint".to_owned(), shown),
                (_, false) => {
                    let why = format!("no request shows an endpoint of an API; left out: {}", listed.join(", "));
                    (why, "record the requests of the API itself")
                }
            };
            return Err(ImportError::new(first, why).help(help));
        }
        api.title = api.hosts.first().cloned().unwrap_or_else(|| "API".to_owned());
        api.remarks.extend(listed.into_iter().map(|line| format!("requests left out: {line}")));
        if self.is_cut {
            api.remarks.push(format!("of all recordings the first {MAX_REQUESTS} requests are looked at"));
        }
        if self.unread > 0 {
            api.remarks.push(format!("entries that can't be read: {}", self.unread));
        }
        if let ([_, _, ..], None) = (hosts.as_slice(), &options.host) {
            let listed: Vec<_> = hosts.iter().map(|(host, count)| format!("{host} ({count})")).collect();
            let shown = listed.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
            api.remarks.push(format!("hosts, with their requests: {shown}; --host takes one of them alone"));
        }
        Ok(api)
    }
}

/// Requests sorted by host, those of the commonest first.
fn by_host(mut calls: Vec<Call>, hosts: &[(String, usize)]) -> Vec<Call> {
    let order: BTreeMap<&str, usize> =
        hosts.iter().zip(0..).map(|((host, _), number)| (host.as_str(), number)).collect();
    calls.sort_by_key(|call| order.get(call.host.as_str()).copied());
    calls
}

/// A request of a recording, without its values.
///
/// # Errors
/// Why it is no request to an API.
fn call(exchange: &Exchange<'_>, options: &Options) -> Result<Call, &'static str> {
    let request = &exchange.request;
    let method = std::str::from_utf8(&request.method).map_err(|_| "a method that is no name")?.to_owned();
    let is_name = !method.is_empty()
        && method.len() <= 40
        && method.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !is_name || method == "CONNECT" {
        return Err("tunnels, and methods that are no names");
    }
    let host = std::str::from_utf8(exchange.host()).ok().and_then(host_name).ok_or("a host that a pack can't name")?;
    if options.host.as_ref().is_some_and(|own| !is_of(&host, own)) {
        return Err("requests to other hosts than --host");
    }
    let target = std::str::from_utf8(&request.target).map_err(|_| "a target that isn't UTF-8")?;
    let target = target
        .split_once("://")
        .map_or(target, |(_, rest)| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let header = |headers: &Headers<'_>, name: &str| {
        headers.get(name).map(|value| String::from_utf8_lossy(value).trim().to_ascii_lowercase())
    };
    let is_read = matches!(method.as_str(), "GET" | "HEAD");
    let is_preflight = method == "OPTIONS" && request.headers.get("access-control-request-method").is_some();
    if is_preflight {
        return Err("questions of browsers before a request (CORS)");
    }
    if request.headers.get("upgrade").is_some_and(|value| value.eq_ignore_ascii_case(b"websocket")) {
        return Err("WebSockets");
    }
    let kind = exchange.response.as_ref().and_then(|response| header(&response.headers, "content-type"));
    let fetched_as = header(&request.headers, "sec-fetch-dest");
    let is_part = kind.as_deref().map_or_else(|| has_static_ending(path), is_page)
        || fetched_as.is_some_and(|dest| dest != "empty" && !dest.is_empty());
    if is_read && is_part {
        return Err("pages, and scripts, styles, pictures and the like");
    }
    let mut made = Call { host, method, segments: seen::segments(path), query: seen::form(query), ..Call::default() };
    for (name, value) in request.headers.iter() {
        let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
        made.credentials.extend(seen::of_header(&name, &value));
    }
    made.credentials
        .extend(query.split('&').filter_map(|pair| seen::of_query(pair.split('=').next().unwrap_or_default())));
    made.answer = exchange.response.as_ref().map(|response| seen::answer(response.status, response.body.bytes()));
    body(&mut made, request.headers.get("content-type"), &request.body);
    Ok(made)
}

fn body(made: &mut Call, media_type: Option<&[u8]>, body: &Body<'_>) {
    let whole = match body {
        Body::Absent => return,
        Body::Whole(bytes) => bytes,
        Body::Truncated(_) | Body::Unread | Body::Masked => {
            if !matches!(made.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "DELETE") {
                made.lost.push(("bodies that the recording doesn't have whole", String::new()));
            }
            return;
        }
    };
    let named = media_type
        .map(|name| String::from_utf8_lossy(name).split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    let is_name = |name: &String| {
        name.len() <= 80
            && name.contains('/')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/+-._*".contains(&b))
    };
    made.media_type = named.filter(is_name);
    match made.media_type.as_deref() {
        Some("application/x-www-form-urlencoded") => made.body = seen::form(&String::from_utf8_lossy(whole)),
        Some("multipart/form-data") => made.body = seen::multipart(whole),
        Some(name) if !name.ends_with("json") && !name.starts_with("text/") => {
            made.lost.push(("members of bodies in other formats than JSON and forms", name.to_owned()));
        }
        _ => match serde_json::from_slice(whole) {
            Ok(value) => made.body = seen::json(&value),
            Err(_) => made.lost.push(("bodies that can't be read as JSON", String::new())),
        },
    }
}

fn is_of(host: &str, own: &str) -> bool {
    match own.strip_prefix("*.") {
        Some(suffix) => host.strip_suffix(suffix).is_some_and(|before| before.ends_with('.')),
        None => host.eq_ignore_ascii_case(own),
    }
}

/// Whether a media type is what pages are made of.
fn is_page(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim();
    let (family, kind) = name.split_once('/').unwrap_or((name, ""));
    matches!(family, "image" | "font" | "video" | "audio")
        || matches!(
            kind,
            "html" | "xhtml+xml" | "css" | "javascript" | "x-javascript" | "ecmascript" | "wasm" | "manifest+json"
        )
        || kind.contains("font")
}

fn has_static_ending(path: &str) -> bool {
    path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).is_some_and(|(_, ending)| {
        STATIC.iter().any(|known| known.eq_ignore_ascii_case(ending)) || ending.eq_ignore_ascii_case("woff")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_are_made_of_is_known() {
        for part in
            ["text/html; charset=utf-8", "image/png", "application/javascript", "font/woff2", "application/font-woff"]
        {
            assert!(is_page(part), "{part}");
        }
        for own in
            ["application/json", "text/plain", "application/problem+json", "application/octet-stream", "text/xml", ""]
        {
            assert!(!is_page(own), "{own}");
        }
        assert!(
            has_static_ending("/a/b.PNG")
                && has_static_ending("/a.woff")
                && !has_static_ending("/a.json")
                && !has_static_ending("/js")
        );
        assert!(
            is_of("api.shop.example", "*.shop.example")
                && !is_of("shop.example", "*.shop.example")
                && is_of("a.b", "A.b")
        );
    }
}
