//! What variables hold, as far as the text of a program shows it.

use super::cursor::{self, Cursor};
use super::expression::{Call, Expression, Language, of_arguments};
use super::reader;
use super::work::Work;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

/// How many variables are looked up.
pub(super) const MAX_LOOKUPS: usize = 200;
/// How often each name is looked at, and how deep one may hold another.
const MAX_PLACES: usize = 60;
const MAX_DEPTH: usize = 8;

/// The text of a program, in which names are looked up.
pub(super) struct Names<'t> {
    pub(super) text: &'t [u8],
    /// The text as it is looked through: PowerShell's names are the same in capitals.
    folded: Cow<'t, [u8]>,
    pub(super) language: Language,
    pub(super) work: &'t Work,
    looked_up: Cell<usize>,
    /// Names whose values the text doesn't show.
    unseen: RefCell<Vec<String>>,
}

impl<'t> Names<'t> {
    pub(super) fn new(text: &'t [u8], language: Language, work: &'t Work) -> Self {
        let folded = match language {
            Language::PowerShell => Cow::Owned(text.to_ascii_lowercase()),
            _ => Cow::Borrowed(text),
        };
        Self { text, folded, language, work, looked_up: Cell::new(0), unseen: RefCell::default() }
    }

    /// Whether there were more variables than are looked up.
    pub(super) fn is_exhausted(&self) -> bool {
        self.looked_up.get() > MAX_LOOKUPS
    }

    /// The names that nothing was found for, in their order.
    pub(super) fn unseen(self) -> Vec<String> {
        self.unseen.into_inner()
    }

    /// A value in which each variable whose value is shown before a place is replaced by it; texts are put together.
    pub(super) fn resolved(&self, value: Expression, at: usize) -> Expression {
        self.resolve(value, at, 0)
    }

    fn resolve(&self, value: Expression, at: usize, depth: usize) -> Expression {
        match value {
            Expression::Name(name) => match self.held(&name, at, depth) {
                Some(value) => value,
                None => match self.written(&name, at, depth) {
                    Some(value) => value,
                    None => {
                        self.is_unseen(&name);
                        Expression::Name(name)
                    }
                },
            },
            Expression::Joined(parts) => self.joined(parts, at, depth),
            Expression::Object(members, is_whole) => {
                let members = members.into_iter().map(|(name, value)| (name, self.resolve(value, at, depth)));
                Expression::Object(members.collect(), is_whole)
            }
            Expression::List(items, is_whole) => {
                Expression::List(items.into_iter().map(|item| self.resolve(item, at, depth)).collect(), is_whole)
            }
            Expression::Call(call) => self.called(*call, at, depth),
            other => other,
        }
    }

    /// What Ruby makes of a variable by a method without brackets: `payload.to_json`.
    fn written(&self, name: &str, at: usize, depth: usize) -> Option<Expression> {
        let (owner, method) = name.rsplit_once('.').filter(|(_, method)| matches!(*method, "to_json" | "to_s"))?;
        let on = Some(self.held(owner, at, depth)?);
        Some(Expression::Call(Box::new(Call { on, name: method.to_owned(), arguments: Vec::new() })))
    }

    fn called(&self, mut call: Call, at: usize, depth: usize) -> Expression {
        // `data.encode()`: what a variable holds, and what is called on it
        if call.on.is_none()
            && let Some((owner, method)) = call.name.rsplit_once('.')
            && !self.is_module(owner)
            && let Some(value) = self.held(owner, at, depth)
        {
            call = Call { on: Some(value), name: method.to_owned(), arguments: call.arguments };
        }
        let on = call.on.map(|on| match on {
            // what a function of a module gives isn't what the module is
            Expression::Name(name) if self.is_module(&name) => Expression::Name(name),
            on => self.resolve(on, at, depth),
        });
        let arguments =
            call.arguments.into_iter().map(|(name, value)| (name, self.resolve(value, at, depth))).collect();
        Expression::Call(Box::new(Call { on, name: call.name, arguments }))
    }

    fn is_module(&self, name: &str) -> bool {
        const MODULES: [&str; 12] =
            ["json", "JSON", "base64", "urllib", "os", "process", "qs", "Buffer", "URI", "Base64", "strings", "bytes"];
        MODULES.contains(&name.split('.').next().unwrap_or_default())
    }

    fn joined(&self, parts: Vec<Expression>, at: usize, depth: usize) -> Expression {
        let mut out = String::new();
        let mut has_text = false;
        for part in parts {
            match self.resolve(part, at, depth) {
                Expression::Text(text) => {
                    has_text = true;
                    out.push_str(&text);
                }
                Expression::Number(number) => out.push_str(&number.to_string()),
                other => out.push_str(&placeholder(&other)),
            }
        }
        if has_text { Expression::Text(out) } else { Expression::Unknown }
    }

