//! Foreign text made safe for a terminal: no control characters, nothing invisible, nothing that reverses the line.

/// A text on one line, with a visible substitute for each character that isn't visible.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { ' ' } else { visible(c) }).collect()
}

/// Bytes on one line; a byte that is not UTF-8 becomes `\u{fffd}`.
#[must_use]
pub fn plain_bytes(bytes: &[u8]) -> String {
    plain(&String::from_utf8_lossy(bytes))
}

/// A character itself, or its substitute: always one column.
#[must_use]
pub fn visible(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        _ if is_deceptive(c) => '\u{fffd}',
        _ => c,
    }
}

/// Controls beyond ASCII, and what has no width or changes the direction of the text around it.
#[must_use]
pub fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\r\n\tc\u{9b}0m\u{202e}d\u{7f}é"), "a␛[31mb␍ ␉c\u{fffd}0m\u{fffd}d␡é");
        assert_eq!(plain_bytes(b"caf\xe9"), "caf\u{fffd}");
    }
}
