//! What an answer said, as it is told in a sentence: an object in a line, a text in quotes, the line below "the error is:".

use super::{lines, literal};
use reqlint_core::diagnose::Observed;
use serde_json::Value;

/// How many beginnings of objects are tried; each may fail only at its bound.
const MAX_TRIES: usize = 24;

/// How long a quoted text may be, and a line that is all that was said.
const MAX_TEXT: usize = 600;

/// Words of a line that quotes what came.
const SAYING: [&str; 27] = [
    "error",
    "errors",
    "message",
    "get",
    "gets",
    "got",
    "getting",
    "gives",
    "gave",
    "says",
    "said",
    "response",
    "responds",
    "output",
    "returns",
    "returned",
    "return",
    "cause",
    "causes",
    "fail",
    "fails",
    "failed",
    "throws",
    "answer",
    "receive",
    "received",
    "following",
];

/// Words that a person writes, and no API.
const PERSONAL: [&str; 20] = [
    "i", "i'm", "i've", "my", "me", "we", "our", "please", "thanks", "thank", "how", "why", "what", "anyone", "idea",
    "help", "tried", "trying", "hi", "hello",
];

/// The last object, or list of objects, that is an error, in whatever line it begins.
pub(in crate::read) fn object(text: &[u8]) -> Option<Vec<u8>> {
    let mut found = None;
    let mut next = 0;
    for start in memchr::memchr2_iter(b'{', b'[', text).filter(|at| may_begin(text, *at)).take(4 * MAX_TRIES) {
        if start < next {
            continue;
        }
        let exact =
            serde_json::Deserializer::from_slice(text.get(start..).unwrap_or_default()).into_iter::<Value>().next();
        let (value, end) = match exact {
            Some(Ok(value)) => (value, None),
            _ => match literal::value_at(text, start) {
                Some((value, end)) => (value, Some(end)),
                None => continue,
            },
        };
        let end = end.or_else(|| literal::value_at(text, start).map(|(_, end)| end)).unwrap_or(start + 1);
        next = end;
        let Some(body) = as_error(&value) else { continue };
        // what was sent byte for byte counts more than what a program made of it
        let raw = text.get(start..end).unwrap_or_default();
        let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(raw).is_ok();
        found = Some(if is_json { raw.to_vec() } else { body });
    }
    found
}

/// An error in XML, in marks of code or below a sentence.
pub(in crate::read) fn markup(text: &[u8]) -> Option<Vec<u8>> {
    let start = memchr::memmem::find(text, b"<?xml")?;
    let rest = text.get(start..)?;
    let end = memchr::memchr(b'`', rest).unwrap_or(rest.len());
    let inside = rest.get(..end)?.trim_ascii();
    let end = memchr::memrchr(b'>', inside)? + 1;
    let inside = std::str::from_utf8(inside.get(..end)?).ok()?;
    is_error(inside).then(|| inside.as_bytes().to_vec())
}

/// Whether an object may begin here: not within a word, a template or a block of code.
fn may_begin(text: &[u8], start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| text.get(at)).copied();
    let behind = text.get(start + 1..).unwrap_or_default().trim_ascii_start().first().copied();
    let is_free = before.is_none_or(|b| b.is_ascii_whitespace() || b"`'\"(:[>=-".contains(&b));
    if text.get(start) == Some(&b'[') {
        return is_free && behind == Some(b'{');
    }
    is_free && behind.is_some_and(|b| b"\"'`:[".contains(&b) || b.is_ascii_alphabetic() || b == b'_')
}

/// An object that is an error, or a list with one, as JSON.
fn as_error(value: &Value) -> Option<Vec<u8>> {
    if let Value::Array(items) = value {
        return items.iter().any(|item| as_error(item).is_some()).then(|| value.to_string().into_bytes());
    }
    value.as_object().filter(|members| !members.is_empty())?;
    let json = value.to_string();
    Observed::without_status(json.clone()).map(|_| json.into_bytes())
}

