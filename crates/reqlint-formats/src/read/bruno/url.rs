//! Where a request goes: a URL with its path parameters, encoded as Bruno does it.

use super::blocks::Pair;
use crate::read::address::{Address, encoded, without_dots};
use crate::read::shell::Said;

/// Where a request goes.
#[derive(Debug)]
pub(super) struct Goal {
    pub(super) scheme: Option<String>,
    pub(super) authority: Vec<u8>,
    pub(super) target: Vec<u8>,
    /// `user:password`
    pub(super) login: Option<Vec<u8>>,
}

/// Takes a URL apart whose variables are filled in. `parameters` are those of its path.
pub(super) fn read(url: &[u8], at: usize, parameters: &[Pair], said: &mut Said) -> Goal {
    let address = Address::of(url);
    let is_open = url.starts_with(b"{{");
    if address.scheme.is_none() && !is_open {
        said.note(at, "the URL has no scheme: Bruno takes http");
    }
    let segments = address.path.split(|b| *b == b'/').map(|segment| {
        let name = segment.strip_prefix(b":");
        let value = parameters.iter().find(|pair| Some(pair.name.as_bytes()) == name && !pair.value.trim().is_empty());
        value.map_or(segment, |pair| pair.value.as_bytes())
    });
    let path = segments.collect::<Vec<_>>().join(&b'/');
    let path = without_dots(&encoded(&path, |b| b.is_ascii_graphic() && !b"\"<>`{}^".contains(&b)));
    let mut target = if path.is_empty() { b"/".to_vec() } else { path };
    if let Some(query) = address.query {
        target.push(b'?');
        target.extend(encoded(query, |b| b.is_ascii_graphic() && !b"\"<>'".contains(&b)));
    }
    Goal {
        scheme: address.scheme.clone().or_else(|| (!is_open).then(|| "http".to_owned())),
        authority: address.lower_host(),
        target,
        login: address.login(),
    }
}

/// Says which parameters of a query the URL lacks: only what is in the URL is sent.
pub(super) fn say_missing(url: &[u8], parameters: &[Pair], said: &mut Said) {
    let query = memchr::memchr(b'?', url).and_then(|sign| url.get(sign + 1..)).unwrap_or_default();
    let has =
        |name: &str| query.split(|b| *b == b'&').any(|pair| pair.split(|b| *b == b'=').next() == Some(name.as_bytes()));
    for pair in parameters.iter().filter(|pair| !has(&pair.name)) {
        said.note(pair.start, format!("`{}` is not in the URL: Bruno sends what the URL has", pair.name));
    }
}
