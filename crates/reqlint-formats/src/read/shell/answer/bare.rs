//! The body of an answer without its head, as curl prints it without `-i`: what in it says the status.

use super::line_starts;
use crate::read::told::{
    self,
    inside::{status_in, status_of_line},
    words,
};
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

/// How long a line is that is all that was printed.
const MAX_LINE: usize = 300;

/// How long a line is that only says what comes below it.
const MAX_LABEL: usize = 40;

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
    let body = || words::object(text).or_else(|| words::markup(text)).or_else(|| words::said(text));
    match (told, json) {
        // the status is beside the body
        (Some(Bare { response, says }), Some(Found::Body(body))) => {
            Some(Found::Answer(answer(response.status, &body, says)))
        }
        (Some(told), None) if matches!(told.response.body, Body::Unread) => {
            let body = body().map_or(Body::Unread, |body| Body::Whole(Cow::Owned(body)));
            Some(Found::Answer(Bare { response: Response { body, ..told.response }, ..told }))
        }
        (told, json) => {
            let found = told.map(Found::Answer).or(json).or_else(|| of_members(text));
            let found = found.or_else(|| body().map(Found::Body)).or_else(|| of_label(text));
            found.or_else(|| of_block(text)).or_else(|| of_sentence(text))
        }
    }
}

/// What is below a line such as `Result:` or `The response is:`, up to an empty line: a line of text.
fn of_label(text: &[u8]) -> Option<Found> {
    const WORDS: [&str; 7] = ["result", "response", "output", "answer", "reply", "returns", "get"];
    let is_label = |line: &[u8]| {
        let line = line.to_ascii_lowercase();
        let mut words = line.split(|b| !b.is_ascii_alphanumeric());
        line.len() <= MAX_LABEL
            && line.ends_with(b":")
            && words.any(|word| WORDS.iter().any(|known| known.as_bytes() == word))
    };
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    lines.find(|line| is_label(line))?;
    let bare = |line: &'_ [u8]| {
        line.strip_prefix(b"```").and_then(|line| line.strip_suffix(b"```")).is_some_and(|line| !line.is_empty())
    };
    let line =
        lines.find(|line| !line.is_empty() && (!is_fence(line) || bare(line))).filter(|line| line.len() <= MAX_LINE)?;
    let line = if bare(line) { line.get(3..line.len() - 3)? } else { line };
    let is_end = lines.next().is_none_or(|line| line.is_empty() || is_fence(line));
    (is_end && !is_listed(line)).then(|| Found::Body(line.to_vec()))
}

/// A line of text directly below a command, with which its block of code ends: one that Markdown indents, or fences.
fn of_block(text: &[u8]) -> Option<Found> {
    let mut lines =
        text.split(|b| *b == b'\n').skip_while(|line| line.trim_ascii().is_empty()).map(<[u8]>::trim_ascii_end);
    let is_below = text.split(|b| *b == b'\n').take(2).any(|line| !line.trim_ascii().is_empty());
    let line = lines.next().filter(|line| is_below && line.len() <= MAX_LINE)?;
    let next = lines.next().unwrap_or_default();
    let is_indented = line.starts_with(b"    ") || line.starts_with(b"\t");
    let is_end = is_indented && next.is_empty() || is_fence(next);
    let line = line.trim_ascii();
    let is_personal = std::str::from_utf8(line).is_ok_and(words::is_personal);
    (is_end && !is_personal && !is_fence(line) && !is_listed(line)).then(|| Found::Body(line.to_vec()))
}

fn is_fence(line: &[u8]) -> bool {
    line.starts_with(b"```")
}

/// Whether a line is an item of a list that a person wrote.
fn is_listed(line: &[u8]) -> bool {
    let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
    matches!(line, [b'-' | b'*', b' ', ..]) || digits > 0 && matches!(line.get(digits..), Some([b'.' | b')', b' ', ..]))
}

/// The only line that was printed, what a shell says of its jobs and a label above it (`Result:`) left out.
fn of_sentence(text: &[u8]) -> Option<Found> {
    let is_said = |line: &&[u8]| {
        let is_job = line.starts_with(b"[") && line.get(1).is_some_and(u8::is_ascii_digit);
        let is_label = line.ends_with(b":") && line.len() <= MAX_LABEL;
        !line.is_empty() && !is_job && !is_label && !is_fence(line) && !matches!(**line, [b'$' | b'#' | b'%' | b'>'])
    };
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(is_said);
    let line = lines.next().filter(|line| line.len() <= MAX_LINE)?;
    // a question about the answer isn't the answer
    let is_personal = std::str::from_utf8(line).is_ok_and(words::is_personal);
    (lines.next().is_none() && !is_personal && !is_listed(line)).then(|| Found::Body(line.to_vec()))
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
    words.find_map(|word| std::str::from_utf8(word).ok()?.parse().ok().filter(told::inside::is_error))
}

/// A line that begins with the status and its name.
fn of_line(text: &[u8]) -> Option<Bare> {
    let start = line_starts(text).find(|at| status_of_line(line_of(text, *at)).is_some())?;
    let status = status_of_line(line_of(text, start))?;
    Some(answer(status, text.get(start..)?.trim_ascii_end(), "its first line"))
}

fn line_of(text: &[u8], start: usize) -> &[u8] {
    text.get(start..).unwrap_or_default().split(|b| *b == b'\n').next().unwrap_or_default()
}

/// The status that a line beside the body says: `Response Status 500`, or `curl: (22) The requested URL returned error: 401`.
fn of_prose(text: &[u8]) -> Option<Bare> {
    let status = told::status_of(text)?;
    let Bare { response, says } = answer(status, b"", "a line beside it");
    Some(Bare { response: Response { body: Body::Unread, ..response }, says })
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
            ("curl gives me 401 Unauthorized then", 401),
            ("curl returns 400 bad request (and HTML)", 400),
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
            found("Result:\nUnauthorized Access\n\nand I don't know why\nat all\n"),
            (0, "Unauthorized Access".to_owned())
        );
        for text in [
            "\n    Bad credentials\n\nNext I went there.\nAnd then?\n",
            "Bad credentials\n```\nNext I went there.\nAnd then?\n",
        ] {
            assert_eq!(found(text), (0, "Bad credentials".to_owned()), "{text}");
        }
        for text in ["\n\n    Next block\n\nAnd then?\nYes\n", "Next I went there.\n\nAnd then?\n"] {
            assert_eq!(found(text), (0, String::new()), "{text}");
        }
        assert_eq!(found("- 5. Verify the library\n"), (0, String::new()));
        assert_eq!(found("we get 404 users\nof 500\n"), (0, String::new()));
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
