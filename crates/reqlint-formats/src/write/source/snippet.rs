//! One line of text with marked places in it, made fit for the library that draws it.
//!
//! INVARIANT: the text is one line of valid UTF-8 without control characters, and every span lies in it on character
//! boundaries. The drawing library panics otherwise.

use reqlint_core::base::escape::visible;
use std::ops::Range;

/// How many bytes around the first place are kept of a line that is too long to be drawn whole.
const REACH: usize = 32_000;

/// A line and the places marked in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Snippet {
    pub(crate) text: String,
    /// The requested ranges in `text`, in the same order.
    pub(crate) spans: Vec<Range<usize>>,
    /// Whether something was cut off in front, so that columns of the text are not columns of the line.
    pub(crate) is_cut: bool,
}

/// Makes a snippet of a line. Each byte that is not UTF-8, and each character that is not fit to be shown, becomes one
/// visible character; ranges are clamped.
pub(crate) fn snippet(line: &[u8], ranges: &[Range<usize>]) -> Snippet {
    let first = ranges.first().map_or(0, |range| range.start).min(line.len());
    let start = if line.len() > 2 * REACH { first.saturating_sub(REACH) } else { 0 };
    let end = line.len().min(first.saturating_add(REACH).max(2 * REACH));
    let window = line.get(start..end).unwrap_or_default();

    let mut text = String::with_capacity(window.len() + 8);
    text.extend((start > 0).then_some('…'));
    // for each byte of the window, where its character begins and ends in the text
    let mut places: Vec<Range<usize>> = Vec::with_capacity(window.len());
    let mut is_indent = start == 0;
    let mut push = |shown: char, bytes: usize| {
        let from = text.len();
        text.push(shown);
        places.extend(std::iter::repeat_n(from..text.len(), bytes));
    };
    for chunk in window.utf8_chunks() {
        for c in chunk.valid().chars() {
            is_indent &= matches!(c, ' ' | '\t');
            push(if is_indent { ' ' } else { visible(c) }, c.len_utf8());
        }
        for _ in chunk.invalid() {
            push('\u{fffd}', 1);
        }
    }
    let text_end = text.len();
    text.extend((end < line.len()).then_some('…'));

    let place = |at: usize| places.get(at.saturating_sub(start));
    let span = |range: &Range<usize>| {
        let from = place(range.start).map_or(text_end, |place| place.start);
        let is_empty = range.end <= range.start || range.end <= start;
        let to = if is_empty { from } else { place(range.end - 1).map_or(text_end, |place| place.end) };
        from..to.max(from)
    };
    Snippet { spans: ranges.iter().map(span).collect(), is_cut: start > 0, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet as Drawing};
    use proptest::prelude::*;

    #[test]
    fn offsets_follow_their_characters() {
        let made = snippet("\tGET /ä\u{1b}b".as_bytes(), &[1..4, 6..8, 8..9, 10..10, 50..60]);
        assert_eq!(made.text, " GET /ä␛b");
        let marked: Vec<_> = made.spans.iter().map(|span| &made.text[span.clone()]).collect();
        assert_eq!(marked, ["GET", "ä", "␛", "", ""]);
        assert_eq!(snippet(b"a\xff\xfeb", &[1..2, 3..4]).spans, [1..4, 7..8]);
    }

    #[test]
    fn long_lines_are_cut_around_the_first_place() {
        let line = [vec![b'a'; 50_000], vec![b'!'], vec![b'b'; 50_000]].concat();
        let made = snippet(&line, &[50_000..50_001, 0..1]);
        assert!(made.text.starts_with("…aaa") && made.text.ends_with("bbb…") && made.is_cut);
        assert_eq!(&made.text[made.spans[0].clone()], "!");
    }

    proptest! {
        #[test]
        fn whatever_is_drawn_is_drawn_without_a_panic(
            line in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..40),
                any::<String>().prop_map(String::into_bytes),
                any::<String>().prop_map(|text| text.repeat(4_000).into_bytes()),
            ],
            ranges in proptest::collection::vec((0usize..100_000, 0usize..12), 0..4),
        ) {
            let ranges: Vec<_> = ranges.into_iter().map(|(start, length)| start..start + length).collect();
            let made = snippet(&line, &ranges);
            prop_assert!(!made.text.chars().any(|c| c.is_control() || reqlint_core::base::escape::is_deceptive(c)));
            prop_assert_eq!(made.spans.len(), ranges.len());
            prop_assert!(made.spans.iter().all(|span| made.text.get(span.clone()).is_some()));
            let marks = made.spans.iter().map(|span| AnnotationKind::Primary.span(span.clone()).label("here"));
            let drawing = Drawing::source(&*made.text).path("x").annotations(marks);
            let drawn = Renderer::plain().render(&[Level::ERROR.primary_title("t").element(drawing)]);
            prop_assert!(!drawn.is_empty());
        }
    }
}
