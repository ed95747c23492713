//! The URL of a transfer, as curl takes it apart.

use super::glob::Glob;
use super::transfer::Transfer;
use super::variables::escaped;
use super::{host, scheme};
use crate::read::shell::Remark;
use crate::read::shell::Said;
use std::borrow::Cow;

/// Where a request goes.
#[derive(Clone, Debug, Default)]
pub(super) struct Address {
    pub(super) scheme: Cow<'static, str>,
    pub(super) credentials: Option<Credentials>,
    /// `host[:port]`
    pub(super) authority: Vec<u8>,
    /// The host alone.
    pub(super) host: Vec<u8>,
    pub(super) target: Vec<u8>,
}

/// A user and a password, their escapes undone: a name may hold a colon then.
#[derive(Clone, Debug)]
pub(super) struct Credentials {
    pub(super) user: Vec<u8>,
    pub(super) password: Vec<u8>,
}

impl Credentials {
    /// `user:password`, which Basic encodes.
    pub(super) fn joined(&self) -> Vec<u8> {
        [&self.user[..], &self.password].join(&b':')
    }
}

/// A URL, where it is written, and what comes to it.
#[derive(Clone, Copy)]
pub(super) struct Written<'u> {
    pub(super) text: &'u [u8],
    pub(super) at: usize,
    /// What `-G` and `--url-query` add.
    pub(super) query: Option<&'u [u8]>,
    /// The name of the file that `-T` sends, which ends a path that names none.
    pub(super) upload: Option<&'u [u8]>,
}

/// Takes a URL apart; what curl changes in it is said.
///
/// # Errors
/// Where no request can be made of it.
pub(super) fn read(url: Written<'_>, transfer: &Transfer, said: &mut Said) -> Result<Address, Remark> {
    let at = url.at;
    let (scheme, rest) = scheme::read(url.text, at, transfer, said)?;
    let length = rest.iter().position(|b| b"/?#".contains(b)).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(length).unwrap_or_default();
    let (credentials, authority) = authority_of(authority, &scheme, at, transfer, said)?;
    let (rest, has_fragment) = without_fragment(rest);
    let mut has_fragment = has_fragment;
    let (path, own_query) = match rest.iter().position(|b| *b == b'?').and_then(|at| rest.split_at_checked(at)) {
        Some((path, query)) => (path, Some(query.get(1..).unwrap_or_default())),
        None => (rest, None),
    };
    let mut path: Cow<'_, [u8]> = Cow::Borrowed(if path.is_empty() { b"/" } else { path });
    if let (Some(file), None, true) = (url.upload, own_query, path.ends_with(b"/")) {
        let name = file.rsplit(|b| matches!(b, b'/' | b'\\')).next().unwrap_or_default();
        path.to_mut().extend(escaped(name));
    }
    let is_bad = |text: &[u8]| text.iter().any(|b| *b == b' ' || b.is_ascii_control());
    if is_bad(&path) {
        said.refuse(at, format!("(3) URL rejected: Bad path: {}", what_is_bad(&path)))?;
    }
    let path = encoded(&path);
    let path = if transfer.path_as_is { path } else { without_dots(path) };
    let mut query = own_query.map(Cow::Borrowed);
    if let Some(more) = url.query {
        let (more, cut) = without_fragment(more);
        has_fragment |= cut;
        let mut joined = query.unwrap_or_default().into_owned();
        if !joined.is_empty() && !joined.ends_with(b"&") {
            joined.push(b'&');
        }
        joined.extend(uppercase(more));
        query = Some(Cow::Owned(joined));
    }
    if has_fragment {
        said.change(at, "what follows `#` is never sent: write `%23` where it belongs to the path or to a value");
    }
    if let Some(query) = &query
        && is_bad(query)
    {
        said.refuse(at, format!("(3) URL rejected: Bad query: {}", what_is_bad(query)))?;
    }
    let target = match (&transfer.target, query) {
        (Some(given), _) => given.text.clone(),
        (None, Some(query)) => [&path, &b"?"[..], &query].concat(),
        (None, None) => path.into_owned(),
    };
    Ok(Address { scheme, credentials, authority: authority.written(), host: authority.host, target })
}

fn what_is_bad(text: &[u8]) -> &'static str {
    if text.contains(&b' ') { "a space is written `%20`" } else { "a control character must be encoded" }
}

/// Host and port.
struct Authority {
    host: Vec<u8>,
    port: Option<Vec<u8>>,
}

impl Authority {
    fn written(&self) -> Vec<u8> {
        match &self.port {
            Some(port) => [&self.host[..], b":", port].concat(),
            None => self.host.clone(),
        }
    }
}

