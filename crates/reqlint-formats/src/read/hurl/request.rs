//! The request that Hurl makes of an entry.

use super::body::{Body, Kind};
use super::entry::{Entry, Pair, Section};
use super::lines::Text;
use super::template::{Syntax, filled};
use crate::read::curl::{self, Content, Handed};
use crate::read::files::{Files, Named};
use crate::read::shell::address::placeholder;
use crate::read::shell::{Made, Remark, Said, Word};
use crate::read::variables::Variables;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::IgnoredAny;

/// The User-Agent of a Hurl of which the version isn't known, and of the one that was measured.
const OWN_AGENT: &str = "hurl/<version>";
const MEASURED_AGENT: &str = "hurl/8.0.1";

/// A name and a value as they are sent.
struct Filled {
    name: Vec<u8>,
    value: Vec<u8>,
    start: usize,
}

/// The request of an entry; `variables` keep what its options set.
///
/// # Errors
/// When none can be made of it.
pub(super) fn make(
    entry: &Entry<'_>,
    variables: &mut Variables,
    files: Option<&Files<'_>>,
    said: &mut Said,
) -> Result<Made, Remark> {
    said.remarks.extend(entry.notes.iter().cloned());
    for remark in &entry.refused {
        said.refuse(remark.at, &remark.message)?;
    }
    let mut handed = Handed { method: word(entry.method.text.to_vec(), entry.method), ..Handed::default() };
    let options = options(entry, &mut handed, variables, said)?;
    let mut headers = Vec::new();
    for pair in &entry.headers {
        headers.push(header(&fill(pair, variables, said)?));
    }
    for basic in list(entry, Section::BasicAuth, variables, said)? {
        let login = [&basic.name[..], b":", &basic.value].concat();
        headers.push(authorization(&login, basic.start));
    }
    headers.extend(options.headers);

    let url = filled(entry.url, Syntax::Escaped, variables, said)?;
    let is_url = [&b"http://"[..], b"https://", b"{{"].iter().any(|front| url.starts_with(front));
    if !is_url {
        said.refuse(entry.url.start, "a URL begins with `http://` or `https://`")?;
    }
    handed.url = word(with_query(url, &list(entry, Section::Query, variables, said)?), entry.url);

    let cookies: Vec<_> = list(entry, Section::Cookies, variables, said)?
        .iter()
        .map(|cookie| [&cookie.name[..], b"=", &cookie.value].concat())
        .collect();
    handed.cookies = (!cookies.is_empty()).then(|| word(cookies.join(&b"; "[..]), entry.url));
    let media_type = content(entry, &mut handed, variables, said)?;

    let is_given = |headers: &[Word], name: &str| headers.iter().any(|word| is_named(&word.text, name));
    let mut add = |name: &str, value: &str| {
        if !is_given(&headers, name) {
            headers.push(word(format!("{name}:{value}").into_bytes(), entry.method));
        }
    };
    add("Content-Type", &media_type.map_or_else(String::new, |media_type| format!(" {media_type}")));
    if handed.signature.is_none() {
        add("Expect", "");
    }
    add("User-Agent", &format!(" {}", if said.is_exact { MEASURED_AGENT } else { OWN_AGENT }));
    let own_auth = handed.signature.is_some() || handed.other_auth.is_some();
    if let Some(user) = handed.user.take_if(|_| !own_auth)
        && !is_given(&headers, "Authorization")
    {
        headers.push(authorization(&user.text, user.start));
    }
    if options.is_compressed && !is_given(&headers, "Accept-Encoding") {
        headers.push(word(b"Accept-Encoding: gzip, deflate, br".to_vec(), entry.method));
    }
    handed.headers = headers;
    let mut made = curl::handed_request(handed, &Named { files, stdin: None }, said)?;
    made.exchange.secrets = variables.secrets().to_vec();
    Ok(made)
}

/// What the options of an entry say that isn't handed on at once.
#[derive(Default)]
struct Options {
    headers: Vec<Word>,
    is_compressed: bool,
}

fn options(
    entry: &Entry<'_>,
    handed: &mut Handed,
    variables: &mut Variables,
    said: &mut Said,
) -> Result<Options, Remark> {
    let mut options = Options::default();
    for pair in items(entry, Section::Options) {
        let value = filled(pair.value, Syntax::Escaped, variables, said)?;
        let is_on = value == b"true";
        let value = word(value, pair.value);
        match pair.name.text {
            b"variable" => set_variable(&value.text, variables),
            b"header" => options.headers.push(value),
            b"user" => handed.user = Some(value),
            b"compressed" => options.is_compressed = is_on,
            b"path-as-is" => handed.path_as_is = is_on,
            b"http1.0" => handed.is_old = is_on,
            b"aws-sigv4" => handed.signature = Some(value),
            b"netrc-file" => handed.netrc = Some(value),
            b"proxy" => handed.proxy = Some(value),
            b"digest" | b"ntlm" | b"negotiate" if is_on => handed.other_auth = Some(value),
            b"skip" if is_on => said.note(pair.name.start, "Hurl skips this request: it is read all the same"),
            _ => {}
        }
    }
    Ok(options)
}

