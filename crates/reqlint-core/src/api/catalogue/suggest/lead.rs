//! Paths without the beginning that all documented ones have, or with another before it: `/orders` for `/api/v1/orders`; and
//! without an ending: `/orders` for `/orders.json`.

use super::{Best, CLOSE, Reach, Wanted, nearest, segments};
use crate::api::catalogue::Catalogue;
use crate::api::catalogue::tree::Tree;
use std::ops::Range;

/// How many segments a gateway may put before a path.
const MOST: usize = 3;

/// How many endings are tried.
const ENDINGS: usize = 4;

/// How the beginning or the end of a path differs from the documented one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// `/api/v1`, which isn't there.
    Lacks(String),
    /// What is there before the path.
    Has(String),
    /// `.json`, which isn't there.
    Ends(String),
}

/// The endpoint that a path fits but for its beginning or end.
pub(super) fn other<'c>(
    catalogue: &'c Catalogue,
    searched: &Range<usize>,
    wanted: &Wanted<'_>,
) -> Option<(Best<'c>, Lead)> {
    let common = common(catalogue, searched);
    let mut path = Vec::new();
    let mut fits = |parts: [&[u8]; 2]| {
        path.clear();
        parts.iter().for_each(|part| path.extend_from_slice(part));
        let best = nearest(catalogue, searched, &Wanted { path: &path, ..*wanted }, Reach::Close)?;
        let spelling = catalogue.spellings.get(best.spelling)?;
        (best.cost <= CLOSE && has_own_word(&spelling.path, common.len())).then_some(best)
    };
    for ending in endings(catalogue, searched) {
        if let Some(best) = fits([wanted.path, ending.as_bytes()]) {
            return Some((best, Lead::Ends(ending.to_owned())));
        }
    }
    let lead: String = common.iter().flat_map(|word| ["/", word]).collect();
    let ends = common.iter().scan(0, |end, word| {
        *end += 1 + word.len();
        Some(*end)
    });
    for lead in ends.filter_map(|end| lead.get(..end)) {
        if let Some(best) = fits([lead.as_bytes(), wanted.path]) {
            return Some((best, Lead::Lacks(lead.to_owned())));
        }
    }
    let ends = segments(wanted.path).map(|place| place.end);
    for end in ends.take(MOST) {
        let (lead, rest) = wanted.path.split_at_checked(end)?;
        if let Some(best) = fits([rest, b""]).filter(|_| !rest.is_empty()) {
            return Some((best, Lead::Has(String::from_utf8_lossy(lead).into_owned())));
        }
    }
    None
}

fn trees<'c>(catalogue: &'c Catalogue, searched: &Range<usize>) -> &'c [Tree] {
    catalogue.trees.get(searched.clone()).unwrap_or_default()
}

/// How paths end after a dot: `.json`.
fn endings<'c>(catalogue: &'c Catalogue, searched: &Range<usize>) -> Vec<&'c str> {
    let mut endings = Vec::new();
    for ending in trees(catalogue, searched).iter().flat_map(|tree| &tree.endings) {
        if endings.len() < ENDINGS && !endings.contains(&&**ending) {
            endings.push(&**ending);
        }
    }
    endings
}

/// The words that all paths begin with.
fn common<'c>(catalogue: &'c Catalogue, searched: &Range<usize>) -> Vec<&'c str> {
    let mut common: Option<Vec<&str>> = None;
    for tree in trees(catalogue, searched).iter().filter(|tree| !tree.is_empty()) {
        let words = tree.lead_words();
        match &mut common {
            None => common = Some(words.collect()),
            Some(common) => {
                let alike = common.iter().zip(words).take_while(|(known, word)| *known == word).count();
                common.truncate(alike);
            }
        }
    }
    common.unwrap_or_default()
}

fn words(path: &str) -> impl Iterator<Item = &str> {
    path.split('?').next().unwrap_or_default().split('/').filter(|word| !word.is_empty())
}

/// Whether a path has a word beside its parameters and what all paths begin with: else it fits anything.
fn has_own_word(path: &str, common: usize) -> bool {
    words(path).skip(common).any(|word| !word.contains('{'))
}
