//! Text of others as it may stand in Markdown.

use crate::escape::plain;

/// A text on one line, in which nothing is read as Markdown or HTML.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in plain(text).chars() {
        // what begins a list or a heading does so only at the beginning; all else may stand anywhere
        let is_marking =
            matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '@' | '!');
        let begins_list = out.is_empty() && matches!(c, '-' | '+' | '=');
        let links = c == '/' && out.ends_with(":/");
        if is_marking || begins_list || links {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text as code on one line.
pub(super) fn code(text: &str) -> String {
    let text = plain(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Lines as a block of code; a line break at the end.
pub(super) fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    let lines: String = text.lines().map(|line| format!("{}\n", plain(line))).collect();
    format!("{fence}{language}\n{lines}{fence}\n")
}

/// The most backticks in a row.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_as_markup() {
        let table = [
            ("a *b* _c_ [d](e) <f> `g`", r"a \*b\* \_c\_ \[d\](e) \<f\> \`g\`"),
            ("- # 1 & 2 | ~~3~~", r"\- \# 1 \& 2 \| \~\~3\~\~"),
            ("http://x @me\n\u{1b}[1m", r"http:/\/x \@me ␛\[1m"),
            ("", ""),
        ];
        for (from, to) in table {
            assert_eq!(text(from), to);
        }
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(block("http", "a\n```\n\u{1b}b"), "````http\na\n```\n␛b\n````\n");
    }
}
