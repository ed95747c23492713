//! The answer that is pasted below a command: what `curl -i` printed, or `curl -v` said, or a body alone.

mod bare;

use crate::read::raw;
use crate::read::told::{Around, around};
use crate::read::transcript::answer_of_trace;
use bare::{Bare, Found};
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Headers, Response};
use std::borrow::Cow;

/// What is pasted below a command.
#[derive(Default)]
pub(in crate::read) struct Pasted {
    /// The last answer.
    pub(in crate::read) answer: Option<Response<'static>>,
    /// The target of the last request that is shown above it, as `curl -v` does.
    pub(in crate::read) asked: Option<Vec<u8>>,
    /// What says the status of an answer that is shown without its head.
    pub(in crate::read) said_by: Option<String>,
    /// What may be the body of an answer, where nothing says a status.
    pub(in crate::read) body: Option<Vec<u8>>,
    /// Where another request begins, which the program sent after the answer: `http --follow --all -v` shows it.
    pub(in crate::read) later: Option<usize>,
    /// Whether the answer is shown above the command.
    pub(in crate::read) is_above: bool,
}

/// Reads what is pasted below a command.
pub(in crate::read) fn read(text: &[u8]) -> Pasted {
    if text.trim_ascii().is_empty() {
        return Pasted::default();
    }
    let later = later(text);
    Pasted { later, ..first(text.get(..later.unwrap_or(text.len())).unwrap_or_default()) }
}

/// Where a request line begins below an answer, without the marks of `curl -v`.
fn later(text: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, b"HTTP/")?;
    let begins = |at: &usize| text.get(*at..).is_some_and(raw::is_answer);
    let answer = line_starts(text).filter(|at| text.get(*at) == Some(&b'H')).find(begins)?;
    line_starts(text)
        .find(|at| *at > answer && text.get(*at..).is_some_and(|text| raw::is_whole_request_line(line(text))))
}

fn first(text: &[u8]) -> Pasted {
    if let Some(answer) = with_head(text) {
        return Pasted { answer: Some(answer), asked: asked(text), ..Pasted::default() };
    }
    let text = if is_quoted_json(text) { Cow::Owned(unquoted(text)) } else { Cow::Borrowed(text) };
    match bare::read(&text) {
        Some(Found::Answer(Bare { response, says })) => {
            Pasted { answer: Some(response), said_by: Some(says), ..Pasted::default() }
        }
        Some(Found::Body(body)) => Pasted { body: Some(body), ..Pasted::default() },
        None => Pasted::default(),
    }
}

impl Pasted {
    /// With what the text above the command tells: what is shown below counts more.
    pub(super) fn with(self, above: &[u8]) -> Self {
        let is_whole = self.answer.as_ref().is_some_and(|answer| !matches!(answer.body, Body::Unread));
        if is_whole || above.trim_ascii().is_empty() {
            return self;
        }
        // a head that is shown above is the command's unless another request is shown with it
        if self.answer.is_none()
            && asked(above).is_none()
            && let Some(answer) = with_head(above)
        {
            let body = if matches!(answer.body, Body::Unread) {
                self.body.map(Cow::Owned).map_or(Body::Unread, Body::Whole)
            } else {
                answer.body
            };
            return Self {
                answer: Some(Response { body, ..answer }),
                said_by: None,
                body: None,
                is_above: true,
                ..self
            };
        }
        let Around { status, body } = around(above);
        let body = self.body.clone().or(body);
        let whole = |body: Option<Vec<u8>>| body.map_or(Body::Unread, |body| Body::Whole(Cow::Owned(body)));
        match (self.answer, status) {
            (Some(answer), _) => Self { answer: Some(Response { body: whole(body), ..answer }), body: None, ..self },
            (None, Some(status)) => {
                let answer = Response { status, headers: Headers::Fields(Vec::new()), body: whole(body) };
                Self { answer: Some(answer), said_by: Some("a line above".to_owned()), body: None, ..self }
            }
            (None, None) => Self { answer: None, body, said_by: None, ..self },
        }
    }
}

/// The target of the last request that `curl -v` shows.
fn asked(text: &[u8]) -> Option<Vec<u8>> {
    let lines = line_starts(text).filter_map(|at| line(text.get(at..)?).strip_prefix(b"> "));
    let line = lines.filter(|line| raw::is_whole_request_line(line)).last()?;
    line.split(|b| *b == b' ').nth(1).map(<[u8]>::to_vec)
}

/// The last answer of a text that is shown from its status line on.
fn with_head(text: &[u8]) -> Option<Response<'static>> {
    if let Some(answer) = of_wget(text) {
        return Some(answer);
    }
    memchr::memmem::find(text, b"HTTP/")?;
    let trace = answer_of_trace(text);
    let plain = trace.map_or_else(|| plain(text), Cow::Owned);
    let begins =
        |text: &[u8], at: usize| text.get(at..).is_some_and(|text| text.starts_with(b"HTTP/") && raw::is_answer(text));
    let start = line_starts(&plain).find(|at| begins(&plain, *at));
    let indented = if start.is_none() { indented(&plain) } else { None };
    let answer = start.and_then(|start| plain.get(start..)).or(indented.as_deref())?;
    let record = raw::read_answer(None, answer).ok()?;
    record.exchange.response.map(|response| without_rest(owned(response)))
}

