//! `HTTP/1.1 403 Forbidden`: the line that begins a response.

/// The status of the status line that a text begins with.
pub(super) fn status(text: &[u8]) -> Option<u16> {
    if let Some(status) = without_version(text) {
        return Some(status);
    }
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
    if without_version(text).is_some() {
        return true;
    }
    let Some(rest) = text.strip_prefix(b"HTTP/") else { return false };
    let version = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    version > 0 && rest.get(version).is_none_or(u8::is_ascii_whitespace)
}

/// The status of an error in a line as people write it down: `HTTP 405`, `HTTP 404 Not Found`.
fn without_version(text: &[u8]) -> Option<u16> {
    let (digits, after) = text.strip_prefix(b"HTTP ")?.split_at_checked(3)?;
    let name = after.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii_end();
    let is_name = |name: &[u8]| name.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'-' | b'\''));
    let is_alone = name.is_empty() || name.strip_prefix(b" ").is_some_and(is_name);
    let status = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (is_alone && (400..600).contains(&status)).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_lines_and_what_looks_like_them() {
        let table: [(&[u8], Option<u16>); 11] = [
            (b"HTTP/1.1 403 Forbidden\r\n", Some(403)),
            (b"HTTP/2 200", Some(200)),
            (b"HTTP/1.1 4040 x", None),
            (b"HTTP/1.1 099", None),
            (b"HTTP/ 200", None),
            (b"HTTP/1.1", None),
            (b"http/1.1 200 OK", None),
            (b"HTTP 405", Some(405)),
            (b"HTTP 404 Not Found\r\n", Some(404)),
            (b"HTTP 200", None),
            (b"HTTP 404: /orders/17", None),
        ];
        for (text, expected) in table {
            assert_eq!(status(text), expected, "{}", String::from_utf8_lossy(text));
            let begins_one = expected.is_some() || text.starts_with(b"HTTP/1.1");
            assert_eq!(begins(text), begins_one, "{}", String::from_utf8_lossy(text));
        }
    }
}
