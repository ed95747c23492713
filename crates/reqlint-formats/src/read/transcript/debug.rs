//! What programs say of requests when they are told to: `wget --debug`, and Python's `http.client` with `debuglevel = 1`.

use super::Composed;

pub(super) const WGET_BEGIN: &[u8] = b"---request begin---";

/// The exchanges that `wget --debug` shows.
pub(super) fn wget(text: &[u8]) -> Vec<Composed> {
    let mut all: Vec<Composed> = Vec::new();
    let (mut in_request, mut in_response) = (false, false);
    for (number, line) in text.split(|b| *b == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let body = ["[POST data: ", "[BODY data: "].iter().find_map(|mark| line.strip_prefix(mark.as_bytes()));
        match line {
            WGET_BEGIN => {
                all.push(Composed { text: Vec::new(), line: number + 2, notes: Vec::new() });
                in_request = true;
            }
            b"---request end---" => in_request = false,
            b"---response begin---" => in_response = true,
            b"---response end---" => in_response = false,
            _ => {}
        }
        let Some(one) = all.last_mut().filter(|_| !line.starts_with(b"---re")) else { continue };
        if let Some(body) = body {
            one.text.extend_from_slice(body.strip_suffix(b"]").unwrap_or(body));
            one.text.push(b'\n');
        } else if in_request || in_response {
            one.text.extend_from_slice(line);
            one.text.push(b'\n');
        } else if line.starts_with(b"[writing ") {
            one.notes.push("the body is in the file that the transcript names: it is not shown".to_owned());
        }
    }
    all
}

/// Whether a line is what Python says it sends: `send: b'GET / HTTP/1.1\r\n…'`.
pub(super) fn is_sent(line: &[u8]) -> bool {
    line.strip_prefix(b"send: ").and_then(literal).is_some()
}

/// The exchanges that Python's `http.client` shows.
pub(super) fn python(text: &[u8]) -> Vec<Composed> {
    let mut all: Vec<Composed> = Vec::new();
    let mut has_answer = true;
    for (number, line) in text.split(|b| *b == b'\n').enumerate() {
        let line = line.trim_ascii();
        if let Some(sent) = line.strip_prefix(b"send: ").and_then(literal) {
            if has_answer {
                all.push(Composed { text: Vec::new(), line: number + 1, notes: Vec::new() });
                has_answer = false;
            }
            if let Some(one) = all.last_mut() {
                one.text.extend(sent);
            }
        } else if let (Some(status), Some(one)) = (line.strip_prefix(b"reply: ").and_then(literal), all.last_mut()) {
            if !one.text.ends_with(b"\n") {
                one.text.push(b'\n');
            }
            one.text.extend(status);
            has_answer = true;
        } else if let (Some(field), Some(one)) = (line.strip_prefix(b"header: "), all.last_mut().filter(|_| has_answer))
        {
            one.text.extend_from_slice(field);
            one.text.push(b'\n');
        }
    }
    all
}

/// The bytes of a Python literal: `b'a\r\n'`, `'a'`, `b"it's"`.
fn literal(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.strip_prefix(b"b").unwrap_or(text);
    let quote = *text.first().filter(|b| matches!(b, b'\'' | b'"'))?;
    let mut rest = text.get(1..)?.strip_suffix(&[quote])?;
    let mut out = Vec::with_capacity(rest.len());
    while let [byte, after @ ..] = rest {
        let (written, used): (&[u8], usize) = match (byte, after) {
            (b'\\', [b'r', ..]) => (b"\r", 2),
            (b'\\', [b'n', ..]) => (b"\n", 2),
            (b'\\', [b't', ..]) => (b"\t", 2),
            (b'\\', [b'x', a, b, ..]) => {
                let digits = [*a, *b];
                out.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
                (b"", 4)
            }
            (b'\\', [escaped, ..]) => (std::slice::from_ref(escaped), 2),
            _ => (std::slice::from_ref(byte), 1),
        };
        out.extend_from_slice(written);
        rest = rest.get(used..)?;
    }
    Some(out)
}
