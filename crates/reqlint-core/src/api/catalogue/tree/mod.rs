//! The path templates of one host as a tree of segments.

mod alike;
mod search;

use super::EndpointIx;
use super::index::Spelling;
use crate::base::bytes::{self, HashTable, ShortKey};
use crate::base::pattern::Pattern;
use crate::message::target::Target;
use alike::Alike;
pub(crate) use alike::{Below, FAR, Sent, is_squeezed, is_version};
pub(crate) use search::{Search, decode_unreserved};
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
    /// With a slash after each.
    text: Box<[u8]>,
    /// The range of each segment in it.
    segments: Vec<Range<usize>>,
    /// The node after it.
    node: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Branch {
    /// The literal segments that are possible here, sorted by length, then by their keys.
    pub(crate) literals: Vec<Literal>,
    /// Where they lead.
    table: HashTable,
    /// Apart, since nearly no request needs it.
    alike: Box<Alike>,
    /// The parameters that are possible here, and where they lead.
    pub(crate) parameters: Vec<(Slot, usize)>,
    arrivals: Vec<Arrival>,
    pub(crate) below: Below,
}

/// A template that ends at a node.
#[derive(Debug)]
struct Arrival {
    method: ShortKey,
    spelling: usize,
    endpoint: EndpointIx,
}

#[derive(Debug)]
pub(crate) struct Literal {
    key: ShortKey,
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
            branch.arrivals.push(Arrival { method: ShortKey::of(method.as_bytes()), spelling, endpoint });
        }
    }

    pub(crate) fn branch(&self, node: usize) -> Option<&Branch> {
        self.nodes.get(node)
    }

    /// Makes searches quick, once every template has been added.
    pub(crate) fn finish(&mut self) {
        for branch in &mut self.nodes {
            branch.table = HashTable::of(branch.literals.iter().map(|literal| (literal.key, literal.next)));
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

    /// Fast path: the spelling and endpoint that a path and method certainly mean, where nothing is percent-encoded and one way
    /// leads on from each segment, a literal before others. `None` leaves it open. The segments are noted on the way.
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
            // decoded, the escape may be part of a literal
            if end > target.simple && matches!(decode_unreserved(text.get(at..end)?), Cow::Owned(_)) {
                return None;
            }
            let literal = branch.literal_with(|| ShortKey::within(text, &(at..end)), || text.get(at..end));
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
                    let key = ShortKey::of(text.as_bytes());
                    branch.literals.insert(place, Literal { key, text: text.as_str().into(), next: fresh });
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
        self.literal_with(|| ShortKey::of(text), || Some(text))
    }

    /// Where the literal with this key leads.
    #[inline]
    fn literal_with<'t>(&self, key: impl Fn() -> ShortKey, text: impl Fn() -> Option<&'t [u8]>) -> Option<usize> {
        if self.table.is_empty() {
            return None;
        }
        self.table.find(key(), |next| text().is_some_and(|text| self.place(text) == Ok(next)))
    }

    /// The templates that end here.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = usize> {
        self.arrivals.iter().map(|arrival| arrival.spelling)
    }

    /// The spelling that ends here with that method, or with GET for a HEAD; else all that do.
    #[inline]
    fn arrive<'b>(
        &'b self,
        spellings: &[Spelling],
        method: &[u8],
    ) -> Result<&'b Arrival, impl Iterator<Item = usize> + use<'b>> {
        let with = |method: &[u8]| {
            let sent = ShortKey::of(method);
            self.arrivals.iter().find(|arrival| {
                let whole = || spellings.get(arrival.spelling).is_some_and(|s| s.method.as_bytes() == method);
                arrival.method == sent && (sent.is_whole() || whole())
            })
        };
        let found = with(method).or_else(|| if method == b"HEAD" { with(b"GET") } else { None });
        found.ok_or_else(|| self.spellings())
    }

    /// Where a literal leads, or where it would be inserted.
    fn place(&self, text: &[u8]) -> Result<usize, usize> {
        let key = (ShortKey::of(text), text);
        let found = self.literals.binary_search_by(|literal| (literal.key, literal.text.as_bytes()).cmp(&key))?;
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

    /// Whether two templates that differ in this slot alone could be distinguished.
    pub(crate) fn ties(&self, other: &Slot) -> bool {
        match (self, other) {
            (Slot::OneOf(a), Slot::OneOf(b)) => a.iter().any(|t| b.contains(t)),
            _ => self.same(other),
        }
    }
}
