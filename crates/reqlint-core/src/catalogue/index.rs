//! Finding the endpoint that a request means: a tree of path segments per host.

use super::{Endpoint, EndpointIx};
use crate::body::form::percent_decode;
use crate::pattern::Pattern;
use crate::placeholder::placeholder;
use std::borrow::Cow;
use std::ops::Range;

/// Endpoints, indexed by host and path.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    pub(crate) endpoints: Vec<Endpoint>,
    /// Names of query parameters and body members that some endpoint marks as secret.
    pub(crate) secrets: Vec<String>,
    /// One tree for each host of the pack; its root is node 0.
    pub(super) trees: Vec<Tree>,
    pub(super) spellings: Vec<Spelling>,
}

/// One way to write an endpoint's path.
#[derive(Debug)]
pub(super) struct Spelling {
    pub(super) endpoint: EndpointIx,
    pub(super) method: String,
    /// The template as the catalogue writes it.
    pub(super) path: String,
    /// The parameters by position of their segment.
    pub(super) parameters: Vec<(usize, String)>,
}

#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Branch>,
    /// The most segments that any template has.
    depth: usize,
}

#[derive(Debug, Default)]
struct Branch {
    /// Sorted by length, then by text, so that most comparisons are of numbers.
    literals: Vec<(Box<[u8]>, usize)>,
    parameters: Vec<(Slot, usize)>,
    spellings: Vec<usize>,
}

/// What a parameter takes, as far as that decides between templates.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    OneOf(Vec<String>),
    Is(Pattern),
    Any,
}

/// One segment of a template.
#[derive(Clone, Debug)]
pub(super) enum Segment {
    Literal(String),
    Parameter(String, Slot),
}

/// What was found for a request.
#[derive(Debug, Default)]
pub(crate) struct Route {
    pub(crate) endpoint: Option<EndpointIx>,
    /// The spelling whose parameters are bound, also where no method fits.
    spelling: Option<usize>,
    /// Whether finding it took ignoring case, or dropping the final slash.
    pub(crate) ignoring_case: bool,
    pub(crate) dropping_slash: bool,
    /// Where the segments stand in the target.
    segments: Vec<Range<usize>>,
    /// Spellings that fit the path with other methods.
    others: Vec<usize>,
}

/// How closely literals must fit.
#[derive(Clone, Copy)]
struct Tolerance {
    case: bool,
}

impl Route {
    /// Forgets the last request, keeping its memory.
    fn clear(&mut self) {
        self.endpoint = None;
        self.spelling = None;
        self.ignoring_case = false;
        self.dropping_slash = false;
        self.segments.clear();
        self.others.clear();
    }

    /// Whether any template fits the path, whatever the method.
    pub(crate) fn fits_path(&self) -> bool {
        self.spelling.is_some()
    }
}

impl Catalogue {
    /// Finds what `method` and the path at `path` of `target` mean on these hosts.
    pub(crate) fn find(
        &self,
        hosts: Range<usize>,
        method: &[u8],
        target: &[u8],
        path: Range<usize>,
        route: &mut Route,
    ) {
        route.clear();
        let Some(text) = target.get(path.clone()) else { return };
        let Some(inside) = text.strip_prefix(b"/") else { return };
        let trees = self.trees.get(hosts).unwrap_or_default();
        let depth = trees.iter().map(|t| t.depth).max().unwrap_or(0);
        let mut at = path.start + 1;
        // a path with more segments than any template, but for a final slash, fits none
        for end in memchr::memchr_iter(b'/', inside).chain([inside.len()]).take(depth + 2) {
            let end = path.start + 1 + end;
            route.segments.push(at..end);
            at = end + 1;
        }
        let escaped = memchr::memchr(b'%', text).is_some();
        for (case, slash) in [(false, false), (false, true), (true, false), (true, true)] {
            if slash && !(route.segments.len() > 1 && route.segments.last().is_some_and(Range::is_empty)) {
                continue;
            }
            let segments = route.segments.len() - usize::from(slash);
            for tree in trees {
                let mut search = Search {
                    catalogue: self,
                    tree,
                    method,
                    target,
                    segments: route.segments.get(..segments).unwrap_or_default(),
                    tolerance: Tolerance { case },
                    escaped,
                    others: &mut route.others,
                };
                if let Some((_, found)) = search.descend(0, 0) {
                    route.spelling = Some(found);
                    route.endpoint = self.spellings.get(found).map(|s| s.endpoint);
                    break;
                }
            }
            route.spelling = route.spelling.or(route.others.first().copied());
            if route.spelling.is_some() {
                route.ignoring_case = case;
                route.dropping_slash = slash;
                return;
            }
        }
    }

