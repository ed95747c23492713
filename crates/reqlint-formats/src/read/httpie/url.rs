//! URLs as HTTPie and the library below it write them.

use crate::read::address::{Address, decoded, encoded, is_escape, without_dots};

/// Where a request goes.
pub(super) struct Place {
    pub(super) scheme: String,
    pub(super) host: Vec<u8>,
    pub(super) target: Vec<u8>,
    /// `user:password`
    pub(super) login: Option<Vec<u8>>,
}

/// Takes a URL apart: `:3000/a` and `:/a` are short for the own machine.
pub(super) fn read(text: &[u8], default_scheme: &str, keeps_dots: bool, query: &[(Vec<u8>, Vec<u8>)]) -> Place {
    let text = text.strip_prefix(b"://").unwrap_or(text);
    let full = match text {
        [b':', rest @ ..] if !rest.starts_with(b":") => {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            let (port, path) = rest.split_at_checked(digits).unwrap_or_default();
            let colon: &[u8] = if port.is_empty() { b"" } else { b":" };
            [b"localhost", colon, port, path].concat()
        }
        text => text.to_vec(),
    };
    let address = Address::of(&full);
    let scheme = address.scheme.clone().unwrap_or_else(|| default_scheme.to_owned());
    let path = if address.path.is_empty() { &b"/"[..] } else { address.path };
    let path = if keeps_dots { escaped(path, is_path_byte) } else { without_dots(&escaped(path, is_path_byte)) };
    let mut target = path;
    let mut whole = address.query.map(|query| escaped(query, |b| is_path_byte(b) || b == b'?')).unwrap_or_default();
    for (name, value) in query {
        if !whole.is_empty() && !whole.ends_with(b"&") {
            whole.push(b'&');
        }
        whole.extend(form_encoded(name));
        whole.push(b'=');
        whole.extend(form_encoded(value));
    }
    if !whole.is_empty() {
        target.push(b'?');
        target.extend(whole);
    }
    Place { scheme, host: address.lower_host(), target, login: address.login() }
}

/// A name or a value of a form.
pub(super) fn form_encoded(text: &[u8]) -> Vec<u8> {
    let out = encoded(text, |b| b.is_ascii_alphanumeric() || b"-._~ ".contains(&b));
    out.into_iter().map(|b| if b == b' ' { b'+' } else { b }).collect()
}

fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte)
}

/// A text with what a URL can't hold encoded. Escapes stay, and those of plain characters are undone; a percent sign that
/// begins none makes all of them plain.
fn escaped(text: &[u8], is_kept: fn(u8) -> bool) -> Vec<u8> {
    let mut signs = memchr::memchr_iter(b'%', text);
    let is_broken = signs.any(|at| !is_escape(text.get(at..).unwrap_or_default()));
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = memchr::memchr(b'%', rest).and_then(|at| rest.split_at_checked(at)) {
        out.extend(encoded(before, is_kept));
        if is_broken {
            out.extend_from_slice(b"%25");
            rest = after.get(1..).unwrap_or_default();
            continue;
        }
        let escape = after.get(..3).unwrap_or_default();
        match decoded(escape).first() {
            Some(plain) if plain.is_ascii_alphanumeric() || b"-._~".contains(plain) => out.push(*plain),
            _ => out.extend(escape.to_ascii_uppercase()),
        }
        rest = after.get(3..).unwrap_or_default();
    }
    out.extend(encoded(rest, is_kept));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_as_they_are_sent() {
        let table = [
            (":3000/a", "http", "localhost:3000", "/a"),
            (":/a", "http", "localhost", "/a"),
            (":", "http", "localhost", "/"),
            ("https://X.example", "https", "x.example", "/"),
            ("x/%41%7e/%2f/a b?a=%7e[1]", "http", "x", "/A~/%2F/a%20b?a=~%5B1%5D"),
            ("x/%zz%41?q=%41", "http", "x", "/%25zz%2541?q=A"),
            ("x/a/../b", "http", "x", "/b"),
        ];
        for (text, scheme, host, target) in table {
            let place = read(text.as_bytes(), "http", false, &[]);
            let shown = (place.scheme.as_str(), String::from_utf8_lossy(&place.host).into_owned());
            assert_eq!(
                (shown, String::from_utf8_lossy(&place.target)),
                ((scheme, host.to_owned()), target.into()),
                "{text}"
            );
        }
    }
}
