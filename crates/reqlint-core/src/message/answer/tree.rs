//! The body of an answer as a tree, whatever syntax it is in: JSON (also inside of a text), XML, a form, a page, plain text.

use super::html;
use crate::message::body::{Document, NodeIx, NodeKind, Syntax};

/// A piece of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    /// Members, in order.
    Object(Vec<(String, Tree)>),
    /// Items.
    List(Vec<Tree>),
    /// A text.
    Text(String),
    /// A number, `true`, `false` or `null`, as written.
    Bare(String),
}

/// How deep JSON inside of texts is read.
const MAX_INSIDE: usize = 3;

/// Members that repeat the request or hold what no person reads.
const ECHOES: &[&str] = &[
    "found",
    "actual",
    "input",
    "value",
    "invalidvalue",
    "invalid_value",
    "rejectedvalue",
    "rejected_value",
    "actualvalue",
    "attemptedvalue",
    "doc",
    "ctx",
    "stack",
    "trace",
    "stacktrace",
    "instance",
];

impl Tree {
    /// Reads the body of an answer.
    pub(crate) fn read(text: &str) -> Self {
        Self::inside(text, 0)
    }

    fn inside(text: &str, depth: usize) -> Self {
        let trimmed = text.trim();
        let plain = || Tree::Text(text.to_owned());
        match Syntax::looks_like(trimmed.as_bytes()) {
            _ if depth >= MAX_INSIDE => plain(),
            // what Python prints of an object, put into a text
            Some(Syntax::Json) | None if depth > 0 && (trimmed.starts_with("{'") || trimmed.starts_with("[{'")) => {
                Self::document(&of_python(trimmed), Syntax::Json, depth).unwrap_or_else(plain)
            }
            Some(Syntax::Json) => Self::document(trimmed, Syntax::Json, depth).unwrap_or_else(plain),
            Some(Syntax::Xml) if is_page(trimmed) => Tree::Text(html::text(trimmed)),
            Some(Syntax::Xml) => {
                Self::document(trimmed, Syntax::Xml, depth).unwrap_or_else(|| Tree::Text(html::text(trimmed)))
            }
            Some(Syntax::Form) if depth == 0 && !trimmed.contains(' ') => {
                Self::document(trimmed, Syntax::Form, depth).unwrap_or_else(plain)
            }
            None if depth == 0 && trimmed.starts_with('"') => {
                Self::document(trimmed, Syntax::Json, depth).unwrap_or_else(plain)
            }
            _ => plain(),
        }
    }

    fn document(text: &str, syntax: Syntax, depth: usize) -> Option<Self> {
        let mut document = Document::default();
        document.read(text.as_bytes(), syntax);
        document.is_read().then(|| Self::node(&document, document.root().unwrap_or_default(), text, depth))
    }

    fn node(document: &Document, node: NodeIx, text: &str, depth: usize) -> Self {
        let value = || String::from_utf8_lossy(&document.value(node, text.as_bytes())).into_owned();
        match document.kind(node) {
            NodeKind::Object => {
                let member = |child| {
                    let key = String::from_utf8_lossy(&document.key(child, text.as_bytes())).into_owned();
                    (key, Self::node(document, child, text, depth))
                };
                Tree::Object(document.children(node).map(member).collect())
            }
            NodeKind::List => {
                Tree::List(document.children(node).map(|child| Self::node(document, child, text, depth)).collect())
            }
            // a validator's list of errors is often put into a message as it is
            NodeKind::Text if depth + 1 < MAX_INSIDE => match Self::inside(&value(), depth + 1) {
                inside @ (Tree::Object(_) | Tree::List(_)) => inside,
                Tree::Text(text) | Tree::Bare(text) => Self::at_end(text, depth + 1),
            },
            NodeKind::Text => Tree::Text(value()),
            NodeKind::Number | NodeKind::Boolean | NodeKind::Null => Tree::Bare(value()),
        }
    }

