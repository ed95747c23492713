//! The way through a HAR file to its entries, one of which is in memory at a time.

use super::entry;
use crate::read::sieve::Keep;
use crate::record::Record;
use crate::record::place::{Place, Trouble};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cell::Cell;
use std::fmt;
use std::io::Read;
use std::rc::Rc;

/// What goes along on the way.
pub(super) struct Walk<'w> {
    pub(super) position: Rc<Cell<Place>>,
    /// Takes an entry, or `None` for one that is no request over HTTP; `false` when no more is wanted.
    pub(super) hand_on: &'w mut dyn FnMut(Option<Result<Record<'static>, Trouble>>) -> bool,
}

/// Walks through a text.
///
/// # Errors
/// Where it is no JSON, or not a HAR file.
pub(super) fn run(text: impl Read, mut walk: Walk<'_>) -> Result<(), Trouble> {
    let position = Rc::clone(&walk.position);
    let mut json = serde_json::Deserializer::from_reader(text);
    let walked = Step { level: Level::File, walk: &mut walk, creator: &mut String::new() }.deserialize(&mut json);
    let Err(error) = walked.and_then(|()| json.end()) else { return Ok(()) };
    let place = position.get();
    if error.is_eof() {
        return Err(Trouble::new(place, "the file ends early: the complete entries were read"));
    }
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    Err(Trouble::new(
        place,
        match said {
            "recursion limit exceeded" => "nested more than 128 deep: reading stops here".to_owned(),
            said if error.is_io() => format!("reading stopped here: {said}"),
            said if error.is_data() => format!("this is not a HAR file: {said}"),
            said => format!("this is not JSON: {said}"),
        },
    ))
}

/// How deep it goes: the file, its `log`, the `entries` of that.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    File,
    Log,
    Entries,
}

/// What of the program that wrote the file is looked at.
const CREATOR: Keep = Keep::Members(|name| (name == "name").then_some(Keep::Scalar));

struct Step<'s, 'w> {
    level: Level,
    walk: &'s mut Walk<'w>,
    /// The program that wrote the file.
    creator: &'s mut String,
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
        f.write_str(match self.level {
            Level::File => "an object with `log`",
            Level::Log => "`log` as an object",
            Level::Entries => "`entries` as a list",
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.level == Level::Entries {
            return Err(A::Error::custom("`entries` is not a list"));
        }
        while let Some(key) = map.next_key::<String>()? {
            let level = match (self.level, key.as_str()) {
                (Level::File, "log") => Level::Log,
                (Level::Log, "entries") => Level::Entries,
                (Level::Log, "creator") => {
                    let creator = map.next_value_seed(CREATOR)?;
                    *self.creator = creator.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
                    continue;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            map.next_value_seed(Step { level, walk: &mut *self.walk, creator: &mut *self.creator })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        if self.level != Level::Entries {
            return Err(A::Error::custom("expected an object, found a list"));
        }
        loop {
            let Some((place, value)) = entries.next_element_seed(Placed(&self.walk.position))? else { return Ok(()) };
            if !(self.walk.hand_on)(entry::read(value, place, self.creator).transpose()) {
                return Err(A::Error::custom("stopped"));
            }
        }
    }
}

/// A value and where it begins.
struct Placed<'p>(&'p Cell<Place>);

impl<'de> DeserializeSeed<'de> for Placed<'_> {
    type Value = (Place, Value);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(Place, Value), D::Error> {
        // the first character was looked at already
        let Place { line, column } = self.0.get();
        Ok((Place { line, column: column.saturating_sub(1).max(1) }, entry::KEPT.deserialize(deserializer)?))
    }
}
