//! Text as people paste it, made fit for a reader: lines that a console broke joined, the marks of e-mails and of `curl -v`
//! taken off, the variables of `.http` files filled in.
//!
//! Line numbers stay what they were, unless lines were joined; columns are those of the text as it is read.

use super::mark::Mark;
use super::variables::Variables;
use super::{raw, wrapped};
use crate::record::place::{Note, Place};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A text that readers understand, and what was assumed to get there.
#[derive(Clone, Debug)]
pub struct Untangled<'a> {
    /// The text.
    pub text: Cow<'a, [u8]>,
    /// What was assumed.
    pub notes: Vec<Note>,
}

/// Takes marks off and fills variables in. A text that has neither is handed back as it is.
#[must_use]
pub fn untangle(text: &[u8]) -> Untangled<'_> {
    untangle_with(text, None)
}

/// The same with values for what the text itself gives none.
pub(super) fn untangle_with<'t>(text: &'t [u8], given: Option<&Variables>) -> Untangled<'t> {
    let mut notes = Vec::new();
    let rejoined = wrapped::joined(text);
    if let Some((_, width)) = &rejoined {
        let message =
            format!("lines that a console broke at {width} columns are joined; lines are counted without the breaks");
        notes.push(Note { place: Place { line: 1, column: 1 }, message });
    }
    let text = rejoined.map_or(Cow::Borrowed(text), |(joined, _)| Cow::Owned(joined));
    let text = match unquoted(&text) {
        Some(unquoted) => {
            let message = "the `>` at the start of each line is removed; columns are counted without it".to_owned();
            notes.push(Note { place: Place { line: 1, column: 1 }, message });
            Cow::Owned(unquoted)
        }
        None => text,
    };
    let text = match unlisted(&text) {
        Some(unlisted) => {
            let message =
                "the marks of a list in front of requests are removed; columns are counted without them".to_owned();
            notes.push(Note { place: Place { line: 1, column: 1 }, message });
            Cow::Owned(unlisted)
        }
        None => text,
    };
    let text = match filled_in(&text, given, &mut notes) {
        Some(filled) => Cow::Owned(filled),
        None => text,
    };
    Untangled { text, notes }
}

/// The text without `>` in front of its lines; of `curl -v` also without `<` and what it says about the connection.
fn unquoted(text: &[u8]) -> Option<Vec<u8>> {
    memchr::memchr(b'>', text)?;
    let is_talk = |line: &[u8]| line.starts_with(b"* ") || line.starts_with(b"{ [") || line.starts_with(b"} [");
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let begins_with_talk = lines.clone().next().is_some_and(is_talk);
    let mut first = lines.find(|line| !is_talk(line))?;
    if !first.starts_with(b">") && !first.ends_with(b":") {
        return None;
    }
    let is_verbose =
        begins_with_talk || std::iter::once(first).chain(lines.clone()).any(|line| line.starts_with(b"< HTTP/"));
    // `Jane wrote:`, and below it what was quoted
    let is_introduced = !is_verbose && first.ends_with(b":") && !first.starts_with(b">");
    if is_introduced {
        first = lines.next()?;
    }
    if !first.starts_with(b">") || !(is_verbose || lines.all(|line| line.starts_with(b">"))) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    let mut is_above = is_introduced;
    for line in text.split_inclusive(|b| *b == b'\n') {
        let start = line.trim_ascii_start();
        is_above &= !start.starts_with(b">");
        if is_above {
            out.extend_from_slice(if line.ends_with(b"\n") { b"\n" } else { b"" });
            continue;
        }
        let end: &[u8] = if line.ends_with(b"\r\n") {
            b"\r\n"
        } else if line.ends_with(b"\n") {
            b"\n"
        } else {
            b""
        };
        if is_verbose && is_talk(start) {
            out.extend_from_slice(end);
        } else if let Some(inside) =
            start.strip_prefix(b">").or_else(|| start.strip_prefix(b"<").filter(|_| is_verbose))
        {
            let inside = if is_verbose { inside } else { without_marks(inside) };
            out.extend_from_slice(inside.strip_prefix(b" ").unwrap_or(inside));
        } else {
            out.extend_from_slice(line);
        }
    }
    Some(out)
}

/// The text without the marks of a list in front of request lines: `1. GET https://…`, `- POST /a`. The first line has one.
fn unlisted(text: &[u8]) -> Option<Vec<u8>> {
    let first = text.trim_ascii_start().split(|b| *b == b'\n').next()?;
    list_mark(first)?;
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|b| *b == b'\n') {
        out.extend_from_slice(line.get(list_mark(line).unwrap_or(0)..).unwrap_or_default());
    }
    Some(out)
}

/// The length of the mark of a list in front of a request line.
fn list_mark(line: &[u8]) -> Option<usize> {
    let front = line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let text = line.get(front..)?;
    let digits = text.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    let mark = match text.get(digits..)? {
        [b'.' | b')', b' ', ..] if digits > 0 => digits + 2,
        [b'-' | b'*', b' ', ..] if digits == 0 => 2,
        _ => return None,
    };
    let rest = text.get(mark..)?;
    let blanks = rest.iter().take_while(|b| **b == b' ').count();
    let rest = rest.get(blanks..)?;
    // `* GET / HTTP/1.1` is what curl says of the connection
    let is_request = raw::is_request_line(rest.trim_ascii_end()) && !text.starts_with(b"* ");
    is_request.then_some(front + mark + blanks)
}

