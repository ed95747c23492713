//! A place in the text of a program, and what can be read from there.

use super::expression::{Expression, Language};
use crate::read::told::escapes;
use serde_json::Number;

pub(super) struct Cursor<'t> {
    pub(super) text: &'t [u8],
    pub(super) at: usize,
}

/// How a text begins: what its quotes are, and what is done with what is inside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefix {
    /// How many bytes come before the quote.
    length: usize,
    quote: u8,
    is_triple: bool,
    is_raw: bool,
    /// `f"{a}"`, `$"{a}"`.
    is_filled: bool,
    /// `@"a""b"`.
    is_doubled: bool,
}

pub(super) fn is_quote(byte: Option<u8>) -> bool {
    matches!(byte, Some(b'"' | b'\'' | b'`'))
}

pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'@')
}

impl<'t> Cursor<'t> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.ahead(0)
    }

    pub(super) fn ahead(&self, by: usize) -> Option<u8> {
        self.text.get(self.at.saturating_add(by)).copied()
    }

    pub(super) fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn starts_with(&self, prefix: &[u8]) -> bool {
        self.rest().starts_with(prefix)
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    pub(super) fn eat_any(&mut self, all: &[&[u8]]) -> bool {
        let found = all.iter().find(|one| self.starts_with(one));
        self.at += found.map_or(0, |one| one.len());
        found.is_some()
    }

    pub(super) fn space_in_line(&mut self) {
        self.at += self.rest().iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    }

    /// Passes white space and comments.
    pub(super) fn space(&mut self) {
        loop {
            self.at += self.rest().iter().take_while(|b| b.is_ascii_whitespace() || **b == b'\\').count();
            let rest = self.rest();
            let is_line = rest.starts_with(b"//") || rest.first() == Some(&b'#') && rest.get(1) != Some(&b'{');
            if is_line {
                self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            } else if rest.starts_with(b"/*") {
                self.at += memchr::memmem::find(rest, b"*/").map_or(rest.len(), |at| at + 2);
            } else {
                return;
            }
        }
    }

    /// Whether a value may end here: it is followed by nothing that makes another value of it.
    pub(super) fn is_at_end_of_value(&mut self) -> bool {
        let before = self.at;
        self.space_in_line();
        let ends_line = matches!(self.peek(), None | Some(b'\n' | b'\r'));
        self.space();
        let is_end = match self.peek() {
            None | Some(b',' | b';' | b')' | b']' | b'}') => true,
            // the next statement; an operator in the next line goes on with the value
            Some(b'?' | b'%' | b'*' | b'/' | b'|' | b'<' | b'=' | b'+' | b'.') => false,
            Some(b'-') => !self.starts_with(b"->") && ends_line,
            // a block of Ruby's
            Some(b'{') if self.starts_with(b"{ |") => true,
            Some(b'd') if self.starts_with(b"do |") || self.starts_with(b"do\n") => true,
            Some(_) => ends_line || self.starts_with(b"as ") || self.starts_with(b"as\n"),
        };
        if self.starts_with(b"as ") && is_end {
            self.skip_value();
        } else {
            self.at = before;
        }
        is_end
    }

    /// Passes what is left of a value, with all that is in its brackets and quotes.
    pub(super) fn skip_value(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' if depth == 0 => return,
                b')' | b']' | b'}' => depth -= 1,
                b',' | b';' if depth == 0 => return,
                b'"' | b'\'' | b'`' => {
                    let rest = self.text.get(self.at + 1..).unwrap_or_default();
                    // an apostrophe closes nothing
                    let end =
                        if byte == b'`' { memchr::memchr(byte, rest) } else { memchr::memchr2(byte, b'\n', rest) };
                    let close = end.filter(|at| rest.get(*at) == Some(&byte));
                    self.at += close.map_or(0, |at| at + 1);
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// A name without what it belongs to.
    pub(super) fn word(&mut self) -> String {
        let rest = self.rest();
        let length = rest.iter().take(80).take_while(|b| is_name(**b)).count();
        self.at += length;
        String::from_utf8_lossy(rest.get(..length).unwrap_or_default()).into_owned()
    }

    /// A name with what it belongs to: `requests.post`, `$this->client`, `Http::post`.
    pub(super) fn path(&mut self, is_php: bool) -> String {
        if self.peek() == Some(b'\\') {
            self.at += 1;
        }
        let mut name = self.word();
        while !name.is_empty() && name.len() < 160 {
            let joint: &[u8] = match self.rest() {
                [b'-', b'>', next, ..] if is_name(*next) => b"->",
                [b':', b':', next, ..] if is_name(*next) => b"::",
                [b'?', b'.', next, ..] if is_name(*next) => b"?.",
                [b'\\', next, ..] if is_php && is_name(*next) => b"\\",
                [b'.', next, ..] if !is_php && next.is_ascii_alphabetic() => b".",
                _ => break,
            };
            self.at += joint.len();
            name.push_str(&String::from_utf8_lossy(joint));
            name.push_str(&self.word());
        }
        name
    }

    /// `<string, string>` behind the name of a class.
    pub(super) fn generics(&mut self) {
        let rest = self.rest();
        if rest.first() != Some(&b'<') {
            return;
        }
        let near = rest.get(..rest.len().min(80)).unwrap_or_default();
        let end = near.iter().rposition(|b| *b == b'>').filter(|end| {
            let inside = near.get(1..*end).unwrap_or_default();
            let is_type = inside.iter().all(|b| b.is_ascii_alphanumeric() || b" ,<>[]?.".contains(b));
            is_type && matches!(near.get(end + 1), Some(b'(' | b'{' | b' ' | b'\n' | b'\r'))
        });
        self.at += end.map_or(0, |end| end + 1);
    }

    /// The name of a member: in quotes, or as a word, which may have dashes.
    pub(super) fn key(&mut self) -> Option<String> {
        if let Some(prefix) = self.quoted() {
            let pieces = self.text(prefix, Language::Other)?;
            return match pieces.as_slice() {
                [] => Some(String::new()),
                [Expression::Text(text)] => Some(text.clone()),
                _ => None,
            };
        }
        self.eat(b':');
        let rest = self.rest();
        let length = rest.iter().take(80).take_while(|b| is_name(**b) || **b == b'-').count();
        let name = rest.get(..length).filter(|name| !name.is_empty() && !name.ends_with(b"-"))?;
        self.at += length;
        Some(String::from_utf8_lossy(name).into_owned())
    }

    pub(super) fn number(&mut self) -> Option<Number> {
        let rest = self.rest();
        let is_part = |b: &u8| b.is_ascii_digit() || b"-.eE_".contains(b);
        let length = rest.iter().take(40).take_while(|b| is_part(b)).count();
        let text = String::from_utf8_lossy(rest.get(..length)?).replace('_', "");
        let number = match text.parse::<i64>() {
            Ok(number) => number.into(),
            Err(_) => Number::from_f64(text.parse().ok()?)?,
        };
        self.at += length;
        // `10L`, `1.5f`
        self.at += usize::from(matches!(self.peek(), Some(b'L' | b'f' | b'm' | b'd')));
        Some(number)
    }

    /// The text of `<<<NAME`, which ends with its name.
    pub(super) fn heredoc(&mut self) -> Option<String> {
        let rest = self.rest().get(3..)?;
        let first = memchr::memchr(b'\n', rest)?;
        let name = rest.get(..first)?.trim_ascii();
        let name = name.strip_prefix(b"'").or_else(|| name.strip_prefix(b"\"")).unwrap_or(name);
        let name = name.strip_suffix(b"'").or_else(|| name.strip_suffix(b"\"")).unwrap_or(name);
        let inside = rest.get(first + 1..).filter(|_| !name.is_empty() && name.len() < 40)?;
        let end = memchr::memmem::find(inside, name)?;
        self.at += 3 + first + 1 + end + name.len();
        Some(String::from_utf8_lossy(inside.get(..end)?).trim_end().to_owned())
    }

    /// How the text begins that begins here.
    pub(super) fn quoted(&self) -> Option<Prefix> {
        let rest = self.rest();
        let length = rest.iter().take(3).take_while(|b| b"fFbBrRuU$@".contains(b)).count();
        let length = if is_quote(self.peek()) { 0 } else { length };
        let marks = rest.get(..length)?;
        let quote = *rest.get(length).filter(|b| is_quote(Some(**b)))?;
        let has = |marks_of: &[u8]| marks.iter().any(|b| marks_of.contains(b));
        let is_triple = quote != b'`' && rest.get(length..length + 3) == Some(&[quote; 3]);
        let is_doubled = has(b"@") && !is_triple;
        Some(Prefix { length, quote, is_triple, is_raw: has(b"rR@"), is_filled: has(b"fF$"), is_doubled })
    }

    /// The parts of a text in quotes: what is literal, and what is filled in.
    pub(super) fn text(&mut self, prefix: Prefix, language: Language) -> Option<Vec<Expression>> {
        let Prefix { quote, is_triple, .. } = prefix;
        let close: &[u8] = if is_triple { &[quote; 3] } else { &[quote] };
        let is_raw = prefix.is_raw || quote == b'`' && language == Language::Go;
        let is_plain = language == Language::Php && quote == b'\'';
        self.at += prefix.length + close.len();
        let mut parts = Vec::new();
        let mut out = Vec::new();
        loop {
            if self.starts_with(close) {
                self.at += close.len();
                if prefix.is_doubled && self.eat(quote) {
                    out.push(quote);
                    continue;
                }
                break;
            }
            let byte = self.peek()?;
            if let Some((name, length)) = self.filled(prefix, language) {
                self.at += length;
                if !out.is_empty() {
                    parts.push(Expression::Text(String::from_utf8_lossy(&std::mem::take(&mut out)).into_owned()));
                }
                parts.push(name);
                continue;
            }
            self.at += 1;
            match byte {
                b'\\' if is_plain && !matches!(self.peek(), Some(b'\\' | b'\'')) => out.push(byte),
                b'\\' if !is_raw => self.escaped(&mut out)?,
                // `{{` is a brace of `f"…"`
                b'{' | b'}' if prefix.is_filled && self.peek() == Some(byte) => {
                    self.at += 1;
                    out.push(byte);
                }
                // a text of one line isn't closed
                b'\n' if !is_triple && !is_raw && quote != b'`' && language == Language::Go => return None,
                _ => out.push(byte),
            }
        }
        if !out.is_empty() {
            parts.push(Expression::Text(String::from_utf8_lossy(&out).into_owned()));
        }
        Some(parts)
    }

    fn escaped(&mut self, out: &mut Vec<u8>) -> Option<()> {
        self.at += escapes::escaped(self.rest(), out)?;
        Some(())
    }

    /// What is filled in here: `${a}`, `{a}` of `f"…"`, `#{a}`, PHP's `$a` and `{$a}`.
    fn filled(&self, prefix: Prefix, language: Language) -> Option<(Expression, usize)> {
        let rest = self.rest();
        let is_php = language == Language::Php && prefix.quote == b'"';
        let opening = match rest {
            [b'$', b'{', ..] if prefix.quote == b'`' || is_php => 2,
            [b'#', b'{', ..] if prefix.quote == b'"' => 2,
            [b'{', b'{', ..] => return None,
            [b'{', ..] if prefix.is_filled => 1,
            [b'{', b'$', ..] if is_php => 1,
            [b'$', next, ..] if is_php && (next.is_ascii_alphabetic() || *next == b'_') => {
                let name = rest.get(1..)?.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
                let name = String::from_utf8_lossy(rest.get(..=name)?).into_owned();
                let length = name.len();
                return Some((Expression::Name(name), length));
            }
            _ => return None,
        };
        let inside = rest.get(opening..)?.iter().take(200).position(|b| *b == b'}')?;
        let name = String::from_utf8_lossy(rest.get(opening..opening + inside)?).trim().to_owned();
        Some((Expression::Name(name), opening + inside + 1))
    }
}
