//! Slips that spoil nothing but their line.

use super::{Slip, Stumble, bare};

const TYPOGRAPHIC: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// The slip at a place. `top` are the keys that may stand above the first heading.
pub(super) fn slip(stumble: &Stumble<'_>, top: &[&str]) -> Slip {
    foreign(stumble)
        .or_else(|| twice(stumble))
        .or_else(|| typographic(stumble))
        .or_else(|| value(stumble))
        .or_else(|| heading(stumble, top))
        .or_else(|| key(stumble))
        .unwrap_or_else(|| {
            let mark = stumble.at.start..stumble.line.end.max(stumble.at.end);
            stumble.slip(mark, "this can't be read", "a line is a key = value, a [heading], or a # comment")
        })
}

/// Lines that other tools left behind, and characters that only look like others.
fn foreign(stumble: &Stumble<'_>) -> Option<Slip> {
    let written = stumble.written();
    let begins = |marks: &[&str]| marks.iter().any(|mark| written.trim_start().starts_with(mark));
    if begins(&["<<<<<<<", "=======", ">>>>>>>", "|||||||"]) {
        let help = "keep one of the two versions, and take out the marks";
        return Some(stumble.slip(stumble.line.clone(), "a merge left its mark here", help));
    }
    if begins(&["```", "~~~"]) {
        let help = "take out this line";
        return Some(stumble.slip(stumble.line.clone(), "this is a fence of Markdown, and no part of a rule", help));
    }
    if begins(&["//", "--", ";"]) {
        let help = "write # at its beginning";
        return Some(stumble.slip(stumble.line.clone(), "a comment begins with #", help));
    }
    let (_, behind) = stumble.around();
    let odd = behind.chars().next().filter(|c| !c.is_ascii() && (c.is_whitespace() || is_invisible(*c)))?;
    let mark = stumble.at.start..stumble.at.start + odd.len_utf8();
    Some(stumble.slip(mark, "this character is no space, though it may look like one", "write a space, or nothing"))
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A key or a heading that stands twice.
fn twice(stumble: &Stumble<'_>) -> Option<Slip> {
    if !stumble.is_about("duplicate key") {
        return None;
    }
    let written = stumble.written().trim();
    let key = stumble.text.get(stumble.at.clone()).unwrap_or_default();
    let (message, help) = if written.starts_with("[example]") {
        ("`[example]` stands twice".to_owned(), "write [[example]] with two brackets, each time")
    } else if let Some(name) = written.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        (format!("`[{name}]` stands above with one bracket"), "write two brackets, each time")
    } else if written.starts_with('[') {
        (format!("the heading `{written}` stands twice"), "put its keys below the first one")
    } else if matches!(key, "fail" | "pass") {
        (format!("`{key}` stands twice"), "keep one of them; several requests are a list, or an [[example]] each")
    } else {
        (format!("`{key}` stands twice"), "keep one of them")
    };
    Some(stumble.slip(stumble.at.clone(), message, help))
}

fn typographic(stumble: &Stumble<'_>) -> Option<Slip> {
    let (start, quote) = stumble.written().char_indices().find(|(_, c)| TYPOGRAPHIC.contains(c))?;
    if !["string", "quoted", "key"].iter().any(|word| stumble.is_about(word)) {
        return None;
    }
    let mark = stumble.line.start + start..stumble.line.start + start + quote.len_utf8();
    let message = format!("the quote {quote} is typographic, and TOML doesn't know it");
    Some(stumble.slip(mark, message, "write the straight ones: \" before and behind the text"))
}

/// Slips in the value of a key.
fn value(stumble: &Stumble<'_>) -> Option<Slip> {
    let at = stumble.at.clone();
    let (before, behind) = stumble.around();
    if stumble.is_about("leading zero") {
        let number: String = behind.chars().take_while(char::is_ascii_digit).collect();
        let help = format!("write {}", number.trim_start_matches('0'));
        return Some(stumble.slip(at.start..at.start + number.len(), "a number has no zero in front", help));
    }
    if stumble.is_about("escape") || stumble.is_about("unicode value") {
        let start = before.rfind('\\').map(|found| stumble.line.start + found);
        let mark = start.map_or(at.clone(), |start| start..at.start.max(start + 1));
        let help = "write \\\\ for a backslash, or put the text in single quotes: '…'";
        return Some(stumble.slip(mark, "in a text, a backslash begins a special character", help));
    }
    let is_day = behind.starts_with(|c: char| c.is_ascii_digit()) && stumble.is_about("date");
    if is_day {
        let help = "look at its month and its day; write 2026-03-31, or 2024-05-01T12:00:00Z";
        return Some(stumble.slip(at, "no calendar has this time", help));
    }
    if let Some(slip) = behind_text(stumble, before, behind) {
        return Some(slip);
    }
    let begun = before.rsplit('=').next().unwrap_or_default().trim();
    let is_bare = before.contains('=') && begun.chars().all(char::is_alphanumeric);
    if is_bare && !behind.starts_with(['"', '\'', '[', '{']) {
        return Some(bare::slip(stumble));
    }
    if stumble.is_about("string") {
        let opening = stumble.written().find(['"', '\'']).map_or(at.start, |found| stumble.line.start + found);
        let help = "add the same quote at its end; a text of several lines stands between ''' and '''";
        return Some(stumble.slip(opening..stumble.line.end, "this text is opened and never closed", help));
    }
    if stumble.is_about("missing comma") {
        let help = if stumble.is_about("array") {
            "put a comma between the items"
        } else {
            "put a comma after each; or write the table as a [heading] with one key a line"
        };
        return Some(stumble.slip(at, "a comma is missing before this", help));
    }
    None
}