    fn is_unseen(&self, name: &str) {
        // a constant of a library: `CURLOPT_URL`, `Encoding.UTF8`
        if name.starts_with(|c: char| c.is_ascii_uppercase()) && (name.contains("OPT_") || name.contains(['.', ':'])) {
            return;
        }
        let mut unseen = self.unseen.borrow_mut();
        if unseen.len() < 40 && !unseen.iter().any(|known| known == name) {
            unseen.push(name.to_owned());
        }
    }

    /// What a variable holds before a place: the last value that it is given, with members that it is given later.
    fn held(&self, name: &str, at: usize, depth: usize) -> Option<Expression> {
        self.looked_up.set(self.looked_up.get() + 1);
        if depth >= MAX_DEPTH || self.looked_up.get() > MAX_LOOKUPS {
            return None;
        }
        let (start, end, mut value) = self.given(name, at)?;
        value = self.resolve(value, start, depth + 1);
        self.with_members(name, end, at, value, depth)
    }

    /// What a variable holds before a place, if that is shown; one that isn't shown is no gap.
    pub(super) fn held_before(&self, name: &str, at: usize) -> Option<Expression> {
        self.held(name, at, 0)
    }

    fn folded<'n>(&self, name: &'n str) -> Cow<'n, str> {
        match self.language {
            Language::PowerShell => Cow::Owned(name.to_ascii_lowercase()),
            _ => Cow::Borrowed(name),
        }
    }

    /// The last value that is given to a name before a place, where it begins and where it ends.
    fn given(&self, name: &str, at: usize) -> Option<(usize, usize, Expression)> {
        let near = self.folded.get(..at)?;
        let name = &*self.folded(name);
        let is_whole = |found: &usize| {
            let before = found.checked_sub(1).and_then(|at| self.text.get(at)).copied();
            let behind = self.text.get(found + name.len()).copied();
            !before.is_some_and(|b| cursor::is_name(b) || b == b'.' || b == b'>')
                && !behind.is_some_and(cursor::is_name)
        };
        let places: Vec<usize> = memchr::memmem::find_iter(near, name.as_bytes()).filter(is_whole).collect();
        for found in places.into_iter().rev().take(MAX_PLACES) {
            let mut cursor = Cursor { text: self.text, at: found + name.len() };
            // `data, err := …`, `url: str = …`
            cursor.space_in_line();
            if cursor.starts_with(b", ") {
                cursor.at += 2;
                let _ = cursor.word();
                cursor.space_in_line();
            } else if cursor.peek() == Some(b':') && cursor.ahead(1) != Some(b'=') {
                cursor.at += 1;
                cursor.space_in_line();
                let _ = cursor.path(false);
                cursor.generics();
                cursor.space_in_line();
            }
            let is_given = cursor.eat_any(&[b":="]) || {
                cursor.peek() == Some(b'=') && !matches!(cursor.ahead(1), Some(b'=' | b'>')) && cursor.eat(b'=')
            };
            if !is_given || is_argument(self.text, found) {
                continue;
            }
            let (value, end) = reader::read(self.text, cursor.at, self.language, self.work)?;
            // a function in between may take another value under this name
            let is_other = self.text.get(end..at).is_some_and(|between| is_parameter(between, name));
            return Some((found, end, value)).filter(|_| !is_other);
        }
        None
    }

    /// An object with the members that are added to it between two places; one that is altered otherwise isn't whole.
    fn with_members(&self, name: &str, from: usize, to: usize, value: Expression, depth: usize) -> Option<Expression> {
        const ADDS: [&str; 9] = ["append", "set", "put", "add", "Add", "Set", "addProperty", "field", "put_nested"];
        let Expression::Object(mut members, mut is_whole) = value else { return Some(value) };
        let between = self.folded.get(from..to)?;
        let name = &*self.folded(name);
        for found in memchr::memmem::find_iter(between, name.as_bytes()).take(MAX_PLACES) {
            let at = from + found;
            let before = at.checked_sub(1).and_then(|at| self.text.get(at)).copied();
            if before.is_some_and(|b| cursor::is_name(b) || b == b'.' || is_quote(b)) {
                continue;
            }
            let mut cursor = Cursor { text: self.text, at: at + name.len() };
            if cursor.eat(b'[') {
                let key = cursor.key();
                let is_set = key.is_some() && cursor.eat(b']') && {
                    cursor.space_in_line();
                    cursor.peek() == Some(b'=') && cursor.ahead(1) != Some(b'=') && cursor.eat(b'=')
                };
                if let Some(key) = key.filter(|_| is_set) {
                    let value = reader::read(self.text, cursor.at, self.language, self.work)
                        .map_or(Expression::Unknown, |(value, _)| self.resolve(value, at, depth + 1));
                    add(&mut members, key, value);
                }
            } else if cursor.eat(b'.') || cursor.eat_any(&[b"->"]) {
                let method = cursor.word();
                cursor.space_in_line();
                if ADDS.contains(&method.as_str()) && cursor.eat(b'(') {
                    let mut arguments = reader::arguments(self.text, cursor.at, self.language, self.work);
                    if arguments.len() == 2
                        && let Some((_, value)) = arguments.pop()
                        && let Some((_, key)) = arguments.pop()
                        && let Some(key) = key.literal()
                    {
                        let value = self.resolve(value, at, depth + 1);
                        add(&mut members, key, value);
                        continue;
                    }
                    is_whole = false;
                } else if cursor.peek() == Some(b'=') && cursor.ahead(1) != Some(b'=') {
                    cursor.at += 1;
                    let value = reader::read(self.text, cursor.at, self.language, self.work)
                        .map_or(Expression::Unknown, |(value, _)| self.resolve(value, at, depth + 1));
                    add(&mut members, method, value);
                } else if matches!(method.as_str(), "update" | "putAll" | "merge" | "assign" | "pop" | "delete") {
                    is_whole = false;
                }
            }
        }
        Some(Expression::Object(members, is_whole))
    }
}

