//! From a path to its endpoint: one prefix, and one hash of what follows the account.

use super::block::same;
use crate::corpus::{Endpoint, PREFIX};
use crate::mistake::{Mistake, Mistakes};

/// The longest path that is matched ignoring case.
const LONGEST: usize = 512;

/// The endpoints by what follows the account.
pub(super) struct Router {
    /// Their number is a power of two, and at most a quarter are used.
    slots: Vec<Option<Slot>>,
    /// The tails end to end.
    tails: Vec<u8>,
}

#[derive(Clone, Copy)]
struct Slot {
    hash: u64,
    start: u32,
    end: u32,
    endpoint: u32,
    has_id: bool,
}

/// The endpoint of a path.
pub(super) struct Route<'p> {
    pub(super) endpoint: usize,
    pub(super) account: &'p [u8],
    /// The mistakes that had to be ignored to find it.
    pub(super) mistakes: Mistakes,
}

impl Router {
    pub(super) fn new(endpoints: &[Endpoint]) -> Self {
        let size = (endpoints.len() * 4).next_power_of_two();
        let mut router = Self { slots: vec![None; size], tails: Vec::new() };
        for (index, endpoint) in (0..).zip(endpoints) {
            let tail = endpoint.tail.as_bytes();
            let start = router.tails.len() as u32;
            router.tails.extend_from_slice(tail);
            let hash = hash(tail);
            let mut at = router.place(hash);
            while router.slots[at].is_some() {
                at = (at + 1) & (size - 1);
            }
            let end = router.tails.len() as u32;
            router.slots[at] = Some(Slot { hash, start, end, endpoint: index, has_id: endpoint.has_id });
        }
        router
    }

    /// The endpoint of a path, if necessary without the final slash and ignoring case.
    #[inline(always)]
    pub(super) fn find<'p>(&self, path: &'p [u8]) -> Option<Route<'p>> {
        if let Some(rest) = path.strip_prefix(PREFIX.as_bytes())
            && let Some(slash) = rest.iter().position(|b| *b == b'/').filter(|at| *at > 0)
            && let Some((endpoint, _)) = self.tail(&rest[slash + 1..])
        {
            return Some(Route { endpoint, account: &rest[..slash], mistakes: Mistakes::NONE });
        }
        self.nearly(path)
    }

    #[cold]
    #[inline(never)]
    fn nearly<'p>(&self, path: &'p [u8]) -> Option<Route<'p>> {
        let bare = path.strip_suffix(b"/").unwrap_or(path);
        let mut buffer = [0; LONGEST];
        let lower = buffer.get_mut(..bare.len())?;
        lower.copy_from_slice(bare);
        lower.make_ascii_lowercase();
        let rest = lower.strip_prefix(PREFIX.as_bytes())?;
        let slash = rest.iter().position(|b| *b == b'/').filter(|at| *at > 0)?;
        let (endpoint, literal) = self.tail(&rest[slash + 1..])?;
        // the account and an identifier may be written in any case
        let account = PREFIX.len()..PREFIX.len() + slash;
        let tail = account.end + 1..account.end + 1 + literal;
        let same_case = bare.starts_with(PREFIX.as_bytes()) && bare[tail.clone()] == lower[tail];
        let mistakes = Mistakes::NONE.with_if(bare.len() < path.len(), Mistake::TrailingSlash);
        Some(Route { endpoint, account: &bare[account], mistakes: mistakes.with_if(!same_case, Mistake::WrongCase) })
    }

    /// The endpoint with this tail, followed by an identifier if it takes one, and the length of the tail.
    #[inline(always)]
    fn tail(&self, tail: &[u8]) -> Option<(usize, usize)> {
        if let Some(endpoint) = self.get(tail, false) {
            return Some((endpoint, tail.len()));
        }
        let slash = memchr::memrchr(b'/', tail).filter(|at| at + 1 < tail.len())?;
        Some((self.get(&tail[..slash], true)?, slash))
    }

    #[inline(always)]
    fn get(&self, tail: &[u8], has_id: bool) -> Option<usize> {
        let hash = hash(tail);
        let mut at = self.place(hash);
        while let Some(slot) = self.slots[at] {
            let own = || &self.tails[slot.start as usize..slot.end as usize];
            if slot.hash == hash && slot.has_id == has_id && same(own(), tail) {
                return Some(slot.endpoint as usize);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        None
    }

    #[inline(always)]
    fn place(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }
}

/// Eight bytes at a time, the last eight twice.
#[inline(always)]
fn hash(text: &[u8]) -> u64 {
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut hash = text.len() as u64;
    if let Some(end) = text.last_chunk() {
        let (words, _) = text.as_chunks();
        hash = words.iter().fold(hash, |hash, word| mix(hash, u64::from_le_bytes(*word)));
        hash = mix(hash, u64::from_le_bytes(*end));
    } else {
        hash = text.iter().fold(hash, |hash, byte| mix(hash, u64::from(*byte)));
    }
    hash ^ hash >> 29
}
