//! The words by which panes are known: headings, names, methods.

use crate::read::raw;

/// What the lines below a heading are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    General,
    RequestHeaders,
    ResponseHeaders,
    RequestBody,
    ResponseBody,
    Form,
    /// Nothing of the request.
    Else,
}

const HEADINGS: [(&str, Section); 18] = [
    // Safari's
    ("request", Section::RequestHeaders),
    ("response", Section::ResponseHeaders),
    ("general", Section::General),
    ("request headers", Section::RequestHeaders),
    ("response headers", Section::ResponseHeaders),
    ("request payload", Section::RequestBody),
    ("request body", Section::RequestBody),
    ("form data", Section::Form),
    ("response body", Section::ResponseBody),
    ("query string parameters", Section::Else),
    ("network", Section::Else),
    ("cookies", Section::Else),
    ("request cookies", Section::Else),
    ("response cookies", Section::Else),
    ("timings", Section::Else),
    ("timing", Section::Else),
    ("initiator", Section::Else),
    ("preview", Section::Else),
];

/// Headers that only requests have: where a pane was copied without its headings, they tell which block is the request's.
pub(super) const OF_REQUESTS: [&str; 14] = [
    ":authority",
    ":method",
    ":path",
    ":scheme",
    "host",
    "user-agent",
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "cookie",
    "origin",
    "referer",
    "upgrade-insecure-requests",
];

pub(super) const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Whether a line begins a pane.
pub(in crate::read::transcript) fn begins(line: &[u8]) -> bool {
    let name = line.split(|b| *b == b':').next().unwrap_or_default();
    let is_browser = ["request url", "request method"].iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()));
    is_browser
        || line.eq_ignore_ascii_case(b"scheme")
        || line.starts_with(b"XHR") && line.iter().all(u8::is_ascii_uppercase) && line.len() > 5
}

/// Whether a text is what Postman's console shows: a method and a URL, and headings below.
pub(in crate::read::transcript) fn is_console(text: &[u8]) -> bool {
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let second = lines.clone().next().unwrap_or_default();
    if first == b"Summary" && second.starts_with(b"URL:") {
        return true;
    }
    // Firefox's console, and the line of Postman's that was not opened
    let is_status = second.len() == 3 && second.iter().all(u8::is_ascii_digit);
    let is_timed = || lines.clone().nth(1).is_some_and(|line| line.ends_with(b" ms") || line.ends_with(b" s"));
    let is_raw = || lines.clone().any(raw::is_whole_request_line);
    if sent(first).is_some() && (second.starts_with(b"[HTTP/") || is_status && is_timed() && !is_raw()) {
        return true;
    }
    let has_heading = |line: &[u8]| {
        matches!(heading(line), Some(Section::RequestHeaders | Section::ResponseHeaders | Section::RequestBody))
    };
    // a header or a body directly below is raw HTTP
    let is_message =
        second.starts_with(b"{") || heading(second).is_none() && memchr::memmem::find(second, b": ").is_some();
    sent(first).is_some() && !is_message && lines.any(has_heading)
}

/// What a line of a console says of a request: `POST https://… 403 (Forbidden)`, perhaps behind the place in a program;
/// `XHRPOST https://…`; `POST https://… [HTTP/2 403 Forbidden 120ms]`. The status is empty where it isn't shown.
pub(super) fn console_line(line: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let words: Vec<&[u8]> = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).take(8).collect();
    let is_place = |word: &&[u8]| {
        let number = word.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        number > 0 && word.len().checked_sub(number + 1).and_then(|at| word.get(at)) == Some(&b':')
    };
    let front = words.iter().take(2).take_while(|word| is_place(word)).count();
    let (first, url) = (words.get(front)?, words.get(front + 1)?);
    let method = first.strip_prefix(b"XHR").unwrap_or(first);
    let is_method = METHODS.iter().any(|known| known.as_bytes() == method);
    if !is_method || memchr::memmem::find(url, b"://").is_none() {
        return None;
    }
    let is_number = |word: &&&[u8]| word.len() == 3 && word.iter().all(u8::is_ascii_digit);
    match words.get(front + 2..)? {
        [] => (first.len() > method.len()).then_some((method, url, &b""[..])),
        [status, reason, ..] if is_number(&status) && reason.starts_with(b"(") => Some((method, url, status)),
        [error, ..] if error.starts_with(b"net::") => Some((method, url, b"")),
        [version, rest @ ..] if version.starts_with(b"[HTTP/") => {
            Some((method, url, rest.first().filter(is_number).copied().unwrap_or_default()))
        }
        _ => None,
    }
}

