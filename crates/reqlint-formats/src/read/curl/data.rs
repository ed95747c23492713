//! What `-d` and its relatives send.

use super::word::{Remark, Word};
use crate::read::files::Named;

/// The ways of giving data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DataKind {
    /// `-d`: `@file` is read, its line breaks dropped.
    Plain,
    /// `--data-raw`: `@` is nothing special.
    Raw,
    /// `--data-binary`: `@file` is read as it is.
    Binary,
    /// `--data-urlencode`
    Encoded,
    /// `--json`: like `--data-binary`, and pieces are joined without `&`.
    Json,
}

/// Some data; `None` when a part of it is in a file that was not read.
#[derive(Clone, Debug, Default)]
pub(super) struct Data {
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) remarks: Vec<Remark>,
}

/// Joins pieces of data as curl does.
pub(super) fn join(pieces: &[(DataKind, Word)], named: &Named<'_>) -> Data {
    let mut data = Data { bytes: Some(Vec::new()), remarks: Vec::new() };
    for (index, (kind, word)) in pieces.iter().enumerate() {
        let piece = piece(*kind, word, named, &mut data.remarks);
        data.bytes = data.bytes.take().zip(piece).map(|(mut joined, piece)| {
            if index > 0 && *kind != DataKind::Json {
                joined.push(b'&');
            }
            joined.extend_from_slice(&piece);
            joined
        });
    }
    data
}

fn piece(kind: DataKind, word: &Word, named: &Named<'_>, remarks: &mut Vec<Remark>) -> Option<Vec<u8>> {
    let text = word.text.as_slice();
    let file_name = text.strip_prefix(b"@");
    match (kind, file_name) {
        (DataKind::Raw, _) | (DataKind::Plain | DataKind::Binary | DataKind::Json, None) => Some(text.to_vec()),
        (DataKind::Plain, Some(name)) => {
            let bytes = file(name, word.start, named, remarks)?;
            Some(bytes.into_iter().filter(|b| !matches!(b, b'\r' | b'\n' | 0)).collect())
        }
        (DataKind::Binary | DataKind::Json, Some(name)) => file(name, word.start, named, remarks),
        (DataKind::Encoded, _) => encoded(text, word.start, named, remarks),
    }
}

/// `content`, `=content`, `name=content`, `@file` or `name@file`.
fn encoded(text: &[u8], at: usize, named: &Named<'_>, remarks: &mut Vec<Remark>) -> Option<Vec<u8>> {
    let sign = text.iter().position(|b| *b == b'=').or_else(|| text.iter().position(|b| *b == b'@'));
    let (name, content) = match sign {
        None => (&[][..], text.to_vec()),
        Some(sign) => {
            let content = text.get(sign + 1..).unwrap_or_default();
            let is_file = text.get(sign) == Some(&b'@');
            let content = if is_file { file(content, at, named, remarks)? } else { content.to_vec() };
            (text.get(..sign).unwrap_or_default(), content)
        }
    };
    let mut out = name.to_vec();
    out.extend((!name.is_empty()).then_some(b'='));
    for byte in content {
        match byte {
            b if b.is_ascii_alphanumeric() || b"-._~".contains(&b) => out.push(b),
            b' ' => out.push(b'+'),
            b => out.extend(format!("%{b:02X}").into_bytes()),
        }
    }
    Some(out)
}

/// The content of a file that an option names, where files may be read.
pub(super) fn file(name: &[u8], at: usize, named: &Named<'_>, remarks: &mut Vec<Remark>) -> Option<Vec<u8>> {
    named.read(name).map_err(|message| remarks.push(Remark::new(at, message))).ok()
}
