//! The path templates of one host as a tree of segments, and the search for the template that a path fits.

mod alike;

use super::EndpointIx;
use super::index::Spelling;
use crate::base::bytes::{self, Ends, Table};
use crate::base::pattern::Pattern;
use crate::message::body::form::{hex, percent_decode};
use crate::message::placeholder::placeholder;
use crate::message::target::Target;
use alike::Alike;
pub(crate) use alike::{Below, FAR, Sent, is_squeezed, is_version};
use std::borrow::Cow;
use std::ops::Range;

/// The templates of a host. The root is node 0.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Branch>,
    /// The most segments that any template has.
    pub(crate) depth: usize,
    lead: Lead,
}

/// The literal segments that every template begins with, as one text.
#[derive(Debug, Default)]
struct Lead {
    /// With a slash behind each.
    text: Box<[u8]>,
    /// Where each segment stands in it.
    segments: Vec<Range<usize>>,
    /// The node behind it.
    node: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Branch {
    /// The literal segments that may stand here, sorted by length, then by their ends.
    pub(crate) literals: Vec<Literal>,
    /// Where they lead.
    table: Table,
    /// Apart, since nearly no request needs it.
    alike: Box<Alike>,
    /// The parameters that may stand here, and where they lead.
    pub(crate) parameters: Vec<(Slot, usize)>,
    arrivals: Vec<Arrival>,
    pub(crate) below: Below,
}

/// A template that ends at a node.
#[derive(Debug)]
struct Arrival {
    method: Ends,
    spelling: usize,
    endpoint: EndpointIx,
}

#[derive(Debug)]
pub(crate) struct Literal {
    ends: Ends,
    pub(crate) text: Box<str>,
    pub(crate) next: usize,
}

/// What a parameter takes, as far as that decides between templates.
#[derive(Clone, Debug)]
pub(crate) enum Slot {
    OneOf(Vec<String>),
    Is(Pattern),
    Any,
}

/// One segment of a template.
#[derive(Clone, Debug)]
pub(crate) enum Segment {
    Literal(String),
    Parameter(String, Slot),
}

impl Tree {
    pub(crate) fn new() -> Self {
        Self { nodes: vec![Branch::default()], depth: 0, lead: Lead::default() }
    }

    pub(crate) fn add(&mut self, segments: &[Segment], method: &str, spelling: usize, endpoint: EndpointIx) {
        self.depth = self.depth.max(segments.len());
        let mut at = 0;
        for segment in segments {
            at = self.step(at, segment);
        }
        if let Some(branch) = self.nodes.get_mut(at) {
            branch.arrivals.push(Arrival { method: Ends::of(method.as_bytes()), spelling, endpoint });
        }
    }

    pub(crate) fn branch(&self, node: usize) -> Option<&Branch> {
        self.nodes.get(node)
    }

    /// Makes searches quick, once every template is there.
    pub(crate) fn finish(&mut self) {
        for branch in &mut self.nodes {
            branch.table = Table::of(branch.literals.iter().map(|literal| (literal.ends, literal.next)));
            *branch.alike = Alike::of(&branch.literals);
        }
        self.look_below();
        self.lead = self.find_lead();
    }

    fn find_lead(&self) -> Lead {
        let (mut text, mut segments, mut node) = (Vec::new(), Vec::new(), 0);
        while let Some(branch) = self.nodes.get(node)
            && let ([literal], [], []) = (&*branch.literals, &*branch.parameters, &*branch.arrivals)
        {
            segments.push(text.len()..text.len() + literal.text.len());
            text.extend_from_slice(literal.text.as_bytes());
            text.push(b'/');
            node = literal.next;
        }
        Lead { text: text.into(), segments, node }
    }