    /// A text that ends in JSON which says what is wrong: "not valid: [{…}]".
    fn at_end(text: String, depth: usize) -> Self {
        let says = |tree: &Tree| {
            let first = tree.items().first().unwrap_or(tree);
            ["message", "msg", "error", "detail", "code"].iter().any(|key| first.get(key).is_some())
        };
        let inside = ["[{\"", "{\""].iter().find_map(|open| {
            let (before, inside) = text.split_at(text.find(open)?);
            let tree = Self::document(inside.trim(), Syntax::Json, depth).filter(says)?;
            let said = ("message".to_owned(), Tree::Text(before.to_owned()));
            Some(Tree::Object(vec![said, ("details".to_owned(), tree)]))
        });
        inside.unwrap_or(Tree::Text(text))
    }

    /// Shows each text that isn't an echo, with the name of the member that it is in.
    pub(crate) fn each_text<'t>(&'t self, show: &mut impl FnMut(&'t str, &'t str)) {
        self.walk("", show);
    }

    fn walk<'t>(&'t self, key: &'t str, show: &mut impl FnMut(&'t str, &'t str)) {
        match self {
            Tree::Text(text) => show(key, text),
            Tree::Bare(_) => {}
            Tree::List(items) => items.iter().for_each(|item| item.walk(key, show)),
            Tree::Object(members) => {
                members.iter().filter(|(name, _)| !is_echo(name)).for_each(|(name, value)| value.walk(name, show));
            }
        }
    }

    /// The members of an object, or of none.
    pub(crate) fn members(&self) -> &[(String, Tree)] {
        match self {
            Tree::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of a list, or none.
    pub(crate) fn items(&self) -> &[Tree] {
        match self {
            Tree::List(items) => items,
            _ => &[],
        }
    }

    /// The member of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Tree> {
        self.members().iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Tree::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text or the number, as written.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match self {
            Tree::Text(text) | Tree::Bare(text) => Some(text),
            _ => None,
        }
    }
}

/// Whether a member repeats the request.
pub(crate) fn is_echo(name: &str) -> bool {
    ECHOES.iter().any(|echo| name.eq_ignore_ascii_case(echo))
}

/// What Python prints of an object, as JSON: other quotes, `True`, `False` and `None`.
fn of_python(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, '\'' | '"') => {
                quote = Some(c);
                out.push('"');
            }
            (Some(open), c) if c == open => {
                quote = None;
                out.push('"');
            }
            (Some(_), '"') => out.push_str("\\\""),
            (Some(_), '\\') => match chars.next() {
                // JSON knows no such escape
                Some('\'') => out.push('\''),
                Some(next) => out.extend(['\\', next]),
                None => {}
            },
            _ => out.push(c),
        }
    }
    // a word of Python within a text isn't one that stands for a value, but says the same in small letters
    out.replace(": True", ": true").replace(": False", ": false").replace(": None", ": null")
}

fn is_page(text: &str) -> bool {
    let start: String = text.chars().take(400).collect::<String>().to_ascii_lowercase();
    start.contains("<!doctype html")
        || start.contains("<html")
        || ["<head>", "<head ", "<body>", "<body "].iter().any(|tag| start.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> String {
        let mut out = Vec::new();
        Tree::read(text).each_text(&mut |key, text| out.push(format!("{key}={text}")));
        out.join("|")
    }

    #[test]
    fn any_syntax_gives_texts() {
        let table = [
            (r#"{"a":{"msg":"x"},"input":{"b":"y"},"n":1}"#, "msg=x"),
            (r#"{"message":"[{\"path\":[\"p\"],\"message\":\"m\"}]"}"#, "path=p|message=m"),
            (r#"{"description":"{'price': ['Not a \"number\".'], 'ok': None}"}"#, "price=Not a \"number\"."),
            ("<E><Code>C</Code><M>m</M></E>", "Code=C|M=m"),
            ("<html><h1>No</h1>", "=No"),
            ("error=invalid_request&error_description=no+type", "error=invalid_request|error_description=no type"),
            ("plain {", "=plain {"),
            ("\"quoted\"", "=quoted"),
            ("{broken", "={broken"),
        ];
        for (text, expected) in table {
            assert_eq!(texts(text), expected, "{text}");
        }
    }
}
