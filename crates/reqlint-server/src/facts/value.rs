//! The answer of a source, as the value of a fact.

use super::source::SourceError;
use reqlint_core::FactValue;
use reqlint_core::api::FactType;
use reqlint_core::base::Number;

/// One value, as databases and JSON have it.
#[derive(Clone, PartialEq)]
pub(crate) enum Cell {
    Null,
    Whole(i64),
    Real(f64),
    Boolean(bool),
    Text(String),
    List(Vec<Cell>),
}

impl Cell {
    /// The value of a fact of this type; `None` for null.
    pub(crate) fn into_fact(self, kind: FactType) -> Result<Option<FactValue>, SourceError> {
        let value = match (kind, self) {
            (_, Cell::Null) => return Ok(None),
            (FactType::List, Cell::List(items)) => list(items)?,
            // PostgreSQL's arrays arrive as JSON
            (FactType::List, Cell::Text(text)) if text.starts_with('[') => {
                list(serde_json::from_str(&text).ok().and_then(Cell::items).ok_or_else(wrong_type)?)?
            }
            (FactType::List, cell) => list(vec![cell])?,
            (_, Cell::List(_)) => return Err(wrong_type()),
            (FactType::Boolean, Cell::Whole(0)) => FactValue::Boolean(false),
            (FactType::Boolean, Cell::Whole(1)) => FactValue::Boolean(true),
            (_, Cell::Boolean(flag)) => FactValue::Boolean(flag),
            (FactType::Text, Cell::Whole(number)) => FactValue::Text(number.to_string().into()),
            (_, Cell::Whole(number)) => FactValue::Number(Number::Whole(number)),
            (_, Cell::Real(number)) => FactValue::Number(Number::Real(number)),
            (_, Cell::Text(text)) => FactValue::Text(text.into()),
        };
        Ok(Some(value))
    }

    /// A JSON value; an object whose only member is `value` means that member.
    pub(crate) fn of_json(value: serde_json::Value) -> Option<Self> {
        use serde_json::Value;
        Some(match value {
            Value::Null => Cell::Null,
            Value::Bool(flag) => Cell::Boolean(flag),
            Value::Number(number) => number.as_i64().map(Cell::Whole).or_else(|| number.as_f64().map(Cell::Real))?,
            Value::String(text) => Cell::Text(text),
            Value::Array(items) => Cell::List(items.into_iter().map(Cell::of_json).collect::<Option<_>>()?),
            Value::Object(mut members) if members.len() == 1 => Cell::of_json(members.remove("value")?)?,
            Value::Object(_) => return None,
        })
    }

    fn items(value: serde_json::Value) -> Option<Vec<Self>> {
        match Cell::of_json(value)? {
            Cell::List(items) => Some(items),
            _ => None,
        }
    }
}

fn list(items: Vec<Cell>) -> Result<FactValue, SourceError> {
    let text = |cell: Cell| match cell {
        Cell::Null => None,
        Cell::Text(text) => Some(Ok(text.into())),
        Cell::Whole(number) => Some(Ok(number.to_string().into())),
        Cell::Real(_) | Cell::Boolean(_) | Cell::List(_) => Some(Err(wrong_type())),
    };
    Ok(FactValue::List(items.into_iter().filter_map(text).collect::<Result<_, _>>()?))
}

/// It doesn't show the value, which may be a secret.
fn wrong_type() -> SourceError {
    SourceError::InvalidAnswer("not a value of the fact's type".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_the_types_of_facts() {
        let value = |cell: Cell, kind| cell.into_fact(kind).map(|value| format!("{value:?}"));
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(value(Cell::Whole(1), FactType::Boolean).unwrap(), "Some(Boolean(true))");
        assert_eq!(value(Cell::Whole(3), FactType::Text).unwrap(), "Some(Text(\"3\"))");
        assert_eq!(value(text("[\"3\", 8]"), FactType::List).unwrap(), "Some(List([\"3\", \"8\"]))");
        assert_eq!(value(text("3"), FactType::List).unwrap(), "Some(List([\"3\"]))");
        assert_eq!(value(Cell::Null, FactType::List).unwrap(), "None");
        assert!(value(text("[{}]"), FactType::List).is_err());
        assert!(value(Cell::List(Vec::new()), FactType::Text).is_err());
    }
}
