//! The path templates of one host as a tree of segments.

mod alike;
mod arrival;
mod search;

use super::EndpointIx;
use super::asked::Asked;
use super::template::{Mixed, Segment, Slot};
use crate::base::bytes::{self, HashTable, ShortKey};
use alike::Alike;
pub(crate) use alike::{Below, FAR, Sent, is_squeezed, is_version};
use arrival::{Arrival, MethodKey};
pub(crate) use search::{Decoding, Search, decode_unreserved};
use std::borrow::Cow;
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::ops::Range;

/// The templates of a host. The root is node 0.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Branch>,
    /// The most segments that a path may have that fits any template.
    pub(crate) depth: usize,
    lead: Lead,
    /// How some paths end after a dot, each once: `.json`.
    pub(crate) endings: Vec<Box<str>>,
    /// Where literals lead, by the node that they are possible at, while templates are added; looked up, and never gone through.
    known: HashMap<(usize, Box<str>), usize>,
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

/// A node. An API may have thousands: what every walk looks at comes first, in one cache line.
#[derive(Debug, Default)]
#[repr(C, align(64))]
pub(crate) struct Branch {
    /// Where the literals lead.
    table: HashTable,
    arrivals: Vec<Arrival>,
    /// Where a parameter leads that takes any segment, and is the only one.
    lone_parameter: Option<NonZeroU32>,
    /// The literal segments that are possible here, sorted by length, then by their keys.
    pub(crate) literals: Vec<Literal>,
    /// Apart, since nearly no request needs it.
    alike: Box<Alike>,
    /// The parameters of a whole segment that are possible here, and where they lead.
    pub(crate) parameters: Vec<(Slot, usize)>,
    /// What few nodes have.
    pub(crate) rare: Option<Box<Rare>>,
    pub(crate) below: Below,
}

/// Other parameters that are possible at a node.
#[derive(Debug, Default)]
pub(crate) struct Rare {
    /// Those that are parts of a segment, in the order in which they are tried.
    pub(crate) mixed: Vec<MixedStep>,
    /// Where one of several segments leads.
    pub(crate) rest: Option<usize>,
}

/// A segment of text and parameters, and where it leads.
#[derive(Debug)]
pub(crate) struct MixedStep {
    pub(crate) of: Mixed,
    /// As it is written.
    pub(crate) text: Box<str>,
    pub(crate) next: usize,
}

#[derive(Debug)]
pub(crate) struct Literal {
    key: ShortKey,
    pub(crate) text: Box<str>,
    pub(crate) next: usize,
}

