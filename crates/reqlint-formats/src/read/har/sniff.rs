//! How a HAR file is told from other JSON.

use crate::read::definition::Sniff;

/// How far an object is looked through for `log`.
const MOST: usize = 256 << 10;

/// A JSON object that has an object `log`, wherever that comes among its members.
pub(super) fn sniff(start: &[u8]) -> Sniff {
    let near = start.get(..MOST).unwrap_or(start);
    let Some(inside) = near.strip_prefix(b"{") else { return Sniff::No };
    match Text(inside).holds_log() {
        Some(true) => Sniff::Yes,
        None if near.len() < MOST => Sniff::More,
        Some(false) | None => Sniff::No,
    }
}

/// What is left of an object.
struct Text<'t>(&'t [u8]);

impl<'t> Text<'t> {
    /// Whether a member `log` follows that is an object; `None` where the text ends before that is known.
    fn holds_log(&mut self) -> Option<bool> {
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
            let first = self.next()?;
            if name == b"log" && first == b'{' {
                return Some(true);
            }
            match first {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_found_wherever_it_is() {
        let table = [
            (r#"{"log":{"#, Sniff::Yes),
            (
                r#"{ "_comment" : "a \"log\":{ b\\" , "x": [{"log": {}}, "]"], "n": -1.5, "t": true, "log" : {"#,
                Sniff::Yes,
            ),
            (r#"{"log""#, Sniff::More),
            (r#"{"a": {"log": {"#, Sniff::More),
            (r#"{"log":"a line","stream":"stdout"}"#, Sniff::No),
            (r#"{"method":"GET","target":"/"}"#, Sniff::No),
            (r#"{"method":"GET","x":{"log":{}}}"#, Sniff::No),
            (r#"{log:{}}"#, Sniff::No),
            (r#"{"log" {}}"#, Sniff::No),
            ("{", Sniff::More),
            ("[{\"log\":{}}]", Sniff::No),
            ("", Sniff::No),
        ];
        for (text, expected) in table {
            assert_eq!(sniff(text.as_bytes()), expected, "{text}");
        }
    }
}
