//! Which members a JSON object has, by its beginning, without reading it.

use super::definition::Sniff;

/// How far an object is looked through.
const MOST: usize = 256 << 10;

/// Whether a member is the one, by its name and what is seen of its value.
pub(super) type Wanted<'w> = &'w dyn Fn(&[u8], &[u8]) -> bool;

/// Whether a text is an object that has such a member, wherever it comes among the others.
pub(super) fn holds(start: &[u8], wanted: Wanted<'_>) -> Sniff {
    let near = start.get(..MOST).unwrap_or(start);
    let Some(inside) = near.strip_prefix(b"{") else { return Sniff::No };
    match Text(inside).holds(wanted) {
        Some(true) => Sniff::Yes,
        None if near.len() < MOST => Sniff::More,
        Some(false) | None => Sniff::No,
    }
}

/// What is left of an object.
struct Text<'t>(&'t [u8]);

impl<'t> Text<'t> {
    /// Whether such a member follows; `None` where the text ends before that is known.
    fn holds(&mut self, wanted: Wanted<'_>) -> Option<bool> {
        loop {
            match self.next()? {
                b'"' => {}
                b',' => continue,
                _ => return Some(false),
            }
            let name = self.rest_of_text()?;
            if self.next()? != b':' {
                return Some(false);
            }
            if wanted(name, self.0.trim_ascii_start()) {
                return Some(true);
            }
            match self.next()? {
                b'"' => drop(self.rest_of_text()?),
                b'{' | b'[' => self.pass_nested()?,
                _ => self.pass_until(b",}")?,
            }
        }
    }

    /// The next byte that is no white space, read past.
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.trim_ascii_start().split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// Reads past the end of a text whose first quote was read.
    fn rest_of_text(&mut self) -> Option<&'t [u8]> {
        let text = self.0;
        let mut from = 0;
        loop {
            let at = from + memchr::memchr2(b'"', b'\\', text.get(from..)?)?;
            if text.get(at) == Some(&b'"') {
                self.0 = text.get(at + 1..)?;
                return text.get(..at);
            }
            from = at + 2;
        }
    }

    /// Reads past an object or list whose first bracket was read.
    fn pass_nested(&mut self) -> Option<()> {
        let mut depth = 1_usize;
        while depth > 0 {
            self.pass_until(b"\"{}[]")?;
            match self.next()? {
                b'"' => drop(self.rest_of_text()?),
                b'{' | b'[' => depth += 1,
                _ => depth -= 1,
            }
        }
        Some(())
    }

    /// Reads up to one of some bytes.
    fn pass_until(&mut self, ends: &[u8]) -> Option<()> {
        let at = self.0.iter().position(|byte| ends.contains(byte))?;
        self.0 = self.0.get(at..)?;
        Some(())
    }
}