/// The block from a status line on that Markdown's code or a list indents, without its indentation.
fn indented(text: &[u8]) -> Option<Vec<u8>> {
    let indent = |line: &[u8]| line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let front = |line: &[u8]| line.get(indent(line)..).unwrap_or_default().to_vec();
    let mut lines = text.split_inclusive(|b| *b == b'\n').skip_while(|line| !raw::is_answer(&front(line))).peekable();
    let depth = lines.peek().map(|line| indent(line)).filter(|depth| *depth > 0)?;
    let inside = lines.take_while(|line| line.trim_ascii().is_empty() || indent(line) >= depth);
    Some(inside.flat_map(|line| line.get(depth..).unwrap_or(b"\n").to_vec()).collect())
}

fn line(text: &[u8]) -> &[u8] {
    text.get(..memchr::memchr(b'\n', text).unwrap_or(text.len())).unwrap_or_default()
}

/// The answer without what a person or a console says below its body.
fn without_rest(response: Response<'static>) -> Response<'static> {
    let Body::Whole(body) = &response.body else { return response };
    let end = match body.first() {
        Some(b'{' | b'[') => {
            let mut values = serde_json::Deserializer::from_slice(body).into_iter::<serde::de::IgnoredAny>();
            values.next().and_then(Result::ok).map(|_| values.byte_offset())
        }
        Some(b'<') => memchr::memmem::rfind(body, b"</html>").map(|at| at + b"</html>".len()),
        _ => None,
    };
    let is_more = |end: &usize| body.get(*end..).is_some_and(|rest| !rest.trim_ascii().is_empty());
    match end.filter(is_more).and_then(|end| body.get(..end)) {
        Some(shorter) => Response { body: Body::Whole(Cow::Owned(shorter.to_vec())), ..response },
        None => response,
    }
}

/// What wget says of an answer: a line with its status, with `-S` its head below, two spaces in. It shows no body.
fn of_wget(text: &[u8]) -> Option<Response<'static>> {
    const MARK: &[u8] = b"HTTP request sent, awaiting response...";
    let start = memchr::memmem::rfind(text, MARK)? + MARK.len();
    let mut lines = text.get(start..)?.split(|b| *b == b'\n');
    let first = lines.next()?.trim_ascii();
    let head: Vec<&[u8]> = lines.map_while(|line| line.strip_prefix(b"  ")).map(<[u8]>::trim_ascii).collect();
    let head = if head.is_empty() { [b"HTTP/1.1 ", first].concat() } else { head.join(&b'\n') };
    let head = [&head[..], b"\n\n"].concat();
    let response = raw::read_answer(None, &head).ok()?.exchange.response.map(owned)?;
    Some(Response { body: Body::Unread, ..response })
}

/// The text without what `curl -v` says of the connection and the request, and without its marks.
fn plain(text: &[u8]) -> Cow<'_, [u8]> {
    let has = |mark: &[u8]| line_starts(text).any(|at| text.get(at..).is_some_and(|line| line.starts_with(mark)));
    if has(b"> HTTP/") && !has(b"< HTTP/") {
        return Cow::Owned(unquoted(text));
    }
    // Markdown takes the marks of what curl says for a list, and indents what is below
    let is_indented = || line_starts(text).any(|at| trimmed_line(text, at).starts_with(b"< HTTP/"));
    let is_list = !has(b"< HTTP/") && is_indented();
    if !is_list && !has(b"< HTTP/") {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut heads: Vec<&[u8]> = Vec::new();
    let mut in_head = false;
    for line in text.split_inclusive(|b| *b == b'\n') {
        let trimmed = if is_list { line.trim_ascii() } else { line.trim_ascii_end() };
        let is_item = is_list && trimmed.starts_with(b"- ");
        let is_talk = is_item || ["* ", "> ", "{ [", "} ["].iter().any(|mark| trimmed.starts_with(mark.as_bytes()));
        if is_talk || trimmed == b">" || trimmed == b"*" {
            continue;
        }
        if let Some(inside) = trimmed.strip_prefix(b"<").filter(|inside| matches!(inside.first(), None | Some(b' '))) {
            let inside = inside.trim_ascii_start();
            in_head = !inside.is_empty();
            heads.push(inside);
            out.extend_from_slice(inside);
            out.push(b'\n');
        } else if !(in_head || heads.contains(&trimmed)) {
            // with `-i` curl prints each line of the head once more
            out.extend_from_slice(line);
        }
    }
    Cow::Owned(out)
}

/// Whether a person put `> ` in front of each line of JSON; `curl -v` shows no body in such lines.
fn is_quoted_json(text: &[u8]) -> bool {
    line_starts(text).any(|at| {
        let inside = text.get(at..).and_then(|line| line.strip_prefix(b">"));
        inside.is_some_and(|line| matches!(self::line(line).trim_ascii_start().first(), Some(b'{' | b'[')))
    })
}