/// `name=value`, which the entries from here on know.
fn set_variable(text: &[u8], variables: &mut Variables) {
    let Some((name, value)) = memchr::memchr(b'=', text).and_then(|sign| text.split_at_checked(sign)) else { return };
    let value = value.get(1..).unwrap_or_default().trim_ascii();
    let value = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value);
    if value.len() <= Variables::MAX_VALUE {
        variables.set(&String::from_utf8_lossy(name.trim_ascii()), value);
    }
}

/// Sets the body, and says what Hurl takes it for.
fn content(
    entry: &Entry<'_>,
    handed: &mut Handed,
    variables: &Variables,
    said: &mut Said,
) -> Result<Option<&'static str>, Remark> {
    let form = list(entry, Section::Form, variables, said)?;
    let parts: Vec<&Pair<'_>> = items(entry, Section::Multipart).collect();
    let count = [!form.is_empty(), !parts.is_empty(), entry.body.is_some()].iter().filter(|is_there| **is_there).count();
    if count > 1 {
        let at = entry.body.map_or(entry.url.start, |body| body.text.start);
        said.note(at, "more than one body: Hurl sends the last of a form, a multipart form and a body");
    }
    let mut media_type = None;
    if let Some(body) = &entry.body {
        (handed.content, media_type) = written(body, variables, said)?;
    }
    if count > 0 && entry.body.is_none() && !parts.is_empty() {
        let mut read = Vec::new();
        for part in &parts {
            read.push(part_of(part, variables, said)?);
        }
        handed.content = Content::Form(read);
    } else if !form.is_empty() && entry.body.is_none() {
        let start = form.first().map_or(0, |pair| pair.start);
        handed.content = Content::Bytes(Word { text: encoded(&form), start, end: start });
    }
    Ok(if !form.is_empty() {
        Some("application/x-www-form-urlencoded")
    } else if !parts.is_empty() {
        Some("multipart/form-data")
    } else {
        media_type
    })
}

/// A body, and what Hurl takes it for.
fn written(
    body: &Body<'_>,
    variables: &Variables,
    said: &mut Said,
) -> Result<(Content, Option<&'static str>), Remark> {
    const JSON: Option<&str> = Some("application/json");
    const XML: Option<&str> = Some("application/xml");
    let mut fill = |syntax| filled(body.text, syntax, variables, &mut *said);
    let (bytes, media_type) = match body.kind {
        Kind::Json => (fill(Syntax::Json)?, JSON),
        Kind::JsonLines => (fill(Syntax::Plain)?, JSON),
        Kind::Xml => (body.text.text.to_vec(), XML),
        Kind::XmlLines => (fill(Syntax::Plain)?, XML),
        Kind::Lines => (fill(Syntax::Plain)?, None),
        Kind::OneLine => (fill(Syntax::Escaped)?, None),
        Kind::Raw => (body.text.text.to_vec(), None),
        Kind::GraphQl => (query(&fill(Syntax::Plain)?), JSON),
        Kind::File => {
            let name = filled(body.text, Syntax::File, variables, said)?;
            return Ok((Content::File(word(name, body.text)), None));
        }
        Kind::Base64 => {
            let text: Vec<u8> = body.text.text.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
            match STANDARD.decode(text) {
                Ok(bytes) => (bytes, None),
                Err(_) => return unread(body, "this isn't base64", said),
            }
        }
        Kind::Hex => match from_hex(body.text.text) {
            Some(bytes) => (bytes, None),
            None => return unread(body, "an even number of hexadecimal digits follows `hex,`", said),
        },
    };
    if body.kind == Kind::Json && !is_open(&bytes) && serde_json::from_slice::<IgnoredAny>(&bytes).is_err() {
        said.refuse(body.text.start, "the body is not JSON: write other text between lines of ```")?;
    }
    let content = if bytes.is_empty() { Content::Nothing } else { Content::Bytes(word(bytes, body.text)) };
    Ok((content, media_type))
}

fn unread(body: &Body<'_>, reason: &str, said: &mut Said) -> Result<(Content, Option<&'static str>), Remark> {
    said.refuse(body.text.start, reason)?;
    Ok((Content::Nothing, None))
}

/// The JSON of a GraphQL query and, from a line that begins with `variables`, its variables.
fn query(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let at = text.find("\nvariables").filter(|at| text[*at + 10..].trim_start().starts_with('{'));
    let (query, variables) = at.map_or((&*text, ""), |at| (&text[..at], text[at + 10..].trim()));
    let query = serde_json::Value::from(query.trim());
    let variables = if variables.is_empty() { String::new() } else { format!(",\"variables\":{variables}") };
    format!("{{\"query\":{query}{variables}}}").into_bytes()
}

fn from_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    text.chunks(2).map(pair).collect()
}

