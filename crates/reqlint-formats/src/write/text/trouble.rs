//! What could not be read: inputs, and rule files.

use super::excerpt::render;
use super::rows::count;
use crate::record::place::ReadError;
use crate::write::source::snippet::snippet;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Snippet as Drawing};
use reqlint_core::base::escape::plain;
use reqlint_core::explain::MaskedText;
use reqlint_core::language::Diagnostic;
use reqlint_core::{Diagnostics, SourceFile};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// An error that has no place, with what to do about it.
#[must_use]
pub fn error(message: &str, help: Option<&str>) -> String {
    let title = Level::ERROR.primary_title(plain(message));
    render(with_help(Group::with_title(title), help))
}

/// Something worth knowing that has no place.
#[must_use]
pub fn note(message: &str) -> String {
    render(Group::with_title(Level::NOTE.primary_title(plain(message))))
}

/// A record that can't be understood. Its text is not shown: it may hold secrets that nothing could find in it.
#[must_use]
pub fn read_error(error: &ReadError) -> String {
    let title = Level::ERROR.primary_title(plain(&error.message));
    let path = plain(error.input.as_deref().unwrap_or("stdin"));
    let origin = match error.place {
        Some(place) => Origin::path(path).line(place.line).char_column(place.column),
        None => Origin::path(path),
    };
    render(with_help(title.element(origin), error.help.as_deref()))
}

/// A text that can't be understood, with the line that its place is on. Only for texts that hold no secrets but the passwords of
/// addresses.
#[must_use]
pub fn unreadable_line(error: &ReadError, line: &str) -> String {
    let Some(place) = error.place else { return read_error(error) };
    let at = line.char_indices().nth(place.column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    let end = line.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
    let made = snippet(without_passwords(line).as_bytes(), std::slice::from_ref(&(at..end)));
    let marks = made.spans.iter().map(|span| AnnotationKind::Primary.span(span.clone()));
    let path = plain(error.input.as_deref().unwrap_or("stdin"));
    let drawing = Drawing::source(&*made.text).line_start(place.line).path(path).annotations(marks);
    let title = Level::ERROR.primary_title(plain(&error.message));
    render(with_help(title.element(drawing), error.help.as_deref()))
}

/// Why a record could not be read or judged, and what to do, on one line.
pub(crate) fn unread(error: &ReadError) -> String {
    let help = error.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    plain(&format!("{}{help}", error.message))
}

/// Every mistake of a load, each under its caret, how many there are, and in which file, or how many.
#[must_use]
pub fn diagnostics(diagnostics: &Diagnostics) -> String {
    let drawn = drawn(&diagnostics.files, &diagnostics.list, &Level::ERROR);
    let number = count(diagnostics.list.len(), "mistake");
    let files: BTreeSet<usize> = diagnostics.list.iter().map(|mistake| mistake.file).collect();
    let only = files.first().filter(|_| files.len() == 1).and_then(|file| diagnostics.files.get(*file));
    let place = only.map_or_else(|| count(files.len(), "file"), |file| file.path.clone());
    let cascading = diagnostics.cascade().map(|cascading| format!("; {cascading}")).unwrap_or_default();
    drawn + &error(&format!("{number} in {place}{cascading}"), None)
}

/// What is accepted, and could be written better.
#[must_use]
pub fn hints(files: &[SourceFile], hints: &[Diagnostic]) -> String {
    drawn(files, hints, &Level::HELP.with_name("hint"))
}

fn drawn(files: &[SourceFile], list: &[Diagnostic], level: &Level<'_>) -> String {
    let nowhere = SourceFile { path: String::new(), text: String::new() };
    let draw = |mistake: &Diagnostic| mistake_in(files.get(mistake.file).unwrap_or(&nowhere), mistake, level) + "\n";
    list.iter().map(draw).collect()
}

fn mistake_in(file: &SourceFile, mistake: &Diagnostic, level: &Level<'_>) -> String {
    let (line, number, span) = line_of(&file.text, &mistake.span);
    let shown = if file.path.ends_with("reqlint.toml") {
        without_secrets(line, span.end)
    } else {
        without_passwords(line).into_owned().into_bytes()
    };
    let made = snippet(&shown, &[span]);
    let marks = made.spans.iter().map(|span| AnnotationKind::Primary.span(span.clone()));
    let drawing = Drawing::source(&*made.text).line_start(number).path(plain(&file.path)).annotations(marks);
    let title = level.clone().primary_title(plain(&mistake.message)).id(mistake.code.id());
    render(with_help(title.element(drawing), mistake.help.as_deref()))
}

/// A line of a project's file without the secrets of its addresses: as long as it was up to what is marked.
fn without_secrets(line: &str, marked_to: usize) -> Vec<u8> {
    let is_end = |c: char| c.is_whitespace() || "\"'`".contains(c);
    let addresses = line.match_indices("://").map(|(at, _)| {
        let start = line.get(..at).and_then(|before| before.rfind(is_end)).map_or(0, |found| found + 1);
        let length = line.get(at..).and_then(|after| after.find(is_end));
        start..length.map_or(line.len(), |length| at + length)
    });
    let secrets = addresses.flat_map(|address| {
        let masked = MaskedText::of_text(line.get(address.clone()).unwrap_or_default().as_bytes());
        let moved = |run: &Range<usize>| address.start + run.start..address.start + run.end;
        masked.runs().iter().map(moved).collect::<Vec<_>>()
    });
    let masked = MaskedText::of(line.as_bytes(), secrets);
    let from = masked.runs().iter().map(|run| run.start).find(|at| *at >= marked_to).unwrap_or(line.len());
    let head = masked.get(..from).unwrap_or_default().to_vec();
    [&*head, &*masked.piece(from..line.len())].concat()
}

/// A line of a file with the passwords of its addresses masked: `postgres://user:****@host`. As long as it was.
fn without_passwords(line: &str) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(line);
    for (at, _) in line.match_indices("://") {
        let after = line.get(at + 3..).unwrap_or_default();
        let authority = after.split(|c: char| "/?#\"'".contains(c) || c.is_whitespace()).next().unwrap_or_default();
        let Some((user, _)) = authority.rsplit_once('@') else { continue };
        let Some((name, password)) = user.split_once(':') else { continue };
        let start = at + 3 + name.len() + 1;
        let stars: String =
            password.chars().map(|c| if c.is_ascii_punctuation() { c.into() } else { stars(c) }).collect();
        masked.to_mut().replace_range(start..start + password.len(), &stars);
    }
    masked
}

