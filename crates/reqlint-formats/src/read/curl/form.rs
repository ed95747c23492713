//! `-F`: a form of several parts (RFC 7578).

use super::data::{Data, file};
use super::word::Word;
use crate::read::files::Named;

/// The boundary between the parts. curl generates a new one for each request.
pub(super) const BOUNDARY: &str = "------------------------reqlint-boundary";

/// Writes the parts; `literal` ones (`--form-string`) know no `@`, `<` and `;type=`.
pub(super) fn write(parts: &[(bool, Word)], named: &Named<'_>) -> Data {
    let mut data = Data { bytes: Some(Vec::new()), remarks: Vec::new() };
    for (literal, word) in parts {
        let part = part(*literal, word, named, &mut data);
        data.bytes = data.bytes.take().zip(part).map(|(mut all, part)| {
            all.extend_from_slice(&part);
            all
        });
    }
    if let Some(bytes) = &mut data.bytes {
        bytes.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    }
    data
}

fn part(literal: bool, word: &Word, named: &Named<'_>, data: &mut Data) -> Option<Vec<u8>> {
    let mut halves = word.text.splitn(2, |b| *b == b'=');
    let name = halves.next().unwrap_or_default();
    let content = halves.next().unwrap_or_default();
    let (content, media_type) = if literal { (content, None) } else { without_type(content) };
    let is_special = |sign: &[u8]| if literal { None } else { content.strip_prefix(sign) };
    let mut head =
        [format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"").as_bytes(), name, b"\""].concat();
    let content = if let Some(path) = is_special(b"@") {
        let base = path.rsplit(|b| *b == b'/').next().unwrap_or_default();
        head.extend([b"; filename=\"", base, b"\""].concat());
        let content = file(path, word.start, named, &mut data.remarks)?;
        if media_type.is_none() {
            head.extend([b"\r\nContent-Type: ", media_type_of(path).as_bytes()].concat());
        }
        content
    } else if let Some(path) = is_special(b"<") {
        file(path, word.start, named, &mut data.remarks)?
    } else {
        content.to_vec()
    };
    if let Some(media_type) = media_type {
        head.extend([b"\r\nContent-Type: ", media_type].concat());
    }
    Some([&head[..], b"\r\n\r\n", &content[..], b"\r\n"].concat())
}

/// What curl says of a file by the end of its name.
fn media_type_of(path: &[u8]) -> &'static str {
    const KNOWN: [(&str, &str); 10] = [
        ("gif", "image/gif"),
        ("jpg", "image/jpeg"),
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
        ("txt", "text/plain"),
        ("htm", "text/html"),
        ("html", "text/html"),
        ("pdf", "application/pdf"),
        ("xml", "application/xml"),
    ];
    let extension = path.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let known = KNOWN.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known.as_bytes()));
    known.map_or("application/octet-stream", |(_, media_type)| media_type)
}

/// Takes `;type=…` off.
fn without_type(content: &[u8]) -> (&[u8], Option<&[u8]>) {
    let at = content.windows(6).position(|w| w == b";type=");
    match at.and_then(|at| content.split_at_checked(at)) {
        Some((content, after)) => {
            let media_type = after.get(6..).unwrap_or_default();
            (content, media_type.split(|b| *b == b';').next())
        }
        None => (content, None),
    }
}
