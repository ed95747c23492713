//! Sample values for every kind of field in the catalogue.

use super::catalogue::Field;
use crate::support::table;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub(super) struct Samples {
    of: BTreeMap<String, toml::Value>,
    pub(super) beside: BTreeMap<String, String>,
    pub(super) apart: BTreeMap<String, String>,
}

impl Samples {
    pub(super) fn read() -> Self {
        table("tests/data/samples.toml")
    }

    /// The first value that a field allows, or the sample of its pattern.
    pub(super) fn of(&self, field: &Field) -> Value {
        let pattern = field.is.as_deref().unwrap_or("text");
        let sample = field.one_of.first().or_else(|| self.of.get(pattern));
        json(sample.unwrap_or_else(|| panic!("tests/data/samples.toml has no sample for {pattern}")))
    }

    /// The same, as written in a URL.
    pub(super) fn text(&self, field: &Field) -> String {
        match self.of(field) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }
}

/// A TOML value as JSON.
pub(super) fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(flag) => (*flag).into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(items) => items.iter().map(json).collect(),
        toml::Value::Table(table) => table.iter().map(|(name, value)| (name.clone(), json(value))).collect(),
    }
}