/// What a text quotes, or has below a line that says that something came.
pub(in crate::read) fn said(text: &[u8]) -> Option<Vec<u8>> {
    let all: Vec<&[u8]> = lines(text).map(|(_, line)| line.trim_ascii()).collect();
    let quoted = all.iter().find_map(|line| quoted(line));
    quoted.or_else(|| all.iter().enumerate().find_map(|(at, line)| below(line, all.get(at + 1..)?)))
}

/// What a line that says that something came has in quotes.
fn quoted(line: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(line).ok().filter(|text| text.len() <= 4 * MAX_TEXT)?;
    const QUOTES: [(char, char); 4] = [('`', '`'), ('“', '”'), ('"', '"'), ('«', '»')];
    let inside = |(open, close): (char, char)| {
        let start = text.find(open)? + open.len_utf8();
        let end = start + text.get(start..)?.find(close)?;
        let around = format!("{} {}", text.get(..start)?, text.get(end..)?);
        let inside = text.get(start..end)?.trim();
        let is_text = inside.split_whitespace().count() >= 2 && inside.len() <= MAX_TEXT && !inside.contains("://");
        (is_text && speaks(&around, &SAYING) && is_error(inside) && !is_of_browser(inside))
            .then(|| inside.as_bytes().to_vec())
    };
    QUOTES.into_iter().find_map(inside)
}

/// The line below one such as "I get the following error:".
fn below(line: &[u8], rest: &[&[u8]]) -> Option<Vec<u8>> {
    let label = std::str::from_utf8(line).ok().filter(|line| line.len() <= MAX_TEXT)?;
    if !label.trim_end_matches(['*', ' ']).ends_with(':') || !speaks(label, &SAYING) {
        return None;
    }
    let is_mark = |line: &[u8]| line.starts_with(b"```") && !(line.len() > 6 && line.ends_with(b"```"));
    let first = rest.iter().map(|line| line.trim_ascii()).find(|line| !line.is_empty() && !is_mark(line))?;
    let text = std::str::from_utf8(first).ok()?.trim_matches('`');
    // a client's words about the answer, and a variable, are none of the API's
    let is_other = is_of_browser(text)
        || is_of_powershell(text, rest)
        || text.starts_with("at ")
        || text.contains("[status code]")
        || text.starts_with('$')
        || text.contains(" for url");
    (!is_other && text.len() <= MAX_TEXT && is_error(text) && !is_personal(text)).then(|| text.as_bytes().to_vec())
}

/// Whether a line says that something came, and what comes below: `and this is the response:`.
pub(in crate::read) fn announces(line: &[u8]) -> bool {
    let label = std::str::from_utf8(line).ok().filter(|line| line.len() <= MAX_TEXT);
    label.is_some_and(|line| line.trim_end_matches(['*', ' ']).ends_with(':') && speaks(line, &SAYING))
}

/// Whether a sentence is a person's, and none of an API: a question, or one about who writes it.
pub(in crate::read) fn is_personal(text: &str) -> bool {
    text.trim_end().ends_with('?') || speaks(text, &PERSONAL)
}

/// Whether a browser says it, of what it did not let through.
fn is_of_browser(text: &str) -> bool {
    ["cannot load http", "preflight", "CORS policy", "Cross-Origin"].iter().any(|words| text.contains(words))
}

/// Whether PowerShell says it of a command, and no API: it would name the answer as the reason below.
fn is_of_powershell(text: &str, rest: &[&[u8]]) -> bool {
    const ANSWERED: &[u8] = b"WebCmdletWebResponseException";
    let Some((command, said)) = text.split_once(':') else { return false };
    let is_command = command.trim_end().split_once('-').is_some_and(|(verb, noun)| {
        let is_word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
        is_word(verb) && is_word(noun) && verb.starts_with(char::is_uppercase) && noun.starts_with(char::is_uppercase)
    });
    let is_answer = said.trim_start().starts_with(['{', '[', '<']);
    is_command && !is_answer && !rest.iter().any(|line| memchr::memmem::find(line, ANSWERED).is_some())
}

