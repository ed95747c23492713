//! Places as an editor counts them: lines and UTF-16 units for bytes, addresses for paths.

use lsp_types::{Position, Range, Uri};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The byte offset of a position; one past the end of a line is that end.
pub(super) fn offset(text: &str, position: Position) -> usize {
    let line = usize::try_from(position.line).unwrap_or(usize::MAX);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let mut units = 0;
    for (at, letter) in rest.char_indices() {
        if units >= position.character || letter == '\n' {
            return start + at;
        }
        units += u32::try_from(letter.len_utf16()).unwrap_or(1);
    }
    text.len()
}

pub(super) fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let column = before.rsplit('\n').next().map_or(0, |last| last.encode_utf16().count());
    let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Position::new(short(line), short(column))
}

pub(super) fn range(text: &str, span: &std::ops::Range<usize>) -> Range {
    Range::new(position(text, span.start), position(text, span.end))
}

/// The path of a file's address.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().is_some_and(|scheme| scheme.as_str().eq_ignore_ascii_case("file"));
    let path = uri.path().as_estr().decode().into_string().ok()?;
    is_file.then(|| PathBuf::from(path.into_owned()))
}

/// The address of a file's path.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let path: String = path.to_str()?.bytes().map(encode).collect();
    Uri::from_str(&format!("file://{path}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf_16_units() {
        let text = "a = 1\nb = \"ä𝄞x\"\n";
        for at in text.char_indices().map(|(at, _)| at) {
            assert_eq!(offset(text, position(text, at)), at);
        }
        assert_eq!(position(text, text.find('x').unwrap()), Position::new(1, 8));
        assert_eq!(offset(text, Position::new(0, 99)), 5);
        assert_eq!(offset(text, Position::new(99, 0)), text.len());
    }

    #[test]
    fn addresses_and_paths_go_both_ways() {
        let there = Path::new("/a b/ü#.toml");
        assert_eq!(path(&uri(there).unwrap()).as_deref(), Some(there));
        assert_eq!(path(&Uri::from_str("untitled:/x").unwrap()), None);
    }
}
