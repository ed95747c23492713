//! Looking for bytes in a text, sixteen at a time.
//!
//! The blocks are plain arrays; a test that is arithmetic alone compiles to vector instructions. A text that is no multiple
//! of a block is covered with blocks that overlap, so there is no loop over single bytes.

type Block = [u8; 16];

/// Whether a test holds for any byte.
#[inline]
pub(crate) fn any(text: &[u8], test: impl Fn(u8) -> bool) -> bool {
    let in_block = |block: &Block| block.iter().fold(false, |found, byte| found | test(*byte));
    let Some(end) = text.last_chunk() else { return short(text).is_some_and(|block| in_block(&block)) };
    let (blocks, _) = text.as_chunks();
    blocks.iter().fold(in_block(end), |found, block| found | in_block(block))
}

/// The first byte for which a test holds.
#[inline]
pub(crate) fn find(text: &[u8], test: impl Fn(u8) -> bool) -> Option<usize> {
    if any(text, &test) { text.iter().position(|byte| test(*byte)) } else { None }
}

/// Whether two texts are equal but for the case of ASCII letters. Quick where they are equal, or differ in length.
#[inline]
pub(crate) fn same_ignoring_case(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && (a == b || a.eq_ignore_ascii_case(b))
}

/// A block of the bytes of a shorter text, some of them twice; `None` for an empty one.
#[inline]
fn short(text: &[u8]) -> Option<Block> {
    if let (Some(start), Some(end)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        return Some(pair(u64::from_le_bytes(*start), u64::from_le_bytes(*end)));
    }
    let both = if let (Some(start), Some(end)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        u64::from(u32::from_le_bytes(*start)) | u64::from(u32::from_le_bytes(*end)) << 32
    } else {
        let [first, .., last] = [*text.first()?, *text.get(text.len() / 2)?, *text.last()?];
        u64::from_le_bytes([first, *text.get(text.len() / 2)?, last, last, last, last, last, last])
    };
    Some(pair(both, both))
}

#[inline]
fn pair(low: u64, high: u64) -> Block {
    (u128::from(low) | u128::from(high) << 64).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_every_length_is_looked_at() {
        for length in 0..70 {
            let mut text = vec![b'a'; length];
            assert!(!any(&text, |b| b == b'x'), "{length}");
            for at in 0..length {
                text[at] = b'x';
                assert_eq!(find(&text, |b| b == b'x'), Some(at), "{at} of {length}");
                text[at] = b'a';
            }
        }
    }
}
