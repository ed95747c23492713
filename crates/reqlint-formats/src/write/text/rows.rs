//! Rows of a report, and how they are coloured.

use anstyle::{AnsiColor, Style};
use std::fmt::Display;

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const RED: Style = AnsiColor::Red.on_default().bold();
pub(super) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const GREEN: Style = AnsiColor::Green.on_default().bold();

/// The column at which the right side of a row begins.
const RIGHT: usize = 64;

pub(super) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// A text, and at its right another; two spaces between them at least.
pub(super) fn row(left: &str, right: &str) -> String {
    row_at(RIGHT, left, right)
}

/// A row whose left side has something of that many columns in front of it.
pub(super) fn row_from(columns: usize, left: &str, right: &str) -> String {
    row_at(RIGHT.saturating_sub(columns), left, right)
}

/// A row whose right side begins at a column.
pub(super) fn row_at(column: usize, left: &str, right: &str) -> String {
    if right.is_empty() {
        return left.to_owned();
    }
    let gap = column.saturating_sub(left.chars().count()).max(2);
    format!("{left}{}{right}", " ".repeat(gap))
}

/// `1 request`, `2 requests`.
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// `next: …`: a word of so many columns, a colon, and a text on lines that begin below each other; a line break at the end.
pub(super) fn hanging(word: &str, length: usize, text: &str, columns: usize) -> String {
    let indent = length + 2;
    let lines = wrapped(text, columns.saturating_sub(indent));
    format!("{word}: {}\n", lines.replace('\n', &format!("\n{:indent$}", "")))
}

/// A text on lines of at most so many columns, as far as its words allow.
pub(super) fn wrapped(text: &str, columns: usize) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let more = word.chars().count();
        if length > 0 && length + 1 + more > columns {
            lines.push('\n');
            length = 0;
        } else if length > 0 {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += more;
    }
    lines
}
