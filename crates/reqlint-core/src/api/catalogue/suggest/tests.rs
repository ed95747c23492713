//! What is suggested is what following every way finds.

use super::super::template::{self, Segment as Part, Written};
use super::*;
use crate::api::catalogue::EndpointIx;
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

/// A word, with typing errors.
fn word(below: &mut impl FnMut(usize) -> usize, errors: usize) -> String {
    let mut word: Vec<char> = WORDS[below(WORDS.len())].chars().collect();
    for _ in 0..errors {
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
    match below(7) {
        2 => Part::Rest("rest".into()),
        3 => match template::read(["{a}.json", "v{n}", "{a}-{b}"][below(3)]) {
            Ok(Written::Mixed(of, names)) => Part::Mixed(of, names.into_iter().map(str::to_owned).collect()),
            other => panic!("{other:?}"),
        },
        0 => Part::Parameter("any".into(), Slot::Any),
        1 => Part::Parameter("of".into(), Slot::OneOf(vec![word(below), word(below)])),
        _ => Part::Literal(word(below)),
    }
}

fn catalogue(below: &mut impl FnMut(usize) -> usize) -> Catalogue {
    let mut catalogue = Catalogue { trees: (0..3).map(|_| Tree::new()).collect(), ..Catalogue::default() };
    for number in 0..1 + below(30) {
        let mut parts: Vec<_> = (0..=below(4)).map(|_| part(below)).collect();
        let mut rests = 0;
        parts.retain(|part| !matches!(part, Part::Rest(_)) || std::mem::replace(&mut rests, 1) == 0);
        let method = METHODS[below(2)];
        catalogue.trees[below(3)].add((&parts, 0), method, number, EndpointIx(0));
        let (method, path) = (method.to_owned(), String::new());
        catalogue.spellings.push(Spelling { endpoint: EndpointIx(0), method, path, marks: Vec::new() });
    }
    catalogue.trees.iter_mut().for_each(Tree::finish);
    catalogue
}

/// How a segment differs from a literal, asked of one literal after the other.
fn literal_deviation<'c>(documented: &'c str, sent: &[u8]) -> Option<Option<Deviation<'c>>> {
    if documented.as_bytes().eq_ignore_ascii_case(sent) {
        return Some(None);
    }
    let sent = std::str::from_utf8(sent).ok()?;
    if is_version(documented) && is_version(sent) {
        return Some(Some(Deviation::Version(documented)));
    }
    if is_squeezed(documented, sent.as_bytes()) {
        return Some(Some(Deviation::Spelling(documented)));
    }
    let distance = strsim::osa_distance(&sent.to_lowercase(), &documented.to_lowercase());
    let is_near = distance <= 2 && distance * 2 < documented.len();
    let is_alike = sent.len().abs_diff(documented.len()) <= 2 && documented.len() > 2;
    (is_near && is_alike).then_some(Some(Deviation::Typing(documented, distance)))
}

/// Follows every way.
fn follow_all<'c>(way: Way<'c>, segments: &[&[u8]], walk: &mut Walk<'_, 'c>) {
    let branch = way.tree.branch(way.node).unwrap();
    let Some((sent, after)) = segments.split_first() else { return walk.arrive(branch, &way) };
    let literals = branch.literals.iter().map(|literal| (literal_deviation(&literal.text, sent), literal.next));
    let slots = branch.parameters.iter().map(|(slot, next)| (slot_deviation(slot, sent, way.length), *next));
    let rare = branch.rare.as_deref().filter(|_| !sent.is_empty());
    if let Some(rest) = rare.and_then(|rare| rare.rest) {
        for length in 1..=segments.len() {
            let next = Way { length: way.length + length, ..way.on(rest, None) };
            follow_all(next, &segments[length..], walk);
        }
    }
    let mixed = rare.into_iter().flat_map(|rare| &rare.mixed).map(|step| {
        let fits = step.of.fit(sent, true, |_, _| {});
        (Some((!fits).then_some(Deviation::Form(&step.text))), step.next)
    });
    for (deviation, next) in literals.chain(slots).chain(mixed) {
        let next = deviation.map(|deviation| way.on(next, deviation)).filter(|next| next.cost <= MOST);
        next.into_iter().for_each(|next| follow_all(next, after, walk));
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
            let wanted = Wanted { method, path: &path, query: b"" };
            let mut walk = Walk { catalogue: &catalogue, segments: &[], wanted: &wanted, most: MOST, best: None };
            for (host, tree) in catalogue.trees.iter().enumerate() {
                let extra = if searched.contains(&host) { 0 } else { ELSEWHERE };
                follow_all(Way { tree, node: 0, length: 0, extra, cost: 0, last: None }, &segments, &mut walk);
            }
            let pruned = nearest(&catalogue, &searched, &wanted, Reach::Anywhere);
            found += usize::from(pruned.is_some());
            assert_eq!(pruned, walk.best, "{}", String::from_utf8_lossy(&path));
        }
    }
    assert!(found > 2_000, "{found}");
}
