//! Line breaks that got into a command on its way here: a continuation that was lost, a line that mail or a chat broke.

use super::word::Word;

/// Options of curl, wget and HTTPie that a value follows, as people write them most.
const WITH_VALUE: [&[u8]; 14] = [
    b"-d",
    b"--data",
    b"--data-raw",
    b"--data-binary",
    b"--data-urlencode",
    b"--json",
    b"-H",
    b"--header",
    b"-X",
    b"--request",
    b"-u",
    b"--user",
    b"-F",
    b"--form",
];

/// Whether the line that follows belongs to a command, though nothing says so: it begins with an option, with the URL that is
/// missing, or with the value that the last option wants.
pub(super) fn goes_on(words: &[Word], after: &[u8]) -> bool {
    let name = after.strip_prefix(b"--").or_else(|| after.strip_prefix(b"-")).unwrap_or_default();
    let begins_url = || {
        let after = after.strip_prefix(b"'").or_else(|| after.strip_prefix(b"\"")).unwrap_or(after);
        after.starts_with(b"http://") || after.starts_with(b"https://")
    };
    let has_url = || words.iter().skip(1).any(|word| memchr::memmem::find(&word.text, b"://").is_some());
    let wants_value = || words.last().is_some_and(|last| WITH_VALUE.contains(&&last.text[..]));
    let is_value = || matches!(after.first(), Some(b'\'' | b'"' | b'{' | b'['));
    name.first().is_some_and(u8::is_ascii_alphabetic)
        || begins_url() && (!has_url() && is_asking(words))
        || wants_value() && is_value()
}

/// Whether words are those of a command that has everything but its URL: options, and values behind them.
fn is_asking(words: &[Word]) -> bool {
    let mut last_is_option = true;
    words.iter().skip(1).all(|word| {
        let is_option = word.text.starts_with(b"-");
        let fits = is_option || last_is_option;
        last_is_option = is_option;
        fits
    })
}
