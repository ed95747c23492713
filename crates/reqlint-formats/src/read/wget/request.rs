//! The requests that wget makes of its arguments.

use super::arguments::{self, Arguments};
use crate::read::address::{Address, decoded, encoded, is_escape, without_dots};
use crate::read::shell::{Call, Made, Remark, Said, Word};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Visibility};
use std::borrow::Cow;

/// The User-Agent of a wget of which the version isn't known, and of the one that was measured.
const OWN_AGENT: &[u8] = b"Wget/<version>";
const MEASURED_AGENT: &[u8] = b"Wget/1.21.3";

/// The requests of a command, one for each URL.
///
/// # Errors
/// When no request can be made of it.
pub(super) fn make(call: &Call<'_>, said: &mut Said) -> Result<Vec<Made>, Remark> {
    let arguments = arguments::read(call.words, said)?;
    if arguments.urls.is_empty() {
        return Err(Remark::new(arguments.last, "the wget command has no URL"));
    }
    let body = body(&arguments, call, said)?;
    arguments.urls.iter().map(|url| one(&arguments, url, body.as_ref(), said)).collect()
}

/// A body, or a place where one isn't known.
enum Content {
    Known(Vec<u8>),
    Unread,
}

fn body(arguments: &Arguments, call: &Call<'_>, said: &mut Said) -> Result<Option<Content>, Remark> {
    let Arguments { post_data, post_file, body_data, body_file, method, last, .. } = arguments;
    if post_data.is_some() && post_file.is_some() || body_data.is_some() && body_file.is_some() {
        said.refuse(*last, "it takes only one of a text and a file for the body")?;
    }
    if method.is_some() && (post_data.is_some() || post_file.is_some()) {
        said.refuse(
            *last,
            "`--post-data` and `--post-file` don't go with `--method`: write `--body-data` or `--body-file`",
        )?;
    }
    if method.is_none() && (body_data.is_some() || body_file.is_some()) {
        said.refuse(*last, "`--body-data` and `--body-file` need `--method`")?;
    }
    if let Some(data) = post_data.as_ref().or(body_data.as_ref()) {
        return Ok(Some(Content::Known(data.text.clone())));
    }
    let Some(file) = post_file.as_ref().or(body_file.as_ref()) else { return Ok(None) };
    match call.named.read(&file.text) {
        Ok(bytes) => Ok(Some(Content::Known(bytes))),
        Err(message) => {
            said.miss(file.start, message)?;
            Ok(Some(Content::Unread))
        }
    }
}

fn one(arguments: &Arguments, url: &Word, body: Option<&Content>, said: &mut Said) -> Result<Made, Remark> {
    let address = Address::of(&url.text);
    let scheme = address.scheme.clone().unwrap_or_else(|| "http".to_owned());
    if address.scheme.is_none() {
        said.note(url.start, "the URL has no scheme: wget takes http");
    }
    if scheme != "http" && scheme != "https" {
        return Err(Remark::new(url.start, "this is not an HTTP request: wget speaks another protocol here"));
    }
    if address.host.is_empty() || address.host.starts_with(b":") {
        said.refuse(url.start, "the URL has no host")?;
    }
    let method = method(arguments);
    let mut fields = Fields::default();
    fields.set("Host", address.lower_host());
    let option = |word: &Option<Word>| word.as_ref().map(|word| word.text.clone());
    fields.set_some("Referer", option(&arguments.referer));
    if arguments.is_uncached {
        fields.set("Cache-Control", b"no-cache".to_vec());
        fields.set("Pragma", b"no-cache".to_vec());
    }
    fields.set_some("Range", option(&arguments.start).map(|start| [b"bytes=", &start[..], b"-"].concat()));
    let own = if said.is_exact { MEASURED_AGENT } else { OWN_AGENT };
    let agent = option(&arguments.agent).unwrap_or_else(|| own.to_vec());
    fields.set_some("User-Agent", Some(agent).filter(|agent| !agent.is_empty()));
    fields.set("Accept", b"*/*".to_vec());
    fields.set("Accept-Encoding", if arguments.is_compressed { b"gzip".to_vec() } else { b"identity".to_vec() });
    fields.set_some("Authorization", authorization(arguments, &address, url, said));
    fields.set("Connection", if arguments.is_closing { b"Close".to_vec() } else { b"Keep-Alive".to_vec() });
    let own_type = arguments.headers.iter().rev().find(|word| is_named(&word.text, "content-type"));
    if let Some(body) = body {
        let media_type =
            own_type.map_or(b"application/x-www-form-urlencoded".to_vec(), |word| value_of(&word.text).to_vec());
        fields.set("Content-Type", media_type);
        if let Content::Known(bytes) = body {
            fields.set("Content-Length", bytes.len().to_string().into_bytes());
        }
    } else if arguments
        .method
        .as_ref()
        .is_some_and(|word| ["POST", "PUT", "PATCH"].iter().any(|name| word.text.eq_ignore_ascii_case(name.as_bytes())))
    {
        fields.set("Content-Length", b"0".to_vec());
    }
    for word in &arguments.headers {
        let colon = word.text.iter().position(|b| *b == b':').unwrap_or(word.text.len());
        let name = String::from_utf8_lossy(word.text.get(..colon).unwrap_or_default()).into_owned();
        fields.set(&name, value_of(&word.text).to_vec());
    }
    let shows = Visibility {
        headers: !arguments.is_hiding,
        connection_headers: !matches!(body, Some(Content::Unread)),
        ..Visibility::ALL
    };
    let request = Request {
        method: Cow::Owned(method),
        target: Cow::Owned(target(&address)),
        scheme: Some(Cow::Owned(scheme)),
        headers: Headers::Fields(fields.list),
        body: match body {
            Some(Content::Known(bytes)) if !bytes.is_empty() => Body::Whole(Cow::Owned(bytes.clone())),
            Some(Content::Unread) => Body::Unread,
            _ => Body::Absent,
        },
        ..Request::default()
    };
    Ok(Made { exchange: Exchange { request, shows, ..Exchange::default() }, sent: None })
}