/// A star for each byte.
fn stars(c: char) -> String {
    "*".repeat(c.len_utf8())
}

/// The line that a span begins on, its number, and the span in it.
fn line_of<'t>(text: &'t str, span: &Range<usize>) -> (&'t str, usize, Range<usize>) {
    let at = span.start.min(text.len());
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    let after = text.get(start..).unwrap_or_default();
    let line = after.lines().next().unwrap_or_default();
    let end = span.end.saturating_sub(start).min(line.len());
    (line, before.matches('\n').count() + 1, at - start..end.max(at - start))
}

fn with_help<'a>(group: Group<'a>, help: Option<&str>) -> Group<'a> {
    group.elements(help.map(|help| Level::HELP.message(plain(help))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_addresses_of_a_project_are_masked() {
        let line = "url = \"https://h.example/f?token=abc&x=1\" # why";
        let shown = |marked| String::from_utf8(without_secrets(line, marked)).unwrap();
        assert_eq!(shown(3), "url = \"https://h.example/f?token=********&x=1\" # why");
        assert_eq!(shown(line.len()), "url = \"https://h.example/f?token=***&x=1\" # why");
        let query = "token-known = \"select 1 where token = '{header.Authorization}'\"";
        assert_eq!(without_secrets(query, 0), query.as_bytes());
    }

    #[test]
    fn passwords_in_addresses_are_masked() {
        let masked = without_passwords("database = \"postgres://me:s-é crt@host/x\" # http://a:b@c");
        assert_eq!(masked, "database = \"postgres://me:s-é crt@host/x\" # http://a:*@c", "a space ends an address");
        assert_eq!(without_passwords("'x://me:p@ss-é@h'"), "'x://me:*@**-**@h'");
        assert_eq!(without_passwords("see https://host:80/a@b"), "see https://host:80/a@b");
    }
}
