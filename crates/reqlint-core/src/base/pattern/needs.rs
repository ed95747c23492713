//! What every text has that a regex takes: an automaton that surely takes none needn't run.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How many bytes are looked for.
const MOST: usize = 4;

/// The least that a text must have.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Least {
    shortest: usize,
    longest: usize,
    /// One of these, the last of them repeated; `None` where no few bytes are needed.
    pub(super) one_of: Option<[u8; MOST]>,
}

impl Default for Least {
    /// Nothing.
    fn default() -> Self {
        Self { shortest: 0, longest: usize::MAX, one_of: None }
    }
}

impl Least {
    pub(super) fn of(hir: &Hir) -> Self {
        let properties = hir.properties();
        let one_of = one_of(hir).and_then(|bytes| {
            let last = *bytes.last()?;
            Some(std::array::from_fn(|index| bytes.get(index).copied().unwrap_or(last)))
        });
        Self {
            shortest: properties.minimum_len().unwrap_or_default(),
            longest: properties.maximum_len().unwrap_or(usize::MAX),
            one_of,
        }
    }

    #[inline]
    pub(super) fn are_met(&self, text: &[u8]) -> bool {
        (self.shortest..=self.longest).contains(&text.len())
            && self.one_of.is_none_or(|bytes| crate::base::bytes::any(text, |block| block.one_of(bytes)))
    }
}

/// The fewest and rarest bytes, at most so many, of which every text has one that a regex takes.
fn one_of(hir: &Hir) -> Option<Vec<u8>> {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.iter().min_by_key(|byte| usual(**byte)).map(|byte| vec![*byte]),
        HirKind::Class(Class::Bytes(class)) => few(class.ranges().iter().flat_map(|range| range.start()..=range.end())),
        HirKind::Repetition(repetition) if repetition.min > 0 => one_of(&repetition.sub),
        HirKind::Capture(capture) => one_of(&capture.sub),
        HirKind::Concat(parts) => {
            let of_parts = parts.iter().filter_map(one_of);
            of_parts.min_by_key(|bytes| (bytes.iter().map(|byte| usual(*byte)).max(), bytes.len()))
        }
        HirKind::Alternation(parts) => few(parts.iter().map(one_of).collect::<Option<Vec<_>>>()?.into_iter().flatten()),
        _ => None,
    }
}

fn few(bytes: impl Iterator<Item = u8>) -> Option<Vec<u8>> {
    let mut few = Vec::new();
    for byte in bytes {
        if !few.contains(&byte) {
            few.push(byte);
        }
        if few.len() > MOST {
            return None;
        }
    }
    Some(few)
}

/// How usual a byte is in a header's value.
fn usual(byte: u8) -> u8 {
    match byte.to_ascii_lowercase() {
        b'a' | b'c' | b'e' | b'i' | b'n' | b'o' | b'p' | b'r' | b's' | b't' => 3,
        b'j' | b'q' | b'x' | b'z' => 1,
        b'a'..=b'z' | b'0'..=b'9' | b' ' | b'-' | b'.' | b'/' => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use proptest::prelude::*;

    fn needs(regex: &str) -> Least {
        Least::of(&parse(regex).unwrap())
    }

    #[test]
    fn a_text_that_lacks_a_byte_or_is_too_long_is_known() {
        assert_eq!(needs("[^:]*:[0-9]+").one_of, Some(*b"::::"));
        assert_eq!(needs("(?i)text/xml|.*[+]xml").one_of, Some(*b"Xx++"));
        assert_eq!(needs("(ab|cd)*").one_of, None);
        assert!(!needs("(?i)basic|bearer").are_met(b"Bearer x") && needs("(?i)basic|bearer").are_met(b"BEARER"));
    }

    proptest! {
        #[test]
        fn what_a_regex_takes_meets_its_needs(regex in "[ab:.*+?|()\\[\\]^]{0,12}", text in "[ab:x]{0,6}") {
            let Ok(hir) = parse(&regex) else { return Ok(()) };
            let Ok(compiled) = regex::bytes::Regex::new(&format!("\\A(?:{regex})\\z")) else { return Ok(()) };
            prop_assert!(!compiled.is_match(text.as_bytes()) || Least::of(&hir).are_met(text.as_bytes()), "{regex}");
        }
    }
}
