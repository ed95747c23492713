//! From the paths of requests to those of endpoints: segments that look like values, or that vary where the answers are alike,
//! are parameters.

use super::{Call, Piece, Segment, ids};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// How many values a segment has, with answers that are alike, before it is taken for a parameter.
const MIN_VALUES: usize = 3;

/// Makes holes of segments that aren't words, and gives every hole a name.
pub(super) fn generalise(calls: &mut [Call]) {
    for call in &mut *calls {
        open(&mut call.segments);
    }
    let deepest = calls.iter().map(|call| call.segments.len()).max().unwrap_or(0);
    for depth in 0..deepest {
        vary(calls, depth);
    }
    name(calls);
}

/// Segments that look like values become holes.
fn open(segments: &mut [Segment]) {
    let mut before: Option<String> = None;
    for segment in segments {
        let text = match segment.as_slice() {
            [Piece::Text(text)] => Some(text.clone()),
            _ => None,
        };
        match &text {
            Some(text) if !text.is_empty() => *segment = ids::opened(text, before.as_deref()),
            _ => {
                for piece in segment.iter_mut() {
                    // beside a variable a text may still be a value
                    let is_value = matches!(piece, Piece::Text(text) if ids::opened(text, Some("")) != [Piece::Text(text.clone())]);
                    if is_value && text.is_none() {
                        *piece = Piece::Hole(None);
                    }
                }
                segment.dedup_by(|next, before| match (before, next) {
                    (Piece::Hole(name), Piece::Hole(other)) => {
                        *name = name.take().or(other.take());
                        true
                    }
                    _ => false,
                });
            }
        }
        // what a variable is in front of is no version of an API
        before = Some(text.unwrap_or_default());
    }
}

/// What is the same of requests beside one segment: what is in front, the method, what follows, and the outline of the answer.
type Place<'c> = (String, &'c str, String, u64);

/// The texts at one depth that differ where all the rest is the same, answers included, become holes.
fn vary(calls: &mut [Call], depth: usize) {
    let prefix = |call: &Call| format!("{} {}", call.host, key(call.segments.get(..depth).unwrap_or_default()));
    // what is the same, and which texts there are; whether there is a hole, too
    let mut alike: BTreeMap<Place<'_>, (BTreeSet<&str>, bool)> = BTreeMap::new();
    for call in &*calls {
        let Some(outline) = call.answer.as_ref().and_then(|answer| answer.outline) else { continue };
        let rest = key(call.segments.get(depth + 1..).unwrap_or_default());
        let found = match call.segments.get(depth).map(Vec::as_slice) {
            Some([Piece::Text(text)]) if !text.is_empty() => Some(text.as_str()),
            Some([Piece::Hole(_)]) => None,
            _ => continue,
        };
        let (texts, has_hole) = alike.entry((prefix(call), call.method.as_str(), rest, outline)).or_default();
        match found {
            Some(text) => drop(texts.insert(text)),
            None => *has_hole = true,
        }
    }
    let mut values: HashSet<(String, String)> = HashSet::new();
    for ((prefix, ..), (texts, has_hole)) in alike {
        if has_hole || texts.len() >= MIN_VALUES {
            values.extend(texts.into_iter().map(|text| (prefix.clone(), text.to_owned())));
        }
    }
    if values.is_empty() {
        return;
    }
    for call in calls {
        let prefix = prefix(call);
        let Some(segment) = call.segments.get_mut(depth) else { continue };
        if let [Piece::Text(text)] = segment.as_slice()
            && values.contains(&(prefix, text.clone()))
        {
            *segment = vec![Piece::Hole(None)];
        }
    }
}

/// The names of holes: what a person calls them, else the word in front. In the same place of the same path it is the same.
fn name(calls: &mut [Call]) {
    let mut own: BTreeMap<String, String> = BTreeMap::new();
    for call in &*calls {
        for (at, name) in holes(call) {
            if let Some(name) = name.map(tidy).filter(|name| !name.is_empty()) {
                own.entry(at).or_insert(name);
            }
        }
    }
    for call in calls {
        let places: Vec<String> = holes(call).into_iter().map(|(at, _)| at).collect();
        let mut places = places.into_iter();
        let mut taken: Vec<String> = Vec::new();
        let mut word = String::new();
        for segment in &mut call.segments {
            for piece in segment.iter_mut() {
                let Piece::Hole(name) = piece else { continue };
                let base = places.next().and_then(|at| own.get(&at).cloned()).unwrap_or_else(|| after(&word));
                let named = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
                let free = named.into_iter().find(|name| !taken.contains(name)).unwrap_or(base);
                taken.push(free.clone());
                *name = Some(free);
            }
            if let [Piece::Text(text)] = segment.as_slice() {
                word.clone_from(text);
            }
        }
    }
}

