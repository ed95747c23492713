//! Short texts that are looked for in every input.

/// A text to look for: by the rarest of its bytes, so that nothing has to be prepared for a search, and most are over at once.
#[derive(Clone, Copy)]
pub(in crate::read) struct Mark {
    text: &'static [u8],
    /// Where in it the byte is that is searched for.
    rarest: usize,
}

impl Mark {
    pub(in crate::read) const fn new(text: &'static str, rarest: usize) -> Self {
        Self { text: text.as_bytes(), rarest }
    }

    /// Where it is for the first time.
    pub(in crate::read) fn find(self, text: &[u8]) -> Option<usize> {
        self.find_iter(text).next()
    }

    /// Where it is for the first time, in small letters or in capitals.
    pub(in crate::read) fn find_in_any_case(self, text: &[u8]) -> Option<usize> {
        let rarest = self.text.get(self.rarest).copied().unwrap_or_default();
        memchr::memchr2_iter(rarest, rarest.to_ascii_uppercase(), text).find_map(|at| {
            let start = at.checked_sub(self.rarest)?;
            let found = text.get(start..start + self.text.len())?;
            found.eq_ignore_ascii_case(self.text).then_some(start)
        })
    }

    pub(in crate::read) fn is_in(self, text: &[u8]) -> bool {
        self.find(text).is_some()
    }

    /// All places where it is; they may overlap.
    pub(in crate::read) fn find_iter(self, text: &[u8]) -> impl Iterator<Item = usize> {
        let rarest = self.text.get(self.rarest).copied().unwrap_or_default();
        memchr::memchr_iter(rarest, text).filter_map(move |at| {
            let start = at.checked_sub(self.rarest)?;
            text.get(start..)?.starts_with(self.text).then_some(start)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Mark;

    #[test]
    fn marks_are_where_they_are() {
        let table: [(&str, usize, &str, &[usize]); 6] = [
            ("url", 0, "curl url", &[1, 5]),
            ("url", 2, "l ur curl", &[6]),
            ("-- ", 0, "a --- b", &[3]),
            ("{{", 1, "{{{", &[0, 1]),
            ("ps ", 0, "p s ps", &[]),
            ("ps ", 0, "", &[]),
        ];
        for (mark, rarest, text, expected) in table {
            assert_eq!(
                Mark::new(mark, rarest).find_in_any_case(text.to_uppercase().as_bytes()),
                expected.first().copied()
            );
            assert_eq!(Mark::new(mark, rarest).find_iter(text.as_bytes()).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
