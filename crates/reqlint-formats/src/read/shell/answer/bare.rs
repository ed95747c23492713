//! The body of an answer without its head, as curl prints it without `-i`: what in it says the status.

use super::line_starts;
use reqlint_core::{Body, Headers, Response};
use serde_json::Value;
use std::borrow::Cow;
use std::ops::Range;

/// An error answer of which only the body is shown.
pub(super) struct Bare {
    pub(super) response: Response<'static>,
    /// Where its status is, as a person would say it.
    pub(super) says: String,
}

/// What a text may hold of an answer: one whose status it says, or the body of one that says none.
pub(super) enum Found {
    Answer(Bare),
    Body(Vec<u8>),
}

/// How many beginnings of JSON are tried; each may fail only at the end of the text.
const MAX_TRIES: usize = 16;

/// How deep a status is looked for in JSON, and how long a line is that holds one.
const MAX_DEPTH: usize = 3;
const MAX_LINE: usize = 300;

/// How long a line is that only says what comes below it.
const MAX_LABEL: usize = 40;

/// Members that hold the status of an answer, in lower case without signs, the most certain first.
const STATUS: &[&str] = &["statuscode", "httpstatuscode", "httpstatus", "httpcode", "status", "code", "errorcode"];

/// Members that may begin with the status: `HTTP 415 Unsupported Media Type`.
const TEXT: &[&str] = &["error", "message", "title", "detail", "errormessage", "reason"];

/// Members that hold what an answer says of its error.
const INSIDE: &[&str] = &["error", "errors", "meta", "status", "response", "fault"];

/// The last body of an answer in a text; one that says its status before one that doesn't.
pub(super) fn read(text: &[u8]) -> Option<Found> {
    let json = of_json(text);
    if let Some(Found::Answer(_)) = json {
        return json;
    }
    if let Some(members @ Found::Answer(_)) = of_members(text).filter(|_| json.is_none()) {
        return Some(members);
    }
    let told = of_page(text).or_else(|| of_line(text)).or_else(|| of_prose(text));
    match (told, json) {
        // the status is beside the body
        (Some(Bare { response, says }), Some(Found::Body(body))) => {
            Some(Found::Answer(answer(response.status, &body, says)))
        }
        (told, json) => told.map(Found::Answer).or(json).or_else(|| of_members(text)).or_else(|| of_sentence(text)),
    }
}

/// The only line that was printed, what a shell says of its jobs and a label above it (`Result:`) left out.
fn of_sentence(text: &[u8]) -> Option<Found> {
    let is_said = |line: &&[u8]| {
        let is_job = line.starts_with(b"[") && line.get(1).is_some_and(u8::is_ascii_digit);
        let is_label = line.ends_with(b":") && line.len() <= MAX_LABEL;
        !line.is_empty() && !is_job && !is_label && !matches!(**line, [b'$' | b'#' | b'%' | b'>'])
    };
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(is_said);
    let line = lines.next().filter(|line| line.len() <= MAX_LINE)?;
    lines.next().is_none().then(|| Found::Body(line.to_vec()))
}

fn answer(status: u16, body: &[u8], says: impl Into<String>) -> Bare {
    let body = Body::Whole(Cow::Owned(body.to_vec()));
    Bare { response: Response { status, headers: Headers::Fields(Vec::new()), body }, says: says.into() }
}

/// JSON that begins a line.
fn of_json(text: &[u8]) -> Option<Found> {
    let mut found = None;
    let mut next = 0;
    let opens = |at: &usize| matches!(text.get(*at), Some(b'{' | b'['));
    // a command in the background prints behind the next prompt
    let behind_prompt = |at: usize| Some(at).filter(opens).or_else(|| prompt(text, at));
    let mut starts = line_starts(text).filter_map(behind_prompt);
    for _ in 0..MAX_TRIES {
        let Some(start) = starts.find(|at| *at >= next) else { break };
        let Some((value, end)) = value_at(text, start) else { continue };
        next = end;
        // `[1] 41214` is what a shell says of its jobs
        if value.as_array().is_some_and(|items| !items.first().is_some_and(Value::is_object)) {
            continue;
        }
        let body = text.get(start..end).unwrap_or_default();
        match status_in(&value, 0) {
            Some((status, says)) => found = Some(Found::Answer(answer(status, body, says))),
            None if found.is_none() => found = Some(Found::Body(body.to_vec())),
            None => {}
        }
    }
    found
}

/// A line with the members of an object whose brackets were not copied: `"status": 400, "title": "Bad Request"`.
fn of_members(text: &[u8]) -> Option<Found> {
    let starts = line_starts(text).filter(|at| text.get(*at) == Some(&b'"')).take(MAX_TRIES);
    let members = |at: usize| {
        let line = line_of(text, at).trim_ascii();
        let body = [b"{", line.strip_suffix(b",").unwrap_or(line), b"}"].concat();
        let value: Value = serde_json::from_slice(&body).ok()?;
        Some(match status_in(&value, 0) {
            Some((status, says)) => Found::Answer(answer(status, &body, says)),
            None => Found::Body(body),
        })
    };
    starts.filter_map(members).last()
}

