//! The search for the template that a path fits best.

use super::{Slot, Tree};
use crate::api::catalogue::index::Spelling;
use crate::message::body::form::{hex, percent_decode};
use crate::message::exchange::Visibility;
use std::borrow::Cow;
use std::ops::Range;

/// A search for one path and method.
pub(crate) struct Search<'s> {
    pub(crate) spellings: &'s [Spelling],
    pub(crate) tree: &'s Tree,
    pub(crate) method: &'s [u8],
    pub(crate) target: &'s [u8],
    pub(crate) segments: &'s [Range<usize>],
    /// How closely literals must fit.
    pub(crate) ignore_case: bool,
    /// Whether anything in the path is percent-encoded.
    pub(crate) escaped: bool,
    pub(crate) shows: Visibility,
    /// The templates that fit the path, with another method.
    pub(crate) others: &'s mut Vec<usize>,
}

impl Search<'_> {
    /// The spelling that fits path and method best from this segment on, with its rank: for each segment, left to right,
    /// a literal before one-of, before a parameter whose `is` holds, before any other. What fits with another method is
    /// collected.
    pub(crate) fn find(&mut self) -> Option<usize> {
        self.descend(0, 0).map(|(_, spelling)| spelling)
    }

    fn descend(&mut self, at: usize, position: usize) -> Option<(Rank, usize)> {
        let branch = self.tree.nodes.get(at)?;
        let Some(place) = self.segments.get(position) else {
            return match branch.arrive(self.spellings, self.method) {
                Ok(found) => Some((0, found.spelling)),
                Err(others) => {
                    self.others.extend(others);
                    None
                }
            };
        };
        let sent = self.target.get(place.clone())?;
        let segment = if self.escaped { decode_unreserved(sent) } else { Cow::Borrowed(sent) };
        if self.ignore_case {
            for literal in branch.ignoring_case(&segment) {
                if let Some(found) = self.descend(literal.next, position + 1) {
                    return Some(found);
                }
            }
        } else if let Some(next) = branch.literal(&segment)
            && let Some(found) = self.descend(next, position + 1)
        {
            return Some(found);
        }
        if segment.is_empty() || branch.parameters.is_empty() {
            return None;
        }
        let shift = shift(position);
        if let [(Slot::Any, next)] = branch.parameters.as_slice() {
            return self.descend(*next, position + 1).map(|(rank, spelling)| (rank | ANY << shift, spelling));
        }
        let hidden = self.shows.hides(&segment);
        let value = percent_decode(sent, false);
        // INVARIANT: each parameter is followed in exactly one of the rounds.
        for round in 1..=4 {
            let mut best = None;
            for (slot, next) in &branch.parameters {
                if slot.round(&segment, &value, hidden, self.ignore_case) == Some(round)
                    && let Some(found) = self.descend(*next, position + 1)
                {
                    best = Some(best.map_or(found, |known: (Rank, usize)| known.min(found)));
                }
            }
            if let Some((rank, spelling)) = best {
                return Some((rank | round << shift, spelling));
            }
        }
        None
    }
}

/// How near a template is to a path: three bits for each segment, the first one highest. Less is nearer.
type Rank = u64;

/// The position of a segment's rank among those of all.
fn shift(position: usize) -> usize {
    60usize.saturating_sub(3 * position)
}

/// The rank of a segment that a parameter takes as it would any other.
const ANY: Rank = 3;

impl Slot {
    /// The round in which this slot takes a segment: 1 one-of, 2 a pattern that holds, 3 any other, 4 a pattern that
    /// doesn't, which is better off where anything is. `None`: it takes it never.
    fn round(&self, segment: &[u8], value: &[u8], hidden: bool, ignore_case: bool) -> Option<Rank> {
        match self {
            Slot::OneOf(_) | Slot::Is(_) if hidden => Some(ANY),
            Slot::OneOf(texts) => {
                let same = |text: &String| {
                    text.as_bytes() == segment || ignore_case && text.as_bytes().eq_ignore_ascii_case(segment)
                };
                texts.iter().any(same).then_some(1)
            }
            Slot::Is(pattern) => Some(if pattern.holds(value) { 2 } else { 4 }),
            Slot::Any => Some(ANY),
        }
    }
}

/// Percent-encoded unreserved characters count as decoded (RFC 3986 section 6.2.2.2); `%2F` stays.
pub(crate) fn decode_unreserved(segment: &[u8]) -> Cow<'_, [u8]> {
    if !memchr::memchr_iter(b'%', segment).any(|at| unreserved(segment, at).is_some()) {
        return Cow::Borrowed(segment);
    }
    let mut out = Vec::with_capacity(segment.len());
    let mut at = 0;
    while let Some(sent) = segment.get(at) {
        let decoded = unreserved(segment, at);
        out.push(decoded.unwrap_or(*sent));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    Cow::Owned(out)
}

/// The unreserved character that is encoded there.
fn unreserved(segment: &[u8], at: usize) -> Option<u8> {
    let &[b'%', high, low] = segment.get(at..at + 3)? else { return None };
    let byte = hex(high)? << 4 | hex(low)?;
    (byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)).then_some(byte)
}
