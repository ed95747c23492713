//! Parts of a request and of its answer under labels: `URL: …`, `**Request body:**`, `### Response`.

use super::failure::Failure;
use super::{lines, literal, status};

/// What is under a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Url,
    Request,
    Method,
    Headers,
    Body,
    Response,
    Status,
    ResponseHeaders,
    /// Something else: what is above it ends here.
    Else,
}

const LABELS: &[(&str, Part)] = &[
    ("url", Part::Url),
    ("uri", Part::Url),
    ("endpoint", Part::Url),
    ("api endpoint", Part::Url),
    ("request uri", Part::Url),
    ("request url", Part::Url),
    ("request method", Part::Method),
    ("api url", Part::Url),
    ("request", Part::Request),
    ("http request", Part::Request),
    ("api call", Part::Request),
    ("api request", Part::Request),
    ("call", Part::Request),
    ("my request", Part::Request),
    ("method", Part::Method),
    ("http method", Part::Method),
    ("verb", Part::Method),
    ("headers", Part::Headers),
    ("header", Part::Headers),
    ("request header", Part::Headers),
    ("body", Part::Body),
    ("payload", Part::Body),
    ("request data", Part::Body),
    ("json", Part::Body),
    ("json body", Part::Body),
    ("json payload", Part::Body),
    ("post data", Part::Body),
    ("data", Part::Body),
    ("my payload", Part::Body),
    ("raw body", Part::Body),
    ("request json", Part::Body),
    ("post_string", Part::Body),
    ("postdata", Part::Body),
    ("response", Part::Response),
    ("api response", Part::Response),
    ("server response", Part::Response),
    ("error response", Part::Response),
    ("http response", Part::Response),
    ("response data", Part::Response),
    ("error", Part::Response),
    ("error message", Part::Response),
    ("error body", Part::Response),
    ("result", Part::Response),
    ("output", Part::Response),
    ("actual", Part::Response),
    ("status", Part::Status),
    ("status code", Part::Status),
    ("http status", Part::Status),
    ("response code", Part::Status),
    ("response status", Part::Status),
    ("http code", Part::Status),
    ("http status code", Part::Status),
    ("request headers", Part::Headers),
    ("request body", Part::Body),
    ("request payload", Part::Body),
    ("response body", Part::Response),
    ("response headers", Part::ResponseHeaders),
    ("expected", Part::Else),
    ("expected behavior", Part::Else),
    ("expected behaviour", Part::Else),
    ("expected response", Part::Else),
    ("environment", Part::Else),
    ("version", Part::Else),
    ("steps to reproduce", Part::Else),
    ("logs", Part::Else),
];

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// How long a label is, and how many lines are looked through.
const MAX_LABEL: usize = 40;
const MAX_LINES: usize = 2_000;

/// Adds what is told under labels.
pub(super) fn add(text: &[u8], failure: &mut Failure) {
    let labels: Vec<(usize, usize, Part)> = lines(text)
        .take(MAX_LINES)
        .filter_map(|(at, line)| label(line).map(|(part, length)| (at, at + length, part)))
        .collect();
    let is_told = labels.iter().any(|(.., part)| matches!(part, Part::Url | Part::Request));
    if !is_told {
        return;
    }
    for (index, (at, from, part)) in labels.iter().enumerate() {
        let end = labels.get(index + 1).map_or(text.len(), |(next, ..)| *next);
        let value = value(text.get(*from..end).unwrap_or_default());
        // in a program such a label is the name of a member
        let is_of_request = matches!(part, Part::Url | Part::Request | Part::Method | Part::Headers | Part::Body);
        if value.is_empty() || *part == Part::Else || failure.is_read && is_of_request {
            continue;
        }
        failure.line_at(text, *at);
        take(failure, *part, &value);
    }
}

fn take(failure: &mut Failure, part: Part, value: &[u8]) {
    let shown = String::from_utf8_lossy(value);
    match part {
        Part::Url | Part::Request => {
            let mut words = shown.split_whitespace().map(|word| word.trim_matches(['`', '"', '\'', '<', '>', ',']));
            let mut first = words.next().unwrap_or_default();
            // `Endpoint: /v2/orders`, and nothing else
            let is_path = part == Part::Url && shown.split_whitespace().count() == 1;
            let method = first.trim_end_matches(':').to_ascii_uppercase();
            if METHODS.contains(&method.as_str()) {
                failure.method.get_or_insert(method);
                first = words.next().unwrap_or_default();
            }
            if first.starts_with("http://") || first.starts_with("https://") {
                failure.url.get_or_insert_with(|| first.to_owned());
            } else if first.starts_with('/') && first.len() > 1 && (failure.method.is_some() || is_path) {
                failure.url.get_or_insert_with(|| first.to_owned());
            } else if is_object(value) && part == Part::Request {
                failure.body.get_or_insert_with(|| value.to_vec());
            }
        }
        Part::Method => {
            let method = shown.trim_matches(|c: char| !c.is_ascii_alphabetic()).to_ascii_uppercase();
            if METHODS.contains(&method.as_str()) {
                failure.method.get_or_insert(method);
            }
        }
        Part::Headers => failure.headers = failure.headers.take().or_else(|| fields(value)),
        Part::ResponseHeaders => failure.answer_headers = fields(value).unwrap_or_default(),
        Part::Body => {
            failure.body.get_or_insert_with(|| value.to_vec());
        }
        Part::Status => {
            let told = status::in_line(format!("status {shown}").as_bytes());
            failure.status = failure.status.or(told);
        }
        Part::Response => {
            let (first, rest) = shown.split_once('\n').unwrap_or((&shown, ""));
            let first = first.trim().trim_matches('`');
            // `Response: 422`
            let is_number = first.len() == 3 && first.bytes().all(|b| b.is_ascii_digit());
            let told = match is_number {
                true => status::in_line(format!("status {first}").as_bytes()),
                false => status::in_line(first.as_bytes()),
            };
            failure.status = failure.status.or(told);
            // the status stands above the body, or is all that is told
            let said =
                if told.is_some() && first.len() < MAX_LABEL { self::value(rest.as_bytes()) } else { value.to_vec() };
            // where in a program an error was made is no answer
            if !said.is_empty() && !said.starts_with(b"at ") {
                failure.answer.get_or_insert(said);
            }
        }
        Part::Else => {}
    }
}

