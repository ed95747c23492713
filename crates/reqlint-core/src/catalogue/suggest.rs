//! What a request that fits no endpoint may have meant. Suggested, never assumed.

use super::Catalogue;
use super::index::Spelling;
use super::tree::{Branch, FAR, Sent, Slot, Tree, is_squeezed, is_version};
use crate::bytes;
use crate::text::{Line, SmolStr, joined};
use std::cell::OnceCell;
use std::ops::Range;

/// An endpoint near to what was asked for, and how it differs.
pub(crate) struct Suggestion<'c> {
    spelling: &'c Spelling,
    host: &'c str,
    /// Whether the host is another one.
    is_elsewhere: bool,
    last: Option<Slip<'c>>,
}

/// The endpoint nearest to a path on these of the hosts: on another host, with another version, another spelling of a
/// value, or a typing slip.
pub(crate) fn suggest<'c>(
    catalogue: &'c Catalogue,
    hosts: &'c [String],
    searched: Range<usize>,
    method: &[u8],
    path: &[u8],
) -> Option<Suggestion<'c>> {
    let Best { spelling, last, .. } = nearest(catalogue, &searched, method, path)?;
    let spelling = catalogue.spellings.get(spelling)?;
    let on = catalogue.endpoint(spelling.endpoint)?.host;
    let host = hosts.get(on).map_or("", String::as_str);
    Some(Suggestion { spelling, host, is_elsewhere: !searched.contains(&on), last })
}

impl Suggestion<'_> {
    /// `GET https://host/path`, as documented.
    pub(crate) fn endpoint(&self) -> SmolStr {
        joined([&self.spelling.method, " https://", self.host, &self.spelling.path])
    }

    /// Writes how it differs: `the documented version is v2.0`.
    pub(crate) fn say_difference(&self, line: &mut Line) {
        match self.last {
            Some(Slip::Version(documented)) => line.push_all(["the documented version is ", documented]),
            Some(Slip::Spelling(documented)) => line.push_all(["here it is spelled `", documented, "`"]),
            Some(Slip::Typing(documented, _)) => line.push_all(["it is written `", documented, "`"]),
            None => {}
        }
        if self.is_elsewhere {
            line.push_all([if self.last.is_some() { ", and " } else { "" }, "it is on ", self.host]);
        }
    }
}

/// What an endpoint on another host costs.
const ELSEWHERE: usize = 8;
/// The most that the slips of one path may cost.
const MOST: usize = 6;

/// A walk along the templates that a path may have meant.
struct Walk<'w, 'c> {
    catalogue: &'c Catalogue,
    segments: &'w [Segment<'w>],
    method: &'w [u8],
    best: Option<Best<'c>>,
}

/// The nearest template: of several that cost the same, the one that is documented first.
#[derive(Debug, PartialEq, Eq)]
struct Best<'c> {
    cost: usize,
    spelling: usize,
    last: Option<Slip<'c>>,
}

/// A segment as it was sent.
struct Segment<'w> {
    bytes: &'w [u8],
    sent: OnceCell<Option<Sent<'w>>>,
}

/// A way to a node, and the slips on it.
#[derive(Clone, Copy)]
struct Way<'c> {
    tree: &'c Tree,
    node: usize,
    /// How many segments lie on it.
    length: usize,
    /// What is no slip, and costs all the same.
    extra: usize,
    cost: usize,
    last: Option<Slip<'c>>,
}

