//! JSON as HTTPie writes it: Python's `json.dumps` of what the items say.

use std::fmt::Write;

/// A value that is being put together.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// Written already.
    Done(String),
    Object(Vec<(String, Node)>),
    List(Vec<Node>),
}

/// A step of a name: `a[b][0][]`.
enum Step {
    Member(String),
    Index(usize),
    Append,
}

/// How far an index may go beyond what is there.
const MAX_INDEX: usize = 10_000;

impl Node {
    /// Puts a value where a name says.
    ///
    /// # Errors
    /// When the name isn't one, or something else is there.
    pub(super) fn put(&mut self, name: &str, value: Node) -> Result<(), &'static str> {
        let steps = steps(name)?;
        let mut at = self;
        for step in steps {
            let is_unset = matches!(at, Self::Done(text) if text == "null");
            match step {
                Step::Member(name) => {
                    if is_unset {
                        *at = Self::Object(Vec::new());
                    }
                    let Self::Object(members) = at else { return Err("an item names a member of what is no object") };
                    let index = members.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
                        members.push((name, Self::Done("null".to_owned())));
                        members.len() - 1
                    });
                    at = members.get_mut(index).map(|(_, node)| node).ok_or("no such member")?;
                }
                step @ (Step::Index(_) | Step::Append) => {
                    if is_unset {
                        *at = Self::List(Vec::new());
                    }
                    let Self::List(items) = at else { return Err("an item names an element of what is no list") };
                    let index = if let Step::Index(index) = step { index } else { items.len() };
                    if index > MAX_INDEX {
                        return Err("the index of an item is too large to be read");
                    }
                    while items.len() <= index {
                        items.push(Self::Done("null".to_owned()));
                    }
                    at = items.get_mut(index).ok_or("no such element")?;
                }
            }
        }
        *at = value;
        Ok(())
    }

    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Done(text) => out.push_str(text),
            Self::Object(members) => {
                out.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    string(name, out);
                    out.push_str(": ");
                    value.write(out);
                }
                out.push('}');
            }
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    item.write(out);
                }
                out.push(']');
            }
        }
    }
}

fn steps(name: &str) -> Result<Vec<Step>, &'static str> {
    const OPEN: &str = "the brackets of an item's name are not closed";
    let mut steps = Vec::new();
    let mut text = String::new();
    let mut chars = name.chars().peekable();
    let mut depth = false;
    let mut is_escaped = false;
    if chars.peek() != Some(&'[') {
        // the first name has no brackets around it
        while let Some(c) = chars.next_if(|c| *c != '[') {
            match c {
                '\\' if matches!(chars.peek(), Some('[' | ']')) => text.extend(chars.next()),
                c => text.push(c),
            }
        }
        steps.push(Step::Member(std::mem::take(&mut text)));
    }
    while let Some(c) = chars.next() {
        match c {
            '[' if !depth => depth = true,
            ']' if depth => {
                let text = std::mem::take(&mut text);
                steps.push(match text.parse() {
                    _ if text.is_empty() => Step::Append,
                    Ok(index) if !is_escaped => Step::Index(index),
                    _ => Step::Member(text),
                });
                (depth, is_escaped) = (false, false);
            }
            '\\' if depth => {
                is_escaped = true;
                text.extend(chars.next());
            }
            c if depth => text.push(c),
            _ => return Err(OPEN),
        }
    }
    if depth { Err(OPEN) } else { Ok(steps) }
}

/// A string as Python writes it: everything beyond ASCII is escaped.
pub(super) fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}

/// JSON as Python writes it again; `None` where it isn't JSON.
pub(super) fn again(text: &str) -> Option<String> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).ok()?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => {
                let length = string_length(rest)?;
                string(&serde_json::from_str::<String>(rest.get(..length)?).ok()?, &mut out);
                length
            }
            '-' | '0'..='9' => {
                let length =
                    rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(rest.len());
                out.push_str(&number(rest.get(..length)?)?);
                length
            }
            ',' | ':' => {
                out.push(first);
                out.push(' ');
                1
            }
            c if c.is_whitespace() => c.len_utf8(),
            c => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = rest.get(length..)?;
    }
    Some(out)
}

fn string_length(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// A number as Python's `repr` gives it; one without fraction and exponent is kept as it is.
fn number(text: &str) -> Option<String> {
    if !text.contains(['.', 'e', 'E']) {
        return Some(text.to_owned());
    }
    let value: f64 = text.parse().ok()?;
    if value.is_infinite() {
        return Some(if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned());
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    if value == 0.0 || (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return Some(if plain.contains('.') { plain } else { plain + ".0" });
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    Some(format!("{digits}e{sign}{:02}", exponent.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_python_writes_them() {
        let table = [
            ("1.50", "1.5"),
            ("1e5", "100000.0"),
            ("1e16", "1e+16"),
            ("1e-5", "1e-05"),
            ("0.0001", "0.0001"),
            ("-0.0", "-0.0"),
            ("12345678901234567890", "12345678901234567890"),
            ("123456789012345680000.5", "1.2345678901234568e+20"),
            ("{\"x\":[1,2],\"é\":null}", "{\"x\": [1, 2], \"\\u00e9\": null}"),
            ("\"a\\/b\\ud83d\\ude00\"", "\"a/b\\ud83d\\ude00\""),
        ];
        for (text, expected) in table {
            assert_eq!(again(text).as_deref(), Some(expected), "{text}");
        }
        assert!(again("x").is_none() && again("").is_none());
    }

    #[test]
    fn names_that_nest() {
        let made = |items: &[(&str, &str)]| {
            let mut node = Node::Done("null".to_owned());
            for (name, value) in items {
                node.put(name, Node::Done((*value).to_owned()))?;
            }
            let mut out = String::new();
            node.write(&mut out);
            Ok::<_, &str>(out)
        };
        assert_eq!(made(&[("a[b]", "1"), ("a[d][]", "2")]).unwrap(), "{\"a\": {\"b\": 1, \"d\": [2]}}");
        assert_eq!(made(&[("a[0]", "1"), ("a[2]", "2")]).unwrap(), "{\"a\": [1, null, 2]}");
        assert_eq!(made(&[("[]", "1"), ("[]", "2")]).unwrap(), "[1, 2]");
        assert_eq!(made(&[("a\\[b\\]", "1")]).unwrap(), "{\"a[b]\": 1}");
        assert_eq!(made(&[("a", "1"), ("a", "2")]).unwrap(), "{\"a\": 2}");
        assert!(made(&[("a[b", "1")]).is_err() && made(&[("a", "1"), ("a[b]", "2")]).is_err());
        assert!(made(&[("a[99999999]", "1")]).is_err());
    }
}
