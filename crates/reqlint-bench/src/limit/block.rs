//! Sixteen bytes tested at once.

pub(super) use lanes::{Block, Mask};

/// Whether any byte of a text passes a test.
///
/// A text whose length is not a multiple of a block is covered by overlapping blocks, so there is no loop over bytes.
#[inline(always)]
pub(super) fn any(text: &[u8], test: impl Fn(Block) -> Mask) -> bool {
    if let Some(end) = text.last_chunk() {
        let (blocks, _) = text.as_chunks();
        blocks.iter().fold(test(Block::load(end)), |found, block| found.or(test(Block::load(block)))).is_any()
    } else if let (Some(start), Some(end)) = (text.first_chunk(), text.last_chunk()) {
        test(Block::of(u64::from_le_bytes(*start), u64::from_le_bytes(*end))).is_any()
    } else if let (Some(start), Some(end)) = (text.first_chunk(), text.last_chunk()) {
        let both = u64::from(u32::from_le_bytes(*start)) | u64::from(u32::from_le_bytes(*end)) << 32;
        test(Block::of(both, both)).is_any()
    } else if let (Some(start), Some(end)) = (text.first(), text.last()) {
        let all = u64::from_le_bytes([*start, text[text.len() / 2], *end, *end, *end, *end, *end, *end]);
        test(Block::of(all, all)).is_any()
    } else {
        false
    }
}

/// The first byte at or after `from` that passes a test, or `one` for the last few bytes.
#[inline(always)]
pub(super) fn find(text: &[u8], from: usize, test: impl Fn(Block) -> Mask, one: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = from;
    while let Some(block) = text.get(at..).and_then(<[u8]>::first_chunk) {
        match test(Block::load(block)).first() {
            Some(offset) => return Some(at + offset),
            None => at += 16,
        }
    }
    while !one(*text.get(at)?) {
        at += 1;
    }
    Some(at)
}

/// Whether two short texts are equal, without calling `memcmp`.
#[inline(always)]
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if a.len() > 16 {
        return a == b;
    }
    if let (Some(a0), Some(a1), Some(b0), Some(b1)) = (a.first_chunk(), a.last_chunk(), b.first_chunk(), b.last_chunk())
    {
        let differ = |a: &[u8; 8], b: &[u8; 8]| u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        return differ(a0, b0) | differ(a1, b1) == 0;
    }
    if let (Some(a0), Some(a1), Some(b0), Some(b1)) = (a.first_chunk(), a.last_chunk(), b.first_chunk(), b.last_chunk())
    {
        let differ = |a: &[u8; 4], b: &[u8; 4]| u32::from_le_bytes(*a) ^ u32::from_le_bytes(*b);
        return differ(a0, b0) | differ(a1, b1) == 0;
    }
    a.iter().zip(b).all(|(a, b)| a == b)
}

/// SSE2, which every x86-64 has.
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "std requires it for features that a processor may lack; every x86-64 has SSE2")]
mod lanes {
    // SAFETY, of every block here: the functions read no memory, and the processor has SSE2.

    use std::arch::x86_64::{
        __m128i, _mm_and_si128, _mm_cmpeq_epi8, _mm_max_epu8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128,
        _mm_set_epi64x, _mm_set1_epi8, _mm_setzero_si128, _mm_sub_epi8, _mm_subs_epu8,
    };

    #[derive(Clone, Copy)]
    pub(in super::super) struct Block(__m128i);

    /// The bytes that pass a test.
    #[derive(Clone, Copy)]
    pub(in super::super) struct Mask(__m128i);

    impl Block {
        #[inline(always)]
        pub(super) fn load(bytes: &[u8; 16]) -> Self {
            let (halves, _) = bytes.as_chunks();
            Self::of(u64::from_le_bytes(halves[0]), u64::from_le_bytes(halves[1]))
        }

        #[inline(always)]
        pub(super) fn of(low: u64, high: u64) -> Self {
            Self(unsafe { _mm_set_epi64x(high.cast_signed(), low.cast_signed()) })
        }

        #[inline(always)]
        pub(in super::super) fn is(self, byte: u8) -> Mask {
            Mask(unsafe { _mm_cmpeq_epi8(self.0, all(byte)) })
        }