/// The holes of a path: where each is, and its name.
fn holes(call: &Call) -> Vec<(String, Option<&str>)> {
    let mut all = Vec::new();
    for (depth, segment) in call.segments.iter().enumerate() {
        for (number, piece) in segment.iter().enumerate() {
            if let Piece::Hole(name) = piece {
                let before = key(call.segments.get(..=depth).unwrap_or_default());
                all.push((format!("{} {before} {number}", call.host), name.as_deref()));
            }
        }
    }
    all
}

/// What a value below a word is called: of `orders` it is `order`.
fn after(word: &str) -> String {
    let word = tidy(word);
    let singular = match word.as_str() {
        w if w.ends_with("ies") && w.len() > 4 => w.strip_suffix("ies").map(|stem| format!("{stem}y")),
        w if ["sses", "xes", "ches", "shes"].iter().any(|end| w.ends_with(end)) => {
            w.strip_suffix("es").map(str::to_owned)
        }
        w if w.ends_with('s') && !w.ends_with("ss") && !w.ends_with("us") && w.len() > 3 => {
            w.strip_suffix('s').map(str::to_owned)
        }
        _ => None,
    };
    match singular {
        Some(singular) => singular,
        None if word.is_empty() || word.len() > 40 => "id".to_owned(),
        None => format!("{word}-id"),
    }
}

/// A name as catalogues write it.
fn tidy(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '-' };
    let name: String = name.chars().map(plain).take(60).collect();
    name.trim_matches('-').to_owned()
}

/// A path without the names of its holes: those of one endpoint have the same.
pub(super) fn key(segments: &[Segment]) -> String {
    written(segments, |_| String::new())
}

/// A path as catalogues write it.
pub(super) fn path(segments: &[Segment]) -> String {
    let path = written(segments, |name| name.unwrap_or("id").to_owned());
    if path.is_empty() { "/".to_owned() } else { path }
}

fn written(segments: &[Segment], name: impl Fn(Option<&str>) -> String) -> String {
    let mut path = String::new();
    for segment in segments {
        path.push('/');
        for piece in segment {
            match piece {
                Piece::Text(text) => path += text,
                Piece::Hole(hole) => path += &format!("{{{}}}", name(hole.as_deref())),
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::super::{answer, segments};
    use super::*;

    fn generalised(paths: &[(&str, &str)]) -> Vec<String> {
        let call = |(path, body): &(&str, &str)| Call {
            method: "GET".to_owned(),
            segments: segments(path),
            answer: Some(answer(200, body.as_bytes())),
            ..Call::default()
        };
        let mut calls: Vec<_> = paths.iter().map(call).collect();
        generalise(&mut calls);
        let mut paths: Vec<_> = calls.iter().map(|call| path(&call.segments)).collect();
        paths.dedup();
        paths
    }

    #[test]
    fn segments_that_look_like_values_are_parameters() {
        let paths = ["/v1/orders/17", "/v1/orders/18/items/3.json", "/v1/orders/pending", "/", "/v1/orders/"]
            .map(|path| (path, ""));
        assert_eq!(
            generalised(&paths),
            ["/v1/orders/{order}", "/v1/orders/{order}/items/{item}.json", "/v1/orders/pending", "/", "/v1/orders/"]
        );
    }

    #[test]
    fn segments_that_vary_where_answers_are_alike_are_parameters() {
        let user = r#"{"login": "x", "id": 1, "name": "y", "bio": null}"#;
        let (three, two) = (["/users/ann", "/users/bob", "/users/cid"], ["/users/ann", "/users/bob"]);
        assert_eq!(generalised(&three.map(|path| (path, user))), ["/users/{user}"]);
        assert_eq!(generalised(&two.map(|path| (path, user))), two);
        assert_eq!(generalised(&[("/users/17", user), ("/users/ann", user)]), ["/users/{user}"]);
        let paths = ["/api/users", "/api/orders", "/api/items"];
        assert_eq!(generalised(&paths.map(|path| (path, r#"{"data": [], "total": 0}"#))), paths);
    }

    #[test]
    fn holes_in_one_place_have_one_name() {
        let named = |name: Option<&str>| Call {
            segments: vec![vec![Piece::Text("orders".to_owned())], vec![Piece::Hole(name.map(str::to_owned))]],
            ..Call::default()
        };
        let mut calls = vec![named(None), named(Some("order id")), named(Some("other"))];
        generalise(&mut calls);
        assert!(calls.iter().all(|call| path(&call.segments) == "/orders/{order-id}"));
        assert_eq!(
            ["companies", "boxes", "address", "status", "user", ""].map(after),
            ["company", "box", "address-id", "status-id", "user-id", "id"]
        );
    }
}
