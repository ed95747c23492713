//! Commands that `xargs` runs: it puts in what it reads, or adds it at the end.

use super::word::{Command, Remark, Word};

/// The value that takes the place of each item that is read.
const INPUT: &[u8] = b"<input>";

/// Puts a placeholder where xargs puts in what it reads, if xargs is before a command in its line.
pub(super) fn fill(before: &[u8], command: &mut Command) {
    /// So much before a command is looked through.
    const NEAR: usize = 4 << 10;
    let before = before.get(before.len().saturating_sub(NEAR)..).unwrap_or_default();
    let mut words = before.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    if !words.any(|word| word == b"xargs") {
        return;
    }
    let start = command.start();
    let Some(mark) = mark(words) else {
        // only what lacks something shows where it is added
        let is_cut = command.words.last().is_some_and(|word| word.text.starts_with(b"-"));
        let has_url = command.words.iter().any(|word| memchr::memmem::find(&word.text, b"://").is_some());
        if is_cut || !has_url {
            let end = command.words.last().map_or(start, |word| word.end);
            command.words.push(Word { text: INPUT.to_vec(), start: end, end });
        }
        command
            .notes
            .push(Remark::new(start, "xargs adds what it reads to the end of the command: it isn't known here"));
        return;
    };
    let mut is_filled = false;
    for word in &mut command.words {
        let found: Vec<usize> = memchr::memmem::find_iter(&word.text, &mark).collect();
        // from behind, so that places before stay what they were
        for at in found.iter().rev() {
            word.text.splice(*at..at + mark.len(), INPUT.iter().copied());
        }
        is_filled |= !found.is_empty();
    }
    if is_filled {
        let mark = String::from_utf8_lossy(&mark).into_owned();
        command.notes.push(Remark::new(
            start,
            format!("xargs puts what it reads in the place of `{mark}`: it isn't known here"),
        ));
    }
}

/// What xargs is told to replace: `-I{}`, `-I %`, `-i`.
fn mark<'w>(mut words: impl Iterator<Item = &'w [u8]>) -> Option<Vec<u8>> {
    let plain = |mark: &[u8]| mark.iter().copied().filter(|b| !matches!(b, b'\'' | b'"' | b'\\')).collect::<Vec<u8>>();
    let mut mark = None;
    while let Some(word) = words.next().filter(|_| mark.is_none()) {
        mark = match word {
            b"-I" | b"-J" => words.next().map(plain),
            b"-i" | b"--replace" => Some(b"{}".to_vec()),
            [b'-', b'I' | b'J', mark @ ..] => Some(plain(mark)),
            _ => None,
        };
    }
    mark.filter(|mark| !mark.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xargs_puts_in() {
        let table = [
            ("xargs -I{} ", "curl https://x/{}", "curl https://x/<input>"),
            ("cat a | xargs -n1 -I % ", "curl -d % https://x/", "curl -d <input> https://x/"),
            ("xargs -n1 ", "curl -s", "curl -s <input>"),
            ("xargs ", "curl https://x/ -d", "curl https://x/ -d <input>"),
            ("xargs ", "curl -O https://x/", "curl -O https://x/"),
            ("", "curl https://x/{}", "curl https://x/{}"),
        ];
        for (before, text, expected) in table {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            let mut command = Command::of_words(&words);
            fill(before.as_bytes(), &mut command);
            let words: Vec<_> = command.words.iter().map(|word| String::from_utf8_lossy(&word.text)).collect();
            assert_eq!(words.join(" "), expected, "{before}{text}");
            assert_eq!(command.notes.is_empty(), before.is_empty());
        }
    }
}
