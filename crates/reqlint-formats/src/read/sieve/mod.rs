//! Of a JSON value only what is looked at: what is passed over takes no memory, however long it is.

mod json;

use crate::read::bounds::MAX_HEADERS;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// What of a value is kept. Of anything else it is known what it is: an empty list, an empty object.
#[derive(Clone, Copy)]
pub(crate) enum Keep {
    /// A text, a number, true or false.
    Scalar,
    /// The members of an object, by their names; a list is kept as an empty one.
    Members(fn(&str) -> Option<Keep>),
    /// So many items of a list, or members of an object, and each of them like this.
    Each(usize, &'static Keep),
    /// As a text or number, or as an object with these members.
    Either(fn(&str) -> Option<Keep>),
    /// A text or number, or an object or list as its own JSON.
    Json,
}

impl Keep {
    fn of_member(self, name: &str) -> Option<Keep> {
        match self {
            Keep::Members(known) | Keep::Either(known) => known(name),
            Keep::Each(_, item) => Some(*item),
            Keep::Scalar | Keep::Json => None,
        }
    }

    /// How many items of a list, or members of an object, are kept.
    fn most(self) -> usize {
        match self {
            // by the names that are looked at, which may be all that begin alike
            Keep::Members(_) | Keep::Either(_) => 2 * MAX_HEADERS,
            Keep::Each(most, _) => most,
            Keep::Scalar | Keep::Json => 0,
        }
    }

    fn keeps_scalars(self) -> bool {
        !matches!(self, Keep::Members(_))
    }
}

impl<'de> DeserializeSeed<'de> for Keep {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keep {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(if self.keeps_scalars() { text.to_owned() } else { String::new() }))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(if self.keeps_scalars() { text } else { String::new() }))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        if let Keep::Json = self {
            return json::list(list).map(Value::String);
        }
        let mut kept = Vec::new();
        if let Keep::Each(most, item) = self {
            while kept.len() < most {
                match list.next_element_seed(*item)? {
                    Some(item) => kept.push(item),
                    None => return Ok(Value::Array(kept)),
                }
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(kept))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        if let Keep::Json = self {
            return json::object(object).map(Value::String);
        }
        let mut kept = Map::new();
        while let Some(name) = object.next_key_seed(Name(self))? {
            match name {
                Some((name, keep)) if kept.len() < self.most() => {
                    let value = object.next_value_seed(keep)?;
                    kept.insert(name, value);
                }
                _ => {
                    object.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Value::Object(kept))
    }
}

/// The name of a member, if it is kept, and how.
struct Name(Keep);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<(String, Keep)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<(String, Keep)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.of_member(name).map(|keep| (name.to_owned(), keep)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value of any shape is kept as its text.
    #[test]
    fn json_is_written_again() {
        for text in [r#"{"a":[1,-2,2.5,true,null,"x\"y\n",[],{}],"b":{"c":[[1],[2]]}}"#, "[]", "[1,[2,3]]"] {
            let mut json = serde_json::Deserializer::from_str(text);
            assert_eq!(Keep::Json.deserialize(&mut json).unwrap(), Value::String(text.to_owned()));
        }
    }

    const PAIR: Keep = Keep::Each(2, &Keep::Scalar);

    fn keep(name: &str) -> Option<Keep> {
        match name {
            "a" => Some(Keep::Scalar),
            "b" => Some(Keep::Each(2, &PAIR)),
            "c" => Some(Keep::Either(|name| (name == "d").then_some(Keep::Scalar))),
            _ => None,
        }
    }

    #[test]
    fn only_what_is_looked_at_is_kept() {
        let table = [
            (r#"{"a":1,"z":[[{"a":1}]]}"#, r#"{"a":1}"#),
            (r#"{"a":[1,2]}"#, r#"{"a":[]}"#),
            (r#"{"a":{"x":1}}"#, r#"{"a":{}}"#),
            (r#"{"a":1,"a":"two"}"#, r#"{"a":"two"}"#),
            (r#"{"b":[["x","y","z"],["u"],3,4]}"#, r#"{"b":[["x","y"],["u"]]}"#),
            (r#"{"b":{"x":1,"y":[2],"z":3}}"#, r#"{"b":{"x":1,"y":[2]}}"#),
            (r#"{"c":"text"}"#, r#"{"c":"text"}"#),
            (r#"{"c":{"d":true,"e":null}}"#, r#"{"c":{"d":true}}"#),
            ("[1]", "[]"),
            ("\"text\"", "\"\""),
            ("-1.5", "-1.5"),
        ];
        for (text, expected) in table {
            let mut json = serde_json::Deserializer::from_str(text);
            let kept = Keep::Members(keep).deserialize(&mut json).unwrap();
            assert_eq!(kept.to_string(), expected, "{text}");
        }
    }
}
