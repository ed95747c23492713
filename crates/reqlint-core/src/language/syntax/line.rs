//! Errors that concern a single line.

use super::{Cause, Failure, bare, grouped};
use crate::language::Code;
use crate::language::misplaced::DOTTED;

const TYPOGRAPHIC: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// The cause of a failure. `top` are the keys of the top level.
pub(super) fn cause(failure: &Failure<'_>, top: &[&str]) -> Cause {
    foreign(failure)
        .or_else(|| dotted(failure))
        .or_else(|| duplicate(failure))
        .or_else(|| grouped::cause(failure))
        .or_else(|| typographic(failure))
        .or_else(|| value(failure))
        .or_else(|| header(failure, top))
        .or_else(|| key(failure))
        .unwrap_or_else(|| {
            let mark = failure.at.start..failure.line.end.max(failure.at.end);
            failure.cause(
                Code::InvalidToml,
                mark,
                "this is not TOML",
                "a line is a key = value, a [table header], or a # comment",
            )
        })
}

/// Lines left by other tools, and characters that only look like others.
fn foreign(failure: &Failure<'_>) -> Option<Cause> {
    let written = failure.written();
    let begins = |marks: &[&str]| marks.iter().any(|mark| written.trim_start().starts_with(mark));
    if begins(&["<<<<<<<", "=======", ">>>>>>>", "|||||||"]) {
        let help = "keep one of the two versions, and remove the markers";
        return Some(failure.cause(Code::ForeignSyntax, failure.line.clone(), "unresolved merge conflict", help));
    }
    if begins(&["```", "~~~"]) {
        let help = "remove this line";
        return Some(failure.cause(
            Code::ForeignSyntax,
            failure.line.clone(),
            "this is a Markdown code fence, not TOML",
            help,
        ));
    }
    if begins(&["//", "--", ";"]) {
        let help = "write # at its start";
        return Some(failure.cause(Code::ForeignSyntax, failure.line.clone(), "comments begin with `#`", help));
    }
    let (_, after) = failure.around();
    let odd = after.chars().next().filter(|c| !c.is_ascii() && (c.is_whitespace() || is_invisible(*c)))?;
    let mark = failure.at.start..failure.at.start + odd.len_utf8();
    let help = "replace it by a space, or remove it";
    Some(failure.cause(Code::ForeignSyntax, mark, "this character is not a space, though it may look like one", help))
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A key with dots that reaches into a table that was closed: a name with dots without its quotes.
fn dotted(failure: &Failure<'_>) -> Option<Cause> {
    if !failure.is_about("with a dotted key") {
        return None;
    }
    let name = failure.written().split_once('=').map_or(failure.written(), |(key, _)| key).trim();
    let name = name.trim_start_matches('[').trim_end_matches(']');
    Some(failure.cause(Code::InvalidKey, failure.part(name), DOTTED, format!("write \"{name}\" in quotes")))
}

/// A key or a table header that is there twice.
fn duplicate(failure: &Failure<'_>) -> Option<Cause> {
    if !failure.is_about("duplicate key") {
        return None;
    }
    let written = failure.written().trim();
    let key = failure.text.get(failure.at.clone()).unwrap_or_default();
    let (message, help) = if written.starts_with("[example]") {
        ("`[example]` appears twice".to_owned(), "write [[example]] with double brackets, each time")
    } else if let Some(name) = written.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        (format!("`[{name}]` appears above with single brackets"), "write double brackets, each time")
    } else if written.starts_with('[') {
        (format!("the table header `{written}` appears twice"), "move its keys below the first one")
    } else if matches!(key, "fail" | "pass") {
        (format!("`{key}` appears twice"), "write several requests as a list, or as an [[example]] each")
    } else {
        (format!("`{key}` appears twice"), "keep one of them")
    };
    Some(failure.cause(Code::DuplicateKey, failure.at.clone(), message, help))
}

fn typographic(failure: &Failure<'_>) -> Option<Cause> {
    let (start, quote) = failure.written().char_indices().find(|(_, c)| TYPOGRAPHIC.contains(c))?;
    if !["string", "quoted", "key"].iter().any(|word| failure.is_about(word)) {
        return None;
    }
    let mark = failure.line.start + start..failure.line.start + start + quote.len_utf8();
    let message = format!("{quote} is a typographic quote, which TOML doesn't allow");
    Some(failure.cause(Code::InvalidString, mark, message, "write straight quotes: \"…\""))
}

