//! Reads a value of a program.

use super::arguments::alone;
use super::cursor::{self, Cursor};
use super::expression::{Call, Expression, Language};
use super::work::{VALUE, Work};

/// How deep values are read.
const MAX_DEPTH: usize = 24;

/// The value that begins at a place, and where it ends.
pub(super) fn read(text: &[u8], at: usize, language: Language, work: &Work) -> Option<(Expression, usize)> {
    let mut reader = Reader { cursor: Cursor { text, at }, language, work };
    let value = reader.whole(0)?;
    Some((value, reader.cursor.at))
}

/// The arguments that begin behind an opening bracket, and where they end.
pub(super) fn arguments(text: &[u8], at: usize, language: Language, work: &Work) -> Vec<(Option<String>, Expression)> {
    let mut reader = Reader { cursor: Cursor { text, at }, language, work };
    reader.arguments(b')', 0).unwrap_or_default()
}

/// The arguments of a call without brackets, as Ruby has them: up to the end of the line, or the block behind them.
pub(super) fn bare_arguments(
    text: &[u8],
    at: usize,
    language: Language,
    work: &Work,
) -> Vec<(Option<String>, Expression)> {
    let mut reader = Reader { cursor: Cursor { text, at }, language, work };
    reader.bare_arguments()
}

/// The value that begins at a place, whatever comes behind it, and where it ends.
pub(super) fn one(text: &[u8], at: usize, language: Language, work: &Work) -> Option<(Expression, usize)> {
    let mut reader = Reader { cursor: Cursor { text, at }, language, work };
    let value = reader.with_calls(0)?;
    Some((value, reader.cursor.at))
}

pub(super) struct Reader<'t> {
    pub(super) cursor: Cursor<'t>,
    pub(super) language: Language,
    pub(super) work: &'t Work,
}

