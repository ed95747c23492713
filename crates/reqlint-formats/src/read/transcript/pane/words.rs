//! The words by which panes are known: headings, names, methods.

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

const HEADINGS: [(&str, Section); 16] = [
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
    let has_heading = |line: &[u8]| {
        matches!(heading(line), Some(Section::RequestHeaders | Section::ResponseHeaders | Section::RequestBody))
    };
    sent(first).is_some() && lines.any(has_heading)
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
            | b"request priority" | b"blocking" | b"summary" => Self::Else,
            _ => return None,
        })
    }
}