/// The text without the `> ` that a person put in front of each line of what came.
fn unquoted(text: &[u8]) -> Vec<u8> {
    let bare = |line: &[u8]| {
        let inside = line.strip_prefix(b">").map(|inside| inside.strip_prefix(b" ").unwrap_or(inside));
        inside.unwrap_or(line).to_vec()
    };
    text.split_inclusive(|b| *b == b'\n').flat_map(bare).collect()
}

fn trimmed_line(text: &[u8], at: usize) -> &[u8] {
    text.get(at..).unwrap_or_default().split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii()
}

fn line_starts(text: &[u8]) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text).map(|at| at + 1))
}

fn owned(response: Response<'_>) -> Response<'static> {
    let field = |(name, value): (&[u8], &[u8])| HeaderField {
        name: Cow::Owned(name.to_vec()),
        value: Cow::Owned(value.to_vec()),
    };
    let bytes = |bytes: Cow<'_, [u8]>| Cow::Owned(bytes.into_owned());
    let headers = Headers::Fields(response.headers.iter().map(field).collect());
    let body = match response.body {
        Body::Absent => Body::Absent,
        Body::Whole(body) => Body::Whole(bytes(body)),
        Body::Truncated(body) => Body::Truncated(bytes(body)),
        Body::Unread => Body::Unread,
        Body::Masked => Body::Masked,
    };
    Response { status: response.status, headers, body }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_as_curl_prints_them() {
        let table = [
            ("HTTP/1.1 405 Method Not Allowed\nAllow: GET\n", 405, ""),
            ("\nHTTP/2 400\ncontent-type: a/b\n\n{\"a\":1}\n", 400, "{\"a\":1}"),
            (
                "* Trying\n> POST / HTTP/1.1\n> Host: x\n>\n< HTTP/1.1 400 Bad Request\n< A: b\n<\n{\"a\":1}\n",
                400,
                "{\"a\":1}",
            ),
            (
                "> POST / HTTP/1.1\n>\n< HTTP/1.1 400 Bad Request\nHTTP/1.1 400 Bad Request\n< A: b\nA: b\n\n<\n{\n  \"a\": 1\n}\n",
                400,
                "{\n  \"a\": 1\n}",
            ),
            ("HTTP/1.1 301 Moved\nLocation: /b\n\nHTTP/1.1 403 Forbidden\n\nno\n", 403, "no"),
        ];
        for (text, status, body) in table {
            let response = with_head(text.as_bytes()).unwrap();
            assert_eq!(
                (response.status, String::from_utf8_lossy(response.body.bytes()).trim_end()),
                (status, body),
                "{text}"
            );
        }
        let wget = b"Resolving x... 1.2.3.4\nHTTP request sent, awaiting response... 403 Forbidden\n2024 ERROR 403: Forbidden.\n";
        assert_eq!(with_head(wget).unwrap().status, 403);
        let wget = b"HTTP request sent, awaiting response... \n  HTTP/1.1 405 Not Allowed\n  Allow: GET\nLength: 3\n";
        let list = b"- Connected to x\n  > POST / HTTP/1.1\n  > Host: x\n  >\n- sent off\n  < HTTP/1.1 400 Bad Request\n  < A: b\n  <\n  no JSON\n- Connection #0 left\n";
        let response = with_head(list).unwrap();
        assert_eq!((response.status, response.headers.get("a")), (400, Some(&b"b"[..])));
        assert_eq!(response.body.bytes().trim_ascii(), b"no JSON");
        let quoted = b"> HTTP/1.0 403 Forbidden\n> A: b\n\n> make sure\n";
        assert_eq!(with_head(quoted).unwrap().body.bytes().trim_ascii(), b"make sure");
        let response = with_head(wget).unwrap();
        assert_eq!((response.status, response.headers.get("allow")), (405, Some(&b"GET"[..])));
        let text =
            b"HTTP/1.1 301 Moved\nLocation: /b\n\nGET /b HTTP/1.1\nHost: x\n\nHTTP/1.1 403 Forbidden\n\n{\"a\": 1}\n";
        let pasted = read(text);
        assert_eq!((pasted.answer.unwrap().status, pasted.later), (301, Some(33)));
        let text = b"> GET /b HTTP/1.1\n< HTTP/1.1 403 Forbidden\n< A: b\n<\n{\"a\": 1}* Connection #0 to host x left intact\n";
        let pasted = read(text);
        assert_eq!(
            (pasted.asked.as_deref(), pasted.answer.unwrap().body.bytes()),
            (Some(&b"/b"[..]), &b"{\"a\": 1}"[..])
        );
        assert!(with_head(b"{\"error\": \"bad\"}\n").is_none());
        let quoted = read(b"but that says:\n\n> {\n>   \"message\": \"no\",\n>   \"status\": 422\n> }\n\nwhy?\n");
        let answer = quoted.answer.unwrap();
        assert_eq!(
            (answer.status, answer.body.bytes()),
            (422, &b"{\n  \"message\": \"no\",\n  \"status\": 422\n}"[..])
        );
    }
}
