//! TOML and JSON texts as one kind of tree, each member with its place.

use super::value::Cell;
use reqlint_core::language::{Code, Diagnostic};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A member of an object.
pub(crate) struct Member {
    pub(crate) name: String,
    /// The place of its name in the text; in JSON, of its value.
    pub(crate) at: Range<usize>,
    pub(crate) value: Tree,
}

pub(crate) enum Tree {
    Members(Vec<Member>),
    Cell(Cell),
    /// Anything that is not a value of a fact, such as a list of objects.
    Other,
}

/// Objects nested deeper contain no facts.
const MAX_DEPTH: usize = 2;

/// Reads a text, as JSON if it begins with a brace.
pub(crate) fn read(text: &str) -> (Vec<Member>, Vec<Diagnostic>) {
    if text.trim_start().starts_with('{') {
        return match serde_json::from_str(text) {
            Ok(object) => (of_json(text, object, MAX_DEPTH), Vec::new()),
            Err(error) => {
                let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
                let at = (line + error.column().saturating_sub(1)).min(text.len());
                (Vec::new(), vec![diagnostic(at..at, "this is not a JSON object")])
            }
        };
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let diagnostics = errors.iter().map(|error| {
        let message = format!("this is not TOML: {}", error.message());
        diagnostic(error.span().unwrap_or_default(), message)
    });
    (of_toml(root.get_ref()), diagnostics.collect())
}

pub(crate) fn diagnostic(at: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::InvalidFactsFile, 0, at, message)
}

type Object<'t> = BTreeMap<String, &'t RawValue>;

fn of_json(text: &str, object: Object<'_>, depth: usize) -> Vec<Member> {
    let member = |(name, raw): (String, &RawValue)| {
        // `raw` is a slice of the text
        let start = raw.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let value = match serde_json::from_str::<Object<'_>>(raw.get()) {
            Ok(_) if depth == 0 => Tree::Other,
            Ok(object) => Tree::Members(of_json(text, object, depth - 1)),
            Err(_) => {
                let cell = serde_json::from_str::<Value>(raw.get()).ok().and_then(Cell::of_json);
                cell.map_or(Tree::Other, Tree::Cell)
            }
        };
        Member { name, at: start..start + raw.get().len(), value }
    };
    object.into_iter().map(member).collect()
}

fn of_toml(table: &DeTable<'_>) -> Vec<Member> {
    let member = |(name, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let value = match value.get_ref() {
            DeValue::Table(table) => Tree::Members(of_toml(table)),
            value => cell(value).map_or(Tree::Other, Tree::Cell),
        };
        Member { name: std::borrow::Cow::to_string(name.get_ref()), at: name.span(), value }
    };
    table.iter().map(member).collect()
}

fn cell(value: &DeValue<'_>) -> Option<Cell> {
    Some(match value {
        DeValue::String(text) => Cell::Text(text.to_string()),
        DeValue::Integer(number) => Cell::Whole(i64::from_str_radix(number.as_str(), number.radix()).ok()?),
        DeValue::Float(number) => Cell::Real(number.as_str().parse().ok()?),
        DeValue::Boolean(flag) => Cell::Boolean(*flag),
        DeValue::Datetime(time) => Cell::Text(time.to_string()),
        DeValue::Array(items) => Cell::List(items.iter().map(|item| cell(item.get_ref())).collect::<Option<_>>()?),
        DeValue::Table(_) => return None,
    })
}
