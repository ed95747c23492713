//! Addresses as programs take them apart that encode what can't be in a URL.

/// An address taken apart, nothing else done to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Address<'a> {
    /// In lower case; `None` where there is none.
    pub(in crate::read) scheme: Option<String>,
    /// `user:password`
    pub(in crate::read) credentials: Option<&'a [u8]>,
    /// `host[:port]`
    pub(in crate::read) host: &'a [u8],
    pub(in crate::read) path: &'a [u8],
    /// Without the question mark.
    pub(in crate::read) query: Option<&'a [u8]>,
}

impl<'a> Address<'a> {
    /// Takes an address apart. What follows `#` is left out: it is never sent.
    pub(in crate::read) fn of(text: &'a [u8]) -> Self {
        let text = text.split(|b| *b == b'#').next().unwrap_or_default();
        let sign = memchr::memmem::find(text, b"://");
        let scheme = sign.and_then(|sign| text.get(..sign)).filter(|scheme| {
            scheme.first().is_some_and(u8::is_ascii_alphabetic)
                && scheme.iter().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b))
        });
        let rest = text.get(scheme.map_or(0, |scheme| scheme.len() + 3)..).unwrap_or_default();
        let scheme = scheme.map(|scheme| String::from_utf8_lossy(scheme).to_ascii_lowercase());
        let length = end_of_authority(rest);
        let (authority, rest) = rest.split_at_checked(length).unwrap_or_default();
        let (credentials, host) = match authority.iter().rposition(|b| *b == b'@') {
            Some(sign) => (authority.get(..sign), authority.get(sign + 1..).unwrap_or_default()),
            None => (None, authority),
        };
        let (path, query) = match rest.iter().position(|b| *b == b'?') {
            Some(sign) => (rest.get(..sign).unwrap_or_default(), rest.get(sign + 1..)),
            None => (rest, None),
        };
        Self { scheme, credentials, host, path, query }
    }

    /// The host in lower case, but for what is filled in.
    pub(in crate::read) fn lower_host(&self) -> Vec<u8> {
        let is_open = self.host.iter().any(|b| b"${<".contains(b));
        if is_open { self.host.to_vec() } else { self.host.to_ascii_lowercase() }
    }

    /// The credentials with their escapes undone: what `Basic` encodes.
    pub(in crate::read) fn login(&self) -> Option<Vec<u8>> {
        self.credentials.map(decoded)
    }
}

/// Where a host ends; what a placeholder holds is part of it.
fn end_of_authority(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        match placeholder(rest) {
            Some(length) => at += length,
            None if rest.first().is_some_and(|b| b"/?".contains(b)) => break,
            None => at += 1,
        }
    }
    at
}

/// The length of what a person or the shell fills in: `${NAME}`, `{{name}}`, `<name>`.
pub(in crate::read) fn placeholder(text: &[u8]) -> Option<usize> {
    const LONGEST: usize = 80;
    let (opening, closing): (usize, &[u8]) = match text {
        [b'$', b'{', ..] => (2, b"}"),
        [b'{', b'{', ..] => (2, b"}}"),
        [b'<', ..] => (1, b">"),
        _ => return None,
    };
    let inside = text.get(opening..text.len().min(LONGEST))?;
    let length = memchr::memmem::find(inside, closing).filter(|length| *length > 0)?;
    let name = inside.get(..length)?;
    let is_name = name.iter().all(|b| b.is_ascii_alphanumeric() || b"_-. ".contains(b));
    is_name.then_some(opening + length + closing.len())
}

/// A text in which what isn't `kept` is percent-encoded, but for placeholders.
pub(in crate::read) fn encoded(text: &[u8], kept: fn(u8) -> bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        if let Some(length) = placeholder(rest) {
            out.extend_from_slice(rest.get(..length).unwrap_or_default());
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        if kept(*byte) {
            out.push(*byte);
        } else {
            out.extend(format!("%{byte:02X}").into_bytes());
        }
        rest = after;
    }
    out
}

/// Whether a percent sign begins an escape.
pub(in crate::read) fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

/// A text with its escapes undone.
pub(in crate::read) fn decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        let escape = rest.get(1..3).filter(|_| is_escape(rest)).and_then(|digits| std::str::from_utf8(digits).ok());
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = rest.get(3..).unwrap_or_default();
            }
            None => {
                out.push(*byte);
                rest = after;
            }
        }
    }
    out
}

/// A path without its `.` and `..`.
pub(in crate::read) fn without_dots(path: &[u8]) -> Vec<u8> {
    let mut kept: Vec<&[u8]> = Vec::new();
    let count = path.split(|b| *b == b'/').count();
    for (at, segment) in path.split(|b| *b == b'/').enumerate() {
        let is_last = at + 1 == count;
        match segment {
            b"." | b".." => {
                if segment == b".." && kept.len() > 1 {
                    kept.pop();
                }
                if is_last {
                    kept.push(b"");
                }
            }
            segment => kept.push(segment),
        }
    }
    kept.join(&b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_their_paths() {
        let address = Address::of(b"HTTP://u%40:p@{{h/x}}.example:80/a/?b#c");
        assert_eq!(
            (address.scheme.as_deref(), address.path, address.query),
            (Some("http"), &b"/x}}.example:80/a/"[..], Some(&b"b"[..]))
        );
        let address = Address::of(b"u%40:p@${HOST}:80?b");
        assert_eq!(
            (address.login().as_deref(), address.host, address.path),
            (Some(&b"u@:p"[..]), &b"${HOST}:80"[..], &b""[..])
        );
        let table = [("/a/../b/./c", "/b/c"), ("/a/../../b/.", "/b/"), ("/a/..", "/"), ("/..;x", "/..;x"), ("/", "/")];
        for (path, expected) in table {
            assert_eq!(String::from_utf8_lossy(&without_dots(path.as_bytes())), expected, "{path}");
        }
        assert_eq!(encoded(b"a b/${ID}", |b| b.is_ascii_alphanumeric() || b == b'/'), b"a%20b/${ID}");
    }
}
