//! The endpoint (docs/language.md#finding-the-endpoint).

use crate::model::{Endpoint, Pack, Sent};

#[derive(Default)]
pub(super) struct Route<'p> {
    pub(super) endpoint: Option<&'p Endpoint>,
    pub(super) account: Option<String>,
    pub(super) fits_path: bool,
    pub(super) ignoring_case: bool,
    pub(super) without_slash: bool,
}

pub(super) fn route<'p>(pack: &'p Pack, sent: &Sent) -> Route<'p> {
    let path = sent.target.split('?').next().unwrap();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (ignoring_case, without_slash) in [(false, false), (false, true), (true, false), (true, true)] {
        let segments = match segments.split_last() {
            Some((&"", before)) if without_slash && !before.is_empty() => before,
            _ if without_slash => continue,
            _ => &segments[..],
        };
        let fitting: Vec<&Endpoint> = pack.endpoints.iter().filter(|e| fits(e, segments, ignoring_case)).collect();
        if fitting.is_empty() {
            continue;
        }
        // left to right, a literal before a parameter
        let literals = |e: &&&Endpoint| template(e).iter().map(|s| !s.starts_with('{')).collect::<Vec<_>>();
        let endpoint = fitting.iter().filter(|e| e.method == sent.meant_method()).max_by_key(literals).copied();
        let account = Some(decode(segments[1], false));
        return Route { endpoint, account, fits_path: true, ignoring_case, without_slash };
    }
    Route::default()
}

pub(super) fn template(endpoint: &Endpoint) -> Vec<String> {
    format!("v1/{{account}}{}", endpoint.tail).split('/').map(str::to_owned).collect()
}

pub(super) fn fits(endpoint: &Endpoint, segments: &[&str], ignoring_case: bool) -> bool {
    let template = template(endpoint);
    let fits = |(documented, sent): (&String, &&str)| {
        let sent = unreserved(sent);
        match documented.starts_with('{') {
            true => !sent.is_empty(),
            false => *documented == sent || ignoring_case && documented.eq_ignore_ascii_case(&sent),
        }
    };
    template.len() == segments.len() && template.iter().zip(segments).all(fits)
}

/// With percent-encoded unreserved characters decoded, and nothing else.
pub(super) fn unreserved(segment: &str) -> String {
    let mut text = segment.to_owned();
    for byte in (b'0'..=b'9').chain(b'A'..=b'Z').chain(b'a'..=b'z').chain(*b"-._~") {
        let character = char::from(byte).to_string();
        text = text.replace(&format!("%{byte:02X}"), &character).replace(&format!("%{byte:02x}"), &character);
    }
    text
}

pub(super) fn decode(text: &str, plus_is_space: bool) -> String {
    let text = if plus_is_space { text.replace('+', " ") } else { text.to_owned() };
    let mut pieces = text.split('%');
    let mut out = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        match piece.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => out.extend([&[byte], &piece.as_bytes()[2..]].concat()),
            None => out.extend([b"%", piece.as_bytes()].concat()),
        }
    }
    String::from_utf8(out).unwrap()
}
