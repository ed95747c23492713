//! JSON written again as it is read, so that a value of any shape takes no more memory than its text.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write};

/// The text of a list.
pub(super) fn list<'de, A: SeqAccess<'de>>(list: A) -> Result<String, A::Error> {
    let mut text = String::new();
    Json(&mut text).visit_seq(list)?;
    Ok(text)
}

/// The text of an object.
pub(super) fn object<'de, A: MapAccess<'de>>(object: A) -> Result<String, A::Error> {
    let mut text = String::new();
    Json(&mut text).visit_map(object)?;
    Ok(text)
}

/// Writes what it visits.
struct Json<'t>(&'t mut String);

impl<'de> DeserializeSeed<'de> for Json<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Json<'_> {
    fn put(&mut self, value: impl fmt::Display) {
        let _ = write!(self.0, "{value}");
    }
}

impl<'de> Visitor<'de> for Json<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.put("null");
        Ok(())
    }

    fn visit_bool<E>(mut self, flag: bool) -> Result<(), E> {
        self.put(flag);
        Ok(())
    }

    fn visit_i64<E>(mut self, number: i64) -> Result<(), E> {
        self.put(number);
        Ok(())
    }

    fn visit_u64<E>(mut self, number: u64) -> Result<(), E> {
        self.put(number);
        Ok(())
    }

    fn visit_f64<E>(mut self, number: f64) -> Result<(), E> {
        self.put(serde_json::json!(number));
        Ok(())
    }

    fn visit_str<E>(mut self, text: &str) -> Result<(), E> {
        self.put(serde_json::json!(text));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.push('[');
        let mut is_first = true;
        loop {
            // a comma is only known to be right once there is another item
            let length = self.0.len();
            if !std::mem::take(&mut is_first) {
                self.0.push(',');
            }
            if list.next_element_seed(Json(&mut *self.0))?.is_none() {
                self.0.truncate(length);
                self.0.push(']');
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<(), A::Error> {
        self.0.push('{');
        let mut is_first = true;
        while let Some(name) = object.next_key::<String>()? {
            if !std::mem::take(&mut is_first) {
                self.0.push(',');
            }
            self.put(serde_json::json!(name));
            self.0.push(':');
            object.next_value_seed(Json(&mut *self.0))?;
        }
        self.0.push('}');
        Ok(())
    }
}