/// How a segment differs from the documented one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip<'c> {
    Version(&'c str),
    Spelling(&'c str),
    /// So many slips of the hand.
    Typing(&'c str, usize),
}

fn nearest<'c>(catalogue: &'c Catalogue, searched: &Range<usize>, method: &[u8], path: &[u8]) -> Option<Best<'c>> {
    let path = path.strip_suffix(b"/").unwrap_or(path);
    let slash = |from| bytes::find_from(path, from, |block| block.is(b'/'));
    let (mut segments, mut at) = (Vec::with_capacity(8), slash(0) + 1);
    while at <= path.len() {
        let end = slash(at);
        segments.push(Segment::of(path.get(at..end)?));
        at = end + 1;
    }
    let mut walk = Walk { catalogue, segments: &segments, method, best: None };
    let hosts = || (0..).zip(&catalogue.trees);
    // whatever is nearest there is nearer than all on other hosts
    for (_, tree) in hosts().filter(|(host, _)| searched.contains(host)) {
        walk.follow(Way { tree, node: 0, length: 0, extra: 0, cost: 0, last: None });
    }
    for (_, tree) in hosts().filter(|(host, _)| !searched.contains(host)) {
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
            if let Some(slip) = slot_slip(slot, segment.bytes) {
                self.follow(way.on(*next, slip));
            }
        }
        if branch.literals.len() > usize::from(exact.is_some())
            && let Some(sent) = segment.sent()
        {
            let is_settled = exact.is_some() && branch.is_distinct();
            if !is_settled {
                self.respell(branch, &way, sent);
            }
            let least = Slip::Typing("", usize::from(is_settled)).cost();
            if is_version(sent.text) {
                self.change_version(branch, &way, sent);
            }
            if self.slack(&way).is_some_and(|slack| slack >= least) {
                self.mistype(branch, &way, sent);
            }
        }
    }

    /// Follows what a segment is but for case, separators or the version's number.
    fn respell(&mut self, branch: &'c Branch, way: &Way<'c>, sent: &Sent<'_>) {
        for literal in branch.squeezed(sent) {
            if literal.text.eq_ignore_ascii_case(sent.text) {
                self.follow(way.on(literal.next, None));
            } else if literal.squeezes_to(sent) {
                self.follow(way.on(literal.next, Some(Slip::Spelling(&literal.text))));
            }
        }
    }

    /// Follows other versions.
    fn change_version(&mut self, branch: &'c Branch, way: &Way<'c>, sent: &Sent<'_>) {
        for literal in branch.versions().filter(|literal| !literal.text.eq_ignore_ascii_case(sent.text)) {
            self.follow(way.on(literal.next, Some(Slip::Version(&literal.text))));
        }
    }

    /// Follows what slips of the hand may have made of a segment.
    fn mistype(&mut self, branch: &'c Branch, way: &Way<'c>, sent: &Sent<'_>) {
        branch.each_near(sent, |near| {
            let slack = self.slack(&way.on(near.literal.next, None));
            let most = slack.and_then(|slack| slack.checked_sub(Slip::Typing("", 0).cost()));
            let distance = most.and_then(|most| near.distance(sent, most.min(FAR)));
            let distance = distance.filter(|distance| *distance > 0 || !near.literal.squeezes_to(sent));
            if let Some(distance) = distance {
                self.follow(way.on(near.literal.next, Some(Slip::Typing(&near.literal.text, distance))));
            }
        });
    }

    /// The most that more slips may cost where a template on a way may be nearer than the best so far.
    fn slack(&self, way: &Way<'c>) -> Option<usize> {
        let below = way.tree.branch(way.node)?.below;
        if !below.has_length(self.segments.len().checked_sub(way.length)?) {
            return None;
        }
        let most = match &self.best {
            Some(best) => best.cost.checked_sub(way.extra + usize::from(below.first >= best.spelling))?,
            None => MOST,
        };
        most.min(MOST).checked_sub(way.cost)
    }

    fn arrive(&mut self, branch: &Branch, way: &Way<'c>) {
        for index in branch.spellings() {
            let Some(spelling) = self.catalogue.spellings.get(index) else { continue };
            let cost = way.cost + way.extra + usize::from(spelling.method.as_bytes() != self.method);
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
    fn on(self, node: usize, slip: Option<Slip<'c>>) -> Self {
        let cost = self.cost + slip.map_or(0, Slip::cost);
        Self { node, length: self.length + 1, cost, last: slip.or(self.last), ..self }
    }
}

impl Slip<'_> {
    fn cost(self) -> usize {
        match self {
            Slip::Version(_) => 1,
            Slip::Spelling(_) => 2,
            Slip::Typing(_, distance) => 2 + distance,
        }
    }
}

/// How a segment differs where a parameter stands; `None` where it can't stand there, not even with a slip.
fn slot_slip<'c>(slot: &'c Slot, sent: &[u8]) -> Option<Option<Slip<'c>>> {
    let texts = match slot {
        _ if sent.is_empty() => return None,
        Slot::OneOf(texts) if !texts.iter().any(|t| t.as_bytes().eq_ignore_ascii_case(sent)) => texts,
        Slot::OneOf(_) | Slot::Is(_) | Slot::Any => return Some(None),
    };
    let alike = texts.iter().find(|t| is_squeezed(t, sent))?;
    Some(Some(Slip::Spelling(alike)))
}

#[cfg(test)]
mod tests {
    use super::super::tree::Segment as Part;
    use super::*;
    use crate::catalogue::EndpointIx;
    use std::iter::successors;

    const METHODS: [&str; 2] = ["GET", "PUT"];
    const WORDS: [&str; 22] = [
        "edge",
        "Edge",
        "edges",
        "egde",
        "v1",
        "v1.0",
        "v2",
        "V10",
        "http-large",
        "http_large",
        "HttpLarge",
        "http-larg",
        "k",
        "\u{212a}",
        "größe",
        "GRÖSSE",
        "GRÖßE",
        "grosse",
        "a",
        "ab",
        "customers",
        "",
    ];