    /// The spelling and endpoint that a path and method surely mean, the quick way: where nothing is percent-encoded and one way leads
    /// on from each segment, a literal before others. `None` says nothing. The segments are noted on the way.
    pub(crate) fn walk(
        &self,
        spellings: &[Spelling],
        method: &[u8],
        (text, target): (&[u8], &Target),
        segments: &mut Vec<Range<usize>>,
    ) -> Option<(usize, EndpointIx)> {
        let end_of_path = target.path.end;
        let mut at = target.path.start + 1;
        let Lead { text: lead, segments: places, node } = &self.lead;
        let path = text.get(..end_of_path)?;
        let begins = path.get(at..at + lead.len()).is_some_and(|begin| bytes::same(begin, lead));
        let mut branch = self.nodes.get(if begins { *node } else { 0 })?;
        if begins {
            places.iter().for_each(|place| segments.push(at + place.start..at + place.end));
            at += lead.len();
        }
        loop {
            let end = target.segment_end(text, at);
            // what an escape stands for may be a literal
            if end > target.simple && matches!(decode_unreserved(text.get(at..end)?), Cow::Owned(_)) {
                return None;
            }
            let literal = branch.literal_with(|| Ends::within(text, &(at..end)), || text.get(at..end));
            let next = match (literal, branch.parameters.as_slice()) {
                (Some(next), _) => next,
                (None, [(Slot::Any | Slot::Is(_), next)]) if end > at => *next,
                _ => return None,
            };
            segments.push(at..end);
            branch = self.nodes.get(next)?;
            if end == end_of_path {
                return branch.arrive(spellings, method).ok().map(|arrival| (arrival.spelling, arrival.endpoint));
            }
            at = end + 1;
        }
    }

    fn step(&mut self, at: usize, segment: &Segment) -> usize {
        let fresh = self.nodes.len();
        let Some(branch) = self.nodes.get_mut(at) else { return at };
        let next = match segment {
            Segment::Literal(text) => match branch.place(text.as_bytes()) {
                Ok(next) => Some(next),
                Err(place) => {
                    let ends = Ends::of(text.as_bytes());
                    branch.literals.insert(place, Literal { ends, text: text.as_str().into(), next: fresh });
                    None
                }
            },
            Segment::Parameter(_, slot) => {
                let known = branch.parameters.iter().find(|(s, _)| s.same(slot)).map(|(_, next)| *next);
                if known.is_none() {
                    branch.parameters.push((slot.clone(), fresh));
                }
                known
            }
        };
        next.unwrap_or_else(|| {
            self.nodes.push(Branch::default());
            fresh
        })
    }
}

impl Branch {
    /// Where a literal leads.
    #[inline]
    pub(crate) fn literal(&self, text: &[u8]) -> Option<usize> {
        self.literal_with(|| Ends::of(text), || Some(text))
    }

    /// Where the literal with these ends leads.
    #[inline]
    fn literal_with<'t>(&self, ends: impl Fn() -> Ends, text: impl Fn() -> Option<&'t [u8]>) -> Option<usize> {
        if self.table.is_empty() {
            return None;
        }
        self.table.find(ends(), |next| text().is_some_and(|text| self.place(text) == Ok(next)))
    }

    /// The templates that end here.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = usize> {
        self.arrivals.iter().map(|arrival| arrival.spelling)
    }

    /// The spelling that ends here with that method; else all that do.
    #[inline]
    fn arrive<'b>(
        &'b self,
        spellings: &[Spelling],
        method: &[u8],
    ) -> Result<&'b Arrival, impl Iterator<Item = usize> + use<'b>> {
        let sent = Ends::of(method);
        let is_sent = |arrival: &&Arrival| {
            let whole = || spellings.get(arrival.spelling).is_some_and(|s| s.method.as_bytes() == method);
            arrival.method == sent && (sent.are_whole() || whole())
        };
        let found = self.arrivals.iter().find(is_sent);
        found.ok_or_else(|| self.spellings())
    }

    /// Where a literal leads, or where it would stand.
    fn place(&self, text: &[u8]) -> Result<usize, usize> {
        let key = (Ends::of(text), text);
        let found = self.literals.binary_search_by(|literal| (literal.ends, literal.text.as_bytes()).cmp(&key))?;
        self.literals.get(found).map(|literal| literal.next).ok_or(found)
    }
}

impl Slot {
    fn same(&self, other: &Slot) -> bool {
        match (self, other) {
            (Slot::OneOf(a), Slot::OneOf(b)) => a == b,
            (Slot::Is(a), Slot::Is(b)) => a.is_same(b),
            (Slot::Any, Slot::Any) => true,
            _ => false,
        }
    }

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

    /// Whether two templates that differ in this slot alone could be told apart.
    pub(crate) fn ties(&self, other: &Slot) -> bool {
        match (self, other) {
            (Slot::OneOf(a), Slot::OneOf(b)) => a.iter().any(|t| b.contains(t)),
            _ => self.same(other),
        }
    }
}

/// How near a template is to a path: three bits for each segment, the first one highest. Less is nearer.
type Rank = u64;

/// Where the rank of a segment stands among those of all.
fn shift(position: usize) -> usize {
    60usize.saturating_sub(3 * position)
}

/// The rank of a segment that a parameter takes as it would any other.
const ANY: Rank = 3;

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
        let hidden = placeholder(&segment).is_some();
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