fn method(arguments: &Arguments) -> Vec<u8> {
    if arguments.is_spider {
        return b"HEAD".to_vec();
    }
    match &arguments.method {
        Some(word) => word.text.to_ascii_uppercase(),
        None if arguments.post_data.is_some() || arguments.post_file.is_some() => b"POST".to_vec(),
        None => b"GET".to_vec(),
    }
}

/// What wget sends without being asked.
fn authorization(arguments: &Arguments, address: &Address<'_>, url: &Word, said: &mut Said) -> Option<Vec<u8>> {
    let given = |own: &Option<Word>, both: &Option<Word>| {
        own.as_ref().or(both.as_ref()).map(|word| (word.text.clone(), word.start))
    };
    let login = match address.credentials {
        Some(text) => {
            let mut parts = text.splitn(2, |b| *b == b':');
            let user = decoded(parts.next().unwrap_or_default());
            Some((user, decoded(parts.next()?), url.start))
        }
        None => {
            let (user, at) = given(&arguments.http_user, &arguments.user)?;
            let (password, _) = given(&arguments.http_password, &arguments.password)?;
            Some((user, password, at))
        }
    };
    let (user, password, at) = login?;
    if !arguments.sends_unasked {
        said.note(
            at,
            "wget sends name and password once a server asks for them: `--auth-no-challenge` sends them at once",
        );
        return None;
    }
    let login = [&user[..], b":", &password].concat();
    Some(format!("Basic {}", STANDARD.encode(login)).into_bytes())
}

fn target(address: &Address<'_>) -> Vec<u8> {
    let path = if address.path.is_empty() { b"/" } else { address.path };
    let mut target = without_dots(&escaped(path));
    if let Some(query) = address.query {
        target.push(b'?');
        target.extend(escaped(query));
    }
    target
}

/// What wget leaves as it is; a percent sign only where it begins an escape.
fn escaped(text: &[u8]) -> Vec<u8> {
    let is_kept = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=%".contains(&b);
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    for piece in text.split_inclusive(|b| *b == b'%') {
        at += piece.len();
        let rest = text.get(at.saturating_sub(1)..).unwrap_or_default();
        match piece.strip_suffix(b"%") {
            Some(before) if !is_escape(rest) => {
                out.extend(encoded(before, is_kept));
                out.extend_from_slice(b"%25");
            }
            _ => out.extend(encoded(piece, is_kept)),
        }
    }
    out
}

fn is_named(text: &[u8], name: &str) -> bool {
    text.get(..name.len()).is_some_and(|front| front.eq_ignore_ascii_case(name.as_bytes()))
        && text.get(name.len()) == Some(&b':')
}

fn value_of(text: &[u8]) -> &[u8] {
    let colon = text.iter().position(|b| *b == b':').unwrap_or(text.len());
    text.get(colon + 1..).unwrap_or_default().trim_ascii_start()
}

/// Header lines, of which each name comes once: a later value takes the place of an earlier one.
#[derive(Default)]
struct Fields {
    list: Vec<HeaderField<'static>>,
}

impl Fields {
    fn set(&mut self, name: &str, value: Vec<u8>) {
        let field = HeaderField { name: Cow::Owned(name.as_bytes().to_vec()), value: Cow::Owned(value) };
        match self.list.iter_mut().find(|known| known.name.eq_ignore_ascii_case(name.as_bytes())) {
            Some(known) => *known = field,
            None => self.list.push(field),
        }
    }

    fn set_some(&mut self, name: &str, value: Option<Vec<u8>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }
}
