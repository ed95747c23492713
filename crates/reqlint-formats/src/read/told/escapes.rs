//! What a backslash means in the texts of programs and of what they print.

/// Adds what follows a backslash, and gives its length there; `None` at the end of the text. A character that has no meaning
/// is itself, and a line break is none: the text goes on in the next line.
pub(super) fn escaped(rest: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    let (escaped, behind) = rest.split_first()?;
    match escaped {
        b'n' => out.push(b'\n'),
        b't' => out.push(b'\t'),
        b'r' => out.push(b'\r'),
        b'u' => {
            let digits = behind.get(..4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
            if let Some(code) =
                digits.and_then(|digits| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok())
            {
                let character = char::from_u32(code).unwrap_or('\u{fffd}');
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                return Some(5);
            }
            out.push(b'u');
        }
        b'\n' => {}
        other => out.push(*other),
    }
    Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_backslash_is_read_as_programs_do() {
        for (text, expected, length) in [
            ("nx", "\n", 1),
            ("u00e9!", "é", 5),
            ("ud800", "\u{fffd}", 5),
            ("u00g9", "u", 1),
            ("'", "'", 1),
            ("\na", "", 1),
        ] {
            let mut out = Vec::new();
            assert_eq!(escaped(text.as_bytes(), &mut out), Some(length), "{text}");
            assert_eq!(String::from_utf8_lossy(&out), expected, "{text}");
        }
        assert_eq!(escaped(b"", &mut Vec::new()), None);
    }
}
