//! Files that a text shows beside a command that names them: `cat body.json`, or the file's name, and what is in it below.

use std::io;

/// How far below its name what is in a file may begin, in lines.
const NEAR: usize = 3;

/// What a text shows of a file.
///
/// # Errors
/// Where it shows nothing of it, which is no word about whether the file exists.
pub(super) fn file(text: &[u8], name: &str) -> io::Result<Vec<u8>> {
    inside(text, name).ok_or_else(|| io::Error::from(io::ErrorKind::Unsupported))
}

fn inside(text: &[u8], name: &str) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| names(line, name))?;
    let below = lines.get(at + 1..)?;
    if let Some(fence) = below.iter().take(NEAR).position(|line| line.trim_start().starts_with("```")) {
        let inside = below.get(fence + 1..)?;
        let end = inside.iter().position(|line| line.trim_start().starts_with("```"))?;
        return Some((inside.get(..end)?.join("\n") + "\n").into_bytes());
    }
    let start = below.iter().take(NEAR).position(|line| line.starts_with(['{', '[', '<']))?;
    let rest = below.get(start..)?;
    let end = rest.iter().position(|line| line.trim().is_empty() || line.starts_with(['$', '#'])).unwrap_or(rest.len());
    Some((rest.get(..end)?.join("\n") + "\n").into_bytes())
}

/// Whether a line shows or names a file, and isn't the command that sends it.
fn names(line: &str, name: &str) -> bool {
    let is_it = |word: &str| word.trim_matches(|c: char| "`*\"':#>()".contains(c)).trim_end_matches(':') == name;
    !line.contains(&format!("@{name}")) && line.split_whitespace().count() <= 8 && line.split_whitespace().any(is_it)
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn files_that_are_shown() {
        let table = [
            ("cat a.json\n```json\n{ \"a\": 1 }\n```\ncurl -d @a.json x\n", Some("{ \"a\": 1 }\n")),
            ("$ cat a.json\n{\n \"a\": 1\n}\n$ curl -d @a.json x\n", Some("{\n \"a\": 1\n}\n")),
            ("**a.json:**\n\n{\"a\": 1}\n\ncurl -d @a.json x\n", Some("{\"a\": 1}\n")),
            ("curl -d @a.json x\n\n{\"error\": 1}\n", None),
            ("the file a.json is of the kind that we always send there, see below\n{\"a\": 1}\n", None),
        ];
        for (text, expected) in table {
            let found = inside(text.as_bytes(), "a.json").map(|bytes| String::from_utf8(bytes).unwrap());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
