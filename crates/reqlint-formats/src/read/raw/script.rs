//! What editors write around a request: scripts, files for a body, what to do with the answer.

use super::cursor::Cursor;
use crate::read::bounds::{MAX_BODY, mebibytes};
use crate::read::files::Named;
use memchr::memmem;

/// Whether a script begins in this line: `< {%`.
pub(super) fn begins(line: &[u8]) -> bool {
    line.starts_with(b"< {%") || line.starts_with(b"<! {%")
}

/// Whether a block of httpyac begins in this line: `{{`, `{{@request`.
pub(super) fn begins_block(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"{{") && memmem::find(line, b"}}").is_none()
}

/// Whether a line is a test of httpyac: `?? status == 200`.
pub(super) fn is_assertion(line: &[u8]) -> bool {
    line.starts_with(b"?? ")
}

/// Whether a line names a script or a file that is read first: `< ./before.js`, `import ./a.http`, `run #name`, `proto < a.proto`.
pub(super) fn is_named(line: &[u8]) -> bool {
    const ENDINGS: [&str; 5] = [".js", ".mjs", ".ts", ".lua", ".kts"];
    let file = line.strip_prefix(b"< ").unwrap_or_default().trim_ascii();
    let is_script = ENDINGS.iter().any(|ending| file.ends_with(ending.as_bytes()));
    let other = line.strip_prefix(b"import ").or_else(|| line.strip_prefix(b"run ")).unwrap_or_default();
    let is_definition = ["proto ", "gql "].iter().any(|word| line.starts_with(word.as_bytes())) && line.contains(&b'<');
    is_script || is_definition || other.starts_with(b"#") || memmem::find(other, b".http").is_some()
}

/// Whether a line sets a variable of an editor: `@name = value`.
fn is_variable(line: &[u8]) -> bool {
    let name = line.strip_prefix(b"@").unwrap_or_default();
    let length = name.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_-.".contains(b)).count();
    length > 0 && name.get(length..).unwrap_or_default().trim_ascii_start().starts_with(b"=")
}

/// Reads past what begins here, up to the line that has its end; without one, up to an empty line.
pub(super) fn pass_to(cursor: &mut Cursor<'_>, end: &str) {
    while let Some(line) = cursor.line() {
        cursor.pass(&line);
        let text = line.text.trim_ascii();
        if text.ends_with(end.as_bytes()) && (text.is_empty() || !end.is_empty()) {
            break;
        }
    }
}

/// Reads past the script that begins here.
pub(super) fn pass(cursor: &mut Cursor<'_>) {
    while let Some(line) = cursor.line() {
        cursor.pass(&line);
        if memmem::find(line.text, b"%}").is_some() {
            break;
        }
    }
}

/// A rule drawn with characters, or the fence of a code block: ` ```http `.
pub(super) fn is_rule_or_fence(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let is_rule = line.len() > 2 && line.iter().all(|b| matches!(b, b'-' | b'=' | b'_' | b'~'));
    is_rule || line.starts_with(b"```") && line.iter().skip(3).all(|b| b.is_ascii_alphanumeric())
}

/// Where a body ends because what follows is an editor's: a script for the answer, the file to keep it in, a fence.
pub(super) fn end_of_body(body: &[u8]) -> Option<usize> {
    const BEGINNINGS: [&str; 5] = ["> {%", "<> ", ">> ", ">>! ", "```"];
    let mut start = 0;
    for line in body.split_inclusive(|b| *b == b'\n') {
        let text = line.trim_ascii_end();
        let is_path =
            text.starts_with(b"> ") && [".js", ".lua", ".kts", ".ts"].iter().any(|e| text.ends_with(e.as_bytes()));
        if is_path
            || is_assertion(text)
            || start > 0 && is_variable(text)
            || begins_block(text) && text.starts_with(b"{{") && start > 0
            || BEGINNINGS.iter().any(|beginning| text.starts_with(beginning.as_bytes()))
        {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// A body with what is in the files that it names, or why that isn't known; `None` when it names none.
///
/// A body of several parts may name a file on any line, another one only if it is nothing else.
pub(super) fn with_files(body: &[u8], is_multipart: bool, named: &Named<'_>) -> Option<Result<Vec<u8>, String>> {
    if let Some(name) = file_named(body.trim_ascii()) {
        return Some(named.read(name));
    }
    let lines = || body.split_inclusive(|b| *b == b'\n').map(|line| (line, file_named(line.trim_ascii())));
    if !is_multipart || lines().all(|(_, name)| name.is_none()) {
        return None;
    }
    let mut whole = Vec::with_capacity(body.len());
    for (line, name) in lines() {
        let Some(name) = name else {
            whole.extend_from_slice(line);
            continue;
        };
        match named.read(name) {
            Ok(bytes) => whole.extend(bytes),
            Err(message) => return Some(Err(message)),
        }
        whole.extend_from_slice(line.get(line.trim_ascii_end().len()..).unwrap_or_default());
        if whole.len() > MAX_BODY {
            return Some(Err(format!(
                "with its files the body is larger than {}: it is not read",
                mebibytes(MAX_BODY)
            )));
        }
    }
    Some(Ok(whole))
}

/// The file of `< file`, `<@ file` and `<@utf-8 file`; without a space it is the beginning of XML.
fn file_named(line: &[u8]) -> Option<&[u8]> {
    let after = line.strip_prefix(b"<").filter(|_| !line.contains(&b'\n'))?;
    let after = match after.strip_prefix(b"@") {
        Some(coding) => coding.get(coding.iter().take_while(|b| b.is_ascii_graphic()).count()..)?,
        None => after,
    };
    let name = after.trim_ascii_start();
    (name.len() < after.len() && !name.is_empty()).then_some(name)
}
