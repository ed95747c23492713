//! The status of an error as people and programs tell it in a sentence: `I get a 403`, `failed with status code 422`.

use super::lines;

/// How long a line may be that tells a status.
const MAX_LINE: usize = 600;

/// Words before a status of which it can be nothing else.
const BEFORE: [&str; 9] =
    ["status", "code", "error", "http", "response", "statuscode", "httpstatus", "http/1.1", "http/2"];

/// Words behind one, likewise.
const BEHIND: [&str; 7] = ["error", "errors", "status", "response", "responses", "code", "http"];

/// Words before a number that may be a status, if the clause ends behind it.
const BEFORE_WEAK: [&str; 28] = [
    "a",
    "an",
    "the",
    "get",
    "gets",
    "got",
    "getting",
    "return",
    "returns",
    "returned",
    "returning",
    "receive",
    "received",
    "receiving",
    "give",
    "gives",
    "gave",
    "throws",
    "throw",
    "with",
    "is",
    "was",
    "me",
    "answers",
    "answered",
    "says",
    "=",
    "always",
];

/// Words that begin what may come behind such a number.
const BEHIND_WEAK: [&str; 16] = [
    "when", "on", "from", "for", "but", "and", "if", "because", "with", "while", "instead", "as", "every", "in", "now",
    "again",
];

/// The words that the names of statuses begin with (RFC 9110, section 15, and the IANA registry).
const NAMES: &[(u16, &[&str])] = &[
    (400, &["bad"]),
    (401, &["unauthorized", "unauthorised", "unauthenticated"]),
    (402, &["payment"]),
    (403, &["forbidden", "access"]),
    (404, &["not", "page"]),
    (405, &["method", "not"]),
    (406, &["not"]),
    (408, &["request"]),
    (409, &["conflict"]),
    (410, &["gone"]),
    (411, &["length"]),
    (412, &["precondition"]),
    (413, &["request", "payload", "content"]),
    (414, &["uri", "request-uri", "request"]),
    (415, &["unsupported"]),
    (416, &["range", "requested"]),
    (417, &["expectation"]),
    (421, &["misdirected"]),
    (422, &["unprocessable", "unprocessible", "invalid"]),
    (423, &["locked"]),
    (424, &["failed"]),
    (426, &["upgrade"]),
    (428, &["precondition"]),
    (429, &["too"]),
    (431, &["request"]),
    (500, &["internal", "server"]),
    (501, &["not"]),
    (502, &["bad"]),
    (503, &["service"]),
    (504, &["gateway"]),
    (505, &["http"]),
    (511, &["network"]),
];

/// Names that people tell a status by, where they leave its number out.
const SPOKEN: &[(&str, u16)] = &[
    ("bad request", 400),
    ("unauthorized error", 401),
    ("unprocessable entity", 422),
    ("unsupported media type", 415),
    ("method not allowed", 405),
    ("too many requests", 429),
    ("internal server error", 500),
];

/// The first status of an error that a text tells, and where the line is that tells it.
pub(in crate::read) fn told(text: &[u8]) -> Option<(u16, usize)> {
    let by_number = lines(text).find_map(|(at, line)| Some((in_line(line)?, at)));
    let by_name = || lines(text).find_map(|(at, line)| Some((by_name(line)?, at)));
    by_number.or_else(by_name).or_else(|| lines(text).find_map(|(at, line)| Some((in_heading(line)?, at))))
}

/// The status that the title or the heading of a page tells.
fn in_heading(line: &[u8]) -> Option<u16> {
    let line = String::from_utf8_lossy(line.get(..line.len().min(MAX_LINE))?).to_lowercase();
    let start = ["<title>", "<h1>"].iter().find_map(|tag| Some(line.find(tag)? + tag.len()))?;
    let inside = line.get(start..)?.split('<').next()?;
    in_line(inside.as_bytes())
}

/// The status whose name a sentence says came: `I get a bad request`.
fn by_name(line: &[u8]) -> Option<u16> {
    const CAME: [&str; 9] =
        ["get ", "got ", "getting ", "gets ", "returns ", "returned ", "receive ", "throws ", "gives "];
    let line = String::from_utf8_lossy(line.get(..line.len().min(MAX_LINE))?).to_lowercase();
    let came = CAME.iter().filter_map(|word| Some(line.find(word)? + word.len())).min()?;
    let rest: String = line.get(came..)?.chars().take(60).collect();
    let found = SPOKEN.iter().filter_map(|(name, status)| Some((rest.find(name)?, *status))).min();
    found.map(|(_, status)| status)
}

/// The status of an error that a line tells.
pub(in crate::read) fn in_line(line: &[u8]) -> Option<u16> {
    let line = line.get(..line.len().min(MAX_LINE))?;
    let line = String::from_utf8_lossy(line);
    let line = line.trim();
    if line.starts_with(['{', '[', '"', '<', '}', ']']) || is_quoted(line) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    (0..words.len()).find_map(|at| at_word(&words, at))
}

/// Whether a line quotes what was sent: an option of a command, a URL by itself.
fn is_quoted(line: &str) -> bool {
    line.starts_with("-d") || line.starts_with("--data") || line.starts_with("http://") || line.starts_with("https://")
}

