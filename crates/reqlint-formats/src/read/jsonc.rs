//! JSON as editors and clients let people write it: with comments, and with a comma behind the last item.

/// A text without `// …` and `/* … */`.
pub(crate) fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if in_string && c == '\\' {
            rest.chars().take(2).map(char::len_utf8).sum()
        } else if !in_string && rest.starts_with("//") {
            let line = rest.find('\n').unwrap_or(rest.len());
            rest = rest.get(line..).unwrap_or_default();
            continue;
        } else if !in_string && rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
            rest = rest.get(end..).unwrap_or_default();
            continue;
        } else {
            in_string ^= c == '"';
            c.len_utf8()
        };
        out.push_str(rest.get(..length).unwrap_or_default());
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// JSON without comments and without commas behind the last item of a list or an object.
pub(crate) fn plain(text: &str) -> String {
    let text = without_comments(text);
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut is_escaped) = (false, false);
    for (at, c) in text.char_indices() {
        if c == ',' && !in_string {
            let next = text.get(at + 1..).unwrap_or_default().chars().find(|c| !c.is_ascii_whitespace());
            if matches!(next, Some('}' | ']')) {
                continue;
            }
        }
        in_string ^= c == '"' && !is_escaped;
        is_escaped = in_string && c == '\\' && !is_escaped;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json() {
        let table = [
            ("{\n// c\n\"a\": \"// d\\\"/*\" /* e */}", "{\n\n\"a\": \"// d\\\"/*\" }"),
            ("{} // c", "{} "),
            ("/* open", ""),
            ("{\"a\": [1, 2, ], \"b\": \",]\\\",}\", // c\n}", "{\"a\": [1, 2 ], \"b\": \",]\\\",}\" \n}"),
        ];
        for (text, expected) in table {
            assert_eq!(plain(text), expected, "{text}");
        }
        assert_eq!(without_comments("[1,] // c"), "[1,] ");
    }
}