        #[inline(always)]
        pub(in super::super) fn within(self, least: u8, most: u8) -> Mask {
            let above = unsafe { _mm_subs_epu8(_mm_sub_epi8(self.0, all(least)), all(most - least)) };
            Mask(unsafe { _mm_cmpeq_epi8(above, _mm_setzero_si128()) })
        }

        #[inline(always)]
        pub(in super::super) fn at_most(self, most: u8) -> Mask {
            Mask(unsafe { _mm_cmpeq_epi8(_mm_min_epu8(self.0, all(most)), self.0) })
        }

        #[inline(always)]
        pub(in super::super) fn at_least(self, least: u8) -> Mask {
            Mask(unsafe { _mm_cmpeq_epi8(_mm_max_epu8(self.0, all(least)), self.0) })
        }

        /// With a bit set in every byte: letters in lower case.
        #[inline(always)]
        pub(in super::super) fn with_bit(self, bit: u8) -> Self {
            Self(unsafe { _mm_or_si128(self.0, all(bit)) })
        }
    }

    impl Mask {
        #[inline(always)]
        pub(in super::super) fn or(self, other: Self) -> Self {
            Self(unsafe { _mm_or_si128(self.0, other.0) })
        }

        #[inline(always)]
        pub(in super::super) fn and(self, other: Self) -> Self {
            Self(unsafe { _mm_and_si128(self.0, other.0) })
        }

        #[inline(always)]
        pub(in super::super) fn not(self) -> Self {
            Self(unsafe { _mm_cmpeq_epi8(self.0, _mm_setzero_si128()) })
        }

        #[inline(always)]
        pub(super) fn is_any(self) -> bool {
            (unsafe { _mm_movemask_epi8(self.0) }) != 0
        }

        #[inline(always)]
        pub(super) fn first(self) -> Option<usize> {
            let bits = unsafe { _mm_movemask_epi8(self.0) };
            (bits != 0).then(|| bits.trailing_zeros() as usize)
        }
    }

    #[inline(always)]
    fn all(byte: u8) -> __m128i {
        unsafe { _mm_set1_epi8(byte.cast_signed()) }
    }
}

/// The same, byte by byte.
#[cfg(not(target_arch = "x86_64"))]
mod lanes {
    #[derive(Clone, Copy)]
    pub(in super::super) struct Block([u8; 16]);

    #[derive(Clone, Copy)]
    pub(in super::super) struct Mask([bool; 16]);

    impl Block {
        pub(super) fn load(bytes: &[u8; 16]) -> Self {
            Self(*bytes)
        }

        pub(super) fn of(low: u64, high: u64) -> Self {
            Self((u128::from(low) | u128::from(high) << 64).to_le_bytes())
        }

        pub(in super::super) fn is(self, byte: u8) -> Mask {
            Mask(self.0.map(|b| b == byte))
        }

        pub(in super::super) fn within(self, least: u8, most: u8) -> Mask {
            Mask(self.0.map(|b| (least..=most).contains(&b)))
        }

        pub(in super::super) fn at_most(self, most: u8) -> Mask {
            Mask(self.0.map(|b| b <= most))
        }

        pub(in super::super) fn at_least(self, least: u8) -> Mask {
            Mask(self.0.map(|b| b >= least))
        }

        pub(in super::super) fn with_bit(self, bit: u8) -> Self {
            Self(self.0.map(|b| b | bit))
        }
    }

    impl Mask {
        pub(in super::super) fn or(self, other: Self) -> Self {
            Self(std::array::from_fn(|i| self.0[i] | other.0[i]))
        }

        pub(in super::super) fn and(self, other: Self) -> Self {
            Self(std::array::from_fn(|i| self.0[i] & other.0[i]))
        }

        pub(in super::super) fn not(self) -> Self {
            Self(self.0.map(|b| !b))
        }

        pub(super) fn is_any(self) -> bool {
            self.0.contains(&true)
        }

        pub(super) fn first(self) -> Option<usize> {
            self.0.iter().position(|b| *b)
        }
    }
}
