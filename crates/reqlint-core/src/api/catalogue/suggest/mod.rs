//! What a request that fits no endpoint may have meant. Suggested, never assumed.

mod lead;
#[cfg(test)]
mod tests;
mod words;

use super::asked::Spelling;
use super::index::{Base, segments};
use super::template::Slot;
use super::tree::{Branch, FAR, Rare, Sent, Tree, is_squeezed, is_version};
use super::{Catalogue, Mark};
use crate::base::text::{Line, SmolStr};
use lead::Lead;
use std::cell::OnceCell;
use std::ops::Range;

/// An endpoint near to what was asked for, and how it differs.
pub(crate) struct Suggestion<'c> {
    spelling: &'c Spelling,
    host: &'c str,
    /// Whether the host is another one.
    is_elsewhere: bool,
    last: Option<Deviation<'c>>,
    /// The base of the path.
    base: Option<&'c Base>,
    /// What the query lacks.
    mark: Option<&'c Mark>,
    /// What the path lacks at its beginning or end, or has too much.
    lead: Option<Lead>,
}

/// What a request asks for that fits no endpoint.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'w> {
    pub(crate) method: &'w [u8],
    pub(crate) path: &'w [u8],
    pub(crate) query: &'w [u8],
}

/// The endpoint nearest to a path on these of the hosts: on another host, with another version, another spelling of a
/// value, or a typing error.
pub(crate) fn suggest<'c>(
    catalogue: &'c Catalogue,
    hosts: &'c [String],
    searched: Range<usize>,
    wanted: Wanted<'_>,
) -> Option<Suggestion<'c>> {
    let mut bases = catalogue.bases.iter().filter(|base| searched.contains(&base.host));
    let base = bases.find_map(|base| Some((base, base.inside(wanted.path)?)));
    let (searched, path) = match base {
        Some((base, inside)) => (base.of..base.of + 1, inside),
        None => (searched, wanted.path),
    };
    let base = base.map(|(base, _)| base);
    let wanted = Wanted { path, ..wanted };
    let (Best { spelling, last, .. }, lead) = match nearest(catalogue, &searched, &wanted, Reach::Anywhere) {
        Some(best) => (best, None),
        None => lead::other(catalogue, &searched, &wanted).map(|(best, lead)| (best, Some(lead)))?,
    };
    let spelling = catalogue.spellings.get(spelling)?;
    let on = catalogue.endpoint(spelling.endpoint)?.host;
    let base = base.filter(|base| base.of == on);
    let host = hosts.get(base.map_or(on, |base| base.host)).map_or("", String::as_str);
    let mark = spelling.marks.iter().find(|mark| !mark.is_in(wanted.query));
    Some(Suggestion { spelling, host, is_elsewhere: !searched.contains(&on), last, base, mark, lead })
}

impl Suggestion<'_> {
    /// `GET https://host/path`, as documented; `GET /path` where the host is any, or one of one's own.
    pub(crate) fn endpoint(&self) -> SmolStr {
        let base = self.base.map_or("", |base| &base.path);
        let mut endpoint = Line::default();
        endpoint.push_all([&self.spelling.method, " "]);
        // an address or `localhost` is one installation of the API, not its own host
        let is_own = !self.host.contains(|c: char| !c.is_ascii_digit() && c != '.') || !self.host.contains('.');
        if !(self.host.contains('*') || is_own) {
            endpoint.push_all(["https://", self.host]);
        }
        endpoint.push_all([base, &self.spelling.path]);
        for (number, mark) in self.spelling.marks.iter().enumerate() {
            endpoint.push_all([if number == 0 { "?" } else { "&" }, &mark.written()]);
        }
        endpoint.text()
    }
}

/// What an endpoint on another host costs.
const ELSEWHERE: usize = 8;
/// The most that the deviations of one path may cost.
const MOST: usize = 6;
/// The most that they may cost of a path that differs at its beginning or end, too.
const CLOSE: usize = 1;

/// A walk along the templates that a path may have meant.
struct Walk<'w, 'c> {
    catalogue: &'c Catalogue,
    segments: &'w [Segment<'w>],
    wanted: &'w Wanted<'w>,
    /// The most that the deviations may cost.
    most: usize,
    best: Option<Best<'c>>,
}

/// The nearest template: of several that cost the same, the one that is documented first.
#[derive(Debug, PartialEq, Eq)]
struct Best<'c> {
    cost: usize,
    spelling: usize,
    last: Option<Deviation<'c>>,
}