/// Where an object begins that is all there is after a prompt, in the line that begins at a place.
fn prompt(text: &[u8], start: usize) -> Option<usize> {
    let line = line_of(text, start).trim_ascii_end();
    let before = line.strip_suffix(b"{")?;
    [&b"$ "[..], b"# ", b"% "].iter().any(|prompt| before.ends_with(prompt)).then_some(start + before.len())
}

/// The object or list that begins at a place, and where it ends.
fn value_at(text: &[u8], start: usize) -> Option<(Value, usize)> {
    let mut values = serde_json::Deserializer::from_slice(text.get(start..)?).into_iter::<Value>();
    let value = values.next()?.ok()?;
    Some((value, start + values.byte_offset()))
}

fn status_in(value: &Value, depth: usize) -> Option<(u16, String)> {
    if depth > MAX_DEPTH {
        return None;
    }
    let members = match value {
        Value::Object(members) => members,
        Value::Array(items) => return items.first().and_then(|first| status_in(first, depth + 1)),
        _ => return None,
    };
    let member = |name: &&str| members.iter().find(|(key, _)| plain(key) == **name);
    let number = |name: &str| {
        let (key, value) = member(&name)?;
        Some((number(value)?, format!("its member `{key}`")))
    };
    let text = |name: &str| {
        let (key, value) = member(&name)?;
        Some((status_of_line(value.as_str()?.as_bytes())?, format!("its member `{key}`")))
    };
    let inside = |name: &str| member(&name).and_then(|(_, value)| status_in(value, depth + 1));
    STATUS
        .iter()
        .find_map(|name| number(name))
        .or_else(|| TEXT.iter().find_map(|name| text(name)))
        .or_else(|| INSIDE.iter().find_map(|name| inside(name)))
}

