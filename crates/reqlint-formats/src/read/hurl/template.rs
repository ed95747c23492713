//! Texts with their escapes undone and their variables filled in.

use super::lines::Text;
use crate::read::shell::{Remark, Said};
use crate::read::variables::Variables;

/// What a backslash and a value mean in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// `\n`, `\#`, `\u{e9}` are escapes.
    Escaped,
    /// The name of a file: also `\ ` and `\;`.
    File,
    /// Everything is as it is written.
    Plain,
    /// JSON: as it is written, but for values, which are escaped in a string.
    Json,
}

/// A text as it is sent. What has no value stays `{{name}}`.
///
/// # Errors
/// Where only what is sent counts, and a variable has no value.
pub(super) fn filled(
    text: Text<'_>,
    syntax: Syntax,
    variables: &Variables,
    said: &mut Said,
) -> Result<Vec<u8>, Remark> {
    let limit = Variables::limit(text.text.len());
    let mut out = Vec::with_capacity(text.text.len());
    let mut in_string = false;
    let mut at = 0;
    while let Some([byte, after @ ..]) = text.text.get(at..) {
        match (byte, after) {
            (b'{', [b'{', inside @ ..]) => {
                if let Some(Placeholder { name, is_filtered, length }) = Placeholder::of(inside) {
                    let value = variables.get(name).filter(|_| !is_filtered);
                    match value.filter(|value| out.len() + value.len() <= limit) {
                        Some(value) if in_string => out.extend(in_json(value)),
                        Some(value) => out.extend_from_slice(value),
                        None => {
                            if said.is_exact {
                                said.miss(text.start + at, format!("the value of `{{{{{name}}}}}` is not known here"))?;
                            }
                            out.extend([b"{{", name.as_bytes(), b"}}"].concat());
                        }
                    }
                    at += 2 + length;
                    continue;
                }
                out.push(b'{');
            }
            (b'\\', [escape, rest @ ..]) if matches!(syntax, Syntax::Escaped | Syntax::File) => {
                match escaped(*escape, rest, syntax) {
                    Some((character, length)) => {
                        out.extend(character.to_string().into_bytes());
                        at += 1 + length;
                    }
                    None => {
                        said.refuse(text.start + at, "a backslash is written `\\\\`, for it begins an escape")?;
                        out.push(b'\\');
                    }
                }
            }
            (b'\\', [next, ..]) if in_string => {
                out.extend([b'\\', *next]);
                at += 1;
            }
            (byte, _) => {
                in_string ^= *byte == b'"' && syntax == Syntax::Json;
                out.push(*byte);
            }
        }
        at += 1;
    }
    Ok(out)
}

/// What is between double braces.
struct Placeholder<'t> {
    /// A variable, or a function such as `newUuid`.
    name: &'t str,
    /// Whether a filter changes the value.
    is_filtered: bool,
    /// How long it is, the closing braces included.
    length: usize,
}

impl<'t> Placeholder<'t> {
    /// What follows two braces.
    fn of(inside: &'t [u8]) -> Option<Self> {
        const LONGEST: usize = 200;
        let near = inside.get(..inside.len().min(LONGEST))?;
        let length = memchr::memmem::find(near, b"}}")?;
        let expression = std::str::from_utf8(near.get(..length)?).ok()?.trim_ascii();
        let name = expression.split([' ', '\t']).next()?;
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
        is_name.then_some(Self { name, is_filtered: name.len() < expression.len(), length: length + 2 })
    }
}

/// The character of an escape, and how many bytes of `rest` belong to it.
fn escaped(escape: u8, rest: &[u8], syntax: Syntax) -> Option<(char, usize)> {
    let character = match escape {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let inside = rest.strip_prefix(b"{")?;
            let length = inside.iter().position(|b| *b == b'}')?;
            let digits = std::str::from_utf8(inside.get(..length)?).ok()?;
            return Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, length + 2));
        }
        b' ' | b';' | b'{' | b'}' if syntax == Syntax::File => char::from(escape),
        b'#' | b':' | b'"' | b'`' | b'\\' | b'/' => char::from(escape),
        _ => return None,
    };
    Some((character, 0))
}

/// A value as it is written in a string of JSON.
fn in_json(value: &[u8]) -> Vec<u8> {
    let quoted = serde_json::Value::from(String::from_utf8_lossy(value)).to_string().into_bytes();
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_variables() {
        let mut variables = Variables::default();
        variables.set("id", b"a\"b");
        let table = [
            (Syntax::Escaped, "a\\nb\\#\\u{e9}", "a\nb#é"),
            (Syntax::Escaped, "{{id}}/{{ id }}/{{id urlEncode}}", "a\"b/a\"b/{{id}}"),
            (Syntax::Escaped, "{{newUuid}}/{{x", "{{newUuid}}/{{x"),
            (Syntax::Escaped, "a\\q", "a\\q"),
            (Syntax::File, "a\\ b\\;c", "a b;c"),
            (Syntax::Plain, "a\\n{{id}}", "a\\na\"b"),
            (Syntax::Json, "{\"a\\\"{{id}}\":{{id}}}", "{\"a\\\"a\\\"b\":a\"b}"),
        ];
        for (syntax, text, expected) in table {
            let mut said = Said::named("Hurl", false);
            let text = Text { text: text.as_bytes(), start: 0 };
            let filled = filled(text, syntax, &variables, &mut said).unwrap();
            assert_eq!(String::from_utf8_lossy(&filled), expected, "{text:?}");
        }
    }
}
