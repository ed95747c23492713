//! Positions: where an answer says that reading of the body stopped.

/// The byte of the body that an answer points at, by the unit that it counts in: code points (Python), UTF-16 units
/// (JavaScript), bytes; from 0 or from 1; or by line and column.
pub(in crate::diagnose) fn position(words: &str, body: &str) -> Option<usize> {
    let number = |after: &str| {
        let at = words.find(after)? + after.len();
        let digits: String =
            words.get(at..)?.trim_start_matches([' ', ':', ',']).chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    };
    if let Some(characters) = number("(char ").or_else(|| number("at character ")).or_else(|| number("at char ")) {
        return Some(of_characters(body, characters));
    }
    if let Some(bytes) = number("(byte ").or_else(|| number("at byte ")).or_else(|| number("byte offset ")) {
        return Some(bytes.min(body.len()));
    }
    if let (Some(line), Some(byte)) = (number("linenumber"), number("bytepositioninline")) {
        return Some((start_of_line(body, line)? + byte).min(body.len()));
    }
    if let (Some(line), Some(column)) = (number("line "), number("column ").or_else(|| number("char "))) {
        let start = start_of_line(body, line.checked_sub(1)?)?;
        let rest = body.get(start..)?;
        // serde counts bytes, and a column past the line can only be one of those
        let column = column.saturating_sub(1);
        let is_ascii = rest.get(..column.min(rest.len())).is_some_and(str::is_ascii);
        return Some(start + if is_ascii { column.min(rest.len()) } else { of_characters(rest, column) });
    }
    let units = number("at position ").or_else(|| number("position ")).or_else(|| number("offset "))?;
    let mut left = units;
    for (at, c) in body.char_indices() {
        if left < c.len_utf16() {
            return Some(at);
        }
        left -= c.len_utf16();
    }
    Some(body.len())
}

fn of_characters(text: &str, number: usize) -> usize {
    text.char_indices().nth(number).map_or(text.len(), |(at, _)| at)
}

/// Where a line begins, counted from 0.
fn start_of_line(text: &str, line: usize) -> Option<usize> {
    match line.checked_sub(1) {
        None => Some(0),
        Some(before) => text.match_indices('\n').nth(before).map(|(at, _)| at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units() {
        let body = "{\"n\":\"é😀\",}";
        let comma = body.rfind('}').unwrap();
        for words in ["line 1 column 11 (char 10)", "in json at position 11", "trailing comma (byte 14)"] {
            assert_eq!(position(words, body), Some(comma), "{words}");
        }
        assert_eq!(position("at line 2 column 1", "{\n}"), Some(2));
        assert_eq!(position("path: $ | linenumber: 0 | bytepositioninline: 0.", "'"), Some(0));
        assert_eq!(position("no place", body), None);
        assert_eq!(position("position 99999999999999999999", body), None);
    }
}
