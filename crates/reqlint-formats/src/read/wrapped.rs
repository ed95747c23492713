//! Lines that a console broke at its width, joined again: a command or an answer that was copied from its window.
//!
//! Nothing but the text shows it. So lines are joined only where that is proved: lines as long as the first one, and a break
//! where the text as it is can't be meant (inside of a word of a quoted argument, inside of JSON that can't be read so).

use std::ops::Range;

/// A console has at least so many columns.
const NARROWEST: usize = 40;

/// Widths that consoles have when nothing is changed: a single break at one of these is enough.
const USUAL: [usize; 4] = [80, 100, 120, 132];

/// How many lines one line may have been broken into.
const MAX_PIECES: usize = 10_000;

/// The text with such lines joined, and the width of the console; `None` where there are none.
pub(super) fn joined(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    // a line alone was broken nowhere
    memchr::memchr(b'\n', text.trim_ascii_end())?;
    let text = std::str::from_utf8(text).ok()?;
    let (mut out, mut width) = (Vec::new(), None);
    let (mut at, mut copied) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (first, below) = line_of(rest);
        let pieces = if may_begin(first, below) { run(rest) } else { Vec::new() };
        let length: usize = pieces.iter().map(|piece| piece.len()).sum();
        match pieces.split_last() {
            Some((last, others)) if !others.is_empty() && is_broken(&pieces) => {
                out.extend_from_slice(text.get(copied..at)?.as_bytes());
                others.iter().for_each(|piece| out.extend_from_slice(plain(piece).as_bytes()));
                out.extend_from_slice(last.as_bytes());
                width.get_or_insert(columns(first));
                at += length;
                copied = at;
            }
            // the lines of such a run are not looked at again, but the last, which may begin another
            Some((last, others)) if !others.is_empty() => at += length - last.len(),
            _ => at += first.len(),
        }
    }
    let width = width?;
    out.extend_from_slice(text.get(copied..)?.as_bytes());
    Some((out, width))
}

/// The first line with its line break, and what is below it.
fn line_of(text: &str) -> (&str, &str) {
    let length = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1);
    text.split_at_checked(length).unwrap_or((text, ""))
}

/// Whether a line can be the beginning of one that was broken. What is looked at first is what most lines lack.
fn may_begin(line: &str, below: &str) -> bool {
    let line = plain(line);
    if line.len() < NARROWEST || below.is_empty() {
        return false;
    }
    if line.starts_with(['{', '[']) {
        return true;
    }
    let width = columns(line);
    (USUAL.contains(&width) || columns(line_of(below).0) == width) && is_command(line)
}

/// The lines that may be one: those as long as the first, and the one after them.
fn run(rest: &str) -> Vec<&str> {
    let lines = || rest.split_inclusive('\n');
    let width = lines().next().map_or(0, columns);
    let full = lines().take(MAX_PIECES).take_while(|line| columns(line) == width).count();
    let is_end = |line: &&str| columns(line) < width && !plain(line).is_empty();
    let last = lines().nth(full).filter(is_end);
    lines().take(full).chain(last).collect()
}

/// Whether lines are one that was broken.
fn is_broken(lines: &[&str]) -> bool {
    let Some(first) = lines.first().map(|line| plain(line)) else { return false };
    let whole: String = lines.iter().map(|line| plain(line)).collect();
    if first.starts_with(['{', '[']) {
        // something else may follow, such as what curl says of itself
        let is_json = |text: &str| {
            let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
            values.next().is_some_and(|value| value.is_ok())
        };
        let as_it_is: String = lines.concat();
        return is_json(&whole) && !is_json(&as_it_is);
    }
    is_command(first) && {
        let width = columns(first);
        let full = lines.iter().filter(|line| columns(line) == width).count();
        (full > 1 || USUAL.contains(&width)) && breaks_in_word(lines)
    }
}

