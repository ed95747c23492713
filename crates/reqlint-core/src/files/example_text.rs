//! The texts of examples, and the errors that HTTP text in a TOML file invites.

use super::rule::ExampleText;
use crate::language::{Code, Located, Sink, line_column};

impl ExampleText {
    /// A text of a file, with the place of its first character.
    pub(crate) fn of(text: Located<String>, file: &str, sink: &mut Sink) -> Self {
        let start = text.place.start();
        let written = file.get(start..).unwrap_or_default();
        let quotes = if ["'''", "\"\"\""].iter().any(|q| written.starts_with(q)) { 3 } else { 1 };
        let after = written.get(quotes..).unwrap_or_default();
        let line_break = if quotes == 1 { 0 } else { after.len() - after.trim_start_matches(['\r', '\n']).len() };
        let first = start + quotes + line_break.min(2);
        check_head(&text.value, first, sink);
        let (line, column) = line_column(file, first);
        Self { text: text.value, line, column }
    }
}

/// Reports errors in the head of a request that can't be intended. `start` is its offset in the file.
fn check_head(text: &str, start: usize, sink: &mut Sink) {
    let mut at = start;
    let mut indented = Vec::new();
    let mut lines = 0;
    for line in text.split_inclusive('\n') {
        let place = sink.span(at..at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            if lines > 0 {
                break;
            }
            continue;
        }
        if lines > 0 && line.starts_with(['{', '[', '<']) {
            let help = "insert a blank line between the headers and the body".to_owned();
            sink.error(Code::InvalidExample, place, "expected a blank line before the body", Some(help));
        }
        if line.starts_with([' ', '\t']) {
            indented.push(place);
        }
        lines += 1;
    }
    // a single line that begins with a space may be intended: a folded header; a tab isn't seen
    let tab = indented.iter().find(|place| sink.sources.written(**place).starts_with('\t')).copied();
    if lines > 1
        && indented.len() + 1 >= lines
        && indented.len() > 1
        && let Some(first) = indented.first()
    {
        let help = "start each line in the first column: the spaces would be part of the request".to_owned();
        sink.error(Code::InvalidExample, *first, "the lines of this request are indented", Some(help));
    } else if let Some(tab) = tab {
        let help = "remove the tab; a header that is meant to be folded begins its second line with a space".to_owned();
        let message = "this line begins with a tab: it continues the line above";
        sink.error(Code::InvalidExample, tab, message, Some(help));
    }
}
