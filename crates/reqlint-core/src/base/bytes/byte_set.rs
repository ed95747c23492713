//! Sets of bytes, in which one is looked up without a comparison.

/// A set of bytes.
pub(crate) struct ByteSet([bool; 256]);

impl ByteSet {
    /// The ASCII letters and digits, and others.
    #[expect(clippy::indexing_slicing, reason = "a byte is an index into 256 flags, and `get` isn't const")]
    pub(crate) const fn alphanumeric_and(others: &[u8]) -> Self {
        let mut flags = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            flags[byte] = (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        let mut index = 0;
        while index < others.len() {
            flags[others[index] as usize] = true;
            index += 1;
        }
        Self(flags)
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "a byte is an index into 256 flags")]
    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }
}
