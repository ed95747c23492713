//! What editors and consoles make of a request: hosts without a scheme, forms over several lines, GraphQL, messages, comments.

use super::fields::Fields;
use super::request_line::{RequestLine, is_url};
use base64::Engine;
use memchr::memmem;
use reqlint_core::message::HeaderField;
use std::borrow::Cow;

/// Who sends a request that is written down like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sender {
    /// It is what was sent.
    Wire,
    /// An editor: a URL in place of a target, and the rest is added.
    Editor,
    /// Kibana's console: neither a version nor headers.
    Console,
}

impl Sender {
    /// By a request line, and what comes on the next line. In an editor's file, `is_file`, what isn't a path begins with a
    /// host, be it one that is still to be filled in.
    pub(super) fn of(line: &RequestLine, method: &[u8], target: &[u8], next: &[u8], is_file: bool) -> Self {
        let is_short = is_file && line.method.is_some() && !target.starts_with(b"/") && target != b"*";
        if is_short || is_url(target) || is_open(target) || host_of(target).is_some() && line.method.is_some() {
            return Self::Editor;
        }
        let is_bare = line.version.is_none() && line.method.is_some();
        let has_api = target.split(|b| *b == b'/').any(|segment| segment.starts_with(b"_") && segment.len() > 2);
        let next = next.trim_ascii();
        let is_path = target.starts_with(b"/")
            || target.first().is_some_and(|b| b.is_ascii_alphanumeric() || b"_.%<*".contains(b));
        // anyone writes `POST /orders` and a body; an index is made by PUT
        let is_index = method == b"PUT" && memchr::memchr_iter(b'/', target).count() == 1;
        let is_followed = next.starts_with(b"{") && (has_api || is_index || !target.starts_with(b"/"))
            || next.is_empty() && (has_api || !target.starts_with(b"/"));
        if is_bare && is_path && is_followed && target != b"*" && (has_api || next.starts_with(b"{")) {
            Self::Console
        } else {
            Self::Wire
        }
    }
}

/// Whether a target begins with what is filled in later.
pub(super) fn is_open(target: &[u8]) -> bool {
    target.starts_with(b"{{") || target.starts_with(b"${")
}

/// The length of the part of a target where an editor's file has its host, though it can't be one: `YOUR-ENDPOINT-HERE/a`.
pub(super) fn unfilled_host(target: &[u8]) -> Option<usize> {
    let length = target.iter().position(|b| b"/?#".contains(b)).unwrap_or(target.len());
    (length > 0 && !is_url(target) && !is_open(target) && target != b"*").then_some(length)
}

/// The length of the host that a target begins with: `localhost:3000/a`, `192.0.2.1/a`, `api.example.com/a`.
pub(super) fn host_of(target: &[u8]) -> Option<usize> {
    let length = target.iter().position(|b| b"/?#".contains(b)).unwrap_or(target.len());
    let authority = target.get(..length)?;
    let mut parts = authority.splitn(2, |b| *b == b':');
    let (host, port) = (parts.next()?, parts.next());
    let is_port = port.is_none_or(|port| !port.is_empty() && port.iter().all(u8::is_ascii_digit) || is_open(port));
    let is_name = host.iter().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(b)) && !host.is_empty();
    let labels: Vec<&[u8]> = host.split(|b| *b == b'.').collect();
    let last = labels.last()?;
    let is_dotted = labels.len() > 1 && labels.iter().all(|label| !label.is_empty());
    let is_address = labels.len() == 4 && host.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    let is_domain = is_dotted && last.len() > 1 && last.iter().all(u8::is_ascii_alphabetic);
    // `my.index/_search` is a path of Kibana's console
    let is_index = target.get(length..).is_some_and(|rest| rest.starts_with(b"/_"));
    let is_host = host == b"localhost" || is_address || is_domain && !is_index || is_name && port.is_some();
    (is_host && is_name && is_port).then_some(length)
}

