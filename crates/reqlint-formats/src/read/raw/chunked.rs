//! The chunked transfer coding (RFC 9112, section 7.1).

use memchr::memchr;

/// The joined chunks of a body; `None` when it is not chunked after all.
pub(super) fn decode(body: &[u8]) -> Option<Vec<u8>> {
    let mut rest = body;
    let mut joined = Vec::new();
    loop {
        let line;
        (line, rest) = split_line(rest)?;
        let digits = line.split(|b| *b == b';').next()?.trim_ascii();
        let size = usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        if size == 0 {
            return Some(joined);
        }
        let chunk;
        (chunk, rest) = rest.split_at_checked(size)?;
        joined.extend_from_slice(chunk);
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

/// The first line without its line break, and the rest.
fn split_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (line, rest) = text.split_at_checked(memchr(b'\n', text).unwrap_or(text.len()))?;
    Some((line, rest.get(1..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_chunks() {
        assert_eq!(decode(b"4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n").as_deref(), Some(&b"Wikipedia "[..]));
        assert_eq!(decode(b"2\nab\n0\n").as_deref(), Some(&b"ab"[..]));
        assert_eq!(decode(b"0").as_deref(), Some(&b""[..]));
    }

    #[test]
    fn leaves_what_is_not_chunked() {
        for body in [&b"{\"a\":1}"[..], b"ff\r\nshort", b"2\r\nabc\r\n0\r\n", b""] {
            assert_eq!(decode(body), None, "{}", String::from_utf8_lossy(body));
        }
    }
}
