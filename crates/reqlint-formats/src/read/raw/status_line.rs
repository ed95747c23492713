//! `HTTP/1.1 403 Forbidden`: the line that begins a response.

/// The status of the status line that a text begins with.
pub(super) fn status(text: &[u8]) -> Option<u16> {
    let rest = text.strip_prefix(b"HTTP/")?;
    let version = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let rest = rest.get(version..).filter(|_| version > 0)?.strip_prefix(b" ")?.trim_ascii_start();
    let (digits, after) = rest.split_at_checked(3)?;
    let ends = after.first().is_none_or(u8::is_ascii_whitespace);
    let status = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (ends && (100..1000).contains(&status)).then_some(status)
}

/// Whether a text begins with a status line, be it one that lacks its status.
pub(super) fn begins(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"HTTP/") else { return false };
    let version = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    version > 0 && rest.get(version).is_none_or(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_lines_and_what_looks_like_them() {
        let table: [(&[u8], Option<u16>); 7] = [
            (b"HTTP/1.1 403 Forbidden\r\n", Some(403)),
            (b"HTTP/2 200", Some(200)),
            (b"HTTP/1.1 4040 x", None),
            (b"HTTP/1.1 099", None),
            (b"HTTP/ 200", None),
            (b"HTTP/1.1", None),
            (b"http/1.1 200 OK", None),
        ];
        for (text, expected) in table {
            assert_eq!(status(text), expected, "{}", String::from_utf8_lossy(text));
            let begins_one = !text.starts_with(b"http") && !text.starts_with(b"HTTP/ ");
            assert_eq!(begins(text), begins_one, "{}", String::from_utf8_lossy(text));
        }
    }
}
