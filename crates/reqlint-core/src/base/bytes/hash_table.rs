//! A hash table from texts to numbers, made once and laid out to avoid collisions.

use super::ShortKey;

/// Texts, each with a number.
#[derive(Debug, Default)]
pub(crate) struct HashTable {
    /// What isn't at its hash follows it.
    places: Box<[Place]>,
    /// What leaves as many bits of a hash as there are places.
    shift: u32,
    /// What hashes are multiplied with.
    factor: u64,
}

/// A text's key and its number: all that most look-ups need, in one place.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    first: u64,
    last: u64,
    length: u32,
    /// One more than it is; 0 where there is no text.
    number: u32,
}

/// How many factors are tried for one under which no texts collide.
const TRIES: u64 = 64;
/// The most texts for which more than one is tried.
const MANY: usize = 64;

impl HashTable {
    /// A table of distinct texts.
    pub(crate) fn of(texts: impl Iterator<Item = (ShortKey, usize)>) -> Self {
        let texts: Vec<_> = texts.filter_map(|(key, number)| Place::of(key, number)).collect();
        if texts.is_empty() {
            return Self::default();
        }
        // the golden ratio's fraction, as Knuth multiplies (TAOCP 6.4), and others like it
        let factors = (0..TRIES).map(|number| 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(2 * number + 1));
        let tries = factors.map(|factor| Self::with(factor, &texts));
        let mut best: Option<(usize, Self)> = None;
        for (displaced, table) in tries {
            if best.as_ref().is_none_or(|(least, _)| displaced < *least) {
                best = Some((displaced, table));
            }
            // in a large table some always collide
            if displaced == 0 || texts.len() > MANY {
                break;
            }
        }
        best.map(|(_, table)| table).unwrap_or_default()
    }

    /// A table with this factor, and how many texts aren't at their hash.
    fn with(factor: u64, texts: &[Place]) -> (usize, Self) {
        let length = (2 * texts.len()).next_power_of_two();
        let places = vec![Place::default(); length].into();
        let mut table = Self { places, shift: u64::BITS - length.trailing_zeros(), factor };
        let mut displaced = 0;
        for text in texts {
            let first = table.first(text.key());
            let mut at = first;
            while table.places.get(at).is_some_and(|place| place.number != 0) {
                at = (at + 1) % length;
            }
            displaced += usize::from(at != first);
            if let Some(place) = table.places.get_mut(at) {
                *place = *text;
            }
        }
        (displaced, table)
    }

    #[inline]
    fn first(&self, key: ShortKey) -> usize {
        usize::try_from(key.mixed().wrapping_mul(self.factor) >> self.shift).unwrap_or(usize::MAX)
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The number of the text with this key. If the key doesn't cover the text, `is_it` says whether the text of a number is it.
    #[inline]
    pub(crate) fn find(&self, key: ShortKey, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let mut at = if self.is_empty() { return None } else { self.first(key) };
        loop {
            let place = self.places.get(at)?;
            let number = place.number.checked_sub(1)? as usize;
            if place.key() == key && (key.is_whole() || is_it(number)) {
                return Some(number);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }
}

impl Place {
    /// `None` for a text or a number beyond 32 bits.
    fn of(key: ShortKey, number: usize) -> Option<Self> {
        let ShortKey { length, first, last } = key;
        let number = u32::try_from(number).ok()?.checked_add(1)?;
        Some(Self { first, last, length: u32::try_from(length).ok()?, number })
    }

    #[inline]
    fn key(&self) -> ShortKey {
        ShortKey { length: self.length as usize, first: self.first, last: self.last }
    }
}
