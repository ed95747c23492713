//! The links and anchors of a Markdown text, and the pages that comments refer to.

use std::collections::BTreeSet;

/// The targets of links and images, each with its 1-based line. Code is skipped.
pub(super) fn links(text: &str) -> Vec<(usize, String)> {
    let text = without_code(text);
    let inline = text.match_indices("](").map(|(at, opening)| (at, at + opening.len()));
    let defined = text.match_indices("]:").map(|(at, mark)| (at, at + mark.len()));
    let defined = defined.filter(|(at, _)| {
        let line = text[..*at].rsplit('\n').next().unwrap_or_default();
        line.trim_start().starts_with('[') && !line.contains(']')
    });
    let mut found: Vec<_> =
        inline.chain(defined).filter_map(|(at, start)| Some((at, target(&text[start..])?))).collect();
    found.sort();
    found.into_iter().map(|(at, target)| (text[..at].matches('\n').count() + 1, target)).collect()
}

/// The target at the beginning of a text: up to a space, a line break, or the closing bracket.
fn target(text: &str) -> Option<String> {
    let text = text.trim_start_matches(' ');
    if let Some(inside) = text.strip_prefix('<') {
        return inside.split_once('>').map(|(target, _)| target.to_owned());
    }
    let mut depth = 0;
    let end = text.find(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c.is_whitespace() || depth < 0
    });
    Some(text[..end.unwrap_or(text.len())].to_owned()).filter(|target| !target.is_empty())
}

/// The anchors of a text's headings.
pub(super) fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut fence = None;
    for line in text.lines() {
        if is_in_fence(&mut fence, line) {
            continue;
        }
        let title = line.trim_start_matches('#');
        let level = line.len() - title.len();
        if (1..=6).contains(&level) && title.starts_with(' ') {
            let slug = slug(title.trim());
            let again = (1..).map(|number| format!("{slug}-{number}"));
            let free = std::iter::once(slug.clone()).chain(again).find(|anchor| !anchors.contains(anchor));
            anchors.extend(free);
        }
    }
    anchors
}

/// A heading's anchor: lower case, dashes for spaces, no other punctuation.
fn slug(heading: &str) -> String {
    let mut plain = heading.to_owned();
    // only the text of a link in a heading counts
    while let Some(start) = plain.find("](")
        && let Some(end) = plain[start..].find(')')
    {
        plain.replace_range(start..=start + end, "");
    }
    let kept = plain.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c }).flat_map(char::to_lowercase).collect()
}

/// The pages of this repository that comments refer to, such as `docs/language.md` with a section, each with its line. With
/// an empty mark the whole text is a comment.
pub(super) fn in_comments(text: &str, mark: &str) -> Vec<(usize, String)> {
    let comments = text.lines().zip(1..).filter_map(|(line, number)| Some((number, &line[line.find(mark)?..])));
    comments.flat_map(|(number, comment)| pages(comment).into_iter().map(move |page| (number, page))).collect()
}

fn pages(comment: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_./#".contains(c);
    // a page of another site isn't one of ours
    let own = comment.split_whitespace().filter(|word| !word.contains("://"));
    let words = own.flat_map(|word| word.split(|c| !is_part(c))).map(|word| word.trim_end_matches(['.', '/', '#']));
    let known = words.filter_map(|word| {
        let start = word.find("docs/").or_else(|| word.find("ARCHITECTURE.md"))?;
        Some(&word[start..])
    });
    known.filter(|word| word.split('#').next().is_some_and(|path| path.ends_with(".md"))).map(str::to_owned).collect()
}

/// A text with all code blanked out, so that offsets stay the same.
fn without_code(text: &str) -> String {
    let mut fence = None;
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        if is_in_fence(&mut fence, line) {
            out.push_str(&blank(line));
        } else {
            out.push_str(line);
        }
    }
    without_spans(&out)
}

/// A text without code in backticks. A run of them is closed by a run of the same length.
fn without_spans(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let length = rest[start..].bytes().take_while(|b| *b == b'`').count();
        let (mark, inside) = rest[start..].split_at(length);
        out.push_str(&rest[..start]);
        // code doesn't extend beyond its paragraph
        let paragraph = inside.split("\n\n").next().unwrap_or_default();
        let end = paragraph.find(mark);
        let code = &inside[..end.map_or(0, |end| end + length)];
        out.push_str(&blank(mark));
        out.push_str(&blank(code));
        rest = &inside[code.len()..];
    }
    out + rest
}

fn blank(text: &str) -> String {
    text.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect()
}

/// Whether a line belongs to a code block or its fences. `fence` is the opening fence of the current block.
fn is_in_fence(fence: &mut Option<String>, line: &str) -> bool {
    let line = line.trim();
    match fence {
        Some(open) => {
            if line == open.as_str() {
                *fence = None;
            }
            true
        }
        None => {
            let mark: String = line.chars().take_while(|c| *c == '`').collect();
            let opens = mark.len() >= 3 && !line[mark.len()..].contains('`');
            if opens {
                *fence = Some(mark);
            }
            opens
        }
    }
}

#[test]
fn links_are_found_outside_code() {
    let text = "\
# A [title](t.md) with `code` & more
See [one](a.md), [two
lines](b.md#c \"title\") and ![`an` image](<d e.png>), not `[code](x)`.

```text
[code](x)
```
[`x`](e_(f).md) [named][n], [in](#here)
[n]: https://example.com
  [m]: g.md
list[0]: x [y]: z";
    let found = links(text);
    let found: Vec<_> = found.iter().map(|(line, target)| (*line, target.as_str())).collect();
    let expected = [
        (1, "t.md"),
        (2, "a.md"),
        (3, "b.md#c"),
        (3, "d e.png"),
        (8, "e_(f).md"),
        (8, "#here"),
        (9, "https://example.com"),
        (10, "g.md"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn anchors_are_those_of_forges() {
    let text = "# The `[defaults]` of a_pack\n## Why?  Two, 2\n## Why?  Two, 2\n### A [link](x.md)\n```\n# code\n```\n#none\n## Ünï\n";
    let expected = ["a-link", "the-defaults-of-a_pack", "why--two-2", "why--two-2-1", "ünï"];
    assert_eq!(anchors(text).into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn pages_are_found_in_comments_only() {
    let text =
        "--! See there (docs/a.md#b-c).\nlet x = 'docs/x.md'; -- ../docs/d.md, ARCHITECTURE.md#e.\n-- docs/f.rs a.md";
    let found = in_comments(text, "--");
    let expected = [(1, "docs/a.md#b-c"), (2, "docs/d.md"), (2, "ARCHITECTURE.md#e")];
    assert_eq!(found, expected.map(|(line, page)| (line, page.to_owned())));
    assert_eq!(in_comments("Outcomes: docs/a.md#b.\n", ""), [(1, "docs/a.md#b".to_owned())]);
}
