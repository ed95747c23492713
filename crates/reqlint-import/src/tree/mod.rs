//! A description as it is written: JSON or YAML, with the order of its members.

mod documents;
mod read;

pub(crate) use documents::{At, Documents};
pub(crate) use read::read;

/// A value of JSON or YAML.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Null,
    Boolean(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Tree>),
    /// Members in the order in which they are written. Of two with one name the last counts.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// The member of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Tree> {
        self.members().iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    pub(crate) fn members(&self) -> &[(String, Tree)] {
        if let Tree::Object(members) = self { members } else { &[] }
    }

    pub(crate) fn items(&self) -> &[Tree] {
        if let Tree::List(items) = self { items } else { &[] }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Tree::Text(text) = self { Some(text) } else { None }
    }

    pub(crate) fn as_number(&self) -> Option<&serde_json::Number> {
        if let Tree::Number(number) = self { Some(number) } else { None }
    }

    /// The text of a member.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// Whether a member is `true`.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Tree::Boolean(true)))
    }

    /// A count in a member: people also write `"3"` and `3.0`.
    pub(crate) fn count(&self, name: &str) -> Option<u64> {
        match self.get(name)? {
            Tree::Number(number) => {
                number.as_u64().or_else(|| number.as_f64().filter(|n| *n >= 0.0 && n.fract() == 0.0).map(|n| n as u64))
            }
            _ => None,
        }
    }

    /// What is at a JSON Pointer, without its leading `#`.
    pub(crate) fn at(&self, pointer: &str) -> Option<&Tree> {
        pointer.split('/').skip(1).try_fold(self, |tree, step| {
            let step = decoded(step);
            match tree {
                Tree::Object(_) => tree.get(&step),
                Tree::List(items) => items.get(step.parse::<usize>().ok()?),
                _ => None,
            }
        })
    }
}

/// A step of a JSON Pointer in a URL: percent-encoded, then `~1` for `/` and `~0` for `~`.
fn decoded(step: &str) -> String {
    let mut bytes = Vec::with_capacity(step.len());
    let mut rest = step.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, hex(0), hex(1)) {
            bytes.push((high * 16 + low) as u8);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_lead_to_members_and_items() {
        let tree = read("api.json", r#"{"paths": {"/a b/{id}": [1, {"x": 2}]}}"#).unwrap();
        let number = |pointer| tree.at(pointer).and_then(Tree::as_number).and_then(serde_json::Number::as_i64);
        assert_eq!(number("/paths/~1a%20b~1%7Bid%7D/1/x"), Some(2));
        assert_eq!(number("/paths/~1a b~1{id}/0"), Some(1));
        assert_eq!(number("/paths/0"), None);
        assert!(tree.at("").is_some());
    }
}
