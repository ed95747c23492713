//! Cassettes: what VCR, vcrpy, go-vcr and betamax record while tests run, in YAML or JSON.
//!
//! ```yaml
//! http_interactions:
//! - request:
//!     method: get
//!     uri: https://api.example.com/orders
//!     body: { encoding: UTF-8, string: '' }
//!     headers: { Authorization: [<TOKEN>] }
//!   response:
//!     status: { code: 200, message: OK }
//!     headers: { Content-Type: [application/json] }
//!     body: { encoding: UTF-8, string: '[]' }
//!   recorded_at: Thu, 17 Apr 2025 14:49:18 GMT
//! ```
//!
//! vcrpy and go-vcr call the list `interactions`, and their filters take headers out.

mod entry;
mod yaml;

use super::counted::Counted;
use super::definition::{Definition, FixedAs, ReadBy, Take};
use super::items::{Items, last};
use super::members::holds;
use crate::read::interaction::whole;
use crate::read::origin::Origin;
use crate::record::place::{Place, Trouble};
use serde_json::Value;
use std::io::BufRead;
use std::ops::ControlFlow;

pub(super) const FORMAT: Definition = Definition {
    name: "vcr",
    about: "Cassettes of VCR, vcrpy, go-vcr and betamax",
    endings: &[],
    is_named: false,
    sniff: |start| match start {
        [b'{', ..] => {
            holds(start, &|name, value| std::str::from_utf8(name).is_ok_and(is_list) && value.starts_with(b"["))
        }
        _ => yaml::sniff(start),
    },
    read: ReadBy::Stream(|source, text, take| read(source.name, text, take)),
    fixed_as: FixedAs::Commands { all: false },
};

/// Whether a member of a cassette is its list.
fn is_list(name: &str) -> bool {
    matches!(name, "http_interactions" | "interactions")
}

/// Reads a cassette and hands on one interaction after the other.
fn read(input: Option<&str>, text: &mut dyn BufRead, take: Take<'_>) -> ControlFlow<()> {
    let mut origin = Origin::new(input);
    let start = Place { line: 1, column: 1 };
    let whole = match whole(text) {
        Ok(whole) => whole,
        Err(trouble) => return take(Err(origin.error(trouble))),
    };
    let text = whole.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&whole);
    let mut flow = ControlFlow::Continue(());
    let mut hand_on = |value: Value, place: Place, list: &str| {
        flow = take(origin.record(entry::read(value, place, list == "interactions")));
        flow.is_continue()
    };
    let items = |place, hand_on| Items { is_list, keep: entry::KEPT, place, hand_on, read: 0 };
    let walked = if text.trim_ascii_start().starts_with(b"{") {
        let counted = Counted::new(text);
        let position = counted.position();
        items(&|_| last(&position), &mut hand_on).of_json(counted, "a cassette")
    } else {
        yaml::read(text, &mut hand_on)
    };
    flow?;
    match walked {
        Err(trouble) => take(Err(origin.error(trouble))),
        Ok(()) if origin.read() == 0 => {
            let nothing = Trouble::new(start, "no interaction found");
            take(Err(origin.error(nothing.help("a cassette holds them in `http_interactions` or `interactions`"))))
        }
        Ok(()) => flow,
    }
}
