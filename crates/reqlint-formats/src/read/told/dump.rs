//! Errors of HTTP clients as a program prints them, with the request and the answer inside: axios, Octokit, got.

use super::failure::Failure;
use super::literal;
use serde_json::Value;
use std::ops::Range;

/// Members that hold the answer, and those that hold what was sent.
const ANSWER: [&str; 2] = ["response", "res"];
const SENT: [&str; 4] = ["config", "request", "options", "req"];

/// How often a name is looked for.
const MAX_TRIES: usize = 200;

/// Adds what an error that was printed shows.
pub(super) fn add(text: &[u8], failure: &mut Failure) {
    let Some(answer) = ANSWER.iter().find_map(|name| opened(text, name)) else { return };
    let inside = text.get(answer.clone()).unwrap_or_default();
    let number = |name| member(inside, name).and_then(|value| status(&value));
    let Some(status) = ["status", "statusCode", "status_code"].into_iter().find_map(number) else { return };
    let before = text.get(..answer.start).unwrap_or_default();
    let behind = text.get(answer.end..).unwrap_or_default();
    let sent = [before, behind, inside].into_iter().find_map(|part| {
        let range = SENT.iter().find_map(|name| opened(part, name).filter(|range| has_url(part.get(range.clone()))))?;
        part.get(range)
    });
    let Some(url) = sent.and_then(url).or_else(|| url(inside)) else { return };
    failure.line_at(text, answer.start);
    failure.url.get_or_insert(url);
    failure.status.get_or_insert(status);
    let headers = |part: &[u8]| member(part, "headers").and_then(|value| fields(&value));
    if let Some(sent) = sent {
        let method = member(sent, "method").and_then(|value| Some(value.as_str()?.to_ascii_uppercase()));
        failure.method = failure.method.take().or(method);
        failure.headers = failure.headers.take().or_else(|| headers(sent));
        let body = ["data", "body", "json"].into_iter().find_map(|name| member(sent, name));
        failure.body = failure.body.take().or_else(|| body.and_then(|body| bytes(&body)));
    }
    failure.answer_headers = headers(inside).unwrap_or_default();
    let said = ["data", "body"].into_iter().find_map(|name| member(inside, name));
    failure.answer = failure.answer.take().or_else(|| said.and_then(|said| bytes(&said)));
}

/// What is between the brackets behind a name: up to where it is closed, or to the end of a text that was cut off.
fn opened(text: &[u8], name: &str) -> Option<Range<usize>> {
    let start = values(text, name).find(|at| {
        let rest = text.get(*at..).unwrap_or_default();
        // `request: <ref *1> ClientRequest {`, `headers: AxiosHeaders {`
        let near = rest.get(..rest.len().min(60)).unwrap_or_default();
        let open = near.iter().position(|b| b"{\n,".contains(b));
        open.is_some_and(|open| near.get(open) == Some(&b'{'))
    })?;
    let open = start + memchr::memchr(b'{', text.get(start..)?)?;
    let end = literal::value_at(text, open).map_or(text.len(), |(_, end)| end);
    Some(open..end)
}

/// Where the values of members of a name begin.
fn values<'t>(text: &'t [u8], name: &'t str) -> impl Iterator<Item = usize> + 't {
    memchr::memmem::find_iter(text, name.as_bytes()).take(MAX_TRIES).filter_map(move |at| {
        let before = at.checked_sub(1).and_then(|at| text.get(at)).copied();
        let is_word = before.is_some_and(|b| b.is_ascii_alphanumeric() || b"_-$.".contains(&b));
        let mut rest = text.get(at + name.len()..)?;
        rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest).trim_ascii_start();
        rest = rest.strip_prefix(b":").filter(|_| !is_word)?.trim_ascii_start();
        Some(text.len() - rest.len())
    })
}

/// The first member of a name that has a value.
fn member(text: &[u8], name: &str) -> Option<Value> {
    let read = |at| literal::any_at(text, at).map(|(value, _)| value).filter(|value| !value.is_null());
    values(text, name).find_map(read)
}

fn has_url(part: Option<&[u8]>) -> bool {
    part.and_then(url).is_some()
}

/// The URL, together with what it is relative to.
fn url(part: &[u8]) -> Option<String> {
    let text = |name| member(part, name).and_then(|value| value.as_str().map(str::to_owned));
    let url = ["url", "uri", "href"].into_iter().find_map(text)?;
    let base = || ["baseURL", "baseUrl", "prefixUrl"].into_iter().find_map(text);
    if url.contains("://") {
        return Some(url);
    }
    let joined = base().map(|base| format!("{}/{}", base.trim_end_matches('/'), url.trim_start_matches('/')));
    joined.filter(|url| url.contains("://"))
}

fn status(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|number| number.try_into().ok()).filter(|status| (400..600).contains(status))
}

fn fields(value: &Value) -> Option<Vec<(String, String)>> {
    let members = value.as_object().filter(|members| !members.is_empty())?;
    let field = |(name, value): (&String, &Value)| match value {
        Value::String(text) => Some((name.clone(), text.clone())),
        Value::Number(number) => Some((name.clone(), number.to_string())),
        _ => None,
    };
    Some(members.iter().filter_map(field).collect())
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::String(text) => Some(text.clone().into_bytes()),
        Value::Object(_) | Value::Array(_) => Some(value.to_string().into_bytes()),
        _ => None,
    }
}
