//! Commands in the quotes of another one: `ssh host 'curl …'`, `sh -c "curl …"`.

use super::posix::{self, Context};
use super::word::{Command, Remark};
use crate::read::called::Program;

/// The command in the quote that begins at `start`, and where the next one may begin; `None` where the quotes are around its name
/// alone, as in `'curl' https://…`, or no quote is there.
pub(super) fn command(
    text: &[u8],
    start: usize,
    program: Program,
    context: Context<'_>,
) -> Option<Result<(Command, usize), Remark>> {
    let (quote, inside) = text.get(start..)?.split_first().filter(|(quote, _)| matches!(quote, b'\'' | b'"'))?;
    let name = inside.iter().position(|b| b.is_ascii_whitespace() || b == quote)?;
    let is_whole = inside.get(name)? != quote && program.is_called_by(inside.get(..name)?);
    let (inside, length) = is_whole.then(|| within(inside, *quote))??;
    let first = inside.iter().position(|b| !b.is_ascii_whitespace())?;
    Some(posix::command(&inside, first, context).map(|(mut command, _)| {
        // what is escaped inside is elsewhere in the text: all is said of the beginning
        for word in &mut command.words {
            (word.start, word.end) = (start, start);
        }
        command.notes.iter_mut().for_each(|note| note.at = start);
        (command, start + 1 + length + 1)
    }))
}

/// What is between quotes, and how long that is as it is written.
fn within(text: &[u8], quote: u8) -> Option<(Vec<u8>, usize)> {
    if quote == b'\'' {
        let length = memchr::memchr(quote, text)?;
        return Some((text.get(..length)?.to_vec(), length));
    }
    let mut inside = Vec::new();
    let mut at = 0;
    loop {
        match text.get(at..)? {
            [b'"', ..] => return Some((inside, at)),
            [b'\\', byte @ (b'"' | b'\\' | b'$' | b'`'), ..] => {
                inside.push(*byte);
                at += 2;
            }
            [byte, ..] => {
                inside.push(*byte);
                at += 1;
            }
            [] => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_in_quotes() {
        let table: [(&str, Option<&[&str]>); 5] = [
            ("'curl -s https://x/ -d \"a b\"' next", Some(&["curl", "-s", "https://x/", "-d", "a b"])),
            (r#""curl -d \"a b\" x" "#, Some(&["curl", "-d", "a b", "x"])),
            ("'curl' x", None),
            ("curl x", None),
            ("'curl x", None),
        ];
        for (text, expected) in table {
            let found = command(text.as_bytes(), 0, Program::Curl, Context::default());
            let words = found.map(|found| {
                let (command, _) = found.unwrap();
                command.words.iter().map(|word| String::from_utf8_lossy(&word.text).into_owned()).collect::<Vec<_>>()
            });
            assert_eq!(words, expected.map(|words| words.iter().map(|word| (*word).to_owned()).collect()), "{text}");
        }
    }
}
