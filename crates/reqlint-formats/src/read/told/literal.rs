//! Values as programs print them: JSON, what Node.js shows of an object, Python's `repr`.

use crate::read::told::escapes;
use serde_json::{Map, Number, Value};

/// How deep values are read, and how many bytes of one.
const MAX_DEPTH: usize = 24;
const MAX_LENGTH: usize = 256 << 10;

/// The object or list that begins at a place, and where it ends; `None` where it isn't closed.
pub(in crate::read) fn value_at(text: &[u8], start: usize) -> Option<(Value, usize)> {
    matches!(text.get(start), Some(b'{' | b'[')).then(|| any_at(text, start)).flatten()
}

/// The value that begins at a place, a text or a number too, and where it ends.
pub(super) fn any_at(text: &[u8], start: usize) -> Option<(Value, usize)> {
    let text = text.get(..text.len().min(start.saturating_add(MAX_LENGTH)))?;
    let mut reader = Reader { text, at: start };
    let value = reader.value(0)?;
    Some((value, reader.at))
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn space(&mut self) {
        self.at += self.rest().iter().take_while(|b| b.is_ascii_whitespace()).count();
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut members = Map::new();
        loop {
            self.space();
            if self.eat(b'}') {
                return Some(Value::Object(members));
            }
            if self.eat(b',') {
                continue;
            }
            if self.skip_more() {
                continue;
            }
            let name = self.name()?;
            self.space();
            // a Ruby hash has `=>`
            if !self.eat(b':') {
                self.at = self.rest().starts_with(b"=>").then_some(self.at + 2)?;
            }
            let value = self.value(depth + 1)?;
            members.insert(name, value);
        }
    }

    fn list(&mut self, close: u8, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            if self.eat(close) {
                return Some(Value::Array(items));
            }
            if self.eat(b',') || self.skip_more() {
                continue;
            }
            items.push(self.value(depth + 1)?);
        }
    }

    /// `... 3 more items`, and a reference in front of a value: `<ref *1>`.
    fn skip_more(&mut self) -> bool {
        let rest = self.rest();
        if rest.starts_with(b"...") {
            self.at += rest.iter().position(|b| b"\n}])".contains(b)).unwrap_or(rest.len());
            return true;
        }
        false
    }

    fn name(&mut self) -> Option<String> {
        let first = self.peek()?;
        if is_quote(first) {
            return self.text_in(first);
        }
        if first == b':' {
            // a Ruby symbol
            self.at += 1;
        }
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || b"_$-.".contains(b);
        let rest = self.rest();
        let length = match first {
            // `[Symbol(kHeaders)]`
            b'[' => memchr::memchr(b']', rest)? + 1,
            _ => rest.iter().take_while(|b| is_name(b)).count(),
        };
        self.at += length;
        let name = rest.get(..length).filter(|name| !name.is_empty())?;
        Some(String::from_utf8_lossy(name).into_owned())
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.space();
        match self.peek()? {
            b'{' => self.object(depth),
            b'[' if is_mark(self.rest()) => self.mark(depth),
            b'[' => self.list(b']', depth),
            b'(' => self.list(b')', depth),
            quote if is_quote(quote) => self.texts(quote),
            // `b'…'`, `u'…'`
            b'b' | b'u' | b'r' if self.text.get(self.at + 1).is_some_and(|b| is_quote(*b)) => {
                self.at += 1;
                let quote = self.peek()?;
                self.texts(quote)
            }
            b'<' => self.mark(depth),
            _ => self.word(depth),
        }
    }

    /// What stands for a value that isn't shown: `[Object]`, `[Function: x]`, `<ref *1>`, `<Response [400]>`.
    fn mark(&mut self, depth: usize) -> Option<Value> {
        let close = if self.peek() == Some(b'<') { b'>' } else { b']' };
        let rest = self.rest();
        let end = memchr::memchr(close, rest.get(..rest.len().min(200))?)?;
        let is_reference = rest.starts_with(b"<ref ");
        // `[Object: null prototype] {`
        let is_front = rest.starts_with(b"[Object: ");
        self.at += end + 1;
        if is_reference || is_front {
            return self.value(depth + 1);
        }
        Some(Value::Null)
    }

    /// A text, of which Node.js may break off parts: `'a' +\n 'b'`.
    fn texts(&mut self, quote: u8) -> Option<Value> {
        let mut out = self.text_in(quote)?;
        loop {
            let before = self.at;
            self.space();
            let is_joined = self.eat(b'+');
            self.space();
            match self.peek().filter(|b| is_joined && is_quote(*b)) {
                Some(quote) => out.push_str(&self.text_in(quote)?),
                None => {
                    self.at = before;
                    return Some(Value::String(out));
                }
            }
        }
    }

    fn text_in(&mut self, quote: u8) -> Option<String> {
        self.at += 1;
        let mut out = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'\\' => {
                    self.at += escapes::escaped(self.rest(), &mut out)?;
                }
                _ if byte == quote => return Some(String::from_utf8_lossy(&out).into_owned()),
                _ => out.push(byte),
            }
        }
    }

    /// A number, a word, or the name of a class before its members: `AxiosHeaders {`, `OrderedDict([`.
    fn word(&mut self, depth: usize) -> Option<Value> {
        let rest = self.rest();
        let end = rest.iter().position(|b| b",}])\n{([".contains(b))?;
        let word = String::from_utf8_lossy(rest.get(..end)?).trim().to_owned();
        let is_class = word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.len() < 60;
        let opens = rest.get(end).copied();
        if is_class && matches!(opens, Some(b'{' | b'[' | b'(')) {
            self.at += end;
            // `Object [AxiosHeaders] {`
            let name = self.rest().iter().position(|b| *b == b']').filter(|at| opens == Some(b'[') && *at < 60);
            if let Some(name) = name.filter(|at| self.rest().get(at + 1..).is_some_and(|rest| rest.starts_with(b" {")))
            {
                self.at += name + 1;
                return self.value(depth + 1);
            }
            if opens != Some(b'(') {
                return self.value(depth + 1);
            }
            let Value::Array(mut items) = self.list(b')', depth + 1)? else { return None };
            return Some(if items.len() == 1 { items.remove(0) } else { Value::Array(items) });
        }
        self.at += end;
        Some(match word.as_str() {
            "" => return None,
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            "null" | "None" | "nil" | "undefined" => Value::Null,
            _ => match word.parse::<i64>() {
                Ok(number) => Value::Number(number.into()),
                Err(_) => match word.parse::<f64>().ok().and_then(Number::from_f64) {
                    Some(number) => Value::Number(number),
                    None => Value::String(word),
                },
            },
        })
    }
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