/// What stands behind a text that has ended: another one, or the rest of it.
fn behind_text(stumble: &Stumble<'_>, before: &str, behind: &str) -> Option<Slip> {
    let (key, text) = before.split_once('=')?;
    let text = text.trim();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    if text.len() < 2 || !text.ends_with(quote) || stumble.is_about("missing comma") {
        return None;
    }
    let behind = behind.trim_end();
    let mark = stumble.at.start..stumble.at.start + behind.len();
    if behind.trim_start().starts_with(',') {
        let help = format!("write {} = [{text}{behind}]", key.trim());
        return Some(stumble.slip(mark, "several values stand in a list", help));
    }
    if behind.trim_start().starts_with(';') {
        return Some(stumble.slip(mark, "a line ends without a mark", format!("write {} = {text}", key.trim())));
    }
    let other = if quote == '"' { '\'' } else { '"' };
    let message = format!("the text ends at the {quote} before this");
    let help = format!("put the whole text between {other} and {other}, or three of them: '''…'''");
    Some(stumble.slip(mark, message, help))
}

/// Slips in a `[heading]`.
fn heading(stumble: &Stumble<'_>, top: &[&str]) -> Option<Slip> {
    let written = stumble.written().trim();
    let name = written.trim_start_matches('[');
    let brackets = written.len() - name.len();
    if brackets == 0 {
        return None;
    }
    let (open, close) = ("[".repeat(brackets), "]".repeat(brackets));
    let mark = stumble.part(written);
    let Some((name, behind)) = name.split_once(']') else {
        return Some(stumble.slip(mark, "this heading is opened and never closed", format!("write {written}{close}")));
    };
    let closed = 1 + behind.chars().take_while(|c| *c == ']').count();
    if name.trim().contains([' ', '/']) {
        let name = joined(name.trim(), top);
        return Some(stumble.slip(mark, "a heading is one word", format!("write {open}{name}{close}")));
    }
    (closed != brackets).then(|| {
        let message = "the brackets before and behind a heading are the same number";
        stumble.slip(mark, message, format!("write {open}{name}{close}"))
    })
}

/// The words of a heading as one: `check header-syntax` is `check.header-syntax`, `applies to` is `applies-to`.
fn joined(words: &str, top: &[&str]) -> String {
    let dashed = words.replace([' ', '/'], "-");
    let dotted = words.replace([' ', '/'], ".");
    let is_key = top.iter().any(|key| Some(*key) == dotted.split('.').next());
    if !top.contains(&dashed.as_str()) && is_key { dotted } else { dashed }
}

/// Slips in a key, or in front of its value.
fn key(stumble: &Stumble<'_>) -> Option<Slip> {
    let written = stumble.written();
    if let Some((key, value)) = written.split_once(':').filter(|(key, _)| !key.contains(['=', '"', '\''])) {
        let colon = stumble.line.start + key.len();
        let help = format!("write {} = {}", key.trim(), value.trim());
        return Some(stumble.slip(colon..colon + 1, "between a key and its value stands =", help));
    }
    let name = written.split_once('=').map_or("", |(key, _)| key.trim());
    let is_word = |c: char| c.is_alphanumeric() || "-_./{}*@+ ".contains(c);
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if name.is_empty() || !name.chars().all(is_word) || name.chars().all(is_bare) {
        let is_missing = stumble.is_about("assignment") || stumble.is_about("no value");
        let help = "write key = value";
        return is_missing.then(|| stumble.slip(stumble.at.clone(), "between a key and its value stands =", help));
    }
    if name.contains(' ') {
        let dashed = name.split_whitespace().collect::<Vec<_>>().join("-");
        return Some(stumble.slip(stumble.part(name), "a key is one word", format!("write {dashed} =")));
    }
    let message = "a key of other characters than letters, digits, - and _ stands in quotes";
    Some(stumble.slip(stumble.part(name), message, format!("write \"{name}\" =")))
}
