//! The escapes of `$'…'` (bash's manual, "ANSI-C Quoting").

/// The byte or character that an escape means, written to `out`; `text` begins after the backslash. Gives how many
/// bytes of it were read.
pub(super) fn read(text: &[u8], out: &mut Vec<u8>) -> usize {
    let Some(first) = text.first() else {
        out.push(b'\\');
        return 0;
    };
    let plain = match first {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'a' => 0x07,
        b'b' => 0x08,
        b'e' | b'E' => 0x1b,
        b'f' => 0x0c,
        b'v' => 0x0b,
        b'\\' | b'\'' | b'"' | b'?' => *first,
        b'x' if text.get(1) == Some(&b'{') => return braced(text, out),
        b'x' => return number(text, 1, 2, 16, out),
        b'u' => return number(text, 1, 4, 16, out),
        b'U' => return number(text, 1, 8, 16, out),
        b'0'..=b'7' => return number(text, 0, 3, 8, out),
        b'c' => {
            out.extend(text.get(1).map(|b| b & 0x1f));
            return 2.min(text.len());
        }
        other => {
            out.extend([b'\\', *other]);
            return 1;
        }
    };
    out.push(plain);
    1
}

/// A number of up to so many digits after `skip` bytes: of one byte, or of a character.
fn number(text: &[u8], skip: usize, most: usize, radix: u32, out: &mut Vec<u8>) -> usize {
    let digits = text.iter().skip(skip).take(most).take_while(|b| char::from(**b).is_digit(radix)).count();
    let value = text.get(skip..skip + digits).and_then(|digits| std::str::from_utf8(digits).ok());
    match value.and_then(|digits| u32::from_str_radix(digits, radix).ok()) {
        None => {
            out.push(b'\\');
            out.extend_from_slice(text.get(..skip).unwrap_or_default());
        }
        Some(value) if most <= 3 => out.extend(u8::try_from(value & 0xff)),
        Some(value) => coded(value, out),
    }
    skip + digits
}

/// A character in UTF-8; bash writes halves of surrogate pairs the same way.
fn coded(value: u32, out: &mut Vec<u8>) {
    let low = |shift: u32| u8::try_from(value >> shift & 0x3f).unwrap_or_default() | 0x80;
    match char::from_u32(value) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None if (0xd800..0xe000).contains(&value) => {
            out.extend([0xe0 | u8::try_from(value >> 12).unwrap_or_default(), low(6), low(0)])
        }
        None => out.extend_from_slice(char::REPLACEMENT_CHARACTER.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// `x{41}`: a byte, with any number of digits.
fn braced(text: &[u8], out: &mut Vec<u8>) -> usize {
    let digits = text.iter().skip(2).take_while(|b| b.is_ascii_hexdigit()).count();
    let value = text.get(2..2 + digits).and_then(|digits| std::str::from_utf8(digits).ok());
    match value.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        Some(value) => {
            out.extend(u8::try_from(value & 0xff));
            2 + digits + usize::from(text.get(2 + digits) == Some(&b'}'))
        }
        None => {
            out.extend_from_slice(b"\\x");
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_bash() {
        let table: [(&str, &[u8], usize); 10] = [
            ("n", b"\n", 1),
            ("'x", b"'", 1),
            ("u00e9x", "é".as_bytes(), 5),
            ("U0001F600", "😀".as_bytes(), 9),
            ("x41B", b"A", 3),
            ("101", b"A", 3),
            ("xg", b"\\x", 1),
            ("q", b"\\q", 1),
            ("cA", b"\x01", 2),
            ("", b"\\", 0),
        ];
        for (text, expected, read_bytes) in table {
            let mut out = Vec::new();
            assert_eq!((read(text.as_bytes(), &mut out), &out[..]), (read_bytes, expected), "{text}");
        }
    }
}