impl Reader<'_> {
    /// Passes what is left of a value.
    pub(super) fn skip(&mut self) {
        let before = self.cursor.at;
        self.cursor.skip_value();
        self.work.take(self.cursor.at - before);
    }

    /// A value up to what ends it; anything that isn't known makes it unknown.
    pub(super) fn whole(&mut self, depth: usize) -> Option<Expression> {
        if depth > MAX_DEPTH {
            return None;
        }
        let value = self.joined(depth)?;
        if self.cursor.is_at_end_of_value() {
            return Some(value);
        }
        self.skip();
        Some(match value {
            // a text that something is done with stays a text
            Expression::Text(_) | Expression::Joined(_) => Expression::Joined(vec![Expression::Unknown]),
            _ => Expression::Unknown,
        })
    }

    /// Values that are put together: `'a' + b`, `'a' . $b`, `'a' 'b'`.
    pub(super) fn joined(&mut self, depth: usize) -> Option<Expression> {
        let mut parts = vec![self.with_calls(depth)?];
        loop {
            let before = self.cursor.at;
            self.cursor.space();
            let is_text = parts.last().is_some_and(Expression::is_text);
            let next = self.cursor.peek();
            let is_joined = match next {
                Some(b'+') => self.cursor.eat(b'+') && !matches!(self.cursor.peek(), Some(b'+' | b'=')),
                Some(b'.') if self.language == Language::Php => self.cursor.eat(b'.'),
                // PowerShell's lines end without a sign
                Some(b'"' | b'\'') => is_text && self.language != Language::PowerShell,
                Some(b'f') => is_text && cursor::is_quote(self.cursor.ahead(1)),
                _ => false,
            };
            if !is_joined {
                self.cursor.at = before;
                break;
            }
            self.cursor.space();
            parts.push(self.with_calls(depth)?);
        }
        Some(if parts.len() == 1 { parts.remove(0) } else { Expression::Joined(parts) })
    }

    /// A value and what is called on it: `"…".encode()`, `{…}.to_json`.
    fn with_calls(&mut self, depth: usize) -> Option<Expression> {
        let mut value = self.primary(depth)?;
        for _ in 0..MAX_DEPTH {
            let before = self.cursor.at;
            if self.language == Language::PowerShell && self.cursor.is_piped_to_json() {
                value = Expression::Call(Box::new(Call {
                    on: Some(value),
                    name: "ConvertTo-Json".to_owned(),
                    arguments: Vec::new(),
                }));
                continue;
            }
            self.cursor.space();
            let is_arrow = self.cursor.starts_with(b"->") || self.cursor.starts_with(b"?.");
            let is_dot = self.cursor.peek() == Some(b'.') && self.language != Language::Php;
            self.cursor.at += if is_arrow { 2 } else { usize::from(is_dot) };
            let name = if is_arrow || is_dot { self.cursor.word() } else { String::new() };
            if name.is_empty() {
                self.cursor.at = before;
                break;
            }
            let arguments = match self.cursor.eat(b'(') {
                true => self.arguments(b')', depth + 1)?,
                false => Vec::new(),
            };
            value = Expression::Call(Box::new(Call { on: Some(value), name, arguments }));
        }
        Some(value)
    }

    fn primary(&mut self, depth: usize) -> Option<Expression> {
        self.work.take(VALUE);
        if depth > MAX_DEPTH || self.work.is_done() {
            return None;
        }
        self.cursor.space();
        if self.language == Language::PowerShell
            && let Some(value) = self.cursor.power_value()
        {
            return value;
        }
        if let Some(prefix) = self.cursor.quoted() {
            return self.text(prefix);
        }
        match self.cursor.peek()? {
            b'<' if self.cursor.starts_with(b"<<<") => Some(Expression::Text(self.cursor.heredoc()?)),
            b'{' => self.object(depth),
            b'@' if self.cursor.ahead(1) == Some(b'{') => {
                self.cursor.at += 1;
                self.object(depth)
            }
            b'[' if self.cursor.starts_with(b"[]") && self.cursor.ahead(2).is_some_and(|b| b.is_ascii_alphabetic()) => {
                self.cursor.at += 2;
                self.named(depth)
            }
            b'[' => self.list(b']', depth),
            b'@' if self.cursor.ahead(1) == Some(b'(') => {
                self.cursor.at += 1;
                self.list(b')', depth)
            }
            b'(' => self.list(b')', depth).map(alone),
            b'&' | b'!' | b'*' => {
                self.cursor.at += 1;
                self.primary(depth + 1)
            }
            b'0'..=b'9' | b'-' => self.cursor.number().map(Expression::Number),
            // a Ruby symbol
            b':' => {
                self.cursor.at += 1;
                Some(Expression::Text(self.cursor.word()))
            }
            _ => self.named(depth),
        }
    }

    /// A word, a variable or a call.
    fn named(&mut self, depth: usize) -> Option<Expression> {
        let name = self.cursor.path(self.language == Language::Php);
        match name.as_str() {
            "" => return None,
            "true" | "True" | "TRUE" | "$true" => return Some(Expression::Bool(true)),
            "false" | "False" | "FALSE" | "$false" => return Some(Expression::Bool(false)),
            "null" | "None" | "nil" | "NULL" | "undefined" | "$null" => return Some(Expression::Null),
            "new" | "await" | "const" | "typeof" => return self.primary(depth + 1),
            _ => {}
        }
        self.cursor.generics();
        match self.cursor.peek() {
            Some(b'(') => {
                self.cursor.at += 1;
                let arguments = self.arguments(b')', depth + 1)?;
                // `new Dictionary<string, string>() { … }`
                let before = self.cursor.at;
                self.cursor.space();
                if arguments.is_empty() && self.cursor.peek() == Some(b'{') && is_class(&name) {
                    return self.object(depth);
                }
                self.cursor.at = before;
                Some(Expression::Call(Box::new(Call { on: None, name, arguments })))
            }
            // `map[string]any{…}`, `new[] {…}`, `payload["a"]`
            Some(b'[') => {
                let close = self.cursor.rest().iter().take(60).position(|b| *b == b']')?;
                self.cursor.at += close + 1;
                let kind = self.cursor.word();
                self.cursor.space_in_line();
                match self.cursor.peek() {
                    Some(b'{') if !kind.is_empty() || name == "new" => self.object(depth),
                    _ => Some(Expression::Name(name)),
                }
            }
            Some(b'{') if is_class(&name) || name.ends_with("Values") => self.object(depth),
            _ => {
                let before = self.cursor.at;
                self.cursor.space();
                if self.cursor.peek() == Some(b'{') && is_class(&name) {
                    return self.object(depth);
                }
                self.cursor.at = before;
                Some(Expression::Name(name))
            }
        }
    }

    fn text(&mut self, prefix: cursor::Prefix) -> Option<Expression> {
        let before = self.cursor.at;
        let pieces = self.cursor.text(prefix, self.language);
        self.work.take(self.cursor.at - before);
        let pieces = pieces?;
        Some(match pieces.as_slice() {
            [] => Expression::Text(String::new()),
            [Expression::Text(text)] => Expression::Text(text.clone()),
            _ => Expression::Joined(pieces),
        })
    }

    /// How the next part of what is between brackets begins; `None` at the end, or where too much was read.
    pub(super) fn next_part(&mut self) -> Option<u8> {
        self.cursor.space();
        self.work.take(VALUE);
        if self.work.is_done() { None } else { self.cursor.peek() }
    }

    fn object(&mut self, depth: usize) -> Option<Expression> {
        self.cursor.at += 1;
        let mut members = Vec::new();
        let mut is_whole = true;
        loop {
            match self.next_part()? {
                b'}' => {
                    self.cursor.at += 1;
                    return Some(Expression::Object(members, is_whole));
                }
                b',' | b';' => self.cursor.at += 1,
                _ => match self.member(depth) {
                    Some(member) => members.push(member),
                    None => {
                        is_whole = false;
                        self.skip();
                    }
                },
            }
        }
    }

    /// A member of an object; `None` for what isn't read as one.
    fn member(&mut self, depth: usize) -> Option<(String, Expression)> {
        let before = self.cursor.at;
        if matches!(self.cursor.peek(), Some(b'{' | b'[')) {
            // `{"a", "b"}`, `["a"] = "b"`
            let close = if self.cursor.peek() == Some(b'{') { b'}' } else { b']' };
            if let Some(Expression::List(mut pair, true)) = self.list(close, depth + 1) {
                self.cursor.space();
                let is_set = self.cursor.eat_any(&[b"=>", b"=", b":"]);
                match (pair.len(), is_set) {
                    (2, false) => {
                        let value = pair.remove(1);
                        return Some((pair.remove(0).literal()?, value));
                    }
                    (1, true) => return Some((pair.remove(0).literal()?, self.whole(depth + 1)?)),
                    _ => {}
                }
            }
            self.cursor.at = before;
            return None;
        }
        let name = self.cursor.key()?;
        self.cursor.space_in_line();
        if self.cursor.eat_any(&[b"=>", b":", b"="]) {
            return Some((name, self.whole(depth + 1)?));
        }
        if matches!(self.cursor.peek(), Some(b',' | b'}' | b'\n' | b'\r')) {
            let value = Expression::Name(name.clone());
            return Some((name, value));
        }
        // `new KeyValuePair<string, string>("a", "b")`
        self.cursor.at = before;
        if let Some(Expression::Call(mut call)) = self.primary(depth + 1)
            && call.name.ends_with("KeyValuePair")
            && call.arguments.len() == 2
        {
            let (_, value) = call.arguments.remove(1);
            return Some((call.arguments.remove(0).1.literal()?, value));
        }
        self.cursor.at = before;
        None
    }
}

/// Whether a name is that of a class: `Headers`, `new Dictionary`.
fn is_class(name: &str) -> bool {
    let last = name.rsplit(['.', ':', '\\', '>']).next().unwrap_or_default();
    last.starts_with(|c: char| c.is_ascii_uppercase()) || name == "interface" || name == "map"
}
