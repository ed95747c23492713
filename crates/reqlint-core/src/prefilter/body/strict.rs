//! One pass over one body that looks for what JSON allows and rules may not: a byte-order mark, and members of one name.

use crate::base::bytes::ShortKey;
use crate::message::body::NodeKind;
use crate::message::body::json::{Enter, Leaf, Sink, read_into};
use std::ops::Range;

/// How many members an object may have; more take a tree.
const MOST: usize = 24;

/// Whether a text is UTF-8 and JSON without a byte-order mark, and surely no object in it has two members of one name.
pub(super) fn passes(text: &[u8]) -> bool {
    text.first() != Some(&0xef) && read_into(text, &mut Strict { text }, ()).is_ok()
}

struct Strict<'t> {
    text: &'t [u8],
}

/// The names that an open object has so far, as numbers that are the same for the same name.
struct Names {
    numbers: [u64; MOST],
    count: usize,
}

impl Sink for Strict<'_> {
    type Open = Names;
    type Key = ();

    #[inline]
    fn member(&mut self, inside: &mut Names, name: Range<usize>, escaped: bool) -> Option<()> {
        // a name with escapes may be any
        let number = ShortKey::of(self.text.get(name).filter(|_| !escaped)?).number();
        let known = inside.numbers.get(..inside.count)?;
        if known.contains(&number) {
            return None;
        }
        *inside.numbers.get_mut(inside.count)? = number;
        inside.count += 1;
        Some(())
    }

    #[inline]
    fn item(&mut self, _: &mut Names) {}

    #[inline]
    fn leaf(&mut self, (): (), _: Leaf<'_>) -> Option<()> {
        Some(())
    }

    #[inline]
    fn open(&mut self, (): (), _: NodeKind, _: usize) -> Option<Enter<Names>> {
        Some(Enter::Inside(Names { numbers: [0; MOST], count: 0 }))
    }

    #[inline]
    fn close(&mut self, _: Names, _: usize, _: bool) -> Option<()> {
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::passes;

    #[test]
    fn a_body_with_a_mark_or_a_name_twice_does_not_pass() {
        let right = [r#"{"a":1,"b":{"a":2},"c":[{"a":1},{"a":1}]}"#, "[]", "3", r#"{"":0,"b":1}"#];
        right.iter().for_each(|text| assert!(passes(text.as_bytes()), "{text}"));
        let wrong = [
            "\u{feff}{}",
            r#"{"a":1,"a":2}"#,
            r#"[{"b":{"a":1,"c":2,"a":3}}]"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"name-of-24-letters-here":1,"name-of-24-letters-here":2}"#,
            r#"{"a":1"#,
        ];
        wrong.iter().for_each(|text| assert!(!passes(text.as_bytes()), "{text}"));
    }
}