fn authority_of(
    text: &[u8],
    scheme: &str,
    at: usize,
    transfer: &Transfer,
    said: &mut Said,
) -> Result<(Option<Credentials>, Authority), Remark> {
    let is_open = if said.is_exact { is_filled_in(text) } else { is_open(text) };
    let sign = if is_open { text.iter().rposition(|b| *b == b'@') } else { text.iter().position(|b| *b == b'@') };
    let (credentials, rest) = match sign.and_then(|sign| text.split_at_checked(sign)) {
        Some((credentials, rest)) => (Some(credentials), rest.get(1..).unwrap_or_default()),
        None => (None, text),
    };
    if credentials.is_some() && transfer.no_user {
        said.refuse(at, "(67) URL rejected: Credentials was passed in the URL when prohibited")?;
    }
    let credentials = credentials.map(|text| {
        let mut parts = text.splitn(2, |b| *b == b':');
        let [user, password] = [parts.next(), parts.next()].map(|part| host::decoded(part.unwrap_or_default()));
        Credentials { user, password }
    });
    let end_of_host = if rest.starts_with(b"[") { rest.iter().position(|b| *b == b']').unwrap_or(0) } else { 0 };
    let colon = rest.iter().skip(end_of_host).position(|b| *b == b':').map(|colon| colon + end_of_host);
    let (name, port) = match colon.filter(|_| !is_open).and_then(|colon| rest.split_at_checked(colon)) {
        Some((name, port)) => (name, Some(port.get(1..).unwrap_or_default())),
        None => (rest, None),
    };
    let mut host = name.to_vec();
    if !is_open {
        match host::read(name) {
            Ok(normal) => host = normal,
            Err(reason) => said.refuse(at, reason)?,
        }
    }
    let number = port.and_then(|port| std::str::from_utf8(port).ok()).and_then(|port| port.parse::<u16>().ok());
    let is_digits = port.is_none_or(|port| port.iter().all(u8::is_ascii_digit));
    if !(is_digits && (number.is_some() || port.is_none_or(<[u8]>::is_empty))) {
        said.refuse(at, "(3) URL rejected: Port number was not a decimal number between 0 and 65535")?;
        return Ok((credentials, Authority { host, port: port.map(<[u8]>::to_vec) }));
    }
    let usual = if matches!(scheme, "https" | "wss") { 443 } else { 80 };
    let port = number.filter(|number| *number != usual).map(|number| number.to_string().into_bytes());
    Ok((credentials, Authority { host, port }))
}

/// Whether a part is still to be filled in: then nothing is said of what it will be.
fn is_open(text: &[u8]) -> bool {
    text.windows(2).any(|w| matches!(w, b"${" | b"{{")) || text.contains(&b'<') || text.contains(&b'{')
}

/// Whether the shell fills a part in.
fn is_filled_in(text: &[u8]) -> bool {
    let has = |needle: &str| memchr::memmem::find(text, needle.as_bytes()).is_some();
    has("${") || has("<command>")
}

fn without_fragment(text: &[u8]) -> (&[u8], bool) {
    match text.iter().position(|b| *b == b'#') {
        Some(at) => (text.get(..at).unwrap_or_default(), true),
        None => (text, false),
    }
}

/// A path as it is sent: bytes that aren't ASCII encoded, digits of what is encoded in capitals.
fn encoded(path: &[u8]) -> Cow<'_, [u8]> {
    if path.is_ascii() && !path.contains(&b'%') {
        return Cow::Borrowed(path);
    }
    let mut out = Vec::with_capacity(path.len());
    for byte in uppercase(path) {
        if byte.is_ascii() { out.push(byte) } else { out.extend(format!("%{byte:02X}").into_bytes()) }
    }
    Cow::Owned(out)
}

fn uppercase(text: &[u8]) -> Vec<u8> {
    let mut out = text.to_vec();
    let is_hex = |b: Option<&u8>| b.is_some_and(u8::is_ascii_hexdigit);
    for at in 0..text.len() {
        if text.get(at) == Some(&b'%')
            && is_hex(text.get(at + 1))
            && is_hex(text.get(at + 2))
            && let Some(digits) = out.get_mut(at + 1..at + 3)
        {
            digits.make_ascii_uppercase();
        }
    }
    out
}

/// Takes the segments `.` and `..` out (RFC 3986 section 5.2.4), `%2e` included.
fn without_dots(path: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    // how many dots a segment is made of, and nothing else
    let plain = |mut segment: &[u8]| {
        for dots in 0..3 {
            segment = match segment {
                [] => return dots,
                [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] => rest,
                _ => return 0,
            };
        }
        0
    };
    if !path.split(|b| *b == b'/').any(|segment| plain(segment) > 0) {
        return path;
    }
    let mut kept: Vec<&[u8]> = Vec::new();
    let segments: Vec<&[u8]> = path.split(|b| *b == b'/').skip(1).collect();
    for (index, segment) in segments.iter().enumerate() {
        let is_last = index + 1 == segments.len();
        match plain(segment) {
            1 => kept.extend(is_last.then_some(&b""[..])),
            2 => {
                kept.pop();
                kept.extend(is_last.then_some(&b""[..]));
            }
            _ => kept.push(segment),
        }
    }
    Cow::Owned([b"/", &kept.join(&b'/')[..]].concat())
}

/// How a URL must be given for curl to ask for exactly its target.
pub(crate) struct Given {
    /// What keeps curl from changing the URL: ` -g`, ` --path-as-is`.
    pub(crate) switches: String,
    /// Whether it changes the target even so: then `--request-target` says it.
    pub(crate) changes: bool,
}

/// How a URL with this target must be given.
pub(crate) fn given(url: &[u8], target: &[u8]) -> Given {
    let asked = |path_as_is| {
        let transfer = Transfer { path_as_is, ..Transfer::default() };
        let url = Written { text: url, at: 0, query: None, upload: None };
        read(url, &transfer, &mut Said::new(crate::read::called::Program::Curl, true))
            .ok()
            .map(|address| address.target)
    };
    let plain = asked(false);
    let is_pattern = !Glob::read(url).is_ok_and(|glob| glob.is_only(url));
    let as_is = if plain.as_deref() == Some(target) { plain.clone() } else { asked(true) };
    let needs_path = plain.as_deref() != Some(target) && as_is.as_deref() == Some(target);
    let changes = as_is.as_deref() != Some(target);
    let switch = |is_needed: bool, name: &'static str| if is_needed { name } else { "" };
    let switches = [switch(is_pattern && !changes, " -g"), switch(needs_path, " --path-as-is")].concat();
    Given { switches, changes }
}
