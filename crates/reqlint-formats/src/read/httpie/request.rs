//! The request that HTTPie makes of its arguments.

use super::arguments::{self, Arguments};
use super::fields::Fields;
use super::items::{Item, Kind};
use super::json::{self, Node};
use super::{form, url};
use crate::read::shell::{Call, Made, Remark, Said, Word};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::{Body, Exchange, Headers, Request, Visibility};
use std::borrow::Cow;

/// The User-Agent of an HTTPie of which the version isn't known, and of the one that was measured.
const OWN_AGENT: &str = "HTTPie/<version>";
const MEASURED_AGENT: &str = "HTTPie/3.2.4";

/// A body, and what it is.
enum Content {
    Absent,
    Known(Vec<u8>),
    Unread,
}

/// The request of a command.
///
/// # Errors
/// When no request can be made of it.
pub(super) fn make(call: &Call<'_>, said: &mut Said) -> Result<Vec<Made>, Remark> {
    let arguments = arguments::read(call.words, call.program.start, said)?;
    let mut items = Vec::new();
    for word in &arguments.items {
        match Item::of(word) {
            Some(item) => items.push(item),
            None => said.refuse(word.start, "an item has no `=`, `:`, `==`, `:=` or `@`")?,
        }
    }
    let of =
        |kinds: &[Kind]| -> Vec<Item> { items.iter().filter(|item| kinds.contains(&item.kind)).cloned().collect() };
    let data = of(&[Kind::Text, Kind::TextIn, Kind::Json, Kind::JsonIn, Kind::File]);
    let mut query = Vec::new();
    for item in form::grouped(&of(&[Kind::Query, Kind::QueryIn])) {
        query.push((item.name.clone(), form::value(item, call, said)?.unwrap_or_else(|| b"<value>".to_vec())));
    }
    let scheme = if call.program.text.ends_with(b"https") { "https" } else { "http" };
    let given = arguments.default_scheme.as_ref().map(|word| String::from_utf8_lossy(&word.text).into_owned());
    let place = url::read(&arguments.url.text, given.as_deref().unwrap_or(scheme), arguments.path_as_is, &query);
    if place.host.is_empty() {
        said.refuse(arguments.url.start, "the URL has no host")?;
    }

    let (content, media_type) = content(&arguments, &data, call, said)?;
    let has_data = !matches!(content, Content::Absent);
    let is_data = match &content {
        Content::Known(bytes) => !bytes.is_empty(),
        Content::Unread => true,
        Content::Absent => false,
    };
    let method = match &arguments.method {
        Some(word) => word.text.to_ascii_uppercase(),
        None if has_data => b"POST".to_vec(),
        None => b"GET".to_vec(),
    };
    let mut fields = Fields::default();
    fields.own("User-Agent", if said.is_exact { MEASURED_AGENT } else { OWN_AGENT }.as_bytes());
    if arguments.is_json || is_data && !arguments.is_form {
        fields.own("Accept", b"application/json, */*;q=0.5");
        fields.own("Content-Type", media_type.as_deref().unwrap_or(b"application/json"));
    } else if let Some(media_type) = &media_type {
        fields.own("Content-Type", media_type);
    }
    let mut hides = false;
    give(&of(&[Kind::Header, Kind::EmptyHeader, Kind::HeaderIn]), &mut fields, &mut hides, call, said)?;
    if arguments.is_multipart || data.iter().any(|item| item.kind == Kind::File && arguments.is_form) {
        let is_whole =
            fields.get("Content-Type").is_some_and(|value| memchr::memmem::find(value, b"boundary=").is_some());
        if !is_whole {
            fields.extend("Content-Type", &[b"; boundary=", boundary(&arguments)].concat());
        }
    }
    if arguments.is_download {
        fields.give(b"Accept-Encoding", Some(b"identity"), true);
    }

    let mut front: Vec<(&str, Vec<u8>)> = vec![
        ("Host", place.host),
        ("Accept-Encoding", b"gzip, deflate".to_vec()),
        ("Accept", b"*/*".to_vec()),
        ("Connection", b"keep-alive".to_vec()),
    ];
    // what is given of these has no effect
    fields.remove("Content-Length");
    let length = match &content {
        Content::Known(bytes) if !bytes.is_empty() && !arguments.is_chunked => Some(bytes.len()),
        Content::Known(bytes) if !bytes.is_empty() => None,
        Content::Unread => None,
        _ => (!matches!(&method[..], b"GET" | b"HEAD" | b"OPTIONS")).then_some(0),
    };
    front.extend(length.map(|length| ("Content-Length", length.to_string().into_bytes())));
    if arguments.is_chunked && is_data {
        front.push(("Transfer-Encoding", b"chunked".to_vec()));
    }
    if let Some(value) = authorization(&arguments, place.login, &mut hides, said)? {
        fields.remove("Authorization");
        front.push(("Authorization", value));
    }
    if let Some(session) = &arguments.session {
        hides = true;
        said.miss(session.start, "what the session adds is not visible here")?;
    }
    if let Some(option) = arguments.compress.as_ref().filter(|_| is_data) {
        said.miss(option.start, "the body is compressed if that makes it shorter: here it is as it was before")?;
    }
    let shows =
        Visibility { headers: !hides, connection_headers: !matches!(content, Content::Unread), ..Visibility::ALL };
    let request = Request {
        method: Cow::Owned(method),
        target: Cow::Owned(place.target),
        scheme: Some(Cow::Owned(place.scheme)),
        headers: Headers::Fields(fields.after(&front)),
        body: match content {
            Content::Known(bytes) if !bytes.is_empty() => Body::Whole(Cow::Owned(bytes)),
            Content::Unread => Body::Unread,
            _ => Body::Absent,
        },
        ..Request::default()
    };
    let sent = (said.is_exact && arguments.is_chunked && is_data).then(|| chunked(&request));
    Ok(vec![Made { exchange: Exchange { request, shows, ..Exchange::default() }, sent }])
}

