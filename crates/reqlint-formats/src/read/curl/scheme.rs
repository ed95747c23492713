//! The scheme of a URL, and which of them curl speaks HTTP to.

use super::transfer::Transfer;
use crate::read::shell::{Remark, Said};
use std::borrow::Cow;

/// The schemes of HTTP, and of what begins as it.
const SCHEMES: [&str; 4] = ["https", "http", "wss", "ws"];

/// What else curl speaks.
const OTHERS: [&str; 29] = [
    "dict", "file", "ftp", "ftps", "gopher", "gophers", "imap", "imaps", "ipfs", "ipns", "ldap", "ldaps", "mqtt",
    "mqtts", "pop3", "pop3s", "rtmp", "rtmps", "rtsp", "scp", "sftp", "smb", "smbs", "smtp", "smtps", "telnet", "tftp",
    "rtmpt", "rtmpe",
];

/// A scheme in small letters.
fn lowercase(scheme: &[u8]) -> Cow<'static, str> {
    let known = SCHEMES.iter().find(|known| scheme.eq_ignore_ascii_case(known.as_bytes()));
    known
        .map_or_else(|| Cow::Owned(String::from_utf8_lossy(scheme).to_ascii_lowercase()), |known| Cow::Borrowed(*known))
}

/// The scheme, and what follows `://`.
///
/// # Errors
/// Where curl speaks another protocol to it, or none.
pub(super) fn read<'u>(
    text: &'u [u8],
    at: usize,
    transfer: &Transfer,
    said: &mut Said,
) -> Result<(Cow<'static, str>, &'u [u8]), Remark> {
    let length = text.iter().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
    let is_scheme =
        text.first().is_some_and(u8::is_ascii_alphabetic) && text.get(length..).is_some_and(|t| t.starts_with(b":/"));
    let (scheme, rest) = if is_scheme {
        let (scheme, rest) = text.split_at_checked(length).unwrap_or_default();
        let slashes = rest.iter().skip(1).take_while(|b| **b == b'/').count();
        if slashes > 3 {
            said.refuse(at, "(3) URL rejected: Unsupported number of slashes following scheme")?;
        } else if slashes != 2 {
            said.note(at, "curl reads past the slashes after the scheme, of which there are two as a rule");
        }
        (lowercase(scheme), rest.get(1 + slashes..).unwrap_or_default())
    } else {
        let guessed = guessed(text);
        let scheme = match &transfer.default_scheme {
            Some(given) => lowercase(&given.text),
            None => Cow::Borrowed(guessed),
        };
        let first = text.split(|b| b"/:".contains(b)).next().unwrap_or_default();
        if let Some(scheme) = ["https", "http"].iter().find(|scheme| first.eq_ignore_ascii_case(scheme.as_bytes())) {
            said.note(
                at,
                format!("`{scheme}` is taken for the host: a colon and two slashes come after a scheme, `{scheme}://`"),
            );
        } else if !begins_open(text) {
            said.note(at, format!("the URL has no scheme: {} takes {scheme}", said.program));
        }
        if text.starts_with(b"/") {
            said.refuse(at, "(3) URL rejected: No host present")?;
        }
        let slashes = text.iter().take_while(|b| **b == b'/').count();
        (scheme, text.get(slashes..).unwrap_or_default())
    };
    if !SCHEMES.contains(&&*scheme) {
        if OTHERS.contains(&&*scheme) {
            return Err(Remark::new(at, format!("this is not an HTTP request: curl speaks {scheme} here")));
        }
        said.refuse(at, format!("(1) Protocol \"{scheme}\" not supported"))?;
    }
    let allowed = transfer.protocols.as_ref().map(|list| String::from_utf8_lossy(&list.text).into_owned());
    if allowed.is_some_and(|list| is_disabled(&list, &scheme)) {
        said.refuse(at, format!("(1) Protocol \"{scheme}\" is disabled by `--proto`"))?;
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

fn begins_open(text: &[u8]) -> bool {
    text.starts_with(b"${") || text.starts_with(b"{") || text.starts_with(b"<")
}
