//! Forms: `--form` and `--multipart`.

use super::items::{Item, Kind};
use super::json;
use super::url::form_encoded;
use crate::read::shell::{Call, Remark, Said};

/// The boundary between parts. HTTPie makes a new one for each request; this one is as long.
pub(super) const BOUNDARY: &str = "0123456789abcdef0123456789abcdef";

/// A form in one line; `None` where a part of it isn't known.
pub(super) fn encoded(items: &[Item], call: &Call<'_>, said: &mut Said) -> Result<Option<Vec<u8>>, Remark> {
    let mut out = Vec::new();
    for item in grouped(items) {
        let Some(value) = value(item, call, said)? else { return Ok(None) };
        if !out.is_empty() {
            out.push(b'&');
        }
        out.extend(form_encoded(&item.name));
        out.push(b'=');
        out.extend(form_encoded(&value));
    }
    Ok(Some(out))
}

/// A form of several parts; `None` where one isn't known.
pub(super) fn parts(
    items: &[Item],
    boundary: &[u8],
    call: &Call<'_>,
    said: &mut Said,
) -> Result<Option<Vec<u8>>, Remark> {
    let mut out = Vec::new();
    for item in items {
        if matches!(item.kind, Kind::Json | Kind::JsonIn) {
            said.change(item.at, "HTTPie leaves `:=` out of a form of several parts: write `name=value`");
            continue;
        }
        let name = quoted(&item.name);
        out.extend([b"--", boundary, b"\r\nContent-Disposition: form-data; name=\"", &name[..], b"\""].concat());
        let value = if item.kind == Kind::File {
            let (path, media_type) = file(&item.value);
            let file_name = path.rsplit(|b| *b == b'/').next().unwrap_or_default();
            out.extend([b"; filename=\"", &quoted(file_name)[..], b"\""].concat());
            if let Some(media_type) = media_type {
                out.extend([b"\r\nContent-Type: ", media_type].concat());
            }
            content(path, item.at, call, said)?
        } else {
            value(item, call, said)?
        };
        let Some(value) = value else { return Ok(None) };
        out.extend([b"\r\n\r\n", &value[..], b"\r\n"].concat());
    }
    out.extend([b"--", boundary, b"--\r\n"].concat());
    Ok(Some(out))
}

/// The value of an item that is no file.
pub(super) fn value(item: &Item, call: &Call<'_>, said: &mut Said) -> Result<Option<Vec<u8>>, Remark> {
    let text = match item.kind {
        Kind::TextIn | Kind::JsonIn | Kind::QueryIn | Kind::HeaderIn => {
            let Some(bytes) = content(&item.value, item.at, call, said)? else { return Ok(None) };
            bytes
        }
        _ => item.value.clone(),
    };
    if !matches!(item.kind, Kind::Json | Kind::JsonIn) {
        return Ok(Some(text));
    }
    let shown = String::from_utf8_lossy(&text).into_owned();
    Ok(Some(match (json::again(&shown), shown.trim()) {
        (_, "true") => b"True".to_vec(),
        (_, "false") => b"False".to_vec(),
        (_, "null") => Vec::new(),
        (Some(_), json) if json.starts_with('"') => {
            serde_json::from_str::<String>(json).unwrap_or_default().into_bytes()
        }
        (Some(again), _) => again.into_bytes(),
        (None, _) => {
            said.refuse(item.at, "what follows `:=` isn't JSON")?;
            text
        }
    }))
}

/// What a file holds; `None` where that isn't known.
pub(super) fn content(path: &[u8], at: usize, call: &Call<'_>, said: &mut Said) -> Result<Option<Vec<u8>>, Remark> {
    match call.named.read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(message) => said.miss(at, message).map(|()| None),
    }
}

/// The path of a file, and its type: as given after `;type=`, else by the end of its name.
pub(super) fn file(value: &[u8]) -> (&[u8], Option<&[u8]>) {
    if let Some(at) = memchr::memmem::rfind(value, b";type=") {
        return (value.get(..at).unwrap_or_default(), value.get(at + 6..));
    }
    const TYPES: [(&str, &str); 20] = [
        ("txt", "text/plain"),
        ("json", "application/json"),
        ("bin", "application/octet-stream"),
        ("html", "text/html"),
        ("htm", "text/html"),
        ("xml", "text/xml"),
        ("csv", "text/csv"),
        ("css", "text/css"),
        ("js", "text/javascript"),
        ("png", "image/png"),
        ("jpg", "image/jpeg"),
        ("jpeg", "image/jpeg"),
        ("gif", "image/gif"),
        ("svg", "image/svg+xml"),
        ("pdf", "application/pdf"),
        ("zip", "application/zip"),
        ("tar", "application/x-tar"),
        ("mp3", "audio/mpeg"),
        ("mp4", "video/mp4"),
        ("py", "text/x-python"),
    ];
    let ending = value.rsplit(|b| *b == b'.').next().filter(|ending| ending.len() < value.len()).unwrap_or_default();
    let found = TYPES.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known.as_bytes()));
    (value, found.map(|(_, media_type)| media_type.as_bytes()))
}

/// Values of one name come one after the other, where the name came first.
pub(super) fn grouped(items: &[Item]) -> impl Iterator<Item = &Item> {
    let mut names: std::collections::BTreeMap<&[u8], usize> = std::collections::BTreeMap::new();
    let mut ranked: Vec<(usize, &Item)> = Vec::with_capacity(items.len());
    for item in items {
        let next = names.len();
        ranked.push((*names.entry(&item.name).or_insert(next), item));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, item)| item)
}

/// A name between quotes (RFC 7578 as WHATWG writes it).
fn quoted(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    for byte in name {
        match byte {
            b'"' => out.extend_from_slice(b"%22"),
            b'\r' => out.extend_from_slice(b"%0D"),
            b'\n' => out.extend_from_slice(b"%0A"),
            byte => out.push(*byte),
        }
    }
    out
}
