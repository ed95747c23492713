//! What a request that fits no endpoint may have meant. Suggested, never assumed.

use super::Catalogue;
use super::tree::{Slot, Tree};
use crate::text::{SmolStr, joined, text};
use std::fmt;
use std::ops::Range;

/// An endpoint near to what was asked for, and how it differs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Suggestion {
    /// `GET https://host/path`, as documented.
    pub(crate) endpoint: SmolStr,
    /// How it differs: `the documented version is v2.0`.
    pub(crate) difference: SmolStr,
}

/// The endpoint nearest to a path on these of the hosts: on another host, with another version, another spelling of a value, or a typing slip.
pub(crate) fn suggest(
    catalogue: &Catalogue,
    hosts: &[String],
    searched: Range<usize>,
    method: &[u8],
    path: &[u8],
) -> Option<Suggestion> {
    let path = path.strip_suffix(b"/").unwrap_or(path);
    let segments: Vec<Sent<'_>> = path.split(|b| *b == b'/').skip(1).map(Sent::of).collect();
    let mut walk = Walk { catalogue, segments: &segments, method, best: None };
    for (host, tree) in catalogue.trees.iter().enumerate() {
        let elsewhere = if searched.contains(&host) { 0 } else { ELSEWHERE };
        walk.inside(tree, 0, 0, Slips { extra: elsewhere, cost: 0, last: None });
    }
    let (_, spelling, last) = walk.best?;
    let spelling = catalogue.spellings.get(spelling)?;
    let on = catalogue.endpoint(spelling.endpoint)?.host;
    let host = hosts.get(on).map_or("", String::as_str);
    let difference = match (last, searched.contains(&on)) {
        (None, true) => SmolStr::default(),
        (Some(slip), true) => text!("{slip}"),
        (None, false) => text!("it is on {host}"),
        (Some(slip), false) => text!("{slip}, and it is on {host}"),
    };
    Some(Suggestion { endpoint: joined([&spelling.method, " https://", host, &spelling.path]), difference })
}

/// What an endpoint on another host costs.
const ELSEWHERE: u32 = 8;
/// The most that the slips of one path may cost.
const MOST: u32 = 6;

/// A walk along the templates that a path may have meant.
struct Walk<'w> {
    catalogue: &'w Catalogue,
    segments: &'w [Sent<'w>],
    method: &'w [u8],
    /// The cost, the template's number and the last slip of the nearest one so far.
    best: Option<(u32, usize, Option<Slip<'w>>)>,
}

/// A segment as it was sent.
struct Sent<'w> {
    bytes: &'w [u8],
    /// Where it is UTF-8.
    text: Option<&'w str>,
    letters: Option<Letters>,
}

/// Which letters and digits stand in a text of ASCII, whatever their case; several share a bit.
#[derive(Clone, Copy)]
struct Letters(u64);

/// The slips on the way to a node.
#[derive(Clone, Copy)]
struct Slips<'w> {
    /// What is no slip, and costs all the same.
    extra: u32,
    cost: u32,
    last: Option<Slip<'w>>,
}