impl Tree {
    pub(crate) fn new() -> Self {
        Self {
            nodes: vec![Branch::default()],
            depth: 0,
            lead: Lead::default(),
            endings: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Adds a template, which so many parameters of the query tell from others.
    pub(crate) fn add(
        &mut self,
        (segments, marks): (&[Segment], usize),
        method: &str,
        spelling: usize,
        endpoint: EndpointIx,
    ) {
        let has_rest = segments.iter().any(|segment| matches!(segment, Segment::Rest(_)));
        self.depth = self.depth.max(if has_rest { usize::MAX } else { segments.len() });
        let mut at = 0;
        for segment in segments {
            at = self.step(at, segment);
        }
        if let Some(ending) = segments.last().and_then(Segment::ending)
            && !self.endings.iter().any(|known| **known == *ending)
        {
            self.endings.push(ending.into());
        }
        let marks = u32::try_from(marks).unwrap_or(u32::MAX);
        if let Some(branch) = self.nodes.get_mut(at) {
            // what says more is tried first
            let place = branch.arrivals.partition_point(|known| known.marks >= marks);
            let method = MethodKey::of(method.as_bytes());
            let Ok(spelling) = u32::try_from(spelling) else { return };
            branch.arrivals.insert(place, Arrival { method, endpoint, spelling, marks });
        }
    }

    pub(crate) fn branch(&self, node: usize) -> Option<&Branch> {
        self.nodes.get(node)
    }

    /// Makes searches quick, once every template has been added.
    pub(crate) fn finish(&mut self) {
        self.known = HashMap::new();
        for branch in &mut self.nodes {
            branch.literals.sort_unstable_by(|a, b| (a.key, &a.text).cmp(&(b.key, &b.text)));
            branch.table = HashTable::of(branch.literals.iter().map(|literal| (literal.key, literal.next)));
            *branch.alike = Alike::of(&branch.literals);
            branch.lone_parameter = match (branch.parameters.as_slice(), &branch.rare) {
                ([(Slot::Any | Slot::Is(_), next)], None) => u32::try_from(*next).ok().and_then(NonZeroU32::new),
                _ => None,
            };
        }
        self.look_below();
        self.lead = self.find_lead();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.depth == 0
    }

    /// The literal segments that every template begins with.
    pub(crate) fn lead_words(&self) -> impl Iterator<Item = &str> {
        let words = self.lead.segments.iter().filter_map(|place| self.lead.text.get(place.clone()));
        words.filter_map(|word| std::str::from_utf8(word).ok()).filter(|word| !word.is_empty())
    }

    fn find_lead(&self) -> Lead {
        let (mut text, mut segments, mut node) = (Vec::new(), Vec::new(), 0);
        while let Some(branch) = self.nodes.get(node)
            && let ([literal], [], [], None) = (&*branch.literals, &*branch.parameters, &*branch.arrivals, &branch.rare)
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
        asked: &Asked<'_>,
        from: usize,
        segments: &mut Vec<Range<usize>>,
    ) -> Option<(usize, EndpointIx)> {
        let Asked { text, target, .. } = *asked;
        let end_of_path = target.path.end;
        let mut at = from + 1;
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
            let next = match (literal, branch.lone_parameter) {
                (Some(next), _) => next,
                (None, Some(next)) if end > at => next.get() as usize,
                (None, None) if end > at && branch.parameters.is_empty() => {
                    let rest = branch.rare.as_ref()?.lone_rest()?;
                    branch = self.nodes.get(rest).filter(|branch| branch.ends_all())?;
                    segments.push(at..end_of_path);
                    break;
                }
                _ => return None,
            };
            segments.push(at..end);
            branch = self.nodes.get(next)?;
            if end == end_of_path {
                break;
            }
            at = end + 1;
        }
        branch.arrived(asked)
    }

    fn step(&mut self, at: usize, segment: &Segment) -> usize {
        let fresh = self.nodes.len();
        let Some(branch) = self.nodes.get_mut(at) else { return at };
        let next = match segment {
            Segment::Mixed(of, names) => {
                let mixed = &mut branch.rare.get_or_insert_default().mixed;
                let known = mixed.iter().find(|step| step.of == *of).map(|step| step.next);
                if known.is_none() {
                    let place = mixed.partition_point(|step| step.of.order() < of.order());
                    mixed.insert(place, MixedStep { of: of.clone(), text: of.written(names).into(), next: fresh });
                }
                known
            }
            Segment::Rest(_) => {
                let rest = &mut branch.rare.get_or_insert_default().rest;
                let known = *rest;
                *rest = known.or(Some(fresh));
                known
            }
            Segment::Literal(text) => {
                let place = (at, Box::from(text.as_str()));
                let known = self.known.get(&place).copied();
                if known.is_none() {
                    let key = ShortKey::of(text.as_bytes());
                    branch.literals.push(Literal { key, text: text.as_str().into(), next: fresh });
                    self.known.insert(place, fresh);
                }
                known
            }
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
        self.table.find(key(), |next| text().is_some_and(|text| self.place(text) == Some(next)))
    }

    /// The templates that end here.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = usize> {
        self.arrivals.iter().map(|arrival| arrival.spelling as usize)
    }

    /// The spelling that ends here and that the request means: one of its method, or with GET for a HEAD.
    #[inline(always)]
    fn arrive(&self, asked: &Asked<'_>) -> Option<&Arrival> {
        let sent = MethodKey::of(asked.method);
        for arrival in &self.arrivals {
            if arrival.is_of(sent, asked.method, asked) {
                return Some(arrival);
            }
        }
        if asked.means_get() { self.arrive_by_get(asked) } else { None }
    }

    #[cold]
    fn arrive_by_get(&self, asked: &Asked<'_>) -> Option<&Arrival> {
        self.arrivals.iter().find(|arrival| arrival.is_of(MethodKey::of(b"GET"), b"GET", asked))
    }

    /// As a fast path; `None` also where the query is that of another template, too.
    #[inline(always)]
    fn arrived(&self, asked: &Asked<'_>) -> Option<(usize, EndpointIx)> {
        let arrival = self.arrive(asked)?;
        (!self.has_rival(arrival, asked)).then_some((arrival.spelling as usize, arrival.endpoint))
    }

    /// Whether the query has what tells another endpoint from the one found, and neither says more than the other, or has the
    /// parameter that tells the one found with another value: which is meant depends on who reads it.
    #[inline(always)]
    fn has_rival(&self, found: &Arrival, asked: &Asked<'_>) -> bool {
        // where one has no parameters in its query, no other fits that has
        found.marks > 0 && self.has_marked_rival(found, asked)
    }

    #[cold]
    fn has_marked_rival(&self, found: &Arrival, asked: &Asked<'_>) -> bool {
        found.is_contradicted(asked) || self.arrivals.iter().any(|other| other.is_rival(found, asked))
    }

    /// The spellings that end here and that the request would mean with another method.
    fn others(&self, asked: &Asked<'_>) -> impl Iterator<Item = usize> {
        self.arrivals.iter().filter(move |arrival| arrival.is_marked(asked)).map(|arrival| arrival.spelling as usize)
    }

    /// Whether every template ends here that leads here.
    fn ends_all(&self) -> bool {
        self.literals.is_empty() && self.parameters.is_empty() && self.rare.is_none()
    }

    /// Where a literal leads.
    fn place(&self, text: &[u8]) -> Option<usize> {
        let key = (ShortKey::of(text), text);
        let found = self.literals.binary_search_by(|literal| (literal.key, literal.text.as_bytes()).cmp(&key));
        self.literals.get(found.ok()?).map(|literal| literal.next)
    }
}

impl Rare {
    /// Where a parameter of several segments leads, where nothing else is possible.
    fn lone_rest(&self) -> Option<usize> {
        self.rest.filter(|_| self.mixed.is_empty())
    }
}
