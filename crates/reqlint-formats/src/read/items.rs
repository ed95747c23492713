//! The way through a document to a list in it, one item of which is in memory at a time.

use super::sieve::Keep;
use crate::record::place::{Place, Trouble};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cell::Cell;
use std::fmt;
use std::io::Read;

/// What is looked for, and what is done with it.
pub(super) struct Items<'i> {
    /// Whether a member of the document is the list, by its name.
    pub(super) is_list: fn(&str) -> bool,
    /// What is kept of an item.
    pub(super) keep: Keep,
    /// Where an item is, by its number.
    pub(super) place: &'i dyn Fn(usize) -> Place,
    /// Takes an item, and the name of its list; `false` when no more is wanted.
    pub(super) hand_on: &'i mut dyn FnMut(Value, Place, &str) -> bool,
    /// How many were handed on.
    pub(super) read: usize,
}

impl Items<'_> {
    /// Goes through JSON.
    ///
    /// # Errors
    /// Where it is none, or has no such list; `what` the document should be.
    pub(super) fn of_json(&mut self, text: impl Read, what: &str) -> Result<(), Trouble> {
        let mut json = serde_json::Deserializer::from_reader(text);
        let walked = self.of(&mut json);
        let Err(error) = walked.and_then(|()| json.end()) else { return Ok(()) };
        let place = (self.place)(self.read);
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        let message = match said {
            _ if error.is_eof() => "the file ends early: what is complete was read".to_owned(),
            "recursion limit exceeded" => "nested more than 128 deep: reading stops here".to_owned(),
            said if error.is_data() => format!("this is not {what}: {said}"),
            said => format!("this is not JSON: {said}"),
        };
        Err(Trouble::new(place, message))
    }

    /// Goes through any document.
    ///
    /// # Errors
    /// Those of the document, or where the list is none.
    pub(super) fn of<'de, D: Deserializer<'de>>(&mut self, document: D) -> Result<(), D::Error> {
        Step { list: None, items: self }.deserialize(document)
    }
}

/// The document, or the list of this name in it.
struct Step<'s, 'i> {
    list: Option<String>,
    items: &'s mut Items<'i>,
}

impl<'de> DeserializeSeed<'de> for Step<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Step<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.list {
            Some(name) => write!(f, "`{name}` as a list"),
            None => f.write_str("an object"),
        }
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        if self.list.is_some() { Ok(()) } else { Err(E::custom("it is empty")) }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if let Some(name) = self.list {
            return Err(A::Error::custom(format_args!("`{name}` is not a list")));
        }
        while let Some(key) = map.next_key::<String>()? {
            if (self.items.is_list)(&key) {
                map.next_value_seed(Step { list: Some(key), items: &mut *self.items })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Some(name) = self.list else { return Err(A::Error::custom("expected an object, found a list")) };
        let items = self.items;
        loop {
            let placed = Placed { keep: items.keep, place: &|| (items.place)(items.read) };
            let Some((place, value)) = list.next_element_seed(placed)? else { return Ok(()) };
            items.read += 1;
            if !(items.hand_on)(value, place, &name) {
                return Err(A::Error::custom("stopped"));
            }
        }
    }
}

/// An item and where it begins, which a text that is read as it comes only knows then.
struct Placed<'p> {
    keep: Keep,
    place: &'p dyn Fn() -> Place,
}

impl<'de> DeserializeSeed<'de> for Placed<'_> {
    type Value = (Place, Value);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Ok(((self.place)(), self.keep.deserialize(deserializer)?))
    }
}

/// The place of the character that was read last.
pub(super) fn last(position: &Cell<Place>) -> Place {
    let Place { line, column } = position.get();
    Place { line, column: column.saturating_sub(1).max(1) }
}
