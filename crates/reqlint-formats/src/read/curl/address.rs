//! The URL of a transfer, as curl takes it apart.

use super::glob::Glob;
use super::host;
use super::transfer::Transfer;
use super::variables::escaped;
use crate::read::shell::Remark;
use crate::read::shell::Said;

/// Where a request goes.
#[derive(Clone, Debug, Default)]
pub(super) struct Address {
    pub(super) scheme: String,
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
    let (scheme, rest) = scheme(url, transfer, said)?;
    let length = rest.iter().position(|b| b"/?#".contains(b)).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(length).unwrap_or_default();
    let (credentials, authority) = authority_of(authority, &scheme, at, transfer, said)?;
    let (rest, has_fragment) = without_fragment(rest);
    let mut has_fragment = has_fragment;
    let (path, own_query) = match rest.iter().position(|b| *b == b'?').and_then(|at| rest.split_at_checked(at)) {
        Some((path, query)) => (path, Some(query.get(1..).unwrap_or_default())),
        None => (rest, None),
    };
    let mut path = if path.is_empty() { b"/".to_vec() } else { path.to_vec() };
    if let (Some(file), None, true) = (url.upload, own_query, path.ends_with(b"/")) {
        let name = file.rsplit(|b| matches!(b, b'/' | b'\\')).next().unwrap_or_default();
        path.extend(escaped(name));
    }
    let is_bad = |text: &[u8]| text.iter().any(|b| *b == b' ' || b.is_ascii_control());
    if is_bad(&path) {
        said.refuse(at, format!("(3) URL rejected: Bad path: {}", what_is_bad(&path)))?;
    }
    let mut target = if transfer.path_as_is { encoded(&path) } else { without_dots(&encoded(&path)) };
    let mut query = own_query.map(<[u8]>::to_vec);
    if let Some(more) = url.query {
        let (more, cut) = without_fragment(more);
        has_fragment |= cut;
        let mut joined = query.unwrap_or_default();
        if !joined.is_empty() && !joined.ends_with(b"&") {
            joined.push(b'&');
        }
        joined.extend(uppercase(more));
        query = Some(joined);
    }
    if has_fragment {
        said.change(at, "what follows `#` is never sent: write `%23` where it belongs to the path or to a value");
    }
    if let Some(query) = query {
        if is_bad(&query) {
            said.refuse(at, format!("(3) URL rejected: Bad query: {}", what_is_bad(&query)))?;
        }
        target.push(b'?');
        target.extend(query);
    }
    if let Some(given) = &transfer.target {
        target.clone_from(&given.text);
    }
    let host = authority.host.clone();
    Ok(Address { scheme, credentials, authority: authority.written(), host, target })
}

fn what_is_bad(text: &[u8]) -> &'static str {
    if text.contains(&b' ') { "a space is written `%20`" } else { "a control character must be encoded" }
}

/// The scheme, and what follows `://`.
fn scheme<'u>(url: Written<'u>, transfer: &Transfer, said: &mut Said) -> Result<(String, &'u [u8]), Remark> {
    let text = url.text;
    let length = text.iter().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
    let is_scheme =
        text.first().is_some_and(u8::is_ascii_alphabetic) && text.get(length..).is_some_and(|t| t.starts_with(b":/"));
    let (scheme, rest) = if is_scheme {
        let (scheme, rest) = text.split_at_checked(length).unwrap_or_default();
        let slashes = rest.iter().skip(1).take_while(|b| **b == b'/').count();
        if slashes > 3 {
            said.refuse(url.at, "(3) URL rejected: Unsupported number of slashes following scheme")?;
        } else if slashes != 2 {
            said.note(url.at, "curl reads past the slashes after the scheme, of which there are two as a rule");
        }
        (String::from_utf8_lossy(scheme).to_ascii_lowercase(), rest.get(1 + slashes..).unwrap_or_default())
    } else {
        let guessed = guessed(text);
        let scheme = match &transfer.default_scheme {
            Some(given) => String::from_utf8_lossy(&given.text).to_ascii_lowercase(),
            None => guessed.to_owned(),
        };
        let first = text.split(|b| b"/:".contains(b)).next().unwrap_or_default();
        if let Some(scheme) = ["https", "http"].iter().find(|scheme| first.eq_ignore_ascii_case(scheme.as_bytes())) {
            said.note(
                url.at,
                format!("`{scheme}` is taken for the host: a colon and two slashes come after a scheme, `{scheme}://`"),
            );
        } else if !begins_open(text) {
            said.note(url.at, format!("the URL has no scheme: {} takes {scheme}", said.program));
        }
        if text.starts_with(b"/") {
            said.refuse(url.at, "(3) URL rejected: No host present")?;
        }
        let slashes = text.iter().take_while(|b| **b == b'/').count();
        (scheme, text.get(slashes..).unwrap_or_default())
    };
    const OTHERS: [&str; 29] = [
        "dict", "file", "ftp", "ftps", "gopher", "gophers", "imap", "imaps", "ipfs", "ipns", "ldap", "ldaps", "mqtt",
        "mqtts", "pop3", "pop3s", "rtmp", "rtmps", "rtsp", "scp", "sftp", "smb", "smbs", "smtp", "smtps", "telnet",
        "tftp", "rtmpt", "rtmpe",
    ];
    if OTHERS.contains(&scheme.as_str()) {
        return Err(Remark::new(url.at, format!("this is not an HTTP request: curl speaks {scheme} here")));
    }
    if !["http", "https", "ws", "wss"].contains(&scheme.as_str()) {
        said.refuse(url.at, format!("(1) Protocol \"{scheme}\" not supported"))?;
    }
    let allowed = transfer.protocols.as_ref().map(|list| String::from_utf8_lossy(&list.text).into_owned());
    if allowed.is_some_and(|list| is_disabled(&list, &scheme)) {
        said.refuse(url.at, format!("(1) Protocol \"{scheme}\" is disabled by `--proto`"))?;
    }
    Ok((scheme, rest))
}