    pub(crate) fn endpoint(&self, index: EndpointIx) -> Option<&Endpoint> {
        self.endpoints.get(index.0 as usize)
    }

    /// The endpoint whose path fits, whatever the method.
    pub(crate) fn documented(&self, route: &Route) -> Option<&Endpoint> {
        self.endpoint(self.spellings.get(route.spelling?)?.endpoint)
    }

    /// The path parameters that a route bound: name and place in the target.
    pub(crate) fn parameters<'r>(&'r self, route: &'r Route) -> impl Iterator<Item = (&'r str, Range<usize>)> {
        let spelling = route.spelling.and_then(|s| self.spellings.get(s));
        spelling
            .into_iter()
            .flat_map(|s| &s.parameters)
            .filter_map(|(position, name)| Some((name.as_str(), route.segments.get(*position)?.clone())))
    }

    /// The methods that the templates fitting the path have, for a request whose method is none of them.
    pub(crate) fn allowed_methods(&self, route: &Route) -> Vec<&str> {
        let spellings = route.others.iter().filter_map(|s| self.spellings.get(*s));
        let mut methods: Vec<_> = spellings.map(|s| s.method.as_str()).collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }

    /// The literal segments that were written in another case: their places and how they are documented.
    pub(crate) fn miscased(&self, route: &Route, target: &[u8]) -> Vec<(Range<usize>, &str)> {
        let Some(spelling) = route.spelling.and_then(|s| self.spellings.get(s)) else { return Vec::new() };
        let endpoint = self.endpoint(spelling.endpoint);
        let documented = spelling.path.split('/').skip(1);
        let pairs = route.segments.iter().zip(documented).enumerate();
        let differs = pairs.filter_map(|(position, (place, documented))| {
            let sent = target.get(place.clone())?;
            let parameter = spelling.parameters.iter().find(|(p, _)| *p == position).map(|(_, name)| name);
            let should = match parameter {
                None => documented,
                Some(name) => {
                    let field = endpoint?.path_fields.iter().find(|f| f.name == *name)?;
                    field.one_of.iter().find_map(|s| match s {
                        crate::scalar::Scalar::Text(t) => t.as_bytes().eq_ignore_ascii_case(sent).then_some(t.as_str()),
                        _ => None,
                    })?
                }
            };
            (*decode_unreserved(sent) != *should.as_bytes()).then_some((place.clone(), should))
        });
        differs.collect()
    }
}

impl Tree {
    pub(super) fn new() -> Self {
        Self { nodes: vec![Branch::default()], depth: 0 }
    }

    pub(super) fn add(&mut self, segments: &[Segment], spelling: usize) {
        self.depth = self.depth.max(segments.len());
        let mut at = 0;
        for segment in segments {
            at = self.step(at, segment);
        }
        if let Some(branch) = self.nodes.get_mut(at) {
            branch.spellings.push(spelling);
        }
    }

