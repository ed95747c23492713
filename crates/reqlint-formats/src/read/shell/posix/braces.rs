//! Unquoted braces: bash makes several words of `{a,b}` and `{1..3}`.

use crate::read::shell::word::Word;

/// How many words of one are made.
const MOST: usize = 1_000;

/// The words that bash makes of one; `marks` are the places of its unquoted braces, commas and dots.
pub(super) fn expanded(word: Word, marks: &[usize]) -> Vec<Word> {
    let is_mark = |at: usize, byte: u8| marks.contains(&at) && word.text.get(at) == Some(&byte);
    let Some((open, close)) = pair(&word.text, &is_mark) else { return vec![word] };
    let inside = open + 1..close;
    let commas: Vec<usize> = top_level(&word.text, inside.clone(), &is_mark);
    let elements: Vec<Vec<u8>> = if commas.is_empty() {
        match numbers(word.text.get(inside).unwrap_or_default()) {
            Some(numbers) => numbers,
            None => return vec![word],
        }
    } else {
        let mut from = open + 1;
        let ends = commas.iter().copied().chain([close]);
        ends.map(|end| {
            let element = word.text.get(from..end).unwrap_or_default().to_vec();
            from = end + 1;
            element
        })
        .collect()
    };
    let front = word.text.get(..open).unwrap_or_default();
    let rest = Word { text: word.text.get(close + 1..).unwrap_or_default().to_vec(), ..word.clone() };
    let marks: Vec<usize> = marks.iter().filter_map(|mark| mark.checked_sub(close + 1)).collect();
    let backs = expanded(rest, &marks);
    let joined = |element: &Vec<u8>| {
        let all = backs.iter().map(|back| [front, element, &back.text].concat());
        all.map(|text| Word { text, ..word.clone() }).collect::<Vec<_>>()
    };
    elements.iter().flat_map(joined).take(MOST).collect()
}

/// The first opening brace that is closed, with something in between that makes it a list.
fn pair(text: &[u8], is_mark: &dyn Fn(usize, u8) -> bool) -> Option<(usize, usize)> {
    (0..text.len()).filter(|at| is_mark(*at, b'{')).find_map(|open| {
        let mut depth = 0usize;
        let close = (open..text.len()).find(|at| {
            depth += usize::from(is_mark(*at, b'{'));
            let closes = is_mark(*at, b'}');
            depth -= usize::from(closes && depth > 0);
            closes && depth == 0
        })?;
        let inside = text.get(open + 1..close)?;
        let is_list = !top_level(text, open + 1..close, is_mark).is_empty() || numbers(inside).is_some();
        is_list.then_some((open, close))
    })
}

/// The commas of a range that are in no braces of their own.
fn top_level(text: &[u8], range: std::ops::Range<usize>, is_mark: &dyn Fn(usize, u8) -> bool) -> Vec<usize> {
    let mut depth = 0usize;
    let mut found = Vec::new();
    for at in range {
        if is_mark(at, b'{') {
            depth += 1;
        } else if is_mark(at, b'}') {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && is_mark(at, b',') && text.get(at) == Some(&b',') {
            found.push(at);
        }
    }
    found
}

/// `1..3`
fn numbers(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (first, last) = std::str::from_utf8(text).ok()?.split_once("..")?;
    let (first, last): (i64, i64) = (first.parse().ok()?, last.parse().ok()?);
    let count = last.checked_sub(first)?.abs();
    (count < 1_000).then(|| {
        let step = if last < first { -1 } else { 1 };
        (0..=count).map(|at| (first + step * at).to_string().into_bytes()).collect()
    })
}
