//! Variables of a collection, as far as a URL needs them: their values may be secret, and none is written.

use crate::tree::Tree;
use std::collections::HashMap;
use std::rc::Rc;

/// How often variables in variables are filled in.
const MAX_ROUNDS: usize = 8;
const MAX_TEXT: usize = 16 << 10;

/// Values by name; those of inner folders hide those of outer ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables(Rc<HashMap<String, String>>);

impl Variables {
    /// Adds those of a folder.
    pub(super) fn add(&mut self, list: Option<&Tree>) {
        let items = list.map(Tree::items).unwrap_or_default();
        if items.is_empty() {
            return;
        }
        let all = Rc::make_mut(&mut self.0);
        for item in items.iter().filter(|item| !item.is_true("disabled")) {
            let Some(name) = item.text("key").or_else(|| item.text("id")) else { continue };
            let value = match item.get("value") {
                Some(Tree::Text(text)) => text.clone(),
                Some(Tree::Number(number)) => number.to_string(),
                _ => continue,
            };
            if !value.trim().is_empty() {
                all.insert(name.to_owned(), value.trim().to_owned());
            }
        }
    }

    /// A text with the variables filled in that have a value; the others stay as they are.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..MAX_ROUNDS {
            let filled = self.once(&text);
            if filled == text || filled.len() > MAX_TEXT {
                break;
            }
            text = filled;
        }
        text
    }

    fn once(&self, text: &str) -> String {
        let (mut out, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((before, after)) = rest.split_once("{{") {
            out += before;
            match after.split_once("}}") {
                Some((name, after)) => {
                    match self.0.get(name.trim()) {
                        Some(value) => out += value,
                        None => out += &format!("{{{{{name}}}}}"),
                    }
                    rest = after;
                }
                None => {
                    out += "{{";
                    rest = after;
                }
            }
        }
        out + rest
    }
}