    /// Numbers below a bound, the same ones each time.
    fn numbers() -> impl FnMut(usize) -> usize {
        let mut numbers = successors(Some(2026_u64), |n| Some(n.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1)));
        move |bound| usize::try_from(numbers.next().unwrap() >> 33).unwrap() % bound
    }

    /// A word, with slips of the hand.
    fn word(below: &mut impl FnMut(usize) -> usize, slips: usize) -> String {
        let mut word: Vec<char> = WORDS[below(WORDS.len())].chars().collect();
        for _ in 0..slips {
            let at = below(word.len() + 1);
            match below(3) {
                0 => word.insert(at, ['x', 'E', '-', 'ß'][below(4)]),
                1 if at < word.len() => drop(word.remove(at)),
                2 if at + 1 < word.len() => word.swap(at, at + 1),
                _ => {}
            }
        }
        word.into_iter().collect()
    }

    fn part(below: &mut impl FnMut(usize) -> usize) -> Part {
        let word = |below: &mut _| word(below, 0);
        match below(5) {
            0 => Part::Parameter("any".into(), Slot::Any),
            1 => Part::Parameter("of".into(), Slot::OneOf(vec![word(below), word(below)])),
            _ => Part::Literal(word(below)),
        }
    }

    fn catalogue(below: &mut impl FnMut(usize) -> usize) -> Catalogue {
        let mut catalogue = Catalogue { trees: (0..3).map(|_| Tree::new()).collect(), ..Catalogue::default() };
        for number in 0..1 + below(30) {
            let parts: Vec<_> = (0..=below(4)).map(|_| part(below)).collect();
            let method = METHODS[below(2)];
            catalogue.trees[below(3)].add(&parts, method, number, EndpointIx(0));
            let (method, path) = (method.to_owned(), String::new());
            catalogue.spellings.push(Spelling { endpoint: EndpointIx(0), method, path, parameters: [].into() });
        }
        catalogue.trees.iter_mut().for_each(Tree::finish);
        catalogue
    }

    /// How a segment differs from a literal, asked of one literal after the other.
    fn literal_slip<'c>(documented: &'c str, sent: &[u8]) -> Option<Option<Slip<'c>>> {
        if documented.as_bytes().eq_ignore_ascii_case(sent) {
            return Some(None);
        }
        let sent = std::str::from_utf8(sent).ok()?;
        if is_version(documented) && is_version(sent) {
            return Some(Some(Slip::Version(documented)));
        }
        if is_squeezed(documented, sent.as_bytes()) {
            return Some(Some(Slip::Spelling(documented)));
        }
        let distance = strsim::osa_distance(&sent.to_lowercase(), &documented.to_lowercase());
        let is_near = distance <= 2 && distance * 2 < documented.len();
        let is_alike = sent.len().abs_diff(documented.len()) <= 2 && documented.len() > 2;
        (is_near && is_alike).then_some(Some(Slip::Typing(documented, distance)))
    }

    /// Follows every way.
    fn follow_all<'c>(way: Way<'c>, segments: &[&[u8]], walk: &mut Walk<'_, 'c>) {
        let branch = way.tree.branch(way.node).unwrap();
        let Some((sent, behind)) = segments.split_first() else { return walk.arrive(branch, &way) };
        let literals = branch.literals.iter().map(|literal| (literal_slip(&literal.text, sent), literal.next));
        let slots = branch.parameters.iter().map(|(slot, next)| (slot_slip(slot, sent), *next));
        for (slip, next) in literals.chain(slots) {
            let next = slip.map(|slip| way.on(next, slip)).filter(|next| next.cost <= MOST);
            next.into_iter().for_each(|next| follow_all(next, behind, walk));
        }
    }

    #[test]
    fn finds_what_following_every_way_does() {
        let mut below = numbers();
        let mut found = 0;
        for _ in 0..400 {
            let catalogue = catalogue(&mut below);
            for _ in 0..40 {
                let path: String = (0..=below(4))
                    .map(|_| {
                        format!("/{}", {
                            let n = below(3);
                            word(&mut below, n)
                        })
                    })
                    .collect();
                let mut path = path.into_bytes();
                if below(20) == 0 {
                    path.push(0xff);
                }
                let (method, searched) = (METHODS[below(2)].as_bytes(), 1..2 + below(2));
                let trimmed = path.strip_suffix(b"/").unwrap_or(&path);
                let segments: Vec<&[u8]> = trimmed.split(|b| *b == b'/').skip(1).collect();
                let mut walk = Walk { catalogue: &catalogue, segments: &[], method, best: None };
                for (host, tree) in catalogue.trees.iter().enumerate() {
                    let extra = if searched.contains(&host) { 0 } else { ELSEWHERE };
                    follow_all(Way { tree, node: 0, length: 0, extra, cost: 0, last: None }, &segments, &mut walk);
                }
                let pruned = nearest(&catalogue, &searched, method, &path);
                found += usize::from(pruned.is_some());
                assert_eq!(pruned, walk.best, "{}", String::from_utf8_lossy(&path));
            }
        }
        assert!(found > 2_000, "{found}");
    }
}
