//! The parts of a form as bytes: which headers curl gives each.

use super::BOUNDARY;
use super::field::{Content, Part};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Parts between boundaries; `None` where one isn't known.
pub(super) fn parts(parts: &[Part], disposition: &str, is_escaped: bool) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for part in parts {
        out.extend(format!("--{BOUNDARY}\r\n").into_bytes());
        for line in lines(part, disposition, is_escaped) {
            out.extend(line);
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(b"\r\n");
        out.extend(content(part, is_escaped)?);
        out.extend_from_slice(b"\r\n");
    }
    out.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    Some(out)
}

fn lines(part: &Part, disposition: &str, is_escaped: bool) -> Vec<Vec<u8>> {
    let own = |name: &str| {
        part.headers.iter().find(|line| {
            let front = line.get(..name.len()).is_some_and(|front| front.eq_ignore_ascii_case(name.as_bytes()));
            front && line.get(name.len()) == Some(&b':')
        })
    };
    let media_type = media_type(part, own("Content-Type").is_some());
    let mut lines = Vec::new();
    let is_named = part.name.is_some() || part.filename.is_some();
    if own("Content-Disposition").is_none() && (is_named || disposition != "attachment") {
        let mut line = [b"Content-Disposition: ", disposition.as_bytes()].concat();
        for (key, value) in [("name", &part.name), ("filename", &part.filename)] {
            if let Some(value) = value {
                line.extend([b"; ", key.as_bytes(), b"=\"", &escaped(value, is_escaped)[..], b"\""].concat());
            }
        }
        lines.push(line);
    }
    if let Some(media_type) = media_type {
        let mut line = [b"Content-Type: ", &media_type[..]].concat();
        if matches!(part.content, Content::Parts(_)) {
            line.extend(format!("; boundary={BOUNDARY}").into_bytes());
        }
        lines.push(line);
    }
    if let (Some(encoder), None) = (&part.encoder, own("Content-Transfer-Encoding")) {
        lines.push([b"Content-Transfer-Encoding: ", &encoder.to_ascii_lowercase()[..]].concat());
    }
    lines.extend(part.headers.iter().cloned());
    lines
}

/// What curl says of a part: the type that is given, else what the end of a name tells.
fn media_type(part: &Part, is_own: bool) -> Option<Vec<u8>> {
    if let Some(given) = &part.media_type {
        return Some(given.clone());
    }
    if is_own {
        return None;
    }
    let by_name = part.filename.as_deref().and_then(media_type_of);
    match &part.content {
        Content::Parts(_) => return Some(b"multipart/mixed".to_vec()),
        Content::Data(_) => by_name,
        Content::File { path, .. } => by_name
            .or_else(|| media_type_of(path))
            .or_else(|| part.filename.as_ref().map(|_| "application/octet-stream")),
    }
    .filter(|media_type| *media_type != "text/plain" || part.filename.is_some())
    .map(|media_type| media_type.as_bytes().to_vec())
}

fn media_type_of(path: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 10] = [
        (".gif", "image/gif"),
        (".jpg", "image/jpeg"),
        (".jpeg", "image/jpeg"),
        (".png", "image/png"),
        (".svg", "image/svg+xml"),
        (".txt", "text/plain"),
        (".htm", "text/html"),
        (".html", "text/html"),
        (".pdf", "application/pdf"),
        (".xml", "application/xml"),
    ];
    let ends = |end: &str| {
        path.len()
            .checked_sub(end.len())
            .and_then(|at| path.get(at..))
            .is_some_and(|e| e.eq_ignore_ascii_case(end.as_bytes()))
    };
    KNOWN.iter().find(|(end, _)| ends(end)).map(|(_, media_type)| *media_type)
}

/// A name in quotes: as forms of browsers write it, or with backslashes (`--form-escape`).
fn escaped(name: &[u8], is_escaped: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    for byte in name {
        match (byte, is_escaped) {
            (b'"' | b'\\', true) => out.extend([b'\\', *byte]),
            (b'"', false) => out.extend(b"%22"),
            (b'\r', false) => out.extend(b"%0D"),
            (b'\n', false) => out.extend(b"%0A"),
            (byte, _) => out.push(*byte),
        }
    }
    out
}

fn content(part: &Part, is_escaped: bool) -> Option<Vec<u8>> {
    let bytes = match &part.content {
        Content::Parts(inner) => {
            let is_form = part.media_type.as_deref().is_some_and(|given| given.starts_with(b"multipart/form-data"));
            return parts(inner, if is_form { "form-data" } else { "attachment" }, is_escaped);
        }
        Content::Data(bytes) | Content::File { bytes, .. } => bytes.as_deref()?,
    };
    Some(match part.encoder.as_deref().map(<[u8]>::to_ascii_lowercase).as_deref() {
        Some(b"base64") => in_lines(STANDARD.encode(bytes).as_bytes()),
        Some(b"quoted-printable") => quoted_printable(bytes),
        _ => bytes.to_vec(),
    })
}

/// Base64 in lines of 76 characters.
fn in_lines(text: &[u8]) -> Vec<u8> {
    text.chunks(76).collect::<Vec<_>>().join(&b"\r\n"[..])
}

/// RFC 2045, section 6.7.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut column = 0;
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        if let [b'\r', b'\n', after @ ..] = rest {
            out.extend_from_slice(b"\r\n");
            (column, rest) = (0, after);
            continue;
        }
        let ends_line = after.is_empty() || after.starts_with(b"\r\n");
        let is_plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || matches!(byte, b' ' | b'\t') && !ends_line;
        let written = if is_plain { vec![*byte] } else { format!("={byte:02X}").into_bytes() };
        if column + written.len() > if ends_line { 76 } else { 75 } {
            out.extend_from_slice(b"=\r\n");
            column = 0;
        }
        column += written.len();
        out.extend(written);
        rest = after;
    }
    out
}