/// A part of a form: a value, or `file,NAME; TYPE`.
fn part_of(pair: &Pair<'_>, variables: &Variables, said: &mut Said) -> Result<(bool, Word), Remark> {
    let Some(file) = pair.value.strip("file,") else {
        let Filled { name, value, start } = fill(pair, variables, said)?;
        let text = [&name[..], b"=", &value].concat();
        return Ok((true, Word { text, start, end: start }));
    };
    let name = filled(pair.name, Syntax::Escaped, variables, said)?;
    let mut at = 0;
    let length = loop {
        match file.text.get(at..) {
            Some([b'\\', _, ..]) => at += 2,
            Some([b';', ..] | []) | None => break at,
            _ => at += 1,
        }
    };
    if file.text.get(length) != Some(&b';') {
        said.refuse(file.start, "the name of a file ends with a semicolon: `file,data.json;`")?;
    }
    let path = filled(file.front(length).trimmed(), Syntax::File, variables, said)?;
    let given = filled(file.after(length + 1).trimmed(), Syntax::Escaped, variables, said)?;
    let media_type = if given.is_empty() { media_type_of(&path).as_bytes().to_vec() } else { given };
    let quoted = [b"\"", &escaped(&path)[..], b"\""].concat();
    let text = [&name[..], b"=@", &quoted, b";filename=", &quoted, b";type=", &media_type].concat();
    Ok((false, word(text, pair.value)))
}

/// What the end of a file's name says of it to Hurl.
fn media_type_of(path: &[u8]) -> &'static str {
    match path.rsplit(|b| *b == b'.').next().unwrap_or_default() {
        b"gif" => "image/gif",
        b"jpg" | b"jpeg" => "image/jpeg",
        b"png" => "image/png",
        b"svg" => "image/svg+xml",
        b"txt" => "text/plain",
        b"htm" | b"html" => "text/html",
        b"pdf" => "application/pdf",
        b"xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

/// A text between quotes, as `-F` takes it.
fn escaped(text: &[u8]) -> Vec<u8> {
    text.iter().flat_map(|b| if b"\"\\".contains(b) { vec![b'\\', *b] } else { vec![*b] }).collect()
}

fn items<'e, 't>(entry: &'e Entry<'t>, section: Section) -> impl Iterator<Item = &'e Pair<'t>> {
    entry.items.iter().filter(move |(of, _)| *of == section).map(|(_, pair)| pair)
}

fn list(
    entry: &Entry<'_>,
    section: Section,
    variables: &Variables,
    said: &mut Said,
) -> Result<Vec<Filled>, Remark> {
    items(entry, section).map(|pair| fill(pair, variables, said)).collect()
}

fn fill(pair: &Pair<'_>, variables: &Variables, said: &mut Said) -> Result<Filled, Remark> {
    let name = filled(pair.name, Syntax::Escaped, variables, said)?;
    let value = filled(pair.value, Syntax::Escaped, variables, said)?;
    Ok(Filled { name, value, start: pair.name.start })
}

/// A header as `-H` takes it.
fn header(pair: &Filled) -> Word {
    let text = match pair.value.is_empty() {
        true => [&pair.name[..], b";"].concat(),
        false => [&pair.name[..], b": ", &pair.value].concat(),
    };
    Word { text, start: pair.start, end: pair.start }
}

fn authorization(login: &[u8], start: usize) -> Word {
    // what is filled in later can't be encoded now
    let coded = if is_open(login) { "<credentials>".to_owned() } else { STANDARD.encode(login) };
    Word { text: format!("Authorization: Basic {coded}").into_bytes(), start, end: start }
}

/// Whether a part is still to be filled in.
fn is_open(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"{{").is_some()
}

/// Whether a header has this name.
fn is_named(header: &[u8], name: &str) -> bool {
    let end = header.iter().position(|b| matches!(b, b':' | b';'));
    end.and_then(|end| header.get(..end)).is_some_and(|given| given.eq_ignore_ascii_case(name.as_bytes()))
}

/// A URL with what its section adds.
fn with_query(url: Vec<u8>, query: &[Filled]) -> Vec<u8> {
    if query.is_empty() {
        return url;
    }
    let sign: &[u8] = match memchr::memchr(b'?', &url) {
        _ if url.ends_with(b"?") => b"",
        Some(_) => b"&",
        None => b"?",
    };
    [&url, sign, &encoded(query)].concat()
}

/// Pairs joined, their values encoded and their names as they are.
fn encoded(pairs: &[Filled]) -> Vec<u8> {
    let pair = |pair: &Filled| [&pair.name[..], b"=", &percent_encoded(&pair.value)].concat();
    pairs.iter().map(pair).collect::<Vec<_>>().join(&b'&')
}

/// A value with all but letters, digits and `-._~` encoded; what is filled in later stays.
fn percent_encoded(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0;
    while let Some(byte) = value.get(at) {
        let rest = value.get(at..).unwrap_or_default();
        if let Some(length) = placeholder(rest).filter(|_| rest.starts_with(b"{{")) {
            out.extend_from_slice(rest.get(..length).unwrap_or_default());
            at += length;
            continue;
        }
        match byte {
            b if b.is_ascii_alphanumeric() || b"-._~".contains(b) => out.push(*byte),
            _ => out.extend(format!("%{byte:02X}").into_bytes()),
        }
        at += 1;
    }
    out
}

fn word(text: Vec<u8>, at: Text<'_>) -> Word {
    Word { text, start: at.start, end: at.end() }
}
