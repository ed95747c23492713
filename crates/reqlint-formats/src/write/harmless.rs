//! JSON that a terminal shows and doesn't act on.

use reqlint_core::base::escape::is_deceptive;
use std::fmt::Write;

/// Writes what a terminal could act on as escapes. Such characters occur only inside of strings.
pub(crate) fn harmless(json: String) -> String {
    if !json.chars().any(is_loud) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_loud(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

fn is_loud(c: char) -> bool {
    c == '\u{7f}' || is_deceptive(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_acts_on_is_escaped() {
        let text = "é\u{9b}\u{202e}\u{7f}\u{e0001}\u{1b}";
        let json = harmless(serde_json::to_string(text).unwrap());
        assert_eq!(json, r#""é\u009b\u202e\u007f\udb40\udc01\u001b""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
