//! What `-d` and its relatives send.

use crate::read::files::Named;
use crate::read::shell::Said;
use crate::read::shell::{Remark, Word};

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

/// Whether a piece is sent as it is written.
pub(super) fn is_literal(kind: DataKind, word: &Word) -> bool {
    kind == DataKind::Raw || kind != DataKind::Encoded && !word.text.starts_with(b"@")
}

/// Joins pieces of data as curl does; `None` when a part is in a file that was not read.
pub(super) fn join(pieces: &[(DataKind, Word)], named: &Named<'_>, said: &mut Said) -> Result<Option<Vec<u8>>, Remark> {
    let mut joined = Some(Vec::new());
    for (kind, word) in pieces {
        let piece = piece(*kind, word, named, said)?;
        joined = joined.zip(piece).map(|(mut joined, piece): (Vec<u8>, Vec<u8>)| {
            if !joined.is_empty() && *kind != DataKind::Json {
                joined.push(b'&');
            }
            if joined.is_empty() {
                return piece;
            }
            joined.extend_from_slice(&piece);
            joined
        });
    }
    Ok(joined)
}

fn piece(kind: DataKind, word: &Word, named: &Named<'_>, said: &mut Said) -> Result<Option<Vec<u8>>, Remark> {
    let text = word.text.as_slice();
    let file_name = text.strip_prefix(b"@");
    match (kind, file_name) {
        (DataKind::Raw, _) | (DataKind::Plain | DataKind::Binary | DataKind::Json, None) => Ok(Some(text.to_vec())),
        (DataKind::Plain, Some(name)) => {
            let bytes = file(name, word.start, named, said)?;
            Ok(bytes.map(|bytes| bytes.into_iter().filter(|b| !matches!(b, b'\r' | b'\n' | 0)).collect()))
        }
        (DataKind::Binary | DataKind::Json, Some(name)) => file(name, word.start, named, said),
        (DataKind::Encoded, _) => encoded(text, word.start, named, said),
    }
}

/// `content`, `=content`, `name=content`, `@file` or `name@file`.
fn encoded(text: &[u8], at: usize, named: &Named<'_>, said: &mut Said) -> Result<Option<Vec<u8>>, Remark> {
    let sign = text.iter().position(|b| *b == b'=').or_else(|| text.iter().position(|b| *b == b'@'));
    let (name, content) = match sign {
        None => (&[][..], text.to_vec()),
        Some(sign) => {
            let content = text.get(sign + 1..).unwrap_or_default();
            let is_file = text.get(sign) == Some(&b'@');
            let content = if is_file {
                match file(content, at, named, said)? {
                    Some(content) => content,
                    None => return Ok(None),
                }
            } else {
                content.to_vec()
            };
            (text.get(..sign).unwrap_or_default(), content)
        }
    };
    let mut out = name.to_vec();
    out.extend((!name.is_empty()).then_some(b'='));
    let mut rest = content.as_slice();
    while let [byte, after @ ..] = rest {
        // what the shell fills in is encoded once it is known
        if let Some(length) = variable(rest) {
            out.extend_from_slice(rest.get(..length).unwrap_or_default());
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        match byte {
            b if b.is_ascii_alphanumeric() || b"-._~".contains(b) => out.push(*b),
            b' ' => out.push(b'+'),
            b => out.extend(format!("%{b:02X}").into_bytes()),
        }
        rest = after;
    }
    Ok(Some(out))
}

/// The length of the `${NAME}` that a text begins with.
pub(super) fn variable(text: &[u8]) -> Option<usize> {
    let inside = text.strip_prefix(b"${")?;
    let length = inside.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    (length > 0 && inside.get(length) == Some(&b'}')).then_some(length + 3)
}

/// The content of a file that an option names, where files may be read.
///
/// # Errors
/// Where only what curl sends counts, and it isn't known.
pub(super) fn file(name: &[u8], at: usize, named: &Named<'_>, said: &mut Said) -> Result<Option<Vec<u8>>, Remark> {
    match named.read(name) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(message) => said.miss(at, message).map(|()| None),
    }
}
