//! Prompts of Windows.

/// Whether what comes before a command is the prompt of Windows: `C:\dir>`.
pub(in crate::read) fn is_prompt(before: &[u8]) -> bool {
    is_directory(before) && before.contains(&b'>')
}

/// Whether the prompt before a command has two lines, as Cmder's does: the directory, then `λ`.
pub(in crate::read) fn is_prompt_of_two(text: &[u8], line: usize, start: usize) -> bool {
    let before = text.get(line..start).unwrap_or_default().trim_ascii();
    let above = || text.get(..line).unwrap_or_default().trim_ascii_end();
    before == "λ".as_bytes() && above().rsplit(|b| *b == b'\n').next().is_some_and(is_directory)
}

/// Whether a line begins with a directory of Windows, perhaps behind the name of an environment: `(base) C:\dir`.
fn is_directory(line: &[u8]) -> bool {
    matches!(behind_environment(line), [letter, b':', b'\\' | b'>', ..] if letter.is_ascii_alphabetic())
}

/// What follows `(base) `.
pub(in crate::read) fn behind_environment(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii_start();
    let inside = line.strip_prefix(b"(").and_then(|inside| Some((inside, memchr::memchr(b')', inside)?)));
    let behind = inside.and_then(|(inside, end)| inside.get(end + 1..)).map(<[u8]>::trim_ascii_start);
    behind.unwrap_or(line)
}

/// The length of the prompt that a line begins with, whose directory may have spaces: `C:\Users\Jane Doe>`.
pub(in crate::read) fn prompt(line: &[u8]) -> Option<usize> {
    /// A path of Windows is no longer.
    const LONGEST: usize = 260;
    if !is_directory(line) {
        return None;
    }
    let near = line.get(..line.len().min(LONGEST)).unwrap_or_default();
    let end = memchr::memchr(b'>', near)?;
    let is_path = !near.get(..end)?.iter().any(|b| matches!(b, b'"' | b'\'' | b'|' | b'<' | b'*' | b'?'));
    is_path.then_some(end + 1)
}
