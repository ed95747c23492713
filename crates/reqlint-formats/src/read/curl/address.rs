//! The URL of a transfer, as curl takes it apart.

use super::transfer::Transfer;
use super::word::{Remark, Word};
use crate::read::url;

/// Where a request goes.
pub(super) struct Address {
    pub(super) scheme: String,
    /// `user:password`
    pub(super) credentials: Option<Vec<u8>>,
    /// `host[:port]`
    pub(super) authority: Vec<u8>,
    pub(super) target: Vec<u8>,
}

/// Takes a URL apart; what curl changes in it is said in `remarks`. `query` comes to what it has.
pub(super) fn read(
    word: &Word,
    transfer: &Transfer,
    query: &[u8],
    remarks: &mut Vec<Remark>,
) -> Result<Address, Remark> {
    let mut remark = |message: String| remarks.push(Remark::new(word.start, message));
    let given = String::from_utf8_lossy(&word.text);
    let with_scheme = match url::split(&given) {
        Some(_) => given.into_owned(),
        None if given.contains("://") => return Err(no_url(word)),
        None => {
            let scheme =
                transfer.default_scheme.as_ref().map_or_else(|| "http".into(), |s| String::from_utf8_lossy(&s.text));
            remark(format!("the URL has no scheme: curl takes {scheme}"));
            format!("{scheme}://{}", given.trim_start_matches('/'))
        }
    };
    let parts = url::split(&with_scheme).ok_or_else(|| no_url(word))?;
    if !transfer.glob_off && is_globbed(parts.target) {
        remark("curl expands `{…}` and `[…]` to lists of URLs: taken literally".to_owned());
    }
    let (credentials, authority) = match parts.authority.rsplit_once('@') {
        Some((credentials, authority)) => (Some(credentials.as_bytes().to_vec()), authority),
        None => (None, parts.authority),
    };
    let (target, fragment) = match parts.target.split_once('#') {
        Some((target, fragment)) => (target, Some(fragment)),
        None => (parts.target, None),
    };
    if fragment.is_some() {
        remark("curl does not send what follows `#`".to_owned());
    }
    if target.contains(' ') {
        remark("curl refuses a URL with a space".to_owned());
    }
    let (path, own_query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let path = if path.is_empty() { "/" } else { path };
    let mut target = if transfer.path_as_is { path.to_owned() } else { without_dots(path) };
    for (index, piece) in own_query.into_iter().chain((!query.is_empty()).then_some("")).enumerate() {
        target.push(if index == 0 { '?' } else { '&' });
        target.push_str(piece);
    }
    let mut target = target.into_bytes();
    target.extend_from_slice(query);
    if let Some(given) = &transfer.target {
        target.clone_from(&given.text);
    }
    Ok(Address { scheme: parts.scheme.to_owned(), credentials, authority: authority.as_bytes().to_vec(), target })
}

fn no_url(word: &Word) -> Remark {
    Remark::new(word.start, "not a URL with a host, such as `https://api.example.com/path`")
}

/// Whether curl would make several URLs of one. `{{token}}` and `${TOKEN}` are placeholders, not lists.
fn is_globbed(target: &str) -> bool {
    let target = target.replace("{{", "").replace("${", "");
    target.contains(['{', '[']) && target.contains(['}', ']'])
}

/// Takes the segments `.` and `..` out (RFC 3986 section 5.2.4).
fn without_dots(path: &str) -> String {
    if !path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return path.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (index, segment) in segments.iter().enumerate() {
        let is_last = index + 1 == segments.len();
        match *segment {
            "." => kept.extend(is_last.then_some("")),
            ".." => {
                kept.pop();
                kept.extend(is_last.then_some(""));
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

/// What keeps curl from changing the URL.
pub(crate) fn switches(url: &[u8]) -> String {
    let word = Word { text: url.to_vec(), start: 0 };
    let mut remarks: Vec<Remark> = Vec::new();
    let mut target = |path_as_is| {
        let transfer = Transfer { path_as_is, ..Transfer::default() };
        read(&word, &transfer, b"", &mut remarks).ok().map(|address| address.target)
    };
    let resolves_dots = target(false) != target(true);
    let globs = remarks.iter().any(|remark| remark.message.contains('['));
    let switch = |is_needed: bool, name: &'static str| if is_needed { name } else { "" };
    [switch(globs, " -g"), switch(resolves_dots, " --path-as-is")].concat()
}