fn is_mark(text: &[u8]) -> bool {
    const MARKS: [&str; 8] =
        ["[Object", "[Array", "[Function", "[Circular", "[class", "[Getter", "[AsyncFunction", "[Buffer"];
    MARKS.iter().any(|mark| text.starts_with(mark.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_programs_print_them() {
        let table = [
            (r#"{"a": [1, 2.5, "x"], "b": null}"#, r#"{"a":[1,2.5,"x"],"b":null}"#),
            ("{'detail': 'Not found', 'ok': False, 'x': None}", r#"{"detail":"Not found","ok":false,"x":null}"#),
            ("{ message: 'it\\'s', code: 40, }", r#"{"code":40,"message":"it's"}"#),
            ("{ a: [Object], b: [Function: x], c: undefined }", r#"{"a":null,"b":null,"c":null}"#),
            ("{ headers: AxiosHeaders {\n 'content-type': 'a/b' } }", r#"{"headers":{"content-type":"a/b"}}"#),
            ("{ headers: Object [AxiosHeaders] {\n A: 'b' }, c: 1 }", r#"{"c":1,"headers":{"A":"b"}}"#),
            ("{ data: '{\"a\":' +\n  '1}' }", r#"{"data":"{\"a\":1}"}"#),
            ("{ a: <ref *1> Request { b: 1 }, c: [ 1, ... 3 more items ] }", r#"{"a":{"b":1},"c":[1]}"#),
            ("{'a': OrderedDict([('b', 1)]), 'c': b'd'}", r#"{"a":[["b",1]],"c":"d"}"#),
            ("{\"error\"=>\"no\", :code=>4}", r#"{"code":4,"error":"no"}"#),
            ("{ [Symbol(kHeaders)]: 1 }", r#"{"[Symbol(kHeaders)]":1}"#),
        ];
        for (text, expected) in table {
            let (value, end) = value_at(text.as_bytes(), 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((value.to_string().as_str(), end), (expected, text.len()), "{text}");
        }
    }

    #[test]
    fn no_text_takes_more_than_its_share() {
        for open in ["{", "[", "{a:", "{'a': [", "<", "{a: A(", "{a: 'b' + "] {
            assert!(value_at(open.repeat(50_000).as_bytes(), 0).is_none(), "{open}");
        }
        assert!(value_at(b"{ broken", 0).is_none());
        assert!(value_at(b"{ the id of a thing }", 0).is_none());
    }
}
