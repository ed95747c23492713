//! From text to a tree.

use super::Tree;
use crate::error::{ImportError, Position};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// How large one file of a description may be, in bytes.
const MAX_FILE: usize = 64 << 20;

/// How deep values may be nested in one.
const MAX_DEPTH: usize = 128;

/// Reads JSON, or YAML where the text doesn't begin as JSON does.
///
/// # Errors
/// When it is neither, is too long or is nested too deep.
pub(crate) fn read(file: &str, text: &str) -> Result<Tree, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_FILE {
        let message = "a file of a description is limited to 64 MiB".to_owned();
        return Err(ImportError::new(file, message).help("import the parts of the API by themselves"));
    }
    // YAML in braces is rare, and JSON with a mistake is better explained as JSON
    if text.trim_start().starts_with(['{', '[']) { json(file, text) } else { yaml(file, text) }
}

fn json(file: &str, text: &str) -> Result<Tree, ImportError> {
    serde_json::from_str(text).map_err(|error| {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        if said.starts_with("recursion limit") {
            return too_deep(file);
        }
        // `column` counts bytes, and names the last one read
        let place = Position { line: error.line(), column: error.column() }.in_characters(text);
        ImportError::new(file, format!("this is not JSON: {said}")).at(text, place)
    })
}

fn yaml(file: &str, text: &str) -> Result<Tree, ImportError> {
    let budget = serde_saphyr::budget! {
        max_depth: MAX_DEPTH,
        max_nodes: 10_000_000,
        max_events: 20_000_000,
        max_total_scalar_bytes: MAX_FILE,
    };
    let options = serde_saphyr::options! {
        budget: budget,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let said = error.to_string();
        let said = said.lines().next().unwrap_or_default();
        if said.contains("depth") {
            return too_deep(file);
        }
        let place = error.location();
        let said = place.map_or(said, |_| said.split(": line ").next().unwrap_or(said));
        let said = said.split(" at line ").next().unwrap_or(said);
        let mistake = ImportError::new(file, format!("this is not YAML: {said}"));
        match place {
            Some(at) => {
                let place = Position { line: at.line() as usize, column: at.column() as usize };
                mistake.at(text, place)
            }
            None => mistake,
        }
    })
}

fn too_deep(file: &str) -> ImportError {
    let message = format!("values are nested more than {MAX_DEPTH} deep");
    ImportError::new(file, message).help("name the inner schemas, and refer to them with $ref")
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        Tree::deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Tree, E> {
        Ok(serde_json::Number::from_f64(value).map_or(Tree::Null, Tree::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Tree, E> {
        Ok(Tree::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            members.push((name, map.next_value()?));
        }
        Ok(Tree::Object(members))
    }
}

/// The name of a member: in YAML the status 200 is a number.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Tree::deserialize(deserializer)? {
            Tree::Text(name) => Ok(Name(name)),
            Tree::Number(name) => Ok(Name(name.to_string())),
            Tree::Boolean(name) => Ok(Name(name.to_string())),
            Tree::Null => Ok(Name("null".to_owned())),
            Tree::List(_) | Tree::Object(_) => Err(D::Error::custom("the name of a member is not a text")),
        }
    }
}