/// A segment as it was sent.
struct Segment<'w> {
    bytes: &'w [u8],
    sent: OnceCell<Option<Sent<'w>>>,
}

/// A way to a node, and the deviations on it.
#[derive(Clone, Copy)]
struct Way<'c> {
    tree: &'c Tree,
    node: usize,
    /// How many segments lie on it.
    length: usize,
    /// Not a deviation, but it costs as well.
    extra: usize,
    cost: usize,
    last: Option<Deviation<'c>>,
}

/// How a segment differs from the documented one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deviation<'c> {
    Version(&'c str),
    Spelling(&'c str),
    /// So many typing errors.
    Typing(&'c str, usize),
    /// Text is missing around a parameter.
    Form(&'c str),
    /// A parameter takes other values; it is the segment of this number, from 0.
    Value(&'c [String], usize),
}

/// How far the nearest endpoint may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// On any host, as far as the most that deviations may cost.
    Anywhere,
    /// On these hosts, where one method, version or mark of the query is another.
    Close,
}

fn nearest<'c>(
    catalogue: &'c Catalogue,
    searched: &Range<usize>,
    wanted: &Wanted<'_>,
    reach: Reach,
) -> Option<Best<'c>> {
    let most = if reach == Reach::Close { CLOSE } else { MOST };
    let path = wanted.path;
    let path = path.strip_suffix(b"/").unwrap_or(path);
    let length = segments(path).count();
    let hosts = || (0..).zip(&catalogue.trees);
    let own = || hosts().filter(|(host, _)| searched.contains(host));
    let others = || hosts().filter(|(host, _)| reach == Reach::Anywhere && !searched.contains(host));
    let is_long_enough = |(_, tree): (usize, &Tree)| tree.branch(0).is_some_and(|root| root.below.has_length(length));
    if !own().chain(others()).any(is_long_enough) {
        return None;
    }
    let mut sent = Vec::with_capacity(length);
    sent.extend(segments(path).filter_map(|place| path.get(place)).map(Segment::of));
    let mut walk = Walk { catalogue, segments: &sent, wanted, most, best: None };
    // whatever is nearest there is nearer than all on other hosts
    for (_, tree) in own() {
        walk.follow(Way { tree, node: 0, length: 0, extra: 0, cost: 0, last: None });
    }
    for (_, tree) in others() {
        walk.follow(Way { tree, node: 0, length: 0, extra: ELSEWHERE, cost: 0, last: None });
    }
    walk.best
}

impl<'c> Walk<'_, 'c> {
    /// Follows a way, and the likeliest ways on first: the better the best so far, the fewer need to be followed.
    fn follow(&mut self, way: Way<'c>) {
        let Some(branch) = way.tree.branch(way.node) else { return };
        if self.slack(&way).is_none() {
            return;
        }
        let segments = self.segments;
        let Some(segment) = segments.get(way.length) else { return self.arrive(branch, &way) };
        let exact = branch.literal(segment.bytes);
        if let Some(next) = exact {
            self.follow(way.on(next, None));
        }
        for (slot, next) in &branch.parameters {
            if let Some(deviation) = slot_deviation(slot, segment.bytes, way.length) {
                self.follow(way.on(*next, deviation));
            }
        }
        if let Some(rare) = &branch.rare {
            self.rare(rare, &way, segment.bytes);
        }
        if branch.literals.len() > usize::from(exact.is_some())
            && let Some(sent) = segment.sent()
        {
            let is_settled = exact.is_some() && branch.is_distinct();
            if !is_settled {
                self.respell(branch, &way, sent);
            }
            let least = Deviation::Typing("", usize::from(is_settled)).cost();
            if is_version(sent.text) {
                self.change_version(branch, &way, sent);
            }
            if self.slack(&way).is_some_and(|slack| slack >= least) {
                self.mistype(branch, &way, sent);
            }
        }
    }

    /// Follows text with parameters, whether or not the text is there, and parameters of several segments.
    fn rare(&mut self, rare: &'c Rare, way: &Way<'c>, sent: &[u8]) {
        if sent.is_empty() {
            return;
        }
        for step in &rare.mixed {
            let fits = step.of.fit(sent, true, |_, _| {});
            self.follow(way.on(step.next, (!fits).then_some(Deviation::Form(&step.text))));
        }
        if let Some(next) = rare.rest {
            for length in 1..=self.segments.len() - way.length {
                self.follow(Way { length: way.length + length, ..way.on(next, None) });
            }
        }
    }

    /// Follows the literals that equal a segment, ignoring case, separators or the version's number.
    fn respell(&mut self, branch: &'c Branch, way: &Way<'c>, sent: &Sent<'_>) {
        for literal in branch.squeezed(sent) {
            if literal.text.eq_ignore_ascii_case(sent.text) {
                self.follow(way.on(literal.next, None));
            } else if literal.squeezes_to(sent) {
                self.follow(way.on(literal.next, Some(Deviation::Spelling(&literal.text))));
            }
        }
    }

    /// Follows other versions.
    fn change_version(&mut self, branch: &'c Branch, way: &Way<'c>, sent: &Sent<'_>) {
        for literal in branch.versions().filter(|literal| !literal.text.eq_ignore_ascii_case(sent.text)) {
            self.follow(way.on(literal.next, Some(Deviation::Version(&literal.text))));
        }
    }

    /// Follows the literals of which typing errors may have made a segment.
    fn mistype(&mut self, branch: &'c Branch, way: &Way<'c>, sent: &Sent<'_>) {
        branch.each_near(sent, |near| {
            let slack = self.slack(&way.on(near.literal.next, None));
            let most = slack.and_then(|slack| slack.checked_sub(Deviation::Typing("", 0).cost()));
            let distance = most.and_then(|most| near.distance(sent, most.min(FAR)));
            let distance = distance.filter(|distance| *distance > 0 || !near.literal.squeezes_to(sent));
            if let Some(distance) = distance {
                self.follow(way.on(near.literal.next, Some(Deviation::Typing(&near.literal.text, distance))));
            }
        });
    }

    /// The most that more deviations may cost where a template on a way may be nearer than the best so far.
    fn slack(&self, way: &Way<'c>) -> Option<usize> {
        let below = way.tree.branch(way.node)?.below;
        if !below.has_length(self.segments.len().checked_sub(way.length)?) {
            return None;
        }
        let most = match &self.best {
            Some(best) => best.cost.checked_sub(way.extra + usize::from(below.first >= best.spelling))?,
            None => self.most,
        };
        most.min(self.most).checked_sub(way.cost)
    }

    fn arrive(&mut self, branch: &Branch, way: &Way<'c>) {
        for index in branch.spellings() {
            let Some(spelling) = self.catalogue.spellings.get(index) else { continue };
            let lacks = spelling.marks.iter().any(|mark| !mark.is_in(self.wanted.query));
            let is_other = spelling.method.as_bytes() != self.wanted.method;
            let cost = way.cost + way.extra + usize::from(lacks) + usize::from(is_other);
            if self.best.as_ref().is_none_or(|best| (cost, index) < (best.cost, best.spelling)) {
                self.best = Some(Best { cost, spelling: index, last: way.last });
            }
        }
    }
}