/// Errors in the value of a key.
fn value(failure: &Failure<'_>) -> Option<Cause> {
    let at = failure.at.clone();
    let (before, after) = failure.around();
    if failure.is_about("leading zero") {
        let number: String = after.chars().take_while(char::is_ascii_digit).collect();
        let help = format!("write {}", number.trim_start_matches('0'));
        let mark = at.start..at.start + number.len();
        return Some(failure.cause(Code::InvalidValue, mark, "a number can't begin with 0", help));
    }
    if failure.is_about("escape") || failure.is_about("unicode value") {
        let start = before.rfind('\\').map(|found| failure.line.start + found);
        let mark = start.map_or(at.clone(), |start| start..at.start.max(start + 1));
        let help = "write \\\\ for a backslash, or use single quotes: '…'";
        let message = "in double quotes, a backslash begins a special character";
        return Some(failure.cause(Code::InvalidString, mark, message, help));
    }
    let is_day = after.starts_with(|c: char| c.is_ascii_digit()) && failure.is_about("date");
    if is_day {
        let help = "check the month and the day; write 2026-03-31, or 2024-05-01T12:00:00Z";
        return Some(failure.cause(Code::InvalidValue, at, "this date or time doesn't exist", help));
    }
    if let Some(cause) = after_string(failure, before, after) {
        return Some(cause);
    }
    let begun = before.rsplit('=').next().unwrap_or_default().trim();
    let is_bare = before.contains('=') && begun.chars().all(char::is_alphanumeric);
    if is_bare && !after.starts_with(['"', '\'', '[', '{']) {
        return Some(bare::cause(failure));
    }
    if failure.is_about("string") {
        let opening = failure.written().find(['"', '\'']).map_or(at.start, |found| failure.line.start + found);
        let help = "add the same quote at its end; a multi-line string is written between ''' and '''";
        let mark = opening..failure.line.end;
        return Some(failure.cause(Code::UnclosedString, mark, "this string is never closed", help));
    }
    if failure.is_about("missing comma") {
        let help = if failure.is_about("array") {
            "put a comma between the items"
        } else {
            "put a comma between the keys, or write the table as a [header] with one key per line"
        };
        return Some(failure.cause(Code::MissingComma, at, "expected a comma before this", help));
    }
    None
}

/// What follows a string that has ended: another one, or the rest of it.
fn after_string(failure: &Failure<'_>, before: &str, after: &str) -> Option<Cause> {
    let (key, text) = before.split_once('=')?;
    let text = text.trim();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    if text.len() < 2 || !text.ends_with(quote) || failure.is_about("missing comma") {
        return None;
    }
    let after = after.trim_end();
    let mark = failure.at.start..failure.at.start + after.len();
    if after.trim_start().starts_with(',') {
        let help = format!("write {} = [{text}{after}]", key.trim());
        return Some(failure.cause(Code::MissingComma, mark, "several values must be written as a list", help));
    }
    if after.trim_start().starts_with(';') {
        let help = format!("write {} = {text}", key.trim());
        return Some(failure.cause(Code::ForeignSyntax, mark, "unexpected `;` at the end of the line", help));
    }
    let other = if quote == '"' { '\'' } else { '"' };
    let message = format!("the string ends at the {quote} before this");
    let help = format!("put the whole string between {other} and {other}, or between ''' and '''");
    Some(failure.cause(Code::InvalidString, mark, message, help))
}

/// Errors in a table header.
fn header(failure: &Failure<'_>, top: &[&str]) -> Option<Cause> {
    let written = failure.written().trim();
    let name = written.trim_start_matches('[');
    let brackets = written.len() - name.len();
    if brackets == 0 {
        return None;
    }
    let (open, close) = ("[".repeat(brackets), "]".repeat(brackets));
    let mark = failure.part(written);
    let Some((name, after)) = name.split_once(']') else {
        let help = format!("write {written}{close}");
        return Some(failure.cause(Code::InvalidHeader, mark, "this table header is never closed", help));
    };
    let closed = 1 + after.chars().take_while(|c| *c == ']').count();
    if name.trim().contains([' ', '/']) {
        let name = joined(name.trim(), top);
        let help = format!("write {open}{name}{close}");
        return Some(failure.cause(Code::InvalidHeader, mark, "a table header must be one word", help));
    }
    (closed != brackets).then(|| {
        let help = format!("write {open}{name}{close}");
        failure.cause(Code::InvalidHeader, mark, "unbalanced brackets in table header", help)
    })
}

/// The words of a table header as one: `check header-syntax` is `check.header-syntax`, `applies to` is `applies-to`.
fn joined(words: &str, top: &[&str]) -> String {
    let dashed = words.replace([' ', '/'], "-");
    let dotted = words.replace([' ', '/'], ".");
    let is_key = top.iter().any(|key| Some(*key) == dotted.split('.').next());
    if !top.contains(&dashed.as_str()) && is_key { dotted } else { dashed }
}

/// Errors in a key, or between it and its value.
fn key(failure: &Failure<'_>) -> Option<Cause> {
    let written = failure.written();
    if let Some((key, value)) = written.split_once(':').filter(|(key, _)| !key.contains(['=', '"', '\''])) {
        let colon = failure.line.start + key.len();
        let help = format!("write {} = {}", key.trim(), value.trim());
        return Some(failure.cause(Code::InvalidKey, colon..colon + 1, "expected `=` between key and value", help));
    }
    let name = written.split_once('=').map_or("", |(key, _)| key.trim());
    let is_word = |c: char| c.is_alphanumeric() || "-_./{}*@+ ".contains(c);
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if name.is_empty() || !name.chars().all(is_word) || name.chars().all(is_bare) {
        let is_missing = failure.is_about("assignment") || failure.is_about("no value");
        let (message, help) = ("expected `=` between key and value", "write key = value");
        return is_missing.then(|| failure.cause(Code::InvalidKey, failure.at.clone(), message, help));
    }
    if name.contains(' ') {
        let dashed = name.split_whitespace().collect::<Vec<_>>().join("-");
        let help = format!("write {dashed} =");
        return Some(failure.cause(Code::InvalidKey, failure.part(name), "a key must be one word", help));
    }
    let message = "a key with characters other than letters, digits, `-` and `_` must be quoted";
    Some(failure.cause(Code::InvalidKey, failure.part(name), message, format!("write \"{name}\" =")))
}
