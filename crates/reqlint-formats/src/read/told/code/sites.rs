//! Where a program calls something.

use super::cursor::is_name;

/// How many brackets are looked at.
const MAX_SITES: usize = 600;

/// A call: the name in front of the bracket, what stands before it, and where the arguments begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site<'t> {
    pub(super) on: &'t str,
    pub(super) name: &'t str,
    /// Where the name begins, with what it is called on.
    pub(super) start: usize,
    /// Where the arguments begin, behind the bracket.
    pub(super) arguments: usize,
}

/// All calls of a text, in their order.
pub(super) fn all(text: &[u8]) -> Vec<Site<'_>> {
    memchr::memchr_iter(b'(', text).take(MAX_SITES).filter_map(|at| site(text, at)).collect()
}

fn site(text: &[u8], bracket: usize) -> Option<Site<'_>> {
    let before = text.get(..bracket)?;
    // `axios.post<Answer>(`
    let end = match before.last() {
        Some(b'>') => before.iter().rev().take(60).position(|b| *b == b'<').map(|back| bracket - back - 1)?,
        Some(b' ') => bracket - 1,
        _ => bracket,
    };
    let is_part = |b: u8| is_name(b) || matches!(b, b'.' | b'>' | b'-' | b':' | b'\\' | b'?');
    let near = text.get(..end)?;
    let length = near.iter().rev().take(120).take_while(|b| is_part(**b)).count();
    let start = end - length;
    let path = std::str::from_utf8(near.get(start..)?).ok()?;
    let path = path.trim_start_matches(['.', '>', '-', ':', '?']);
    let start = end - path.len();
    let cut = path.rfind(['.', '>', ':']).map_or(0, |at| at + 1);
    let name = path.get(cut..).filter(|name| !name.is_empty())?;
    let on = path.get(..cut)?.trim_end_matches(['.', '>', '-', ':', '?']);
    Some(Site { on, name, start, arguments: bracket + 1 })
}
