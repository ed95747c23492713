//! curl's own variables: `--variable name=value`, and `{{name:function}}` in the values of `--expand-…`.

use crate::read::files::Named;
use crate::read::shell::Said;
use crate::read::shell::{Remark, Word};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use std::collections::BTreeMap;

/// The variables that were set so far. One whose value isn't known has none.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables(BTreeMap<Vec<u8>, Option<Vec<u8>>>);

impl Variables {
    /// `name=value`, `name@file`, `%name`, `%name=default`, each with a range of bytes: `name[2-5]=value`.
    pub(super) fn set(&mut self, word: &Word, named: &Named<'_>, said: &mut Said) -> Result<(), Remark> {
        let (text, is_imported) = match word.text.strip_prefix(b"%") {
            Some(text) => (text, true),
            None => (&word.text[..], false),
        };
        let length = text.iter().take_while(|b| is_name_byte(**b)).count();
        let (name, rest) = text.split_at_checked(length).unwrap_or_default();
        if name.is_empty() {
            said.note(word.start, "curl skips this variable: its name is not valid");
            return Ok(());
        }
        if is_imported {
            // the environment is the shell's
            let placeholder = [b"${", name, b"}"].concat();
            if said.is_exact {
                let name = String::from_utf8_lossy(name).into_owned();
                said.note(
                    word.start,
                    format!("the variable `{name}` of the environment isn't known here: `${{{name}}}` stands for it"),
                );
            }
            self.0.insert(name.to_vec(), Some(placeholder));
            return Ok(());
        }
        let (range, rest) = match range(rest) {
            Some(found) => found,
            None => return said.refuse(word.start, "option --variable: syntax error in its range"),
        };
        let content = match rest {
            [b'=', value @ ..] => Some(value.to_vec()),
            [b'@', file @ ..] => super::data::file(file, word.start, named, said)?,
            _ => return said.refuse(word.start, "option --variable: bad syntax"),
        };
        let content = content.map(|value| {
            let end = range.1.saturating_add(1).min(value.len());
            value.get(range.0.min(end)..end).unwrap_or_default().to_vec()
        });
        self.0.insert(name.to_vec(), content);
        Ok(())
    }

    /// The value of an `--expand-…` option with its variables filled in.
    pub(super) fn expanded(&self, word: &Word, said: &mut Said) -> Result<Word, Remark> {
        let mut out = Vec::new();
        let mut rest = &word.text[..];
        let mut is_changed = false;
        while let Some((before, opened)) = memmem::find(rest, b"{{").and_then(|at| rest.split_at_checked(at)) {
            let inside = opened.get(2..).unwrap_or_default();
            if let Some(before) = before.strip_suffix(b"\\") {
                out.extend_from_slice(before);
                out.extend_from_slice(b"{{");
                rest = inside;
                continue;
            }
            let Some(length) = memmem::find(inside, b"}}") else { break };
            let (expression, after) = inside.split_at_checked(length).unwrap_or_default();
            out.extend_from_slice(before);
            rest = after.get(2..).unwrap_or_default();
            let mut parts = expression.split(|b| *b == b':');
            let name = parts.next().unwrap_or_default();
            if name.is_empty() || !name.iter().all(|b| is_name_byte(*b)) {
                out.extend([b"{{", expression, b"}}"].concat());
                continue;
            }
            is_changed = true;
            let mut value = match self.0.get(name) {
                Some(Some(value)) => value.clone(),
                Some(None) => [b"{{", name, b"}}"].concat(),
                None => Vec::new(),
            };
            for function in parts {
                let Some(applied) = applied(function, &value) else {
                    let name = String::from_utf8_lossy(function);
                    said.refuse(word.start, format!("unknown variable function `{name}`: variable expansion failure"))?;
                    continue;
                };
                value = applied;
            }
            if value.contains(&0) {
                said.refuse(word.start, "variable contains NUL byte: variable expansion failure")?;
            }
            out.extend(value);
        }
        // curl leaves a value without a variable as it was written
        if !is_changed {
            return Ok(word.clone());
        }
        out.extend_from_slice(rest);
        Ok(Word { text: out, ..word.clone() })
    }
}

/// The bytes of a value that are taken, and what follows: `[2-5]`, `[2-]`.
fn range(text: &[u8]) -> Option<((usize, usize), &[u8])> {
    let [b'[', after @ ..] = text else { return Some(((0, usize::MAX - 1), text)) };
    let end = after.iter().position(|b| *b == b']')?;
    let inside = std::str::from_utf8(after.get(..end)?).ok()?;
    let (first, last) = inside.split_once('-')?;
    let first: usize = first.parse().ok()?;
    let last: usize = if last.is_empty() { usize::MAX - 1 } else { last.parse().ok()? };
    (first <= last).then_some(((first, last), after.get(end + 1..).unwrap_or_default()))
}

fn applied(function: &[u8], value: &[u8]) -> Option<Vec<u8>> {
    match function {
        b"trim" => Some(value.trim_ascii().to_vec()),
        b"json" => {
            let text = serde_json::Value::from(String::from_utf8_lossy(value)).to_string();
            Some(text.get(1..text.len().saturating_sub(1)).unwrap_or_default().as_bytes().to_vec())
        }
        b"url" => Some(escaped(value)),
        b"b64" => Some(STANDARD.encode(value).into_bytes()),
        b"64dec" => Some(STANDARD.decode(value).unwrap_or_else(|_| b"[64dec-fail]".to_vec())),
        _ => None,
    }
}

/// A text with everything encoded that isn't unreserved in a URL.
pub(super) fn escaped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for byte in text {
        match byte {
            b if b.is_ascii_alphanumeric() || b"-._~".contains(b) => out.push(*b),
            b => out.extend(format!("%{b:02X}").into_bytes()),
        }
    }
    out
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