/// Whether a text begins with the status of an error, and what its name begins with behind it: `403 Forbidden`.
pub(in crate::read) fn begins_with_status(text: &[u8]) -> bool {
    let Some((digits, rest)) = text.split_at_checked(3) else { return false };
    let status: Option<u16> = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
    let names = NAMES.iter().find(|(known, _)| Some(*known) == status).map(|(_, names)| *names).unwrap_or_default();
    let word = rest.strip_prefix(b" ").unwrap_or_default();
    let length = word.iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'-').count();
    let word = word.get(..length).unwrap_or_default();
    names.iter().any(|name| word.eq_ignore_ascii_case(name.as_bytes()))
}

fn at_word(words: &[&str], at: usize) -> Option<u16> {
    let word = words.get(at)?;
    let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
    // `HTTP405`
    if let Some(status) =
        plain.strip_prefix("HTTP").filter(|digits| digits.len() == 3).and_then(|digits| digits.parse().ok())
    {
        return Some(status).filter(|status| (400..600).contains(status));
    }
    // `error=401`, `status:422`, `code:400`
    let (label, plain) = match plain.rsplit_once(['=', ':']) {
        Some((label, number)) => (label.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase(), number),
        None => (String::new(), plain),
    };
    let (digits, tail) = plain.split_at_checked(3)?;
    let status: u16 = digits.parse().ok().filter(|status| (400..600).contains(status))?;
    let names = NAMES.iter().find(|(known, _)| *known == status).map(|(_, names)| *names)?;
    let begins_name = |word: &str| names.iter().any(|name| word.eq_ignore_ascii_case(name));
    // `422Unprocessable`
    if tail.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return begins_name(tail).then_some(status);
    }
    if !tail.is_empty() || word.contains('/') && !word.starts_with("HTTP/") {
        return None;
    }
    if BEFORE.contains(&label.as_str()) {
        return Some(status);
    }
    if !label.is_empty() {
        return None;
    }
    let lower = |at: usize| {
        words.get(at).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '=').to_lowercase())
    };
    let before = at.checked_sub(1).and_then(lower).unwrap_or_default();
    let behind = lower(at + 1).unwrap_or_default();
    let is_joined = |word: &str| !word.ends_with(['.', ';', '?', '!']);
    let begins = behind.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
    if is_joined(word) && begins_name(begins) && !behind.is_empty() {
        return Some(status);
    }
    if BEFORE.contains(&before.as_str()) && at > 0 && words.get(at - 1).is_some_and(|word| !word.ends_with('.')) {
        return Some(status);
    }
    // `status code is 422`, `error code was: 400`
    let further = at.checked_sub(2).and_then(lower).unwrap_or_default();
    if ["is", "was", "of", "="].contains(&before.as_str()) && BEFORE.contains(&further.as_str()) {
        return Some(status);
    }
    if is_joined(word) && BEHIND.contains(&begins) {
        return Some(status);
    }
    let ends = at + 1 == words.len() || word.ends_with(['.', ',', ';', ':', '?', '!', ')']);
    let is_weak = BEFORE_WEAK.contains(&before.as_str()) || word.starts_with('(') && word.contains(')');
    (is_weak && (ends || BEHIND_WEAK.contains(&behind.as_str()))).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::in_line;

    #[test]
    fn names_of_statuses_in_sentences() {
        let table = [
            ("I get a bad request. How would I see more?", Some(400)),
            ("but it returns Internal Server Error", Some(500)),
            ("a bad request is one that is wrong", None),
            ("<head><title>500 Internal Server Error</title></head>", Some(500)),
            ("<title>My page</title>", None),
            ("I get nothing", None),
        ];
        for (line, expected) in table {
            assert_eq!(super::told(line.as_bytes()).map(|(status, _)| status), expected, "{line}");
        }
    }

    #[test]
    fn statuses_in_sentences() {
        let table = [
            ("But finally, I got an error HTTP/1.1 401 Unauthorized.", Some(401)),
            ("it gives me an 401 Unauthorized status. How can I fix this?", Some(401)),
            ("I have this record but i get 422 error .", Some(422)),
            ("422Unprocessable Entity (WebDAV) (RFC 4918)", Some(422)),
            ("Why i get error 400 ?", Some(400)),
            ("but get in status 400", Some(400)),
            ("I get the following error (401) :", Some(401)),
            ("I get a 403.", Some(403)),
            ("it returns 404 when the id is set", Some(404)),
            ("Request failed with status code 422", Some(422)),
            ("Status: 422 Unprocessable Entity", Some(422)),
            ("Error: verify credentials: 403 Forbidden: {\"a\": 1}", Some(403)),
            ("The remote server returned an error: (403) Forbidden.", Some(403)),
            ("Response status code does not indicate success: 401 (Unauthorized).", Some(401)),
            ("curl: (22) The requested URL returned error: 415", Some(415)),
            ("status=429 reason=slow", Some(429)),
            ("HTTP status code was: 500", Some(500)),
            ("I get an HTTP405 when I run it", Some(405)),
            ("Response Status 500", Some(500)),
            ("a **405 Method Not Allowed** response", Some(405)),
            ("I got a `404` instead", Some(404)),
            // other numbers
            ("500 users were created", None),
            ("there are 404 items in a list", None),
            ("it listens on localhost:443 and 127.0.0.1:500", None),
            ("https://api.example.com/v1/404", None),
            ("{\"status\": 404}", None),
            ("see issue #401 of it", None),
            ("a file of 512 bytes", None),
            ("line 404: x", None),
            ("version 4.0.4 or 500.1", None),
            ("with 500 workers", None),
            ("it answers 200 OK", None),
        ];
        for (line, expected) in table {
            assert_eq!(in_line(line.as_bytes()), expected, "{line}");
        }
    }
}