/// Whether a line labels an answer.
pub(super) fn is_of_answer(line: &[u8]) -> bool {
    matches!(label(line), Some((Part::Response | Part::Status | Part::ResponseHeaders, _)))
}

/// The part that a line labels, and how long the label is.
fn label(line: &[u8]) -> Option<(Part, usize)> {
    let shown = std::str::from_utf8(line.get(..line.len().min(400))?).ok()?;
    let front = shown.len() - shown.trim_start_matches(|c: char| c.is_whitespace() || "#*->•_$".contains(c)).len();
    let is_marked = shown.get(..front)?.contains(['#', '*']);
    let rest = shown.get(front..)?;
    let (name, length) = match rest.find(':') {
        Some(colon) if !rest.get(..colon)?.contains("http") => (rest.get(..colon)?, front + colon + 1),
        _ if is_marked => (rest, line.len()),
        // "Request Headers" alone in its line
        _ if rest.trim().contains(' ') => (rest, line.len()),
        _ => return None,
    };
    if name.len() > MAX_LABEL {
        return None;
    }
    let name = name.trim_matches(|c: char| c.is_whitespace() || "*_`#".contains(c)).to_lowercase();
    // `POST: https://…`
    let is_method = METHODS.iter().any(|method| method.eq_ignore_ascii_case(&name));
    if is_method && rest.get(name.len()..)?.starts_with(':') {
        return Some((Part::Request, front));
    }
    let (_, part) = LABELS.iter().find(|(known, _)| *known == name)?;
    Some((*part, length))
}

/// What is under a label: in a block of code, or up to an empty line; of an object, the whole of it.
fn value(text: &[u8]) -> Vec<u8> {
    let text = text.trim_ascii_start();
    let text = text.strip_prefix(b"**").unwrap_or(text).trim_ascii_start();
    if let Some(fenced) = text.strip_prefix(b"```") {
        let start = memchr::memchr(b'\n', fenced).map_or(fenced.len(), |at| at + 1);
        let inside = fenced.get(start..).unwrap_or_default();
        let end = memchr::memmem::find(inside, b"```").unwrap_or(inside.len());
        return inside.get(..end).unwrap_or_default().trim_ascii().to_vec();
    }
    if let Some((_, end)) = literal::value_at(text, 0) {
        return text.get(..end).unwrap_or_default().to_vec();
    }
    let end = memchr::memmem::find(text, b"\n\n").or_else(|| memchr::memmem::find(text, b"\r\n\r\n"));
    let value = text.get(..end.unwrap_or(text.len())).unwrap_or_default().trim_ascii();
    let bare = value.strip_prefix(b"`").and_then(|value| value.strip_suffix(b"`"));
    bare.unwrap_or(value).to_vec()
}

fn is_object(value: &[u8]) -> bool {
    matches!(value.first(), Some(b'{' | b'[')) && literal::value_at(value, 0).is_some()
}

/// Header lines, or an object of them.
fn fields(value: &[u8]) -> Option<Vec<(String, String)>> {
    if let Some((serde_json::Value::Object(members), _)) = literal::value_at(value, 0) {
        let field = |(name, value): (String, serde_json::Value)| Some((name, value.as_str()?.to_owned()));
        return Some(members.into_iter().filter_map(field).collect());
    }
    let shown = String::from_utf8_lossy(value).into_owned();
    let field = |line: &str| {
        let line = line.trim().trim_start_matches(['-', '*', ' ']).trim_matches(['`', '"', '\'', ',']);
        let (name, value) = line.split_once(':')?;
        let name = name.trim_matches(['"', '\'', '`', ' ']);
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        is_name.then(|| (name.to_owned(), value.trim_matches(['"', '\'', '`', ' ', ',']).to_owned()))
    };
    let fields: Vec<_> = shown.lines().filter_map(field).collect();
    (!fields.is_empty()).then_some(fields)
}
