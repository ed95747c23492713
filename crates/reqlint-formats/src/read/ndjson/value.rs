//! JSON values read as what a record needs; what is something else is handed back.

use reqlint_core::{FactValue, Time};
use serde_json::Value;

pub(super) fn pair(value: Value) -> Result<(String, String), Value> {
    match value {
        Value::Array(pair) => match <[Value; 2]>::try_from(pair) {
            Ok([Value::String(name), Value::String(value)]) => Ok((name, value)),
            Ok(pair) => Err(Value::Array(pair.into())),
            Err(items) => Err(Value::Array(items)),
        },
        other => Err(other),
    }
}

pub(super) fn texts(value: Value) -> Result<Vec<String>, Value> {
    match value {
        Value::String(text) => Ok(vec![text]),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            Ok(items.into_iter().filter_map(|item| item.as_str().map(str::to_owned)).collect())
        }
        other => Err(other),
    }
}

/// A fact's value; `Ok(None)` for null: the fact is not known.
pub(crate) fn fact(value: Value) -> Result<Option<FactValue>, Value> {
    Ok(Some(match value {
        Value::Null => return Ok(None),
        Value::Bool(flag) => flag.into(),
        Value::String(text) => text.into(),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => whole.into(),
            (None, Some(real)) => real.into(),
            (None, None) => return Err(Value::Number(number)),
        },
        list @ Value::Array(_) => texts(list)?.into(),
        object @ Value::Object(_) => return Err(object),
    }))
}

pub(super) fn time(value: &Value) -> Option<Time> {
    match value {
        Value::String(text) => Time::read(text.as_bytes()),
        Value::Number(number) => match number.as_i64() {
            Some(seconds) => Some(Time::from_seconds(seconds)),
            None => number.as_f64().and_then(|seconds| FractionalSeconds(seconds).time()),
        },
        _ => None,
    }
}

/// Seconds since 1970 with a fraction.
struct FractionalSeconds(f64);

impl FractionalSeconds {
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked before; digits below a microsecond go")]
    fn time(self) -> Option<Time> {
        let micros = self.0 * 1e6;
        (micros.abs() < 9e18).then_some(Time(micros as i64))
    }
}

/// What was found, in a person's words.
pub(super) fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
