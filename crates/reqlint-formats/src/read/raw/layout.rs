//! Texts whose bytes Content-Length doesn't count: a sender that counts wrong, and tools that print JSON with other white space than was sent.

use serde::de::IgnoredAny;

/// Of how many blanks tools indent a level.
const INDENTS: [usize; 4] = [1, 2, 3, 4];

/// What a text shows of the body that it begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// It ends here; Content-Length counts it with other white space.
    LaidOut(usize),
    /// It ends here, behind the end that Content-Length gives.
    Longer(usize),
}

/// What a text shows of its body if it isn't the one of which `length` bytes are said; `None` where it may well be.
pub(super) fn shown(text: &[u8], length: usize) -> Option<Shown> {
    let closes = |text: &[u8]| matches!(text.trim_ascii_end().last(), Some(b'}' | b']' | b'>'));
    match (json_end(text), text.get(..length)) {
        (Some(end), _) if end != length && is_laid_out(text.get(..end)?, length) => Some(Shown::LaidOut(end)),
        (Some(end), _) if end > length => Some(Shown::Longer(end)),
        (Some(_), _) | (None, None) => None,
        // a prompt of the shell often follows without a line break
        (None, Some(cut)) if closes(cut) => None,
        (None, Some(_)) if matches!(text.first(), Some(b'{' | b'[' | b'<')) => Some(Shown::Longer(paragraph(text))),
        (None, Some(_)) => {
            let line =
                memchr::memchr(b'\n', text).map_or(text, |end| text.get(..end).unwrap_or_default()).trim_ascii_end();
            let is_pair = |pair: &[u8]| memchr::memchr(b'=', pair).is_some_and(|at| at > 0);
            let is_form = line.split(|b| *b == b'&').all(is_pair) && !line.iter().any(u8::is_ascii_whitespace);
            (is_form && line.len() > length).then_some(Shown::Longer(line.len()))
        }
    }
    .filter(|shown| !matches!(shown, Shown::Longer(end) if *end <= length))
}

/// Where the JSON ends that a text begins with.
fn json_end(text: &[u8]) -> Option<usize> {
    if !matches!(text.first(), Some(b'{' | b'[')) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}

/// The end of the text in front of the first blank line.
fn paragraph(text: &[u8]) -> usize {
    let mut length = 0;
    for line in text.split_inclusive(|b| *b == b'\n').take_while(|line| !line.trim_ascii().is_empty()) {
        length += line.len();
    }
    text.get(..length).unwrap_or_default().trim_ascii_end().len()
}

/// Whether JSON has that length as a common printer lays it out.
fn is_laid_out(json: &[u8], length: usize) -> bool {
    // that counts line breaks of two bytes
    if memchr::memchr_iter(b'\n', json).count() + json.len() == length {
        return false;
    }
    let parts = Parts::of(json);
    let in_lines = |indent: usize| parts.compact + parts.colons + parts.breaks + indent * parts.levels;
    let lengths = [parts.compact, parts.compact + parts.commas + parts.colons].into_iter().chain(INDENTS.map(in_lines));
    // some end it with a line break
    lengths.into_iter().any(|known| known == length || known + 1 == length)
}

/// What the length of JSON depends on.
#[derive(Default)]
struct Parts {
    /// Bytes without any blank between them.
    compact: usize,
    commas: usize,
    colons: usize,
    /// Line breaks, where each member and item has its own line.
    breaks: usize,
    /// How many levels these lines are indented together.
    levels: usize,
}

impl Parts {
    fn of(json: &[u8]) -> Self {
        let mut parts = Self::default();
        let (mut depth, mut before, mut in_text, mut is_escaped) = (0usize, b' ', false, false);
        for byte in json {
            if in_text {
                parts.compact += 1;
                in_text = is_escaped || *byte != b'"';
                is_escaped = !is_escaped && *byte == b'\\';
                continue;
            }
            if byte.is_ascii_whitespace() {
                continue;
            }
            let is_close = matches!(byte, b'}' | b']');
            if matches!(before, b'{' | b'[') && !is_close {
                depth += 1;
                parts.break_line(depth);
            }
            match byte {
                b'}' | b']' if !matches!(before, b'{' | b'[') => {
                    depth = depth.saturating_sub(1);
                    parts.break_line(depth);
                }
                b',' => {
                    parts.commas += 1;
                    parts.break_line(depth);
                }
                b':' => parts.colons += 1,
                b'"' => in_text = true,
                _ => {}
            }
            parts.compact += 1;
            before = *byte;
        }
        parts
    }

    fn break_line(&mut self, depth: usize) {
        self.breaks += 1;
        self.levels += depth;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_as_printers_lay_it_out() {
        let value = serde_json::json!({"a": [1, {"b": "x\\\" ,:y"}, [], {}], "c": {"d": null}});
        let indented = |indent: &str| {
            let format = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
            let mut text = Vec::new();
            let mut writer = serde_json::Serializer::with_formatter(&mut text, format);
            serde::Serialize::serialize(&value, &mut writer).unwrap();
            text
        };
        let all = [value.to_string().into_bytes(), indented("\t"), indented("  "), indented("    ")];
        for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            let expected = (a.len() != b.len()).then_some(Shown::LaidOut(a.len()));
            assert_eq!(shown(a, b.len()), expected);
        }
    }

    #[test]
    fn bodies_longer_than_their_length() {
        let table: [(&str, usize, Option<Shown>); 12] = [
            ("{\"a\":1}\n\nThat fails.", 4, Some(Shown::Longer(7))),
            ("{\"a\":\"é\"}", 9, Some(Shown::Longer(10))),
            // as Python writes it
            ("{\"a\":1,\"b\":2}", 16, Some(Shown::LaidOut(13))),
            ("{\"a\": 1}", 7, Some(Shown::LaidOut(8))),
            ("{\"a\":1,}\n\nno", 5, Some(Shown::Longer(8))),
            ("<a><b/></a>\n", 6, Some(Shown::Longer(11))),
            ("a=1&b=2\n", 3, Some(Shown::Longer(7))),
            // these end where they are said to
            ("{\"a\":1}joe@host:~$ ", 7, None),
            ("{\"a\":1,}joe@host:~$ ", 8, None),
            ("a=1&b=2\nThanks", 7, None),
            ("hello%\n", 5, None),
            ("{\"a\":1}", 70, None),
        ];
        for (text, length, expected) in table {
            assert_eq!(shown(text.as_bytes(), length), expected, "{text}");
        }
    }
}