/// A target in which calls between double braces (`{{new Date()}}`) are names.
pub(super) fn plain_placeholders(target: &[u8]) -> Option<Vec<u8>> {
    const LONGEST: usize = 200;
    let is_plain = |name: &[u8]| name.iter().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(b));
    let mut out = Vec::with_capacity(target.len());
    let mut is_changed = false;
    let mut rest = target;
    while let Some((before, inside)) = memmem::find(rest, b"{{").and_then(|at| rest.split_at_checked(at)) {
        out.extend_from_slice(before);
        let inside = inside.get(2..).unwrap_or_default();
        let near = inside.get(..inside.len().min(LONGEST)).unwrap_or_default();
        let Some(name) = memmem::find(near, b"}}").and_then(|length| near.get(..length)) else {
            out.extend_from_slice(b"{{");
            rest = inside;
            continue;
        };
        let word = name.split(|b| !b.is_ascii_alphanumeric()).find(|word| !word.is_empty()).unwrap_or(b"value");
        is_changed |= !is_plain(name);
        out.extend([&b"{{"[..], if is_plain(name) { name } else { word }, b"}}"].concat());
        rest = inside.get(name.len() + 2..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    is_changed.then_some(out)
}

/// What an editor sends for a method of its own: `GRAPHQL`, `WEBSOCKET`.
pub(super) enum Special {
    /// A query, sent as JSON by POST.
    Query,
    /// A handshake, and messages after it.
    Messages,
    /// No request over HTTP/1.1.
    Other(&'static str),
}

impl Special {
    pub(super) fn of(method: &[u8]) -> Option<Self> {
        Some(match method {
            b"GRAPHQL" => Self::Query,
            b"WEBSOCKET" | b"WS" | b"WSS" => Self::Messages,
            b"GRPC" => Self::Other("a gRPC call"),
            b"MQTT" => Self::Other("an MQTT message"),
            b"AMQP" => Self::Other("an AMQP message"),
            b"KAFKA" => Self::Other("a Kafka message"),
            b"RSOCKET" => Self::Other("an RSocket request"),
            _ => return None,
        })
    }
}

/// Whether a body is a query in GraphQL, or names the file of one.
pub(super) fn is_query(body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    let rest = |word: &&str| body.strip_prefix(word.as_bytes());
    let is_open = |rest: &[u8]| {
        let head = rest.split(|b| *b == b'{').next().unwrap_or_default();
        rest.first().is_some_and(|b| b.is_ascii_whitespace() || b"({@".contains(b))
            && head.len() < rest.len()
            && head.iter().all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace())
    };
    names_query(body) || ["query", "mutation", "subscription", "fragment"].iter().find_map(rest).is_some_and(is_open)
}

/// Whether a body names the file of a query: `gql launches < ./launches.gql`.
pub(super) fn names_query(body: &[u8]) -> bool {
    let line = body.trim_ascii_start().split(|b| *b == b'\n').next().unwrap_or_default();
    line.starts_with(b"gql ") && memmem::find(line, b"< ").is_some()
}

/// Whether a line begins a fragment of GraphQL, which is by itself before requests.
pub(super) fn is_fragment(line: &[u8]) -> bool {
    line.starts_with(b"fragment ") && memmem::find(line, b" on ").is_some()
}

/// Whether a header line names headers that a script made: `...defaultHeaders`.
pub(super) fn is_spread(name: &[u8]) -> bool {
    let word = name.strip_prefix(b"...").unwrap_or_default().trim_ascii();
    !word.is_empty() && word.iter().all(|b| b.is_ascii_alphanumeric() || b"_$.".contains(b))
}

/// Encodes `Authorization: Basic user password` and `Basic user:password`, as editors do; where the value is in the text.
pub(super) fn encode_credentials(fields: &mut Fields<'_>) -> Option<usize> {
    let is_it = |field: &HeaderField<'_>| field.name.eq_ignore_ascii_case(b"authorization");
    let at = fields.list.iter().position(is_it)?;
    let value = &fields.list.get(at)?.value;
    let scheme = value.get(..6).filter(|scheme| scheme.eq_ignore_ascii_case(b"basic "))?;
    let rest = value.get(scheme.len()..)?.trim_ascii();
    let sign = rest.iter().position(|b| matches!(b, b':' | b' '))?;
    let (user, password) = rest.split_at_checked(sign)?;
    let password = password.get(1..)?.trim_ascii();
    // what is filled in later is encoded then
    if is_open(user) || is_open(password) || user.starts_with(b"<") || password.is_empty() {
        return None;
    }
    let encoded = base64::engine::general_purpose::STANDARD.encode([user, b":", password].concat());
    fields.list.get_mut(at)?.value = Cow::Owned([&b"Basic "[..], encoded.as_bytes()].concat());
    Some(fields.places.get(at)?.value.start)
}

/// The JSON that an editor makes of a GraphQL query and, below an empty line, its variables.
pub(super) fn query(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    let blank = ["\r\n\r\n{", "\n\n{"].iter().find_map(|mark| text.rfind(mark).map(|at| (at, mark.len() - 1)));
    let variables = blank.and_then(|(at, length)| Some((text.get(..at)?, text.get(at + length..)?)));
    let (query, variables) = variables.map_or((text, ""), |(query, variables)| (query.trim_end(), variables.trim()));
    let query = serde_json::Value::from(query);
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(variables).is_ok();
    let variables = if is_json { format!(",\"variables\":{variables}") } else { String::new() };
    format!("{{\"query\":{query}{variables}}}").into_bytes()
}

/// A form whose pairs are on lines of their own, joined; `None` where it is on one line.
pub(super) fn form(body: &[u8]) -> Option<Vec<u8>> {
    let lines: Vec<&[u8]> =
        body.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).collect();
    let is_joined = |pair: &[&[u8]]| matches!(pair, [one, next] if one.ends_with(b"&") || next.starts_with(b"&"));
    (lines.len() > 1 && lines.windows(2).all(is_joined)).then(|| lines.concat())
}

