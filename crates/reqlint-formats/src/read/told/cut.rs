//! JSON that a library cut off when it printed it: Guzzle's `(truncated...)`, three dots.

/// How deep what is cut off may be.
const MAX_DEPTH: usize = 64;

/// An object whose end was left out, closed where it ends; the text or the member that it ends in stays as far as it is shown.
/// `None` where nothing says that it was cut off.
pub(super) fn closed(text: &[u8]) -> Option<Vec<u8>> {
    let shown = text.trim_ascii();
    let shown = match memchr::memmem::find(shown, b"(truncated...)") {
        Some(at) => shown.get(..at)?,
        None => shown,
    };
    let is_cut = shown.len() < text.trim_ascii().len() || shown.ends_with(b"...") || shown.ends_with("…".as_bytes());
    let shown = shown.trim_ascii_end();
    let shown = shown.strip_suffix(b"...").or_else(|| shown.strip_suffix("…".as_bytes())).unwrap_or(shown);
    if !is_cut || !shown.starts_with(b"{") {
        return None;
    }
    let mut open: Vec<u8> = Vec::new();
    let mut in_text = false;
    // up to the last whole member
    let mut whole = None;
    let mut is_escaped = false;
    for (at, byte) in shown.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' if open.len() < MAX_DEPTH => open.push(if *byte == b'{' { b'}' } else { b']' }),
            b'{' | b'[' => return None,
            b'}' | b']' => {
                open.pop();
            }
            b',' => whole = Some((at, open.clone())),
            _ => {}
        }
    }
    let close = |front: &[u8], open: &[u8]| {
        let closed: Vec<u8> = front.iter().chain(open.iter().rev()).copied().collect();
        serde_json::from_slice::<serde::de::IgnoredAny>(&closed).is_ok().then_some(closed)
    };
    let quote: &[u8] = if in_text { b"\"" } else { b"" };
    let front = shown.get(..shown.len() - usize::from(is_escaped))?;
    close(&[front, quote].concat(), &open).or_else(|| {
        let (at, open) = whole?;
        close(shown.get(..at)?, &open)
    })
}

/// An object whose quotes a log escaped: `{\"message\":\"…\"}`.
pub(super) fn unescaped(text: &[u8]) -> Option<Vec<u8>> {
    let inside = text.trim_ascii_start().strip_prefix(b"{")?;
    inside
        .trim_ascii_start()
        .starts_with(b"\\\"")
        .then(|| String::from_utf8_lossy(text).replace("\\\"", "\"").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::closed;

    #[test]
    fn what_was_cut_off_is_closed() {
        let table = [
            (r#"{"errors":{"items":["The items fiel (truncated...)"#, r#"{"errors":{"items":["The items fiel"]}}"#),
            (r#"{"a":1,"b":"x..."#, r#"{"a":1,"b":"x"}"#),
            (r#"{"a":{"b":[1,2],"c":…"#, r#"{"a":{"b":[1,2]}}"#),
            (r#"{"a":1,"b (truncated...)"#, r#"{"a":1}"#),
            // whole, or not known to be cut off
            (r#"{"a":1}"#, ""),
            (r#"{"a":"#, ""),
            ("no JSON ...", ""),
        ];
        for (given, expected) in table {
            let found = closed(given.as_bytes()).map(|found| String::from_utf8(found).unwrap());
            assert_eq!(found.unwrap_or_default(), expected, "{given}");
        }
    }
}