/// The headers that are given: those of one name together.
fn give(items: &[Item], fields: &mut Fields, hides: &mut bool, call: &Call<'_>, said: &mut Said) -> Result<(), Remark> {
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for item in items {
        let name = item.name.to_ascii_lowercase();
        if name.iter().any(|b| *b == b':' || b.is_ascii_whitespace()) || value_breaks(&item.value) {
            said.refuse(item.at, "a header's name has no `:` and no space, and its value no line break")?;
        }
        let is_first = !seen.contains(&name);
        let value = match form::value(item, call, said)? {
            Some(value) => value,
            None => {
                *hides = true;
                continue;
            }
        };
        let is_removal = item.kind == Kind::Header && value.is_empty();
        fields.give(&item.name, Some(value.trim_ascii()).filter(|_| !is_removal), is_first);
        if is_first {
            seen.push(name);
        }
    }
    Ok(())
}

fn value_breaks(value: &[u8]) -> bool {
    value.iter().any(|b| matches!(b, b'\r' | b'\n'))
}

fn boundary(arguments: &Arguments) -> &[u8] {
    arguments.boundary.as_ref().map_or(form::BOUNDARY.as_bytes(), |word| &word.text)
}

/// The body, and what HTTPie calls it.
fn content(
    arguments: &Arguments,
    data: &[Item],
    call: &Call<'_>,
    said: &mut Said,
) -> Result<(Content, Option<Vec<u8>>), Remark> {
    let known = |bytes: Option<Vec<u8>>| bytes.map_or(Content::Unread, Content::Known);
    let is_file = |item: &&Item| item.kind == Kind::File;
    if let Some(raw) = &arguments.raw {
        if !data.is_empty() {
            said.refuse(raw.start, "it takes only one of `--raw` and items")?;
        }
        return Ok((Content::Known(raw.text.clone()), form_type(arguments)));
    }
    if arguments.is_multipart || arguments.is_form && data.iter().any(|item| is_file(&item)) {
        let body = form::parts(data, boundary(arguments), call, said)?;
        return Ok((known(body), Some(b"multipart/form-data".to_vec())));
    }
    if arguments.is_form && !data.is_empty() {
        return Ok((known(form::encoded(data, call, said)?), form_type(arguments)));
    }
    if let Some(item) = data.iter().find(is_file) {
        if !item.name.is_empty() {
            said.refuse(item.at, "a file in a field needs `--form`")?;
        } else if data.len() > 1 {
            said.refuse(item.at, "a file as the body goes with no other items")?;
        }
        let (path, media_type) = form::file(&item.value);
        return Ok((known(form::content(path, item.at, call, said)?), media_type.map(<[u8]>::to_vec)));
    }
    if !data.is_empty() {
        return Ok((known(object(data, call, said)?), None));
    }
    if let Some(stdin) = call.named.stdin.filter(|_| !arguments.ignores_input) {
        return Ok((Content::Known(stdin.to_vec()), form_type(arguments)));
    }
    if call.is_piped && !arguments.ignores_input {
        said.miss(call.program.start, "the body is what is piped into the command: it is not visible here")?;
        return Ok((Content::Unread, form_type(arguments)));
    }
    Ok((Content::Absent, form_type(arguments)))
}