/// The scheme that curl guesses from a host.
fn guessed(host: &[u8]) -> &'static str {
    const GUESSES: [&str; 6] = ["ftp", "dict", "ldap", "imap", "smtp", "pop3"];
    let is_it = |scheme: &&&str| {
        host.get(..scheme.len()).is_some_and(|front| front.eq_ignore_ascii_case(scheme.as_bytes()))
            && host.get(scheme.len()) == Some(&b'.')
    };
    GUESSES.iter().find(is_it).copied().unwrap_or("http")
}

/// Whether `--proto` leaves a scheme out: `=https`, `-http`, `-all,https`.
fn is_disabled(list: &str, scheme: &str) -> bool {
    let mut is_on = true;
    for item in list.split(',').map(str::trim) {
        let (sign, name) = match item.as_bytes() {
            [sign @ (b'=' | b'-' | b'+'), ..] => (*sign, item.get(1..).unwrap_or_default()),
            _ => (b'+', item),
        };
        let is_it = name.eq_ignore_ascii_case(scheme) || name.eq_ignore_ascii_case("all");
        is_on = match sign {
            b'=' => is_it,
            b'-' => is_on && !is_it,
            _ => is_on || is_it,
        };
    }
    !is_on
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

fn begins_open(text: &[u8]) -> bool {
    text.starts_with(b"${") || text.starts_with(b"{") || text.starts_with(b"<")
}

fn without_fragment(text: &[u8]) -> (&[u8], bool) {
    match text.iter().position(|b| *b == b'#') {
        Some(at) => (text.get(..at).unwrap_or_default(), true),
        None => (text, false),
    }
}

/// A path as it is sent: bytes that aren't ASCII encoded, digits of what is encoded in capitals.
fn encoded(path: &[u8]) -> Vec<u8> {
    if path.is_ascii() && !path.contains(&b'%') {
        return path.to_vec();
    }
    let mut out = Vec::with_capacity(path.len());
    for byte in uppercase(path) {
        if byte.is_ascii() { out.push(byte) } else { out.extend(format!("%{byte:02X}").into_bytes()) }
    }
    out
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
fn without_dots(path: &[u8]) -> Vec<u8> {
    let plain = |segment: &[u8]| match segment.to_ascii_lowercase().as_slice() {
        b"." | b"%2e" => 1,
        b".." | b".%2e" | b"%2e." | b"%2e%2e" => 2,
        _ => 0,
    };
    if !path.split(|b| *b == b'/').any(|segment| plain(segment) > 0) {
        return path.to_vec();
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
    [b"/", &kept.join(&b'/')[..]].concat()
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
    let is_pattern = Glob::read(url) != Ok(Glob::literal(url));
    let as_is = if plain.as_deref() == Some(target) { plain.clone() } else { asked(true) };
    let needs_path = plain.as_deref() != Some(target) && as_is.as_deref() == Some(target);
    let changes = as_is.as_deref() != Some(target);
    let switch = |is_needed: bool, name: &'static str| if is_needed { name } else { "" };
    let switches = [switch(is_pattern && !changes, " -g"), switch(needs_path, " --path-as-is")].concat();
    Given { switches, changes }
}
