//! A request as a curl command, for a person to copy.

use crate::read::curl::{NEWEST_AGENT, OWN_AGENT, given};
use reqlint_core::{Body, Request};
use std::fmt::Write;

/// A command that a POSIX shell (bash, where it contains `$'…'`) and curl turn into this request.
///
/// Headers that curl would add of its own are switched off where the request lacks them. `None` when no command can say
/// it: a NUL byte, a fragment, two hosts, a header without a name, a host or a body that isn't known. The command holds the
/// request's secrets.
///
/// ```
/// use reqlint_core::{Headers, Request};
/// let headers = [("Host", "api.example.com"), ("Authorization", "TOK: it's"), ("Accept", "*/*"), ("User-Agent", "me")];
/// let request = Request { method: b"DELETE".into(), target: b"/a?b".into(), headers: headers.into_iter().collect(),
///     ..Request::default() };
/// assert_eq!(reqlint_formats::fix::curl(&request).unwrap(), "curl -X DELETE 'https://api.example.com/a?b' \\\n  \
///     -H $'Authorization: TOK: it\\'s' \\\n  -H 'User-Agent: me'");
/// ```
#[must_use]
pub fn write(request: &Request<'_>) -> Option<String> {
    with_variables(request, &[])
}

/// As [`write`], of a request that was read from a command: what its shell fills in, this one does as well.
pub(crate) fn with_variables(request: &Request<'_>, variables: &[Box<str>]) -> Option<String> {
    let quoted = |word: &[u8]| match has_variable(word, variables) {
        true => double_quoted(word, variables),
        false => quoted(word),
    };
    let url = url(request)?;
    if request.headers.all("host").count() > 1 {
        return None;
    }
    let body = match &request.body {
        Body::Absent => None,
        Body::Whole(bytes) => Some(&**bytes),
        Body::Truncated(_) | Body::Unread | Body::Masked => return None,
    };
    let mut command = "curl".to_owned();
    let default: &[u8] = if body.is_some() { b"POST" } else { b"GET" };
    match &*request.method {
        b"HEAD" if body.is_none() => command += " -I",
        method if method == default => {}
        method => write!(command, " -X {}", quoted(method)?).ok()?,
    }
    let given = given(&url, &request.target);
    let is_absolute = !request.target.starts_with(b"/");
    if given.changes && !is_absolute {
        // curl would change the target, or refuse it: it is given by itself
        let host = url.len() - request.target.len();
        let root = [url.get(..host)?, b"/"].concat();
        // a host or a port that curl refuses no option makes it take
        if crate::read::curl::given(&root, b"/").changes {
            return None;
        }
        write!(command, " {}", quoted(&root)?).ok()?;
        write!(command, " \\\n  --request-target {}", quoted(&request.target)?).ok()?;
    } else {
        command += &given.switches;
        write!(command, " {}", quoted(&url)?).ok()?;
    }
    let mut line = |option: &str, value: &[u8]| write!(command, " \\\n  {option} {}", quoted(value)?).ok();
    let has = |name: &str| request.headers.get(name).is_some();
    for (name, value) in request.headers.iter() {
        let is_the_urls = name.eq_ignore_ascii_case(b"host") && is_host_of(&url, value);
        // curl counts the body itself, unless it is sent in chunks
        let is_counted = name.eq_ignore_ascii_case(b"content-length")
            && std::str::from_utf8(value).ok().and_then(|v| v.parse().ok()) == Some(body.unwrap_or_default().len())
            && body.is_some()
            && request.headers.all("content-length").count() == 1
            && !has("transfer-encoding");
        let is_curls_own = match value {
            OWN_AGENT | NEWEST_AGENT => name.eq_ignore_ascii_case(b"user-agent"),
            b"*/*" => name.eq_ignore_ascii_case(b"accept") && request.headers.all("accept").count() == 1,
            _ => false,
        };
        if is_the_urls || is_counted || is_curls_own {
            continue;
        }
        line("-H", &header(name, value)?)?;
    }
    for name in ["User-Agent", "Accept"] {
        if !has(name) {
            line("-H", format!("{name}:").as_bytes())?;
        }
    }
    if let Some(body) = body {
        if !has("content-type") {
            line("-H", b"Content-Type:")?;
        }
        line("--data-raw", body)?;
    }
    Some(command)
}

/// The absolute URL; `None` when it has no host, or a fragment, which curl would not send.
fn url(request: &Request<'_>) -> Option<Vec<u8>> {
    let target = &*request.target;
    if target.contains(&b'#') {
        return None;
    }
    if !target.starts_with(b"/") {
        return crate::read::url::split(std::str::from_utf8(target).ok()?).map(|_| target.to_vec());
    }
    let host = request.authority.as_deref().or(request.headers.get("host")).filter(|host| !host.is_empty())?;
    let is_plain = host.iter().all(|b| b.is_ascii_graphic() && !b"/?#@".contains(b));
    let scheme = request.scheme.as_deref().unwrap_or("https");
    is_plain.then(|| [scheme.as_bytes(), b"://", host, target].concat())
}

/// A header as `-H` takes it.
fn header(name: &[u8], value: &[u8]) -> Option<Vec<u8>> {
    let is_sayable = !name.is_empty() && !name.starts_with(b"@") && !name.contains(&b':');
    let line = if value.is_empty() { [name, b";"].concat() } else { [name, b": ", value].concat() };
    is_sayable.then_some(line)
}

