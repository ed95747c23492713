//! Commands that a person says work, beside a request that fails and is told in another way: "it works with curl, but not
//! from my program".

use super::word::Remark;
use crate::read::called::call::Call;
use crate::read::{foreign, told};
use std::ops::Range;

/// How far above and below a command its sentence may be.
const LINES: usize = 3;

/// What to do instead, where a command is said to work that an error answer is told with.
pub(super) fn said(text: &[u8], call: &Call, below: Range<usize>) -> Option<Remark> {
    let above = text.get(..call.line)?;
    let below = text.get(below)?;
    let before = above.rsplit(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| is_prose(line)).take(1);
    let behind = below.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| is_prose(line)).take(LINES);
    // "But curl works:" below what fails
    let is_contrast = before.clone().any(is_contrast) && told::status_of(above).is_some();
    let is_said = is_contrast
        || before.into_iter().any(|line| works(line, false))
        || behind.clone().take(1).any(|line| works(line, true));
    let program = foreign::program(below);
    // a program between the command and a sentence about an answer is what got it
    if let Some((program, help)) = program.filter(|_| is_behind_code(below)) {
        let message = format!(
            "the answer below is that of {program}: paste that with the answer, without this command; or {help}"
        );
        return Some(Remark::new(call.at, message));
    }
    let fails = is_contrast || below.split(|b| *b == b'\n').any(fails);
    if !is_said || program.is_none() && !fails {
        return None;
    }
    let message = match program {
        Some((program, help)) => format!("this command is said to work, and what fails is {program}: paste that with its answer, without this command; or {help}"),
        None => "this command is said to work: paste the request that fails; let it send to http://localhost:8000 while `nc -l 8000` listens, and paste what arrives".to_owned(),
    };
    Some(Remark::new(call.at, message))
}

/// Whether a block of code comes before the answer, which a sentence alone tells.
fn is_behind_code(below: &[u8]) -> bool {
    let blocks = memchr::memmem::find_iter(below, b"```").map(|at| at + 3).collect::<Vec<_>>();
    // the first mark may close the block of the command
    let is_code = |marks: &&[usize]| match marks {
        [open, close] => below.get(*open..*close).is_some_and(|block| foreign::program(block).is_some()),
        _ => false,
    };
    let code = blocks.windows(2).find(is_code);
    let behind = code.and_then(|marks| below.get(*marks.get(1)?..)).unwrap_or_default();
    let is_shown = below.split(|b| *b == b'\n').any(|line| line.trim_ascii_start().starts_with(b"HTTP/"));
    !is_shown && told::status_of(behind).is_some()
}

/// Whether a line is a sentence, and none of a command, its answer or a block of code.
fn is_prose(line: &[u8]) -> bool {
    let front = line.first().is_some_and(|b| b.is_ascii_alphabetic() || b"*(".contains(b));
    front && line.contains(&b' ') && !line.starts_with(b"HTTP/")
}

fn words(line: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(line.get(..line.len().min(400)).unwrap_or_default()).to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Whether a sentence says that something works; one behind the command says it of the command only with "fine" or the like.
fn works(line: &[u8], is_behind: bool) -> bool {
    const WORKS: [&str; 6] = ["work", "works", "worked", "working", "succeeds", "successful"];
    const FINE: [&str; 6] = ["fine", "ok", "okay", "well", "perfectly", "correctly"];
    let words = words(line);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let is_denied =
        words.iter().any(|word| is_negation(word)) || has(&["but", "should", "try", "trying", "want", "how", "if"]);
    has(&WORKS) && !is_denied && (!is_behind || has(&FINE))
}

/// Whether a sentence says that something works, and what is told above it doesn't: `But curl works:`.
fn is_contrast(line: &[u8]) -> bool {
    let rest = ["But ", "but ", "However, ", "However "].iter().find_map(|word| line.strip_prefix(word.as_bytes()));
    rest.is_some_and(|rest| works(rest, false))
}

fn is_negation(word: &str) -> bool {
    const NEGATIONS: [&str; 10] =
        ["not", "no", "never", "cannot", "doesnt", "dont", "isnt", "fails", "stopped", "without"];
    NEGATIONS.contains(&word) || word.ends_with("n't")
}

/// Whether a sentence says that something else fails.
fn fails(line: &[u8]) -> bool {
    const BUT: [&str; 4] = ["but", "however", "while", "whereas"];
    const FAILS: [&str; 8] = ["not", "fails", "fail", "error", "errors", "failed", "failing", "when"];
    let words = words(line);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    is_prose(line.trim_ascii()) && has(&BUT) && (has(&FAILS) || words.iter().any(|word| is_negation(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_programs_below_commands() {
        let text = b"```\n\nSyntax:\n\n```R\nhttr2::request(u) %>% req_perform()\n```\n\nThis is the error:\n\n! HTTP 405 Method Not Allowed\n";
        assert!(is_behind_code(text));
        assert!(!is_behind_code(b"```\nHTTP/1.1 403 Forbidden\n```\nand\n```\nimport requests\n```\n"));
        assert!(!is_behind_code(b"it returns 403\n```\nimport requests\n```\n"));
    }

    #[test]
    fn sentences_about_what_works() {
        for line in
            ["The request in curl command line(WORK):", "This works:", "with curl it worked", "Working example:"]
        {
            assert!(works(line.as_bytes(), false), "{line}");
        }
        for line in [
            "The request through your library(Not Work):",
            "It doesn't work:",
            "I want this to work:",
            "it works on Linux but here:",
            "I run:",
        ] {
            assert!(!works(line.as_bytes(), false), "{line}");
        }
        assert!(is_contrast(b"But curl works:"));
        assert!(!is_contrast(b"But it doesn't work with curl:"));
        assert!(!is_contrast(b"But I want it to work:"));
        assert!(works(b"with cURL in PHP it works fine.", true));
        assert!(!works(b"it works on another machine", true));
        assert!(fails(b"But, when I call this from Laravel the following error is showing."));
        assert!(!fails(b"What could be the reason?"));
    }
}