fn is_quote(byte: u8) -> bool {
    cursor::is_quote(Some(byte))
}

fn add(members: &mut Vec<(String, Expression)>, key: String, value: Expression) {
    members.retain(|(known, _)| *known != key);
    members.push((key, value));
}

/// Whether what looks like a value that is given is the name of an argument: `post(url, json=json)`.
fn is_argument(text: &[u8], at: usize) -> bool {
    text.get(..at).unwrap_or_default().trim_ascii_end().ends_with(b"(")
        || text.get(..at).unwrap_or_default().trim_ascii_end().ends_with(b",")
}

/// Whether a text has a function that takes a parameter of a name.
fn is_parameter(text: &[u8], name: &str) -> bool {
    let lines = text
        .split(|b| *b == b'\n')
        .map(|line| String::from_utf8_lossy(line.get(..line.len().min(400)).unwrap_or_default()));
    let is_function = |line: &str| {
        ["def ", "function", "=>", "func ", "fn ", "public ", "private "].iter().any(|word| line.contains(word))
    };
    let takes = |line: &str| {
        let open = line.find('(').unwrap_or(0);
        let close = line.rfind(')').or_else(|| line.find("=>")).unwrap_or(line.len());
        let inside = line.get(open..close.max(open)).unwrap_or_default();
        inside.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).any(|word| word == name)
    };
    lines.into_iter().any(|line| is_function(&line) && takes(&line))
}

/// What is written for a value that isn't shown.
pub(super) fn placeholder(value: &Expression) -> String {
    let shown = match value {
        Expression::Name(name) => name.as_str(),
        Expression::Call(call) => call.name.as_str(),
        _ => "value",
    };
    let name: String = shown.chars().filter(|c| c.is_ascii_alphanumeric() || "_.".contains(*c)).take(40).collect();
    let name = name.trim_matches('.');
    format!("{{{{{}}}}}", if name.is_empty() { "value" } else { name })
}

/// The arguments of a call as one value.
pub(super) fn as_value(call: &Call) -> Expression {
    of_arguments(call.arguments.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_hold_what_was_given_above() {
        let table = [
            ("data = {'a': 1}\nsend(data)", Some("{\"a\":1}")),
            ("data = {'a': 1}\ndata['b'] = 'x'\nsend(data)", Some("{\"a\":1,\"b\":\"x\"}")),
            ("const data = { a: 1 };\ndata.b = true;\nsend(data)", Some("{\"a\":1,\"b\":true}")),
            ("data: dict = {'a': [1, None]}\nsend(data)", Some("{\"a\":[1,null]}")),
            ("x = 'p'\ndata = {'a': x + 'q', 'b': y}\nsend(data)", Some("{\"a\":\"pq\",\"b\":\"{{y}}\"}")),
            // what isn't shown as a whole, or is another one's
            ("data = {'a': 1}\ndata.update(more)\nsend(data)", None),
            ("data = {'a': 1, **more}\nsend(data)", None),
            ("data = {'a': 1}\ndef f(url, data):\n  send(data)", None),
            ("call(data={'a': 1})\nsend(data)", None),
            ("send(data)\ndata = {'a': 1}", None),
        ];
        for (text, expected) in table {
            let work = Work::default();
            let names = Names::new(text.as_bytes(), Language::Other, &work);
            let at = text.find("send(").unwrap();
            let value = names.resolved(Expression::Name("data".to_owned()), at);
            let json = super::super::content::json(&value).filter(|_| matches!(value, Expression::Object(..)));
            assert_eq!(json.as_deref(), expected, "{text}");
        }
    }
}
