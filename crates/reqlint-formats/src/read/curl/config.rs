//! A file of further options, which `-K` names: one a line, `name value`, `name = "value"` or `--name`.

use crate::read::files::Named;
use crate::read::shell::Said;
use crate::read::shell::{Remark, Word};

/// The options of a file as words; `None` where it isn't read.
///
/// # Errors
/// Where only what curl sends counts, and the file can't be read.
pub(super) fn words(name: &Word, named: &Named<'_>, said: &mut Said) -> Result<Option<Vec<Word>>, Remark> {
    let Some(text) = super::data::file(&name.text, name.start, named, said)? else { return Ok(None) };
    let mut words = Vec::new();
    for line in text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii) {
        if line.is_empty() || line.starts_with(b"#") {
            continue;
        }
        let is_dashed = line.starts_with(b"-");
        let is_end = |b: &u8| b.is_ascii_whitespace() || !is_dashed && matches!(b, b'=' | b':') || *b == b'=';
        let length = line.iter().position(is_end).unwrap_or(line.len());
        let (option, rest) = line.split_at_checked(length).unwrap_or_default();
        let value = rest.trim_ascii_start();
        let value =
            value.strip_prefix(b"=").or_else(|| value.strip_prefix(b":").filter(|_| !is_dashed)).unwrap_or(value);
        let value = value.trim_ascii();
        let option = if is_dashed { option.to_vec() } else { [b"--", option].concat() };
        words.push(Word { text: option, ..name.clone() });
        if !value.is_empty() {
            let value = match value.strip_prefix(b"\"") {
                Some(quoted) => unquoted(quoted),
                None => value.split(u8::is_ascii_whitespace).next().unwrap_or_default().to_vec(),
            };
            words.push(Word { text: value, ..name.clone() });
        }
    }
    Ok(Some(words))
}

/// What is in double quotes, its escapes undone.
fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => break,
            b'\\' => out.extend(bytes.next().map(|escaped| match escaped {
                b't' => b'\t',
                b'n' => b'\n',
                b'r' => b'\r',
                b'v' => 0x0b,
                other => *other,
            })),
            byte => out.push(*byte),
        }
    }
    out
}
