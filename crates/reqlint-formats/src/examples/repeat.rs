//! `{repeat 9000 x}` in an example: a text many times over, for requests that are too large to be written out.

use std::borrow::Cow;

/// The most bytes that one example may become.
const MAX: usize = 16 << 20;

/// The text with each `{repeat N TEXT}` written out; what is malformed, or too large, stays as it is.
pub(super) fn expand(text: &str) -> Cow<'_, str> {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some((before, found)) = rest.split_once("{repeat ") {
        let Some((count, piece, after)) = parts(found).filter(|(count, piece, _)| fits(expanded.len(), *count, piece))
        else {
            let shown = rest.len() - found.len();
            expanded.push_str(rest.get(..shown).unwrap_or_default());
            rest = found;
            continue;
        };
        expanded.push_str(before);
        expanded.extend(std::iter::repeat_n(piece, count));
        rest = after;
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    expanded.push_str(rest);
    Cow::Owned(expanded)
}

fn parts(found: &str) -> Option<(usize, &str, &str)> {
    let (inner, after) = found.split_once('}')?;
    let (count, piece) = inner.split_once(' ')?;
    Some((count.parse().ok()?, piece, after))
}

fn fits(length: usize, count: usize, piece: &str) -> bool {
    count.checked_mul(piece.len()).and_then(|more| more.checked_add(length)).is_some_and(|all| all <= MAX)
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn what_is_well_formed_is_written_out() {
        let table = [
            ("GET /?q={repeat 3 ab} HTTP/1.1", "GET /?q=ababab HTTP/1.1"),
            ("{repeat 2 X: y\n}end{repeat 0 z}", "X: y\nX: y\nend"),
            ("{repeat x y} {repeat 2", "{repeat x y} {repeat 2"),
            ("{repeat 99999999999 y}", "{repeat 99999999999 y}"),
            ("{repeat 18446744073709551615 yy}", "{repeat 18446744073709551615 yy}"),
            ("/items/{id}", "/items/{id}"),
        ];
        for (written, expected) in table {
            assert_eq!(expand(written), expected, "{written}");
        }
    }
}
