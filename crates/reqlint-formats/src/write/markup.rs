//! Foreign text made fit for Markdown.

use reqlint_core::base::escape::plain;

/// Text on one line in which nothing means anything: no markup, link, mention or HTML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    let text = plain(text);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            '@' => out += "&#64;",
            // `https://` becomes a link by itself, `:name:` an emoji
            ':' if characters.peek().is_some_and(|next| !matches!(next, ' ' | '0'..='9')) => out += "&#58;",
            '-' | '+' | '=' if out.is_empty() => out.extend(['\\', c]),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '!' | '|' | '~' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A code span, fenced by more backticks than it holds.
pub(crate) fn code(text: &str) -> String {
    let text = plain(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Lines as a block of code; a line break at its end.
pub(crate) fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
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
            ("a *b* _c_ [d](e) <f> `g`", r"a \*b\* \_c\_ \[d\]\(e\) &lt;f&gt; \`g\`"),
            ("- # 1 & 2 | ~~3~~", r"\- \# 1 &amp; 2 \| \~\~3\~\~"),
            ("http://x @me: 1\n\u{1b}[1m", r"http&#58;//x &#64;me: 1 ␛\[1m"),
            ("", ""),
        ];
        for (from, to) in table {
            assert_eq!(escaped(from), to);
        }
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(block("http", "a\n```\n\u{1b}b"), "````http\na\n```\n␛b\n````\n");
    }
}