fn form_type(arguments: &Arguments) -> Option<Vec<u8>> {
    arguments.is_form.then(|| b"application/x-www-form-urlencoded; charset=utf-8".to_vec())
}

/// The JSON that items make; `None` where a part of it isn't known.
fn object(data: &[Item], call: &Call<'_>, said: &mut Said) -> Result<Option<Vec<u8>>, Remark> {
    let mut root = Node::Done("null".to_owned());
    for item in data {
        let value = match item.kind {
            Kind::TextIn | Kind::JsonIn => match form::content(&item.value, item.at, call, said)? {
                Some(bytes) => bytes,
                None => return Ok(None),
            },
            _ => item.value.clone(),
        };
        let value = String::from_utf8_lossy(&value).into_owned();
        let is_json = matches!(item.kind, Kind::Json | Kind::JsonIn);
        let node = match (is_json, json::again(&value)) {
            (false, _) => {
                let mut out = String::new();
                json::string(&value, &mut out);
                Node::Done(out)
            }
            (true, Some(again)) => Node::Done(again),
            (true, None) => {
                let is_open = value.contains("${") || value.contains("{{") || value.contains('<');
                if !is_open {
                    said.refuse(item.at, "what follows `:=` isn't JSON")?;
                }
                Node::Done(value)
            }
        };
        if let Err(reason) = root.put(&String::from_utf8_lossy(&item.name), node) {
            said.refuse(item.at, reason)?;
        }
    }
    let mut out = String::new();
    root.write(&mut out);
    Ok(Some(out.into_bytes()))
}

/// What `-a` and the URL's own credentials make.
fn authorization(
    arguments: &Arguments,
    login: Option<Vec<u8>>,
    hides: &mut bool,
    said: &mut Said,
) -> Result<Option<Vec<u8>>, Remark> {
    let basic = |login: &[u8]| format!("Basic {}", STANDARD.encode(login)).into_bytes();
    let Some(auth) = &arguments.auth else { return Ok(login.map(|login| basic(&login))) };
    match arguments.auth_type.as_ref().map(|word| &word.text[..]) {
        Some(b"bearer") => Ok(Some([b"Bearer ", &auth.text[..]].concat())),
        None | Some(b"basic") => {
            if !auth.text.contains(&b':') && !is_filled_in(auth) {
                said.miss(auth.start, "HTTPie asks for the password: it is not visible here")?;
                return Ok(Some(b"Basic <credentials>".to_vec()));
            }
            Ok(Some(if is_filled_in(auth) { b"Basic <credentials>".to_vec() } else { basic(&auth.text) }))
        }
        Some(_) => {
            *hides = true;
            said.miss(auth.start, "what this kind of `--auth-type` sends is not visible here")?;
            Ok(None)
        }
    }
}

/// Whether the shell or a person fills a word in: what it is encoded to isn't known then.
fn is_filled_in(word: &Word) -> bool {
    let has = |needle: &str| memchr::memmem::find(&word.text, needle.as_bytes()).is_some();
    has("${") || has("{{") || word.text.starts_with(b"<")
}

/// A request with its body in one chunk.
fn chunked(request: &Request<'_>) -> Vec<u8> {
    let mut sent = [&request.method[..], b" ", &request.target, b" HTTP/1.1\r\n"].concat();
    for (name, value) in request.headers.iter() {
        sent.extend([name, b": ", value, b"\r\n"].concat());
    }
    let body = request.body.bytes();
    sent.extend(format!("\r\n{:x}\r\n", body.len()).into_bytes());
    sent.extend_from_slice(body);
    sent.extend_from_slice(b"\r\n0\r\n\r\n");
    sent
}
