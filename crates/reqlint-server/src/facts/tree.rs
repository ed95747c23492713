//! Texts in TOML or JSON as one kind of tree, with the mistakes that are in them.

use reqlint_core::Mistake;
use serde_json::{Map, Value};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Reads a text, JSON if it begins with a brace.
pub(crate) fn read(text: &str) -> (Map<String, Value>, Vec<Mistake>) {
    if text.trim_start().starts_with('{') {
        return match serde_json::from_str(text) {
            Ok(members) => (members, Vec::new()),
            Err(error) => {
                let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
                let at = (line + error.column().saturating_sub(1)).min(text.len());
                let wrong =
                    Mistake { file: 0, span: at..at, message: "this is not a JSON object".to_owned(), help: None };
                (Map::new(), vec![wrong])
            }
        };
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let wrong = errors.iter().map(|error| {
        let message = format!("this is not TOML: {}", error.message());
        Mistake { file: 0, span: error.span().unwrap_or_default(), message, help: None }
    });
    (table(root.get_ref()), wrong.collect())
}

/// A mistake at the first place where a text has these words.
pub(crate) fn mistake(text: &str, words: &str, message: String, help: Option<String>) -> Mistake {
    Mistake { file: 0, span: place(text, words), message, help }
}

/// The first place where a text has these words.
pub(crate) fn place(text: &str, words: &str) -> Range<usize> {
    text.find(words).map_or(0..0, |start| start..start + words.len())
}

fn table(table: &DeTable<'_>) -> Map<String, Value> {
    table.iter().map(|(name, value)| (name.get_ref().to_string(), tree(value.get_ref()))).collect()
}

fn tree(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(flag) => (*flag).into(),
        DeValue::Datetime(time) => time.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| tree(item.get_ref())).collect(),
        DeValue::Table(members) => Value::Object(table(members)),
    }
}
