//! Mappings of WireMock: which request gets which answer, written by hand or recorded from an API.
//!
//! ```json
//! {"request":  {"method": "GET", "url": "/orders", "headers": {"Accept": {"equalTo": "application/json"}}},
//!  "response": {"status": 200, "jsonBody": []}}
//! ```
//!
//! Only a mapping of one method and one URL is a request: those with patterns are passed over. It names no host unless it matches
//! one, and only the headers that it matches.

mod mapping;

use super::counted::Counted;
use super::definition::{Definition, FixedAs, ReadBy, Sniff, Take};
use super::items::{Items, last};
use super::members::holds;
use crate::read::interaction::whole;
use crate::read::origin::Origin;
use crate::record::place::{Place, Trouble};
use serde::de::DeserializeSeed;
use serde_json::Value;
use std::io::BufRead;
use std::ops::ControlFlow;

pub(super) const FORMAT: Definition = Definition {
    name: "wiremock",
    about: "Mappings of WireMock",
    endings: &[],
    is_named: false,
    sniff: |start| match start {
        [b'{', ..] => holds(start, &|name, value| match name {
            b"mappings" => is_list_of_objects(value),
            b"request" => mapping::matches_url(value),
            _ => false,
        }),
        _ => Sniff::No,
    },
    read: ReadBy::Stream(|source, text, take| read(source.name, text, take)),
    fixed_as: FixedAs::Commands { all: false },
};

fn is_list_of_objects(value: &[u8]) -> bool {
    value.strip_prefix(b"[").is_some_and(|items| items.trim_ascii_start().starts_with(b"{"))
}

/// Reads one mapping, or a list of them, and hands on one request after the other.
fn read(input: Option<&str>, text: &mut dyn BufRead, take: Take<'_>) -> ControlFlow<()> {
    let mut origin = Origin::new(input);
    let start = Place { line: 1, column: 1 };
    let whole = match whole(text) {
        Ok(whole) => whole,
        Err(trouble) => return take(Err(origin.error(trouble))),
    };
    let text = whole.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&whole);
    let mut flow = ControlFlow::Continue(());
    let mut hand_on = |value: Value, place: Place, _: &str| {
        match mapping::read(value, place) {
            Ok(None) => origin.pass_over(),
            Ok(Some(record)) => flow = take(origin.record(Ok(record))),
            Err(trouble) => flow = take(origin.record(Err(trouble))),
        }
        flow.is_continue()
    };
    let is_list = holds(text.trim_ascii_start(), &|name, value| name == b"mappings" && is_list_of_objects(value));
    let walked = if is_list == Sniff::Yes {
        let counted = Counted::new(text);
        let position = counted.position();
        let place: &dyn Fn(usize) -> Place = &|_| last(&position);
        let mut items =
            Items { is_list: |name| name == "mappings", keep: mapping::KEPT, place, hand_on: &mut hand_on, read: 0 };
        items.of_json(counted, "a list of mappings")
    } else {
        one(text).map(|value| {
            hand_on(value, start, "");
        })
    };
    flow?;
    match walked {
        Err(trouble) => take(Err(origin.error(trouble))),
        Ok(()) if origin.is_blank() => {
            let nothing = Trouble::new(start, "no mapping is of one method and one URL");
            take(Err(origin.error(nothing.help("patterns tell no request"))))
        }
        Ok(()) => flow,
    }
}

/// A mapping by itself.
fn one(text: &[u8]) -> Result<Value, Trouble> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let value = mapping::KEPT.deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        // `column` counts bytes, and names the last one read
        let place = Place { line: error.line().max(1), column: error.column().max(1) };
        Trouble::new(place, format!("this is not a mapping in JSON: {said}"))
    })
}