/// A word for a shell; `None` when no word can hold it.
fn quoted(word: &[u8]) -> Option<String> {
    let is_plain = |b: &u8| b.is_ascii_alphanumeric() || b"-._/:,+@=".contains(b);
    if word.contains(&0) {
        return None;
    }
    let text = std::str::from_utf8(word).ok().filter(|text| !text.chars().any(char::is_control));
    match text {
        Some(text) if !text.is_empty() && word.iter().all(is_plain) => Some(text.to_owned()),
        Some(text) if !text.contains('\'') => Some(format!("'{text}'")),
        _ => Some(escaped(word)),
    }
}

/// The length of `${NAME}`, where a text begins with one that is filled in.
fn variable(text: &[u8], variables: &[Box<str>]) -> Option<usize> {
    let inside = text.strip_prefix(b"${")?;
    let length = memchr::memchr(b'}', inside)?;
    let name = inside.get(..length)?;
    variables.iter().any(|known| known.as_bytes() == name).then_some(length + 3)
}

fn has_variable(word: &[u8], variables: &[Box<str>]) -> bool {
    !variables.is_empty()
        && memchr::memmem::find_iter(word, b"${")
            .any(|at| word.get(at..).and_then(|text| variable(text, variables)).is_some())
}

/// `"…"`, in which variables are filled in; `None` when it can't hold the word.
fn double_quoted(word: &[u8], variables: &[Box<str>]) -> Option<String> {
    let text = std::str::from_utf8(word).ok().filter(|text| !text.chars().any(|c| c.is_control() && c != '\n'))?;
    let mut out = "\"".to_owned();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(length) = variable(rest.as_bytes(), variables) {
            let (name, after) = rest.split_at_checked(length)?;
            out += name;
            rest = after;
            continue;
        }
        if matches!(c, '"' | '\\' | '$' | '`') {
            out.push('\\');
        }
        out.push(c);
        rest = rest.get(c.len_utf8()..)?;
    }
    out.push('"');
    Some(out)
}

/// `$'…'`
fn escaped(word: &[u8]) -> String {
    let mut out = "$'".to_owned();
    for chunk in word.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\'' | '\\' => out.extend(['\\', c]),
                '\n' => out += "\\n",
                '\r' => out += "\\r",
                '\t' => out += "\\t",
                c if c.is_ascii_control() => out += &format!("\\x{:02x}", u32::from(c)),
                c if c.is_control() => out += &format!("\\u{:04x}", u32::from(c)),
                c => out.push(c),
            }
        }
        for byte in chunk.invalid() {
            out += &format!("\\x{byte:02x}");
        }
    }
    out.push('\'');
    out
}

fn is_host_of(url: &[u8], host: &[u8]) -> bool {
    let authority = url.windows(3).position(|w| w == b"://").and_then(|at| url.get(at + 3..));
    authority.and_then(|after| after.split(|b| b"/?".contains(b)).next()) == Some(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::curl::Reader;
    use proptest::prelude::*;
    use reqlint_core::Headers;
    use reqlint_core::message::HeaderField;
    use std::borrow::Cow;

    type Pairs = Vec<(String, Vec<u8>)>;

    fn sorted(headers: &Headers<'_>) -> Pairs {
        let lower = |name: &[u8]| String::from_utf8_lossy(name).to_lowercase();
        let mut pairs: Pairs = headers.iter().map(|(name, value)| (lower(name), value.to_vec())).collect();
        pairs.retain(|(name, _)| name != "content-length");
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        pairs
    }

    #[test]
    fn what_curl_adds_of_its_own_is_left_to_it() {
        let command = "curl -X DELETE https://api.example.com/a \\\n  -H 'X-A: b'";
        let record = Reader::new(None, command.as_bytes()).next().unwrap().unwrap();
        assert_eq!(write(&record.exchange.request).as_deref(), Some(command));
    }

    proptest! {
        #[test]
        fn a_shell_reads_it_back(
            method in "GET|PUT|HEAD|DELETE|X-Y",
            target in "/[ -\"$-~é]{0,12}",
            values in proptest::collection::vec(("X-[a-z]{1,3}|Accept|Content-Type", "[!-~]([ -~é\n\t']{0,8}[!-~])?|"), 0..4),
            body in proptest::option::of(proptest::collection::vec(1u8.., 1..12)),
        ) {
            let own = |text: &str| Cow::Owned(text.as_bytes().to_vec());
            let mut fields = vec![HeaderField { name: own("Host"), value: own("api.example.com") }];
            fields.extend(values.iter().map(|(name, value)| HeaderField { name: own(name), value: own(value) }));
            let body = body.map_or(Body::Absent, |bytes| Body::Whole(Cow::Owned(bytes)));
            let headers = Headers::Fields(fields);
            let request = Request { method: own(&method), target: own(&target), headers, body, ..Request::default() };
            let command = write(&request).unwrap();
            let record = Reader::new(None, command.as_bytes()).next().unwrap().unwrap();
            let back = &record.exchange.request;
            prop_assert_eq!(&back.method, &request.method, "{}", &command);
            prop_assert_eq!(&back.target, &request.target, "{}", &command);
            prop_assert_eq!(back.body.bytes(), request.body.bytes(), "{}", &command);
            prop_assert_eq!(sorted(&back.headers), sorted(&request.headers), "{}", &command);
        }
    }
}
