//! Errors that make the lines after them unreadable: a string, a list or a table that is never closed.

use super::{Cause, Failure, line_around};
use crate::language::Code;

const BLOCKS: [&str; 2] = ["'''", "\"\"\""];

/// The cause, if it is one of these.
pub(super) fn cause(failure: &Failure<'_>) -> Option<Cause> {
    block(failure)
        .or_else(|| swallowed_block(failure))
        .or_else(|| two_quotes(failure))
        .or_else(|| bracket(failure, '[', ']', "list"))
        .or_else(|| bracket(failure, '{', '}', "table"))
        .or_else(|| string_over_lines(failure))
}

/// A multi-line string that is never closed: everything after it is part of it.
fn block(failure: &Failure<'_>) -> Option<Cause> {
    if !failure.is_about("multi-line") {
        return None;
    }
    let quotes = if failure.is_about("literal") { "'''" } else { "\"\"\"" };
    let opening = failure.text.get(..failure.at.start)?.rfind(quotes)?;
    Some(open_block(failure.text, opening, quotes))
}

/// A multi-line string that ends at the quotes that should have opened the next one.
fn swallowed_block(failure: &Failure<'_>) -> Option<Cause> {
    let before = failure.text.get(..failure.line.start)?;
    let quotes = BLOCKS.into_iter().find(|quotes| before.matches(quotes).count() > 1)?;
    let mut all = before.rmatch_indices(quotes).map(|(at, _)| at);
    let (closing, opening) = (all.next()?, all.next()?);
    let is_opening =
        |at: usize| before.get(line_around(before, at).start..at).is_some_and(|b| b.trim_end().ends_with('='));
    let is_even = before.matches(quotes).count() % 2 == 0;
    let is_key = failure.written().contains('=') || failure.written().trim_start().starts_with('[');
    (is_even && is_opening(closing) && is_opening(opening) && !is_key)
        .then(|| open_block(failure.text, opening, quotes))
}

fn open_block(text: &str, opening: usize, quotes: &str) -> Cause {
    Cause {
        mark: opening..opening + 3,
        unparsed: opening..text.len(),
        code: Code::UnclosedString,
        message: "this string is never closed".to_owned(),
        help: format!("write {quotes} on a line of its own after the text"),
    }
}

/// Two quotes where three should open a multi-line string.
fn two_quotes(failure: &Failure<'_>) -> Option<Cause> {
    let before = failure.text.get(..failure.line.start)?.trim_end();
    let quotes = ["''", "\"\""].into_iter().find(|quotes| before.ends_with(quotes))?;
    let mark = before.len() - quotes.len()..before.len();
    if !before.get(..mark.start)?.trim_end().ends_with('=') || failure.written().contains('=') {
        return None;
    }
    let three = format!("{quotes}{}", quotes.get(..1)?);
    Some(Cause {
        unparsed: mark.start..failure.text.len(),
        mark,
        code: Code::InvalidString,
        message: format!("{quotes} is an empty string; a multi-line string needs three quotes"),
        help: format!("write {three} here, and {three} on a line of its own after the text"),
    })
}

/// A list or an inline table that is never closed: the parser reads the next keys and table headers as parts of it.
fn bracket(failure: &Failure<'_>, open: char, close: char, what: &str) -> Option<Cause> {
    let is_about = if open == '[' { failure.is_about("array") } else { true };
    let mut depth = 0;
    let before = failure.text.get(..failure.at.start)?;
    // a bracket of a value comes after `=` on its line, or after another bracket
    let opening = before.char_indices().rev().filter(|_| is_about).find(|(_, c)| {
        depth += i32::from(*c == open) - i32::from(*c == close);
        depth > 0
    });
    let (opening, _) = opening?;
    let line = line_around(failure.text, opening);
    let is_value = failure.text.get(line.start..opening)?.contains('=');
    let begins_line = failure.around().0.trim().is_empty();
    let here = failure.text.get(failure.at.start..)?;
    // a line that begins with the closing bracket ends it, before the next table header does
    let ends = here.lines().take_while(|line| !line.starts_with('[')).any(|line| line.trim_start().starts_with(close));
    let is_next = begins_line
        && !ends
        && line.start < failure.line.start
        && (here.starts_with('[') || here.split(['\n', '\'', '"']).next()?.contains('='));
    (is_value && (is_next || here.is_empty())).then(|| Cause {
        mark: opening..line.end,
        unparsed: opening..failure.text.len(),
        code: Code::UnclosedBracket,
        message: format!("this {what} is never closed"),
        help: format!("write {close} at its end"),
    })
}

/// A string in single or double quotes that continues on the next line.
fn string_over_lines(failure: &Failure<'_>) -> Option<Cause> {
    let (key, value) = failure.written().split_once('=')?;
    let quote = value.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let open = failure.line.end - value.trim_start().len();
    let after = failure.text.get(failure.line.end..)?;
    // up to the quote, unless another key or table header comes first
    let rest: Vec<&str> =
        after.split_inclusive('\n').skip(1).take_while(|line| !line.contains('=') && !line.starts_with('[')).collect();
    let closing = rest.iter().position(|line| line.trim_end().ends_with(quote))?;
    if !failure.is_about("string") || value.matches(quote).count() > 1 || key.trim().is_empty() {
        return None;
    }
    let first = after.split_inclusive('\n').next().map_or(0, str::len);
    let length: usize = rest.iter().take(closing + 1).map(|line| line.trim_end_matches(['\r', '\n']).len()).sum();
    let breaks: usize =
        rest.iter().take(closing).map(|line| line.len() - line.trim_end_matches(['\r', '\n']).len()).sum();
    Some(Cause {
        mark: open..failure.line.end,
        unparsed: open..failure.line.end + first + length + breaks,
        code: Code::InvalidString,
        message: "a string in single or double quotes must be on one line".to_owned(),
        help: "put it on one line, or between ''' and '''".to_owned(),
    })
}
