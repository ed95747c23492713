//! The order of what one rule found: that of the places in the request.

use crate::base::finding::{HeaderPart, Location, Part};
use crate::check::verdict::Evidence;
use crate::message::exchange::Headers;
use crate::message::secrets::masked::header_name;
use std::collections::{BTreeMap, HashSet};

/// Puts the evidence from an index on in order of places. Of several pieces at one place the first stays; of those about the
/// target as a whole each that says something else.
pub(crate) fn in_order(evidence: &mut Vec<Evidence>, start: usize, headers: &Headers<'_>) {
    let own = evidence.get(start..).unwrap_or_default();
    if own.len() < 2 {
        return;
    }
    let is_of_header = |evidence: &Evidence| evidence.location.part == Part::Header;
    let lines = if own.iter().any(is_of_header) { header_lines(headers) } else { BTreeMap::new() };
    let order = |evidence: &Evidence| order(&evidence.location, &lines);
    // fast path: most rules find things in order
    if own.is_sorted_by(|a, b| order(a) < order(b)) {
        return;
    }
    let mut own = evidence.split_off(start);
    if !own.is_sorted_by_key(order) {
        own.sort_by_cached_key(order);
    }
    // what is missing from one part has no place but its name
    let (mut place, mut names) = (None, HashSet::new());
    own.retain(|evidence| {
        let here = order(evidence);
        if place.replace(here) != Some(here) {
            names.clear();
        }
        // what a shell changes of a command has only the target for its place, and each change is told
        let is_of_whole = evidence.location.part == Part::Target && evidence.location.range.is_none();
        let told = is_of_whole.then(|| evidence.detail.clone());
        names.insert((evidence.location.name.clone(), told))
    });
    evidence.append(&mut own);
}

/// The number of each header line, by its name in lower case and occurrence.
fn header_lines(headers: &Headers<'_>) -> BTreeMap<(Vec<u8>, usize), usize> {
    let mut counts: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    let names = headers.iter().map(|(name, _)| header_name(name).trim_ascii_end().to_ascii_lowercase());
    let numbered = names.zip(0..).map(|(name, line)| {
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        ((name, *count - 1), line)
    });
    numbered.collect()
}

/// The position of a place: the part, the header line and its side, and the bytes.
type Order = (Part, usize, Option<HeaderPart>, usize, usize);

/// Places in the order of a request; what is missing from a part comes after what is there.
fn order(location: &Location, lines: &BTreeMap<(Vec<u8>, usize), usize>) -> Order {
    let name = location.name.as_ref().filter(|_| location.part == Part::Header);
    let line = name.map(|n| (n.trim_ascii_end().to_ascii_lowercase().into_bytes(), location.occurrence));
    let line = line.map_or(0, |line| lines.get(&line).copied().unwrap_or(usize::MAX));
    let range = location.range.clone().unwrap_or(usize::MAX..usize::MAX);
    (location.part, line, location.of, range.start, range.end)
}