    fn step(&mut self, at: usize, segment: &Segment) -> usize {
        let fresh = self.nodes.len();
        let Some(branch) = self.nodes.get_mut(at) else { return at };
        let next = match segment {
            Segment::Literal(text) => match branch.literal(text.as_bytes()) {
                Ok(next) => Some(next),
                Err(place) => {
                    branch.literals.insert(place, (text.as_bytes().into(), fresh));
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
    /// Where a literal leads, or where it would stand.
    fn literal(&self, text: &[u8]) -> Result<usize, usize> {
        let found =
            self.literals.binary_search_by(|(t, _)| t.len().cmp(&text.len()).then_with(|| t.as_ref().cmp(text)))?;
        self.literals.get(found).map(|(_, next)| *next).ok_or(found)
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
    fn round(&self, segment: &[u8], value: &[u8], hidden: bool, tolerance: Tolerance) -> Option<Rank> {
        match self {
            Slot::OneOf(_) | Slot::Is(_) if hidden => Some(ANY),
            Slot::OneOf(texts) => {
                let same = |text: &String| {
                    text.as_bytes() == segment || tolerance.case && text.as_bytes().eq_ignore_ascii_case(segment)
                };
                texts.iter().any(same).then_some(1)
            }
            Slot::Is(pattern) => Some(if pattern.holds(value) { 2 } else { 4 }),
            Slot::Any => Some(ANY),
        }
    }

    /// Whether two templates that differ in this slot alone could be told apart.
    pub(super) fn ties(&self, other: &Slot) -> bool {
        match (self, other) {
            (Slot::OneOf(a), Slot::OneOf(b)) => a.iter().any(|t| b.contains(t)),
            _ => self.same(other),
        }
    }
}

/// How near a template is to a path: three bits for each segment, the first one highest. Less is nearer.
type Rank = u64;

/// The rank of a segment that a parameter takes as it would any other.
const ANY: Rank = 3;

struct Search<'s> {
    catalogue: &'s Catalogue,
    tree: &'s Tree,
    method: &'s [u8],
    target: &'s [u8],
    segments: &'s [Range<usize>],
    tolerance: Tolerance,
    /// Whether anything in the path is percent-encoded.
    escaped: bool,
    others: &'s mut Vec<usize>,
}

impl Search<'_> {
    /// The spelling that fits path and method best from this segment on, with its rank: for each segment, left to right,
    /// a literal before one-of, before a parameter whose `is` holds, before any other. What fits with another method is
    /// collected.
    fn descend(&mut self, at: usize, position: usize) -> Option<(Rank, usize)> {
        let branch = self.tree.nodes.get(at)?;
        let Some(place) = self.segments.get(position) else { return self.arrive(branch).map(|found| (0, found)) };
        let sent = self.target.get(place.clone())?;
        let segment = if self.escaped { decode_unreserved(sent) } else { Cow::Borrowed(sent) };
        if self.tolerance.case {
            for (literal, next) in &branch.literals {
                if literal.eq_ignore_ascii_case(&segment)
                    && let Some(found) = self.descend(*next, position + 1)
                {
                    return Some(found);
                }
            }
        } else if let Ok(next) = branch.literal(&segment)
            && let Some(found) = self.descend(next, position + 1)
        {
            return Some(found);
        }
        if segment.is_empty() || branch.parameters.is_empty() {
            return None;
        }
        let shift = 60usize.saturating_sub(3 * position);
        if let [(Slot::Any, next)] = branch.parameters.as_slice() {
            return self.descend(*next, position + 1).map(|(rank, spelling)| (rank | ANY << shift, spelling));
        }
        let hidden = placeholder(&segment).is_some();
        let value = percent_decode(sent, false);
        // INVARIANT: each parameter is followed in exactly one of the rounds.
        for round in 1..=4 {
            let mut best = None;
            for (slot, next) in &branch.parameters {
                if slot.round(&segment, &value, hidden, self.tolerance) == Some(round)
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

    fn arrive(&mut self, branch: &Branch) -> Option<usize> {
        for index in &branch.spellings {
            let spelling = self.catalogue.spellings.get(*index)?;
            if spelling.method.as_bytes() == self.method {
                return Some(*index);
            }
            self.others.push(*index);
        }
        None
    }
}

/// Percent-encoded unreserved characters count as decoded (RFC 3986 section 6.2.2.2); `%2F` stays.
fn decode_unreserved(segment: &[u8]) -> Cow<'_, [u8]> {
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
    match *percent_decode(segment.get(at..at + 3)?, false) {
        [byte] if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => Some(byte),
        _ => None,
    }
}
