//! What was meant where words lost their quotes or hold what no shell undoes; and words that are another program's.

use crate::read::shell::{Remark, Said, Word};
use std::iter::Peekable;

/// Parameters of `Invoke-WebRequest`, which Windows PowerShell calls `curl`.
const PARAMETERS: [&str; 9] =
    ["-uri", "-method", "-headers", "-body", "-contenttype", "-usebasicparsing", "-outfile", "-infile", "-websession"];

/// Where words are those of PowerShell's own command.
///
/// # Errors
/// At the first such word.
pub(super) fn refuse_alias(words: &[Word]) -> Result<(), Remark> {
    let is_parameter = |word: &&Word| PARAMETERS.iter().any(|name| word.text.eq_ignore_ascii_case(name.as_bytes()));
    let is_capital =
        |word: &&Word| word.text.get(1).is_some_and(u8::is_ascii_uppercase) && word.text.first() == Some(&b'-');
    let found = words.iter().filter(is_capital).find(is_parameter);
    match found {
        Some(word) => Err(Remark::new(
            word.start,
            "this is `Invoke-WebRequest`, which Windows PowerShell calls `curl` and which is not read: write `curl.exe` and curl's own options",
        )),
        None => Ok(()),
    }
}

/// Options whose value is a body.
const DATA: [&str; 7] = ["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "--json"];

/// The words with the values of headers put together that a shell takes apart: `-H Content-Type: application/json`.
pub(super) fn joined(words: Vec<Word>, said: &mut Said) -> Vec<Word> {
    let is_likely = |pair: &[Word]| {
        matches!(pair, [option, value] if option.text.starts_with(b"-")
            && (value.text.ends_with(b":") || matches!(value.text.first(), Some(b'{' | b'['))))
    };
    if !words.windows(2).any(is_likely) {
        return words;
    }
    let has_url = words.iter().any(is_url);
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let mut rest = words.into_iter().peekable();
    while let Some(mut word) = rest.next() {
        let is_header = out.last().is_some_and(|last| matches!(&last.text[..], b"-H" | b"--header"));
        let is_cut = is_header && has_url && word.text.ends_with(b":") && !word.text.contains(&b' ');
        if is_cut {
            let at = word.start;
            let length = word.text.len();
            while let Some(more) = rest.next_if(|next| !next.text.starts_with(b"-") && !is_url(next)) {
                word.text.push(b' ');
                word.text.extend_from_slice(&more.text);
                word.end = more.end;
            }
            if word.text.len() > length {
                said.change(
                    at,
                    "without quotes the shell ends the header at its space: the header is not sent, and curl takes what follows for URLs; put the header in quotes",
                );
            }
        }
        let is_data = out.last().is_some_and(|last| DATA.iter().any(|name| last.text == name.as_bytes()));
        if is_data && rejoined(&mut word, &mut rest) {
            said.change(
                word.start,
                "spaces end the argument here: curl sends what is before them, and takes what follows for URLs; put single quotes around it all",
            );
        }
        out.push(word);
    }
    out
}

/// The value of an option for a body that lost its quotes, with the words that follow up to where its brackets are closed.
fn rejoined(word: &mut Word, rest: &mut Peekable<impl Iterator<Item = Word>>) -> bool {
    let depth = |text: &[u8]| {
        text.iter().fold(0i32, |depth, b| match b {
            b'{' | b'[' => depth.saturating_add(1),
            b'}' | b']' => depth.saturating_sub(1),
            _ => depth,
        })
    };
    if !matches!(word.text.first(), Some(b'{' | b'[')) {
        return false;
    }
    let mut open = depth(&word.text);
    let mut is_cut = false;
    while open > 0 {
        let Some(more) = rest.next_if(|next| !next.text.starts_with(b"-") && !is_url(next)) else { break };
        word.text.push(b' ');
        word.text.extend_from_slice(&more.text);
        word.end = more.end;
        open += depth(&more.text);
        is_cut = true;
    }
    is_cut
}

/// Says where an option takes the next one for its value, `-H -H 'A: b'`, or a dash for part of a method, `-X -PATCH`.
pub(super) fn say_swallowed(option: &Word, value: &Word, said: &mut Said) {
    let method = value.text.strip_prefix(b"-").filter(|_| matches!(&option.text[..], b"-X" | b"--request"));
    if let Some(method) = method.filter(|method| method.len() > 1 && method.iter().all(u8::is_ascii_uppercase)) {
        let (option, method) = (String::from_utf8_lossy(&option.text), String::from_utf8_lossy(method));
        let message = format!("the dash is sent as part of the method: write `{option} {method}`");
        return said.change(value.start, message);
    }
    let is_option = matches!(&value.text[..], [b'-', letter] if letter.is_ascii_alphabetic())
        || matches!(&value.text[..], [b'-', b'-', b'a'..=b'z', rest @ ..] if rest.len() > 1 && rest.iter().all(|b| b.is_ascii_lowercase() || *b == b'-'));
    if is_option {
        let start = option.start;
        let (option, value) = (String::from_utf8_lossy(&option.text), String::from_utf8_lossy(&value.text));
        let message = format!(
            "`{option}` takes the next word for its value, and that is `{value}`: what should be its value is missing"
        );
        said.change(start, message);
    }
}

/// Whether a word is a URL rather than the value of a header.
fn is_url(word: &Word) -> bool {
    let text = word.text.as_slice();
    let host = text.split(|b| matches!(b, b'/' | b':' | b'?')).next().unwrap_or_default();
    let is_host = host == b"localhost" || host.contains(&b'.') && !host.ends_with(b".") && text.len() > host.len();
    memchr::memmem::find(text, b"://").is_some() || text.starts_with(b"$") || text.starts_with(b"{{") || is_host
}

/// Says where a line break in a header ends its line.
pub(super) fn say_header(value: &Word, said: &mut Said) {
    if value.text.contains(&b'\n') {
        said.change(
            value.start,
            "the line break in this header is sent and ends its line: what follows is read as a header of its own, or ends the head",
        );
    } else if has_escape(&value.text) {
        said.change(
            value.start,
            "`\\n` stays two characters between quotes, and a header holds no line break: leave it out",
        );
    }
}

/// Says where `\n` was meant to be a line break; in JSON it is one.
pub(super) fn say_data(value: &Word, said: &mut Said) {
    let text = value.text.trim_ascii_start();
    if !text.starts_with(b"{") && !text.starts_with(b"[") && !text.starts_with(b"\"") && has_escape(text) {
        said.change(
            value.start,
            "`\\n` stays two characters between quotes: type a line break, or quote with `$'…\\n…'`",
        );
    }
}

/// Whether a text has `\n`, and no backslash that could be one of a path.
fn has_escape(text: &[u8]) -> bool {
    let mut after = memchr::memchr_iter(b'\\', text).map(|at| text.get(at + 1));
    let mut has_break = false;
    let is_one = |next: Option<&u8>| {
        has_break |= next == Some(&b'n');
        matches!(next, Some(b'n' | b'r' | b't' | b'"'))
    };
    after.all(is_one) && has_break
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::called::Program;

    fn words(text: &str) -> Vec<Word> {
        text.split('|').map(|word| Word { text: word.into(), ..Word::default() }).collect()
    }

    #[test]
    fn headers_that_lost_their_quotes() {
        let table = [
            ("https://x/|-H|Content-Type:|application/json|-d|a", "https://x/|-H|Content-Type: application/json|-d|a"),
            ("-H|Authorization:|Bearer|abc|x.example/a", "-H|Authorization: Bearer abc|x.example/a"),
            ("-H|Accept:|https://x/", "-H|Accept:|https://x/"),
            ("-H|Accept: a|https://x/", "-H|Accept: a|https://x/"),
            ("-H|Accept:|path", "-H|Accept:|path"),
            ("https://x/|-d|{a:|1,|b:|c}|-s", "https://x/|-d|{a: 1, b: c}|-s"),
            ("-d|{a:|https://x/|-s", "-d|{a:|https://x/|-s"),
            ("-d|{a:1}|x", "-d|{a:1}|x"),
        ];
        for (text, expected) in table {
            let mut said = Said::new(Program::Curl, false);
            assert_eq!(joined(words(text), &mut said), words(expected), "{text}");
            assert_eq!(said.remarks.len(), usize::from(text != expected), "{text}");
        }
    }

    #[test]
    fn escapes_that_stay() {
        assert!(has_escape(b"a\\nb") && has_escape(b"a\\r\\nb"));
        assert!(!has_escape(b"ab") && !has_escape(b"C:\\new\\dir") && !has_escape(b"a\\tb"));
        assert!(refuse_alias(&words("-Uri|https://x/")).is_err() && refuse_alias(&words("-u|a")).is_ok());
    }
}