/// The method and the URL of the line that begins what Postman's console copies: `POST https://…: {`.
pub(super) fn copied(line: &[u8]) -> Option<(&[u8], &[u8])> {
    sent(line.strip_suffix(b": {")?)
}

/// Whether a line begins what a console shows or copies.
pub(in crate::read::transcript) fn begins_console(line: &[u8]) -> bool {
    console_line(line).is_some() || copied(line).is_some()
}

/// The method and the URL of a line such as `▶ POST https://…`.
pub(super) fn sent(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let front = line.iter().take_while(|b| !b.is_ascii_alphabetic()).count();
    let mut words = line.get(front..)?.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (method, target) = (words.next()?, words.next()?);
    let is_method = method.len() > 2 && method.iter().all(u8::is_ascii_uppercase);
    (is_method && words.next().is_none() && memchr::memmem::find(target, b"://").is_some()).then_some((method, target))
}

pub(super) fn heading(line: &[u8]) -> Option<Section> {
    let line = line.trim_ascii_end().to_ascii_lowercase();
    // `▼ Request Headers (12)`, `Response Headers view source`
    let front = line.iter().take_while(|b| !b.is_ascii_alphanumeric()).count();
    let line = line.get(front..)?;
    let (name, section) = HEADINGS.iter().rev().find(|(name, _)| line.starts_with(name.as_bytes()))?;
    let rest = line.get(name.len()..)?.trim_ascii();
    let is_end =
        rest.is_empty() || rest == b":" || rest.starts_with(b"(") || rest.starts_with(b"view ") || rest == b"raw";
    is_end.then_some(*section)
}

/// What is said of the request as a whole.
pub(super) enum General {
    Url,
    Method,
    Status,
    /// A part of the URL: scheme, host, path.
    Part(usize),
    Else,
}

impl General {
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_slice() {
            b"request url" | b"url" => Self::Url,
            b"request method" | b"method" => Self::Method,
            b"status code" | b"status" => Self::Status,
            b"scheme" => Self::Part(0),
            b"host" => Self::Part(1),
            b"filename" => Self::Part(2),
            b"remote address" | b"referrer policy" | b"address" | b"version" | b"transferred" | b"dns resolution"
            | b"request priority" | b"blocking" | b"summary" | b"source" | b"initiator" => Self::Else,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_consoles() {
        let table = [
            ("POST https://x/a 403 (Forbidden)", Some("POST https://x/a 403")),
            ("app.js:12  GET https://x/a 404 (Not Found)", Some("GET https://x/a 404")),
            ("(index):1 GET https://x/a net::ERR_FAILED", Some("GET https://x/a ")),
            ("XHRPOST https://x/a", Some("POST https://x/a ")),
            ("GET https://x/a [HTTP/1.1 401 Unauthorized 12ms]", Some("GET https://x/a 401")),
            ("GET https://x/a", None),
            ("GET https://x/a HTTP/1.1", None),
            ("GET https://x/a b 403", None),
        ];
        for (line, expected) in table {
            let found = console_line(line.as_bytes()).map(|(method, url, status)| {
                [method, url, status].map(|part| String::from_utf8_lossy(part).into_owned()).join(" ")
            });
            assert_eq!(found.as_deref(), expected, "{line}");
        }
    }
}
