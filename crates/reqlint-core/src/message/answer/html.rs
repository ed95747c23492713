//! The text of an HTML page.

/// What a page shows: its text, a line for each element.
pub(super) fn text(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        push(&mut out, before);
        let name: String =
            tag.chars().skip(1).skip_while(|c| *c == '/').take_while(char::is_ascii_alphanumeric).collect();
        let end = match name.to_ascii_lowercase().as_str() {
            name @ ("script" | "style") if !tag.starts_with("</") => end_of(tag, &format!("</{name}")),
            _ if tag.starts_with("<!--") => tag.find("-->").map(|at| at + 3),
            _ => tag.find('>').map(|at| at + 1),
        };
        // a tag inside of a line leaves the line whole
        if !matches!(name.to_ascii_lowercase().as_str(), "b" | "i" | "em" | "code" | "a" | "span" | "strong") {
            out.push('\n');
        }
        rest = end.and_then(|end| tag.get(end..)).unwrap_or_default();
    }
    push(&mut out, rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// Behind an element's end tag; tags are ASCII, so their case is ignored byte for byte.
fn end_of(text: &str, tag: &str) -> Option<usize> {
    let at = text.as_bytes().windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))?;
    let close = text.as_bytes().get(at..)?.iter().position(|byte| *byte == b'>')?;
    Some(at + close + 1)
}

/// Adds a text with its entities decoded.
fn push(out: &mut String, text: &str) {
    const ENTITIES: [(&str, &str); 8] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        let known = ENTITIES.iter().find(|(name, _)| entity.starts_with(name));
        let (shown, length) = known.map_or(("&", 1), |(name, shown)| (*shown, name.len()));
        out.push_str(shown);
        rest = entity.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_shown() {
        let page = "<!DOCTYPE html><style>a{}</style><title>400</title><pre>missing <b>&#39;price&#39;</b> &amp; more<br> x</pre><!-- y";
        assert_eq!(text(page), "400\nmissing 'price' & more\nx");
        assert_eq!(text("a < b"), "a");
        assert_eq!(text("<SCRIPT>x</script>é"), "é");
    }
}