/// How many bytes in front of a JSON body are comments, and where comments behind it begin.
pub(super) fn without_comments(body: &[u8]) -> (usize, usize) {
    let is_comment = |line: &[u8]| line.starts_with(b"#") || line.starts_with(b"//");
    let (mut front, mut end, mut at) = (0, body.len(), 0);
    let mut is_before = true;
    let mut last = 0;
    for line in body.split_inclusive(|b| *b == b'\n') {
        at += line.len();
        let text = line.trim_ascii();
        if is_before && (text.is_empty() || is_comment(text)) {
            front = at;
        } else if !text.is_empty() && !is_comment(text) {
            is_before = false;
            last = at - line.len() + line.trim_ascii_end().len();
        }
    }
    if last > front && memchr::memchr2(b'#', b'/', body.get(last..).unwrap_or_default()).is_some() {
        end = last;
    }
    if is_before { (0, body.len()) } else { (front, end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_paths() {
        let hosts = ["localhost:9999/items", "localhost", "127.0.0.1:80/a", "api.example.com/a?b", "api:8080/a"];
        for target in hosts {
            assert!(host_of(target.as_bytes()).is_some(), "{target}");
        }
        let paths = ["/a", "index/_search", "my.index/_search", ".kibana/_doc/1", "_bulk", "a.b1/x", "items", "*"];
        for target in paths {
            assert!(host_of(target.as_bytes()).is_none(), "{target}");
        }
    }

    #[test]
    fn bodies_as_editors_send_them() {
        let table = [
            ("query { me }", "{\"query\":\"query { me }\"}"),
            ("query { me }\n\n{\"id\": 1}", "{\"query\":\"query { me }\",\"variables\":{\"id\": 1}}"),
        ];
        for (body, expected) in table {
            assert_eq!(String::from_utf8_lossy(&query(body.as_bytes())), expected);
        }
        assert_eq!(form(b"a=1\n  &b=2\n  &c=3").as_deref(), Some(&b"a=1&b=2&c=3"[..]));
        assert_eq!(form(b"a=1&\nb=2").as_deref(), Some(&b"a=1&b=2"[..]));
        assert!(form(b"a=1").is_none() && form(b"a=1\nb=2").is_none());
        assert_eq!(without_comments(b"// a\n# b\n{}\n\n# c\n"), (9, 11));
        assert_eq!(without_comments(b"{\"a\": \"#\"}\n"), (0, 11));
        assert_eq!(without_comments(b"# a\n"), (0, 4));
    }

    #[test]
    fn calls_between_braces() {
        let table = [
            ("/{{new Date()}}/{{a}}", Some("/{{new}}/{{a}}")),
            ("/{{a.response.body.$.id}}", Some("/{{a}}")),
            ("/{{a}}", None),
            ("/{{a b", None),
        ];
        for (target, expected) in table {
            assert_eq!(plain_placeholders(target.as_bytes()).as_deref(), expected.map(str::as_bytes), "{target}");
        }
    }
}