/// Takes the marks of an answer to an answer off.
fn without_marks(mut line: &[u8]) -> &[u8] {
    while let Some(inside) = line.strip_prefix(b" ").unwrap_or(line).strip_prefix(b">") {
        line = inside;
    }
    line
}

/// The text with `{{name}}` replaced where a line `@name = value` says by what; `None` when there is nothing to replace.
///
/// What an editor makes up (`{{$guid}}`) stays a placeholder.
fn filled_in(text: &[u8], given: Option<&Variables>, notes: &mut Vec<Note>) -> Option<Vec<u8>> {
    Mark::new("{{", 0).find(text)?;
    let (variables, own) = variables(text, given);
    if variables.is_empty() && !Mark::new("{{$", 2).is_in(text) {
        return None;
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let limit = Variables::limit(text.len());
    let out = variables.filled(text, limit, &mut |name| {
        used.insert(name);
    });
    let mut note = |message| notes.push(Note { place: Place { line: 1, column: 1 }, message });
    let (of_file, of_environment): (BTreeSet<&str>, BTreeSet<&str>) =
        used.into_iter().partition(|name| own.contains(*name));
    for (names, whose) in [(of_file, "file"), (of_environment, "environment")] {
        if !names.is_empty() {
            note(format!("variables of the {whose} are replaced: {}", listed(&names)));
        }
    }
    if out.len() > limit {
        note(format!(
            "replacing all variables would make the text more than {} times as long: some are left",
            Variables::MAX_GROWTH
        ));
    }
    Some(out)
}

/// The first of some names, and how many more there are.
fn listed(names: &BTreeSet<&str>) -> String {
    const MAX_LISTED: usize = 12;
    let listed = names.iter().take(MAX_LISTED).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MAX_LISTED) {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}

/// The variables that are given and those that lines before a request define, and the names of these. A value may use those
/// above it.
fn variables(text: &[u8], given: Option<&Variables>) -> (Variables, BTreeSet<String>) {
    let mut variables = given.map(Variables::values_only).unwrap_or_default();
    let mut own = BTreeSet::new();
    let mut is_before_request = true;
    for line in text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii) {
        if line.starts_with(b"###") {
            is_before_request = true;
        } else if let Some((name, value)) = line.strip_prefix(b"@").filter(|_| is_before_request).and_then(definition) {
            let value = variables.filled(value, Variables::MAX_VALUE, &mut |_| ());
            variables.set(&name, &value);
            own.insert(name);
        } else if !(line.is_empty() || line.starts_with(b"#") || line.starts_with(b"//") || line.starts_with(b"@")) {
            is_before_request = false;
        }
    }
    (variables, own)
}

fn definition(line: &[u8]) -> Option<(String, &[u8])> {
    let sign = line.iter().position(|b| *b == b'=')?;
    let name = std::str::from_utf8(line.get(..sign)?.trim_ascii()).ok()?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    is_name.then_some((name.to_owned(), line.get(sign + 1..)?.trim_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_variables() {
        let table = [
            ("> GET / HTTP/1.1\n> Host: x\n>\n", "GET / HTTP/1.1\nHost: x\n\n"),
            (">> GET / HTTP/1.1\n> > Host: x\n", "GET / HTTP/1.1\nHost: x\n"),
            ("> GET /\nHost: x\n", "> GET /\nHost: x\n"),
            ("I sent this:\n> GET / HTTP/1.1\n> Host: x\n", "\nGET / HTTP/1.1\nHost: x\n"),
            ("1. GET https://x/a\n2. POST https://x/b\n", "GET https://x/a\nPOST https://x/b\n"),
            ("- GET /a HTTP/1.1\n", "GET /a HTTP/1.1\n"),
            ("1. curl x\n2. GET /a\n", "1. curl x\n2. GET /a\n"),
            (
                "* Trying\n> GET / HTTP/1.1\n>\n* done\n< HTTP/1.1 200 OK\n<\n{}",
                "\nGET / HTTP/1.1\n\n\nHTTP/1.1 200 OK\n\n{}",
            ),
            (
                "@h = x\n@u=https://{{h}}\nGET {{u}}/{{ h }}/{{t}}\n\n@h=y",
                "@h = x\n@u=https://x\nGET https://x/x/{{t}}\n\n@h=y",
            ),
            ("GET /{{$guid}}/{{$randomInt 1 5}}", "GET /{{guid}}/{{randomInt}}"),
            ("GET /{{open", "GET /{{open"),
        ];
        for (text, expected) in table {
            assert_eq!(String::from_utf8_lossy(&untangle(text.as_bytes()).text), expected, "{text}");
        }
    }

    #[test]
    fn no_text_takes_more_than_its_share() {
        let quoted = "> ".repeat(100_000) + "GET / HTTP/1.1\n";
        assert_eq!(&*untangle(quoted.as_bytes()).text, b"GET / HTTP/1.1\n");
        let open = "@a = b\nGET /\n\n".to_owned() + &"{{".repeat(100_000);
        assert_eq!(&*untangle(open.as_bytes()).text, open.as_bytes());
        let growing = format!("@a = {}\nGET /\n\n{}", "b".repeat(4_000), "{{a}}".repeat(100_000));
        let Untangled { text, notes } = untangle(growing.as_bytes());
        assert!(text.len() < 10 * growing.len(), "{}", text.len());
        assert!(notes.iter().any(|note| note.message.contains("some are left")), "{notes:?}");
        let chain: String = (1..20_000).map(|i| format!("@a{i} = x{{{{a{}}}}}\n", i - 1)).collect();
        assert!(untangle((chain + "GET /{{a19999}}\n").as_bytes()).text.len() < 400_000_000);
    }
}