fn is_error(text: &str) -> bool {
    Observed::without_status(text.to_owned()).is_some()
}

fn speaks(text: &str, known: &[&str]) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    words.any(|word| known.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(found: Option<Vec<u8>>) -> String {
        found.map_or_else(String::new, |found| String::from_utf8(found).unwrap())
    }

    #[test]
    fn objects_in_lines() {
        let table = [
            ("I get `{\"error\": \"no key\"}` back", "{\"error\": \"no key\"}"),
            ("Error: 403 Forbidden: {\"type\": \"error\", \"error\": {}}", "{\"type\": \"error\", \"error\": {}}"),
            ("response: {'detail': 'Not found', 'ok': False}", "{\"detail\":\"Not found\",\"ok\":false}"),
            ("data: { message: 'price is required', code: 4 }", "{\"code\":4,\"message\":\"price is required\"}"),
            (
                "a body like:\n[\n  {\"param\": \"a\", \"msg\": \"a is not valid\"},\n  {\"param\": \"b\", \"msg\": \"b is missing\"}\n]\n",
                "[\n  {\"param\": \"a\", \"msg\": \"a is not valid\"},\n  {\"param\": \"b\", \"msg\": \"b is missing\"}\n]",
            ),
            // no errors
            ("I send [{\"price\": 4}, {\"price\": 5}]", ""),
            ("I send `{\"price\": 4}` there", ""),
            ("a template {name} and a block { run }", ""),
            ("{ broken: ", ""),
        ];
        for (line, expected) in table {
            assert_eq!(text(object(line.as_bytes())), expected, "{line}");
        }
    }

    #[test]
    fn errors_in_markup() {
        let table = [
            (
                "it says\n`<?xml version=\"1.0\"?>\n<E><MESSAGE>Invalid value</MESSAGE></E>`\nwhy?",
                "<?xml version=\"1.0\"?>\n<E><MESSAGE>Invalid value</MESSAGE></E>",
            ),
            ("I send <?xml version=\"1.0\"?><note><to>joe</to></note>", ""),
        ];
        for (given, expected) in table {
            assert_eq!(text(markup(given.as_bytes())), expected, "{given}");
        }
    }

    #[test]
    fn what_is_quoted_or_stands_below() {
        let table = [
            ("I get \"Error 400: Invalid JSON\" message. It is odd", "Error 400: Invalid JSON"),
            ("gives me `Invalid authentication token` output", "Invalid authentication token"),
            (
                "that cause “SyntaxError: Unexpected token ' in JSON at position 1”",
                "SyntaxError: Unexpected token ' in JSON at position 1",
            ),
            ("I get the following error (401) :\nA valid session was not found.\n", "A valid session was not found."),
            ("And this is the error:\n```\nInvalid or missing header\n```\n", "Invalid or missing header"),
            ("The response is:\n```no such `Dots` is known, an error```\n", "no such `Dots` is known, an error"),
            // PowerShell's own words
            ("I get the error:\n\nInvoke-RestMethod : The 'Content-Type' header must be modified.\nAt line:1\n", ""),
            (
                "I get the error:\nInvoke-RestMethod : The token is invalid.\n+ FullyQualifiedErrorId : WebCmdletWebResponseException\n",
                "Invoke-RestMethod : The token is invalid.",
            ),
            // a person's words
            ("I get this error:\n\nWhat do I do wrong?\n", ""),
            ("the \"price is required\" rule of ours", ""),
            ("Please let me know what's wrong with this", ""),
        ];
        for (given, expected) in table {
            assert_eq!(text(said(given.as_bytes())), expected, "{given}");
        }
        assert!(is_personal("Any idea what I'm missing or how to bypass this error message?"));
        assert!(!is_personal("the parameter `user` is missing"));
    }

    #[test]
    fn no_text_takes_more_than_its_share() {
        assert!(object("{".repeat(100_000).as_bytes()).is_none());
        assert!(object("{a:".repeat(50_000).as_bytes()).is_none());
        assert!(said("\"".repeat(100_000).as_bytes()).is_none());
    }
}
