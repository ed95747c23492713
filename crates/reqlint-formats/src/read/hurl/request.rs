//! The request that Hurl makes of an entry.

use super::content;
use super::entry::{Entry, Pair, Section};
use super::lines::Text;
use super::options;
use super::template::{Syntax, filled};
use crate::read::address::placeholder;
use crate::read::curl::{self, Handed};
use crate::read::definition::Source;
use crate::read::files::Named;
use crate::read::shell::{Made, Remark, Said, Word};
use crate::read::variables::Variables;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The User-Agent of a Hurl of which the version isn't known, and of the one that was measured.
const OWN_AGENT: &str = "hurl/<version>";
const MEASURED_AGENT: &str = "hurl/8.0.1";

/// A name and a value as they are sent.
pub(super) struct Filled {
    pub(super) name: Vec<u8>,
    pub(super) value: Vec<u8>,
    pub(super) start: usize,
}

/// The request of an entry; `variables` keep what its options set.
///
/// # Errors
/// When none can be made of it.
pub(super) fn make(
    entry: &Entry<'_>,
    variables: &mut Variables,
    source: Source<'_>,
    said: &mut Said,
) -> Result<Made, Remark> {
    said.remarks.extend(entry.notes.iter().cloned());
    for remark in &entry.refused {
        said.refuse(remark.at, &remark.message)?;
    }
    let mut handed = Handed { method: word(entry.method.text.to_vec(), entry.method), ..Handed::default() };
    let options = options::read(entry, &mut handed, variables, said)?;
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
    let media_type = content::set(entry, &mut handed, variables, said)?;

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
    let mut made = curl::handed_request(handed, &Named { files: source.files, stdin: None, now: source.now }, said)?;
    made.exchange.secrets = variables.secrets().to_vec();
    Ok(made)
}

pub(super) fn items<'e, 't>(entry: &'e Entry<'t>, section: Section) -> impl Iterator<Item = &'e Pair<'t>> {
    entry.items.iter().filter(move |(of, _)| *of == section).map(|(_, pair)| pair)
}

pub(super) fn list(
    entry: &Entry<'_>,
    section: Section,
    variables: &Variables,
    said: &mut Said,
) -> Result<Vec<Filled>, Remark> {
    items(entry, section).map(|pair| fill(pair, variables, said)).collect()
}

pub(super) fn fill(pair: &Pair<'_>, variables: &Variables, said: &mut Said) -> Result<Filled, Remark> {
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
pub(super) fn is_open(text: &[u8]) -> bool {
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
pub(super) fn encoded(pairs: &[Filled]) -> Vec<u8> {
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

pub(super) fn word(text: Vec<u8>, at: Text<'_>) -> Word {
    Word { text, start: at.start, end: at.end() }
}
