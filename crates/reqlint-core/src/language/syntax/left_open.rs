//! Slips that spoil the lines behind them: a text, a list or a table that is opened and never closed.

use super::{Slip, Stumble, line_around};

const BLOCKS: [&str; 2] = ["'''", "\"\"\""];

/// The slip, if it is one of these.
pub(super) fn slip(stumble: &Stumble<'_>) -> Option<Slip> {
    block(stumble)
        .or_else(|| swallowed_block(stumble))
        .or_else(|| empty_text(stumble))
        .or_else(|| bracket(stumble, '[', ']', "list"))
        .or_else(|| bracket(stumble, '{', '}', "table"))
        .or_else(|| text_over_lines(stumble))
}

/// A text of several lines that is never closed: all behind it is inside of it.
fn block(stumble: &Stumble<'_>) -> Option<Slip> {
    if !stumble.is_about("multi-line") {
        return None;
    }
    let quotes = if stumble.is_about("literal") { "'''" } else { "\"\"\"" };
    let opening = stumble.text.get(..stumble.at.start)?.rfind(quotes)?;
    Some(open_block(stumble.text, opening, quotes))
}

/// A text of several lines that ends at the quotes that should have opened the next one.
fn swallowed_block(stumble: &Stumble<'_>) -> Option<Slip> {
    let before = stumble.text.get(..stumble.line.start)?;
    let quotes = BLOCKS.into_iter().find(|quotes| before.matches(quotes).count() > 1)?;
    let mut all = before.rmatch_indices(quotes).map(|(at, _)| at);
    let (closing, opening) = (all.next()?, all.next()?);
    let is_opening =
        |at: usize| before.get(line_around(before, at).start..at).is_some_and(|b| b.trim_end().ends_with('='));
    let is_even = before.matches(quotes).count() % 2 == 0;
    let is_key = stumble.written().contains('=') || stumble.written().trim_start().starts_with('[');
    (is_even && is_opening(closing) && is_opening(opening) && !is_key)
        .then(|| open_block(stumble.text, opening, quotes))
}

fn open_block(text: &str, opening: usize, quotes: &str) -> Slip {
    Slip {
        mark: opening..opening + 3,
        spoils: opening..text.len(),
        message: "this text is opened and never closed".to_owned(),
        help: format!("write {quotes} on a line of its own below the text"),
    }
}

/// Two quotes where three should open a text of several lines.
fn empty_text(stumble: &Stumble<'_>) -> Option<Slip> {
    let before = stumble.text.get(..stumble.line.start)?.trim_end();
    let quotes = ["''", "\"\""].into_iter().find(|quotes| before.ends_with(quotes))?;
    let mark = before.len() - quotes.len()..before.len();
    if !before.get(..mark.start)?.trim_end().ends_with('=') || stumble.written().contains('=') {
        return None;
    }
    let three = format!("{quotes}{}", quotes.get(..1)?);
    Some(Slip {
        spoils: mark.start..stumble.text.len(),
        mark,
        message: format!("{quotes} is an empty text; one of several lines stands between three quotes"),
        help: format!("write {three} here, and {three} below the text"),
    })
}

/// A list or an inline table that is never closed: the parser takes the next keys and headings for parts of it.
fn bracket(stumble: &Stumble<'_>, open: char, close: char, what: &str) -> Option<Slip> {
    let is_about = if open == '[' { stumble.is_about("array") } else { true };
    let mut depth = 0;
    let before = stumble.text.get(..stumble.at.start)?;
    // a bracket of a value stands behind a `=` on its line, or behind another bracket
    let opening = before.char_indices().rev().filter(|_| is_about).find(|(_, c)| {
        depth += i32::from(*c == open) - i32::from(*c == close);
        depth > 0
    });
    let (opening, _) = opening?;
    let line = line_around(stumble.text, opening);
    let is_value = stumble.text.get(line.start..opening)?.contains('=');
    let begins_line = stumble.around().0.trim().is_empty();
    let here = stumble.text.get(stumble.at.start..)?;
    // a line that begins with the closing one ends it, before the next heading does
    let ends = here.lines().take_while(|line| !line.starts_with('[')).any(|line| line.trim_start().starts_with(close));
    let is_next = begins_line
        && !ends
        && line.start < stumble.line.start
        && (here.starts_with('[') || here.split(['\n', '\'', '"']).next()?.contains('='));
    (is_value && (is_next || here.is_empty())).then(|| Slip {
        mark: opening..line.end,
        spoils: opening..stumble.text.len(),
        message: format!("this {what} is opened and never closed"),
        help: format!("write {close} at its end"),
    })
}

/// A text between single quotes that goes on below.
fn text_over_lines(stumble: &Stumble<'_>) -> Option<Slip> {
    let (key, value) = stumble.written().split_once('=')?;
    let quote = value.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let open = stumble.line.end - value.trim_start().len();
    let behind = stumble.text.get(stumble.line.end..)?;
    // up to the quote, if no other line begins before
    let rest: Vec<&str> =
        behind.split_inclusive('\n').skip(1).take_while(|line| !line.contains('=') && !line.starts_with('[')).collect();
    let closing = rest.iter().position(|line| line.trim_end().ends_with(quote))?;
    if !stumble.is_about("string") || value.matches(quote).count() > 1 || key.trim().is_empty() {
        return None;
    }
    let first = behind.split_inclusive('\n').next().map_or(0, str::len);
    let length: usize = rest.iter().take(closing + 1).map(|line| line.trim_end_matches(['\r', '\n']).len()).sum();
    let breaks: usize =
        rest.iter().take(closing).map(|line| line.len() - line.trim_end_matches(['\r', '\n']).len()).sum();
    Some(Slip {
        mark: open..stumble.line.end,
        spoils: open..stumble.line.end + first + length + breaks,
        message: "a text in single or double quotes stands on one line".to_owned(),
        help: "put it on one line, or between ''' and '''".to_owned(),
    })
}
