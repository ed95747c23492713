//! How large headers are.

use crate::message::exchange::Headers;

impl Headers<'_> {
    /// How many fields there are.
    pub(crate) fn count(&self) -> usize {
        self.fields().map_or_else(http::HeaderMap::len, <[_]>::len)
    }

    /// The bytes of all names and values, and that many for each field beside.
    pub(crate) fn size(&self, beside: usize) -> usize {
        let size = |(name, value): (&[u8], &[u8])| name.len() + value.len() + beside;
        match self.fields() {
            Ok(fields) => fields.iter().map(|field| size((&field.name, &field.value))).sum(),
            Err(map) => map.iter().map(|(name, value)| size((name.as_ref(), value.as_bytes()))).sum(),
        }
    }
}