impl<'w> Segment<'w> {
    fn of(bytes: &'w [u8]) -> Self {
        Self { bytes, sent: OnceCell::new() }
    }

    fn sent(&self) -> Option<&Sent<'w>> {
        self.sent.get_or_init(|| std::str::from_utf8(self.bytes).ok().map(Sent::of)).as_ref()
    }
}

impl<'c> Way<'c> {
    /// The way one segment on.
    fn on(self, node: usize, deviation: Option<Deviation<'c>>) -> Self {
        let cost = self.cost + deviation.map_or(0, Deviation::cost);
        Self { node, length: self.length + 1, cost, last: deviation.or(self.last), ..self }
    }
}

impl Deviation<'_> {
    fn cost(self) -> usize {
        match self {
            Deviation::Version(_) => 1,
            Deviation::Spelling(_) | Deviation::Form(_) => 2,
            Deviation::Typing(_, distance) => 2 + distance,
            // after all that may be meant by one of the values
            Deviation::Value(..) => 5,
        }
    }
}

/// How a segment differs from a parameter; `None` if it is empty.
fn slot_deviation<'c>(slot: &'c Slot, sent: &[u8], at: usize) -> Option<Option<Deviation<'c>>> {
    let texts = match slot {
        _ if sent.is_empty() => return None,
        Slot::OneOf(texts) if !texts.iter().any(|t| t.as_bytes().eq_ignore_ascii_case(sent)) => texts,
        Slot::OneOf(_) | Slot::Is(_) | Slot::Any => return Some(None),
    };
    let alike = texts.iter().find(|t| is_squeezed(t, sent));
    Some(Some(alike.map_or(Deviation::Value(texts, at), |alike| Deviation::Spelling(alike))))
}
