//! Cassettes in YAML.

use super::{entry, is_list};
use crate::read::bounds::MAX_RECORDING;
use crate::read::definition::Sniff;
use crate::read::items::Items;
use crate::record::place::{Place, Trouble};
use serde_json::Value;
use std::borrow::Cow;

/// How deep values may be nested: each level takes the parser's own stack, and a thread may have 2 MiB.
const MAX_DEPTH: usize = 64;

/// How many lines may come before the list.
const HEAD: usize = 20;

/// What may come before the list, and the list: only keys of a cassette.
pub(super) fn sniff(start: &[u8]) -> Sniff {
    let whole = start.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let lines = start.get(..whole).unwrap_or_default().split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    for line in lines.take(HEAD) {
        let key = line.split(|b| *b == b':').next().unwrap_or_default();
        match key {
            _ if std::str::from_utf8(key).is_ok_and(is_list) && line.len() > key.len() => return Sniff::Yes,
            b"" | b"---" | b"version" | b"recorded_with" => {}
            _ if line.starts_with(b"#") => {}
            _ => return Sniff::No,
        }
    }
    let last = start.get(whole..).unwrap_or_default().trim_ascii_start();
    let known = [&b"http_interactions:"[..], b"interactions:", b"version:", b"recorded_with:", b"---", b"#"];
    let may_be = known.iter().any(|known| known.starts_with(last) || last.starts_with(known));
    if may_be && last.len() < 1_000 { Sniff::More } else { Sniff::No }
}

/// Reads a cassette and hands on one interaction after the other.
///
/// # Errors
/// Where it is no YAML, or no cassette.
pub(super) fn read(text: &[u8], hand_on: &mut dyn FnMut(Value, Place, &str) -> bool) -> Result<(), Trouble> {
    let start = Place { line: 1, column: 1 };
    let text = std::str::from_utf8(text)
        .map_err(|error| Trouble::new(start, format!("this is not UTF-8 at byte {}", error.valid_up_to())))?;
    let places = places(text);
    let text = with_binary_named(text);
    let budget = serde_saphyr::budget! {
        max_depth: MAX_DEPTH,
        max_nodes: 10_000_000,
        max_events: 20_000_000,
        max_total_scalar_bytes: MAX_RECORDING,
    };
    let options = serde_saphyr::options! {
        budget: budget,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        ignore_binary_tag_for_string: true,
        // `3559498e43554` is no number
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    let place = |number: usize| places.get(number).copied().unwrap_or(start);
    let mut items = Items { is_list, keep: entry::KEPT, place: &place, hand_on, read: 0 };
    let walked = serde_saphyr::with_deserializer_from_str_with_options(&text, options, |document| items.of(document));
    walked.map_err(|error| {
        let said = error.to_string();
        let said = said.lines().next().unwrap_or_default();
        let place = error.location();
        let said = place.map_or(said, |_| said.split(": line ").next().unwrap_or(said));
        let said = said.split(" at line ").next().unwrap_or(said);
        let message = match said.contains("depth") {
            true => format!("nested more than {MAX_DEPTH} deep: reading stops here"),
            false => format!("this is not a cassette in YAML: {said}"),
        };
        let at = place.map_or(start, |at| Place { line: at.line() as usize, column: at.column() as usize });
        Trouble::new(at, message)
    })
}

/// Where the items of the list begin: lines with a dash, as far in as the first one. Only where the list is written with
/// dashes; of others the place isn't known.
fn places(text: &str) -> Vec<Place> {
    let mut lines = text.lines().zip(1..);
    let is_key = |line: &str| is_list(line.split(':').next().unwrap_or_default().trim_start());
    if !lines.any(|(line, _)| is_key(line)) {
        return Vec::new();
    }
    let mut indent = None;
    let dash = |(line, number): (&str, usize)| {
        let inner = line.trim_start_matches(' ');
        let column = line.len() - inner.len() + 1;
        let is_item = inner == "-" || inner.starts_with("- ");
        (is_item && *indent.get_or_insert(column) == column).then_some(Place { line: number, column })
    };
    lines.filter_map(dash).collect()
}

/// The text with another name for members that are bytes in Base64: what their tag says would be lost.
fn with_binary_named(text: &str) -> Cow<'_, str> {
    if !text.contains("!binary") {
        return Cow::Borrowed(text);
    }
    let mut named = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '-']);
        let member = inner.split_once(": ").filter(|(_, value)| {
            let tag = value.trim_start_matches('!');
            tag.len() < value.len() && tag.starts_with("binary")
        });
        match member {
            Some((name @ ("string" | "body"), value)) => {
                named += line.get(..line.len() - inner.len()).unwrap_or_default();
                named += if name == "string" { "base64_string:" } else { "base64_body:" };
                named.push(' ');
                named += value.trim_start_matches('!').trim_start_matches("binary").trim_start_matches(' ');
            }
            _ => named += line,
        }
    }
    Cow::Owned(named)
}
