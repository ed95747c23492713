//! The search for the template that a path fits best.

use super::{Branch, Tree};
use crate::api::catalogue::asked::Asked;
use crate::api::catalogue::template::Slot;
use crate::message::body::form::{hex, percent_decode};
use crate::message::exchange::Visibility;
use std::borrow::Cow;
use std::ops::Range;

/// A search for one path and method.
pub(crate) struct Search<'s> {
    pub(crate) asked: Asked<'s>,
    pub(crate) tree: &'s Tree,
    pub(crate) segments: &'s [Range<usize>],
    /// How closely literals must fit.
    pub(crate) ignore_case: bool,
    /// What of the path is decoded, if anything in it is percent-encoded.
    pub(crate) decoding: Decoding,
    pub(crate) shows: Visibility,
    /// The templates that fit the path, with another method.
    pub(crate) others: &'s mut Vec<usize>,
    /// Of the templates that fit, those beside which another one does, so that it depends on who reads the query.
    pub(crate) rivalled: &'s mut Vec<usize>,
}

/// What is decoded of a path before it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decoding {
    Nothing,
    /// What means the same encoded or not.
    Unreserved,
    /// Everything, where text and parameters are in one segment: a service that takes them apart itself decodes it first.
    Mixed,
}

impl Decoding {
    /// A segment with text and parameters as it is compared.
    pub(crate) fn of(self, sent: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Decoding::Nothing => Cow::Borrowed(sent),
            Decoding::Unreserved => decode_unreserved(sent),
            Decoding::Mixed => percent_decode(sent, false),
        }
    }

    /// Where in a segment as it was sent a byte is of what it decodes to.
    pub(crate) fn sent_offset(self, segment: &[u8], decoded: usize) -> usize {
        let is_decoded = |at: usize| match self {
            Decoding::Nothing => false,
            Decoding::Unreserved => unreserved(segment, at).is_some(),
            Decoding::Mixed => escaped(segment, at).is_some(),
        };
        (0..decoded).fold(0, |at, _| at + if is_decoded(at) { 3 } else { 1 })
    }
}

impl Search<'_> {
    /// The spelling that fits path and method best from this segment on, with its rank: for each segment, left to right,
    /// a literal before text with parameters, before one-of, before a parameter whose `is` holds, before any other, before one
    /// whose `is` doesn't hold, before one of several segments. What fits with another method is collected.
    pub(crate) fn find(&mut self) -> Option<usize> {
        self.descend(0, 0).map(|(_, spelling)| spelling)
    }

    fn descend(&mut self, at: usize, position: usize) -> Option<(Rank, usize)> {
        let branch = self.tree.nodes.get(at)?;
        let Some(place) = self.segments.get(position) else {
            return match branch.arrive(&self.asked) {
                Some(found) => {
                    if branch.has_rival(found, &self.asked) {
                        self.rivalled.push(found.spelling as usize);
                    }
                    Some((0, found.spelling as usize))
                }
                None => {
                    self.others.extend(branch.others(&self.asked));
                    None
                }
            };
        };
        let sent = self.asked.text.get(place.clone())?;
        let segment = match self.decoding {
            Decoding::Nothing => Cow::Borrowed(sent),
            Decoding::Unreserved | Decoding::Mixed => decode_unreserved(sent),
        };
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
        if segment.is_empty() {
            // of several segments the first may be: `//a`
            return self.rest(branch, position, 2);
        }
        let in_parts = if self.decoding == Decoding::Mixed { &*self.decoding.of(sent) } else { &*segment };
        self.mixed(branch, in_parts, position)
            .or_else(|| self.parameters(branch, (sent, &segment), position))
            .or_else(|| self.rest(branch, position, 1))
    }

    fn mixed(&mut self, branch: &Branch, segment: &[u8], position: usize) -> Option<(Rank, usize)> {
        let mixed = branch.rare.as_ref().map(|rare| &*rare.mixed).unwrap_or_default();
        let ignore_case = self.ignore_case;
        let fitting = mixed.iter().filter(|step| step.of.fit(segment, ignore_case, |_, _| {}));
        let mut next = fitting.map(|step| step.next);
        next.find_map(|next| self.descend(next, position + 1)).map(|found| ranked(found, MIXED, position))
    }

    fn parameters(
        &mut self,
        branch: &Branch,
        (sent, segment): (&[u8], &[u8]),
        position: usize,
    ) -> Option<(Rank, usize)> {
        match branch.parameters.as_slice() {
            [] => return None,
            [(Slot::Any, next)] => {
                return self.descend(*next, position + 1).map(|found| ranked(found, ANY, position));
            }
            _ => {}
        }
        let hidden = self.shows.hides(segment);
        let value = percent_decode(sent, false);
        // INVARIANT: each parameter is followed in exactly one of the rounds.
        for round in ONE_OF..=IS_NOT {
            let mut best = None;
            for (slot, next) in &branch.parameters {
                if slot.round(segment, &value, hidden, self.ignore_case) == Some(round)
                    && let Some(found) = self.descend(*next, position + 1)
                {
                    best = Some(best.map_or(found, |known: (Rank, usize)| known.min(found)));
                }
            }
            if let Some(found) = best {
                return Some(ranked(found, round, position));
            }
        }
        None
    }

    /// A parameter of several segments takes as few as it can, but so many.
    fn rest(&mut self, branch: &Branch, position: usize, least: usize) -> Option<(Rank, usize)> {
        let next = branch.rare.as_ref()?.rest?;
        let below = self.tree.nodes.get(next)?.below;
        let length = self.segments.len();
        let mut ends = (position + least..=length).filter(|end| below.has_length(length - end));
        ends.find_map(|end| self.descend(next, end)).map(|found| ranked(found, REST, position))
    }
}

/// How near a template is to a path: three bits for each segment, the first one highest. Less is nearer.
type Rank = u64;

/// The position of a segment's rank among those of all.
fn shift(position: usize) -> usize {
    60usize.saturating_sub(3 * position)
}

/// A template that was found, with the rank of one more of its segments.
fn ranked((rank, spelling): (Rank, usize), of: Rank, position: usize) -> (Rank, usize) {
    (rank | of << shift(position), spelling)
}

// the ranks of a segment that is no literal
const MIXED: Rank = 1;
const ONE_OF: Rank = 2;
const IS: Rank = 3;
const ANY: Rank = 4;
/// A pattern that doesn't hold, which is better off where anything is.
const IS_NOT: Rank = 5;
const REST: Rank = 6;

impl Slot {
    /// The round in which this slot takes a segment. `None`: it takes it never.
    fn round(&self, segment: &[u8], value: &[u8], hidden: bool, ignore_case: bool) -> Option<Rank> {
        match self {
            Slot::OneOf(_) | Slot::Is(_) if hidden => Some(ANY),
            Slot::OneOf(texts) => {
                // a service gets the value of a parameter decoded, whatever of it was encoded
                let same = |text: &String| {
                    let is = |sent: &[u8]| {
                        text.as_bytes() == sent || ignore_case && text.as_bytes().eq_ignore_ascii_case(sent)
                    };
                    is(segment) || is(value)
                };
                texts.iter().any(same).then_some(ONE_OF)
            }
            Slot::Is(pattern) => Some(if pattern.holds(value) { IS } else { IS_NOT }),
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
    escaped(segment, at).filter(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(byte))
}

/// The byte that is encoded there.
fn escaped(segment: &[u8], at: usize) -> Option<u8> {
    let &[b'%', high, low] = segment.get(at..at + 3)? else { return None };
    Some(hex(high)? << 4 | hex(low)?)
}
