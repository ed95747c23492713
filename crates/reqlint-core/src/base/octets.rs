//! Sets of octets, as they are listed for what servers were measured to refuse.

/// A set of octets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Octets([u64; 4]);

impl Octets {
    /// Those of a list in hex, such as `01-09 0B 7F-FF`; `None` where it is no such list.
    pub(crate) fn read(list: &str) -> Option<Self> {
        let mut octets = Self::default();
        for part in list.split_ascii_whitespace() {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            (octet(first)?..=octet(last)?).for_each(|octet| octets.insert(octet));
        }
        Some(octets)
    }

    /// Those for which a test holds.
    pub(crate) fn of(test: impl Fn(u8) -> bool) -> Self {
        let mut octets = Self::default();
        (0..=u8::MAX).filter(|octet| test(*octet)).for_each(|octet| octets.insert(octet));
        octets
    }

    pub(crate) fn contains(&self, octet: u8) -> bool {
        self.0.get(usize::from(octet / 64)).is_some_and(|word| word >> (octet % 64) & 1 == 1)
    }

    /// Whether any octet is in both.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(word, other)| word & other != 0)
    }

    fn insert(&mut self, octet: u8) {
        if let Some(word) = self.0.get_mut(usize::from(octet / 64)) {
            *word |= 1 << (octet % 64);
        }
    }
}

/// Two hexadecimal digits.
fn octet(text: &str) -> Option<u8> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| u8::from_str_radix(text, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let octets = Octets::read("01-09 0B 7f-FF").unwrap();
        let in_it: Vec<_> = (0..=u8::MAX).filter(|octet| octets.contains(*octet)).collect();
        assert_eq!(in_it, (1..=9).chain([11]).chain(0x7F..=0xFF).collect::<Vec<_>>());
        assert_eq!(Octets::of(|octet| octets.contains(octet)), octets);
        assert_eq!(Octets::read(""), Some(Octets::default()));
        for wrong in ["1", "01-", "01..09", "+1", "0x1", "01,02", "é"] {
            assert_eq!(Octets::read(wrong), None, "{wrong}");
        }
    }
}