/// How a segment differs from the documented one.
#[derive(Clone, Copy)]
enum Slip<'w> {
    Version(&'w str),
    Spelling(&'w str),
    Typing(&'w str),
}

impl<'w> Walk<'w> {
    fn inside(&mut self, tree: &'w Tree, node: usize, position: usize, slips: Slips<'w>) {
        let Some(sent) = self.segments.get(position) else { return self.arrive(tree, node, slips) };
        for (literal, next) in tree.literals(node) {
            if let Some((cost, slip)) = literal_slip(literal, sent) {
                self.step(tree, next, position, slips, cost, slip);
            }
        }
        for (slot, next) in tree.parameters(node) {
            if let Some((cost, slip)) = slot_slip(slot, sent.bytes) {
                self.step(tree, *next, position, slips, cost, slip);
            }
        }
    }

    fn step(
        &mut self,
        tree: &'w Tree,
        node: usize,
        position: usize,
        slips: Slips<'w>,
        more: u32,
        slip: Option<Slip<'w>>,
    ) {
        let cost = slips.cost + more;
        // what is dearer than the best so far is of no use
        if cost <= MOST && self.best.as_ref().is_none_or(|(least, ..)| cost + slips.extra <= *least) {
            self.inside(tree, node, position + 1, Slips { cost, last: slip.or(slips.last), ..slips });
        }
    }

    fn arrive(&mut self, tree: &'w Tree, node: usize, slips: Slips<'w>) {
        for index in tree.spellings(node) {
            let Some(spelling) = self.catalogue.spellings.get(index) else { continue };
            let cost = slips.cost + slips.extra + u32::from(spelling.method.as_bytes() != self.method);
            if self.best.as_ref().is_none_or(|(least, best, _)| (cost, index) < (*least, *best)) {
                self.best = Some((cost, index, slips.last));
            }
        }
    }
}

impl fmt::Display for Slip<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Slip::Version(documented) => write!(f, "the documented version is {documented}"),
            Slip::Spelling(documented) => write!(f, "here it is spelled `{documented}`"),
            Slip::Typing(documented) => write!(f, "it is written `{documented}`"),
        }
    }
}

impl<'w> Sent<'w> {
    fn of(bytes: &'w [u8]) -> Self {
        Self { bytes, text: std::str::from_utf8(bytes).ok(), letters: Letters::of(bytes) }
    }
}

impl Letters {
    fn of(text: &[u8]) -> Option<Self> {
        let mark = |byte: &u8| if byte.is_ascii_alphanumeric() { 1 << (byte.to_ascii_lowercase() & 63) } else { 0 };
        text.is_ascii().then(|| Self(text.iter().fold(0, |letters, byte| letters | mark(byte))))
    }

    /// Whether more than two letters of one stand nowhere in the other, so that two slips of the hand can't explain it.
    fn differ(self, other: Self) -> bool {
        (self.0 & !other.0).count_ones() > 2 || (other.0 & !self.0).count_ones() > 2
    }
}

/// What a segment costs where a literal is documented; `None` when it is further than a slip.
fn literal_slip<'w>(documented: &'w str, sent: &Sent<'_>) -> Option<(u32, Option<Slip<'w>>)> {
    if documented.as_bytes().eq_ignore_ascii_case(sent.bytes) {
        return Some((0, None));
    }
    let text = sent.text?;
    if version(documented) && version(text) {
        return Some((1, Some(Slip::Version(documented))));
    }
    // either of the slips below leaves nearly all letters
    if sent.letters.zip(Letters::of(documented.as_bytes())).is_some_and(|(a, b)| a.differ(b)) {
        return None;
    }
    if squeezed(documented.as_bytes()).eq(squeezed(sent.bytes)) {
        return Some((2, Some(Slip::Spelling(documented))));
    }
    if text.len().abs_diff(documented.len()) > 2 || documented.len() <= 2 {
        return None;
    }
    let distance = strsim::osa_distance(&text.to_lowercase(), &documented.to_lowercase());
    if distance > 2 || distance * 2 >= documented.len() {
        return None;
    }
    Some((2 + u32::try_from(distance).unwrap_or(2), Some(Slip::Typing(documented))))
}

/// What a segment costs where a parameter stands.
fn slot_slip<'w>(slot: &'w Slot, sent: &[u8]) -> Option<(u32, Option<Slip<'w>>)> {
    let texts = match slot {
        _ if sent.is_empty() => return None,
        Slot::OneOf(texts) if !texts.iter().any(|t| t.as_bytes().eq_ignore_ascii_case(sent)) => texts,
        Slot::OneOf(_) | Slot::Is(_) | Slot::Any => return Some((0, None)),
    };
    let alike = texts.iter().find(|t| squeezed(t.as_bytes()).eq(squeezed(sent)))?;
    Some((2, Some(Slip::Spelling(alike))))
}

/// `v2`, `v1.0`, `v0.5`.
fn version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Without separators and case: `http-large`, `http_large` and `HttpLarge` are one spelling.
fn squeezed(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase)
}