/// Whether a command's quoted argument is broken inside of a word.
fn breaks_in_word(lines: &[&str]) -> bool {
    let mut quote = None;
    lines.windows(2).any(|pair| {
        let [line, next] = pair else { return false };
        let line = plain(line);
        quote = quote_after(line, quote);
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "-_./:=&%+".contains(c));
        quote.is_some() && is_part(line.chars().next_back()) && is_part(plain(next).chars().next())
    })
}

/// The quote that is open after a line.
fn quote_after(line: &str, open: Option<char>) -> Option<char> {
    let mut open = open;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, open) {
            ('\\', None | Some('"')) => {
                chars.next();
            }
            ('"' | '\'', None) => open = Some(c),
            (c, Some(quote)) if c == quote => open = None,
            _ => {}
        }
    }
    open
}

/// Whether a line is a command that sends a request, perhaps after a prompt.
fn is_command(line: &str) -> bool {
    const TOOLS: [&str; 6] = ["curl", "curl.exe", "wget", "http", "https", "xh"];
    let at = |range: Range<usize>| line.get(range).unwrap_or_default();
    let is_tool = |(start, word): (usize, &str)| {
        let before = at(0..start).trim_end();
        TOOLS.contains(&word) && (before.is_empty() || before.ends_with(['$', '>', '#', '%']))
    };
    let words = line.split(' ').scan(0, |start, word| {
        let from = *start;
        *start += word.len() + 1;
        Some((from, word))
    });
    let mut words = words.filter(|(_, word)| !word.is_empty()).take(8);
    // `C:\Users\me>curl`
    words.any(|(start, word)| {
        let name = word.rfind(['>', '$', '#', '%']).map_or(0, |at| at + 1);
        is_tool((start + name, word.get(name..).unwrap_or_default()))
    })
}

fn plain(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

fn columns(line: &str) -> usize {
    plain(line).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Breaks a line as a console does.
    fn broken(line: &str, width: usize) -> String {
        let chars: Vec<char> = line.chars().collect();
        let pieces: Vec<String> = chars.chunks(width).map(|piece| piece.iter().collect()).collect();
        pieces.join("\n")
    }

    #[test]
    fn what_a_console_broke_is_joined() {
        let command = "$ curl -X POST https://api.example.net/v1/orders -H \"Content-Type: application/json\" -d '{\"customer\": \"cus_1\", \"amount\": 12, \"currency\": \"eur\"}'";
        let answer = r#"{"error":{"type":"invalid_request_error","message":"Missing required param: description.","param":"description"}}"#;
        for width in [60, 80] {
            let text = format!("{}\n{}\n", broken(command, width), broken(answer, width));
            let (joined, found) = joined(text.as_bytes()).unwrap_or_else(|| panic!("{width}"));
            assert_eq!((String::from_utf8(joined).unwrap(), found), (format!("{command}\n{answer}\n"), width));
        }
        let windows = format!("C:\\Users\\me>{}\r\n", command.trim_start_matches("$ "));
        let (joined, _) = joined(broken(&windows, 80).replace('\n', "\r\n").as_bytes()).unwrap();
        assert!(String::from_utf8(joined).unwrap().starts_with(windows.trim_end()));
    }

    #[test]
    fn what_was_written_in_lines_stays() {
        let long = "x".repeat(70);
        let texts = [
            // as long as the next line, and JSON either way
            "{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\": 1,\n\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\": 2}\n"
                .to_owned(),
            // an argument of several lines, none as long as the first
            format!("curl https://api.example.net/{long} -d 'a text that goes on in\nthe next line'\n"),
            // an answer below a command
            format!("curl https://api.example.net/v1/{}\nNot found\n", "y".repeat(48)),
            format!("curl https://api.example.net/v1/a \\\n  -H 'A: {long}' \\\n  -d '{{}}'\n"),
            // broken JSON is not made whole
            format!("{{\"a\": \"{long}\nb\n"),
            "\n\n".to_owned(),
            String::new(),
        ];
        for text in texts {
            assert_eq!(joined(text.as_bytes()), None, "{text}");
        }
    }
}