fn plain(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn number(value: &Value) -> Option<u16> {
    let number = match value {
        Value::Number(number) => number.as_u64().and_then(|number| number.try_into().ok())?,
        Value::String(text) => return text.parse().ok().filter(is_error).or_else(|| status_of_line(text.as_bytes())),
        _ => return None,
    };
    Some(number).filter(is_error)
}

fn is_error(status: &u16) -> bool {
    (400..600).contains(status)
}

/// A page whose title or first heading has the status.
fn of_page(text: &[u8]) -> Option<Bare> {
    let start = line_starts(text).find(|at| text.get(*at) == Some(&b'<'))?;
    let page = text.get(start..)?.trim_ascii_end();
    let heading = ["title", "h1"].iter().find_map(|tag| status_of_words(page.get(inside(page, tag)?)?))?;
    Some(answer(heading, page, "its heading"))
}

/// The text of the first element of a name.
fn inside(page: &[u8], tag: &str) -> Option<Range<usize>> {
    let lower = page.to_ascii_lowercase();
    let open = format!("<{tag}>");
    let start = memchr::memmem::find(&lower, open.as_bytes())? + open.len();
    let len = memchr::memchr(b'<', lower.get(start..)?)?;
    Some(start..start + len)
}

/// The first word that is the status of an error.
fn status_of_words(text: &[u8]) -> Option<u16> {
    let mut words = text.split(|b| !b.is_ascii_alphanumeric()).filter(|word| word.len() == 3);
    words.find_map(|word| std::str::from_utf8(word).ok()?.parse().ok().filter(is_error))
}

/// A line that begins with the status and its name.
fn of_line(text: &[u8]) -> Option<Bare> {
    let start = line_starts(text).find(|at| status_of_line(line_of(text, *at)).is_some())?;
    let status = status_of_line(line_of(text, start))?;
    Some(answer(status, text.get(start..)?.trim_ascii_end(), "its first line"))
}

/// The status that a line begins with: `400 Bad Request: …`, `HTTP 415 Unsupported Media Type`, Go's `404 page not found`.
fn status_of_line(line: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(line).ok().filter(|line| line.len() <= MAX_LINE)?.trim();
    let line = line.strip_prefix("HTTP ").unwrap_or(line);
    let (digits, rest) = line.split_at_checked(3)?;
    let status = digits.parse().ok().filter(is_error)?;
    let name = rest.strip_prefix(' ').or_else(|| rest.strip_prefix(": "))?.split([':', '.', ',']).next()?.trim();
    let is_name = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let is_named = (1..=5).contains(&name.split_whitespace().count()) && name.split_whitespace().all(is_name);
    (is_named || name == "page not found").then_some(status)
}

fn line_of(text: &[u8], start: usize) -> &[u8] {
    text.get(start..).unwrap_or_default().split(|b| *b == b'\n').next().unwrap_or_default()
}

/// The status that a line beside the body says: `Response Status 500`, or `curl: (22) The requested URL returned error: 401`.
fn of_prose(text: &[u8]) -> Option<Bare> {
    let status = line_starts(text).find_map(|at| said(line_of(text, at)))?;
    let Bare { response, says } = answer(status, b"", "a line beside it");
    Some(Bare { response: Response { body: Body::Unread, ..response }, says })
}

/// The status of an error after a word that comes before one.
fn said(line: &[u8]) -> Option<u16> {
    const BEFORE: [&str; 5] = ["status", "code", "error", "http", "response"];
    let line = std::str::from_utf8(line).ok().filter(|line| line.len() <= MAX_LINE)?.to_lowercase();
    if line.trim_start().starts_with(['{', '[', '"', '<', '}', ']']) {
        return None;
    }
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let status = |number: &str| number.parse().ok().filter(|_| number.len() == 3).filter(is_error);
    words.windows(2).find_map(|pair| match pair {
        [before, number] if BEFORE.contains(before) => status(number),
        // `a 500 status code`
        [number, "status"] => status(number),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (u16, String) {
        match read(text.as_bytes()) {
            Some(Found::Answer(bare)) => {
                (bare.response.status, String::from_utf8_lossy(bare.response.body.bytes()).into_owned())
            }
            Some(Found::Body(body)) => (0, String::from_utf8(body).unwrap()),
            None => (0, String::new()),
        }
    }

    #[test]
    fn bodies_that_say_their_status() {
        let table = [
            (r#"{"code": "unauthorized", "message": "no", "status": 401}"#, 401),
            (r#"{"errors":[{"status":"422","title":"Invalid"}]}"#, 422),
            (r#"{"meta":{"code":422,"error":"validation"},"data":{}}"#, 422),
            (r#"{"error":{"code":403,"message":"no"}}"#, 403),
            ("{\n  \"statusCode\": 400\n}", 400),
            (r#"[{"status":"FAILURE","message":"HTTP 415 Unsupported Media Type"}]"#, 415),
            (r#"{"error":"404 Not Found"}"#, 404),
            ("<html>\n<head><title>413 Request Entity Too Large</title></head>\n</html>", 413),
            ("<h1>Bad Message 400</h1><pre>reason: Illegal character</pre>", 400),
            ("400 Bad Request: invalid header name", 400),
            ("404 page not found", 404),
            ("curl: (22) The requested URL returned error: 401 Unauthorized", 401),
            ("Error 411 (Length Required)!!1", 411),
            ("curl says that a 500 status code came", 500),
        ];
        assert_eq!(
            found("I get\n\"status\":400,\"detail\":\"no\"\n"),
            (400, "{\"status\":400,\"detail\":\"no\"}".to_owned())
        );
        for (text, status) in table {
            let (found, body) = found(&format!("which gave\n{text}\n"));
            assert_eq!(found, status, "{text}");
            assert_eq!(body, if text.starts_with(['c', 'E']) { "" } else { text });
        }
        assert_eq!(found("Response Status 500\n{\"msg\":\"no\"}"), (500, "{\"msg\":\"no\"}".to_owned()));
    }

    #[test]
    fn bodies_that_say_none() {
        for text in [
            r#"{"detail":"Not authenticated"}"#,
            r#"{"id":7,"code":12,"status":"active"}"#,
            r#"{"status":200,"message":"200 OK"}"#,
            r#"{"items":[{"status":404}]}"#,
        ] {
            assert_eq!(found(text), (0, text.to_owned()));
        }
        for text in ["500 users were created\nand more\n", "{ broken\n{ too\n", "<title>My page</title>\n<p>"] {
            assert_eq!(found(text), (0, String::new()), "{text}");
        }
        assert_eq!(
            found("[1] 41214\nthe parameter `user` is missing\n$ \n"),
            (0, "the parameter `user` is missing".to_owned())
        );
        assert_eq!(found("Result:\nUnauthorized Access\n"), (0, "Unauthorized Access".to_owned()));
        assert_eq!(
            found("jane@host:~$ {\n \"error\": \"no key\"\n}\n"),
            (0, "{\n \"error\": \"no key\"\n}".to_owned())
        );
    }

    #[test]
    fn the_last_of_several_counts_and_what_follows_is_left_out() {
        let text = "{\"status\":400}\nthen I tried\n{\"status\":401}curl: (6) Could not resolve host: x\n";
        assert_eq!(found(text), (401, "{\"status\":401}".to_owned()));
        let text = "{\"name\":\"what I sent\"}\n{\"status\":422}\n";
        assert_eq!(found(text), (422, "{\"status\":422}".to_owned()));
    }

    #[test]
    fn long_and_deep_texts_end() {
        assert_eq!(found(&"{\n".repeat(20_000)), (0, String::new()));
        assert_eq!(found(&"[".repeat(20_000)), (0, String::new()));
        assert_eq!(found(&format!("{}{}", "<".repeat(10_000), "<title>".repeat(1_000))), (0, String::new()));
    }
}
