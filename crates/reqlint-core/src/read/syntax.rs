//! What isn't TOML, in the words of somebody who writes rules.
//!
//! The parser says what it expected; a writer wants to know which slip it was. So the text at the place decides, and what
//! the parser says only where it names the slip. Where one slip makes all that follows unreadable, only the slip is said.

use crate::mistake::Log;
use std::ops::Range;

/// A slip: the bytes to mark, the bytes that it spoils, what is wrong, and what to do.
struct Slip {
    mark: Range<usize>,
    spoils: Range<usize>,
    message: String,
    help: String,
}

const TYPOGRAPHIC: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// Says what an error of the parser is about.
pub(super) fn say(text: &str, at: Range<usize>, error: &str, log: &mut Log) {
    let at = boundary(text, at.start.min(text.len()))..boundary(text, at.end.min(text.len()));
    if log.is_torn(log.place(at.clone())) {
        return;
    }
    let slip = slip(text, &at, error);
    let (mark, spoils) = (log.place(slip.mark), log.place(slip.spoils));
    log.tear(mark, spoils, slip.message, Some(slip.help));
}

fn slip(text: &str, at: &Range<usize>, error: &str) -> Slip {
    let line = line_around(text, at.start);
    let written = text.get(line.clone()).unwrap_or_default();
    let one_line = |mark: Range<usize>, message: &str, help: String| Slip {
        mark,
        spoils: line.clone(),
        message: message.to_owned(),
        help,
    };
    if let Some(slip) = open_block(text, at, error).or_else(|| open_list(text, at, error)) {
        return slip;
    }
    if error.contains("duplicate key") {
        return twice(text, at);
    }
    let quote = written.char_indices().find(|(_, c)| TYPOGRAPHIC.contains(c));
    if let Some((start, quote)) = quote
        && (error.contains("string") || error.contains("quoted") || error.contains("key"))
    {
        let mark = line.start + start..line.start + start + quote.len_utf8();
        let help = "write the straight ones: \" before and behind the text".to_owned();
        return one_line(mark, &format!("the quote {quote} is typographic, and TOML doesn't know it"), help);
    }
    if error.contains("leading zero") {
        let number = text.get(at.start..line.end).unwrap_or_default();
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        let help = format!("write {}", number.trim_start_matches('0'));
        return one_line(at.start..at.start + number.len(), "a number has no zero in front", help);
    }
    if error.contains("escape") || error.contains("unicode value") {
        let before = text.get(line.start..at.start).unwrap_or_default();
        let mark =
            before.rfind('\\').map_or(at.clone(), |found| line.start + found..at.start.max(line.start + found + 1));
        let help = "write \\\\ for a backslash, or put the text in single quotes: '…'".to_owned();
        return one_line(mark, "in a text, a backslash begins a special character", help);
    }
    if error.contains("must be quoted") {
        let value = text.get(at.start..line.end).unwrap_or_default().trim_end();
        return one_line(at.start..at.start + value.len(), "a text stands in quotes", format!("write \"{value}\""));
    }
    if error.contains("string") {
        let opening = written.find(['"', '\'']).map_or(at.start, |found| line.start + found);
        let help = "add the same quote at its end; a text of several lines stands between ''' and '''".to_owned();
        return one_line(opening..line.end, "this text is opened and never closed", help);
    }
    if error.contains("unclosed table") {
        let help = format!("write {}{}", written.trim(), if written.starts_with("[[") { "]]" } else { "]" });
        return one_line(line.clone(), "this heading is opened and never closed", help);
    }
    if error.contains("missing comma") {
        let help = "put a comma after each; or write the table as a [heading] with one key a line".to_owned();
        return one_line(at.clone(), "a comma is missing before this", help);
    }
    if error.contains("date") && text.get(at.clone()).is_some_and(|day| day.starts_with(|c: char| c.is_ascii_digit())) {
        let help = "look at its month and its day; write 2026-03-31, or 2024-05-01T12:00:00Z".to_owned();
        return one_line(at.clone(), "no calendar has this time", help);
    }
    if let Some(key) = bare_key(written) {
        let start = line.start + written.len() - written.trim_start().len();
        let message = "a key of other characters than letters, digits, - and _ stands in quotes";
        return one_line(start..start + key.len(), message, format!("write \"{key}\" ="));
    }
    if error.contains("expected `=`") {
        let help = "write key = value".to_owned();
        return one_line(at.clone(), "between a key and its value stands =", help);
    }
    let help = "a line is a key = value, a [heading], or a # comment".to_owned();
    one_line(at.start..line.end.max(at.end), "this can't be read", help)
}

/// What stands before the `=` of a line, where it isn't a key only because of its characters.
fn bare_key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim();
    let is_name = key.chars().all(|c| c.is_alphanumeric() || "-_./{}*@+".contains(c)) && !key.is_empty();
    let is_bare = key.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    (is_name && !is_bare).then_some(key)
}

/// A text of several lines that is never closed: all behind it is inside of it.
fn open_block(text: &str, at: &Range<usize>, error: &str) -> Option<Slip> {
    if !error.contains("multi-line") {
        return None;
    }
    let quotes = if error.contains("literal") { "'''" } else { "\"\"\"" };
    let opening = text.get(..at.start)?.rfind(quotes)?;
    Some(Slip {
        mark: opening..opening + 3,
        spoils: opening..text.len(),
        message: "this text is opened and never closed".to_owned(),
        help: format!("write {quotes} on a line of its own below the text"),
    })
}

/// A list that is never closed: the parser takes the next keys and headings for its items.
fn open_list(text: &str, at: &Range<usize>, error: &str) -> Option<Slip> {
    if !error.contains("array") {
        return None;
    }
    let mut depth = 0;
    let before = text.get(..at.start)?;
    let opening = before.char_indices().rev().find(|(_, c)| {
        depth += match c {
            '[' => 1,
            ']' => -1,
            _ => 0,
        };
        depth > 0
    });
    let (opening, _) = opening?;
    let line = line_around(text, opening);
    let begins_line = text.get(line_around(text, at.start).start..at.start)?.trim().is_empty();
    let here = text.get(at.start..)?;
    let is_next = begins_line && (here.starts_with('[') || here.split(['\n', '\'', '"']).next()?.contains('='));
    if is_next || here.is_empty() {
        return Some(Slip {
            mark: opening..line.end,
            spoils: opening..text.len(),
            message: "this list is opened and never closed".to_owned(),
            help: "write ] at its end".to_owned(),
        });
    }
    None
}

/// A key or a heading that stands twice.
fn twice(text: &str, at: &Range<usize>) -> Slip {
    let line = line_around(text, at.start);
    let written = text.get(line.clone()).unwrap_or_default().trim();
    let (message, help) = if written.starts_with("[example]") {
        ("`[example]` stands twice".to_owned(), "write [[example]] with two brackets, each time".to_owned())
    } else if written.starts_with('[') {
        (format!("the heading `{written}` stands twice"), "put its keys below the first one".to_owned())
    } else {
        let key = text.get(at.clone()).unwrap_or_default();
        (format!("`{key}` stands twice"), "keep one of them".to_owned())
    };
    Slip { mark: at.clone(), spoils: line, message, help }
}

/// The line that a byte stands on, without its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    let behind = text.get(start..).unwrap_or_default();
    let length = behind.lines().next().unwrap_or_default().len();
    start..start + length
}

/// The nearest boundary of a character, at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
