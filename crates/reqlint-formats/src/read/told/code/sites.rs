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
    /// Whether the arguments have no brackets around them.
    pub(super) is_bare: bool,
}

/// All calls of a text, in their order.
pub(super) fn all(text: &[u8]) -> Vec<Site<'_>> {
    memchr::memchr_iter(b'(', text).take(MAX_SITES).filter_map(|at| site(text, at)).collect()
}

/// All calls of a Ruby program, those without brackets among them: `RestClient.post url, body`.
pub(super) fn with_bare(text: &[u8]) -> Vec<Site<'_>> {
    let mut sites = all(text);
    let mut start = 0;
    for line in text.split_inclusive(|b| *b == b'\n') {
        sites.extend(bare(text, start, line).filter(|_| sites.len() < MAX_SITES));
        start += line.len();
    }
    sites.sort_by_key(|site| site.start);
    sites
}

/// The call without brackets that a line has: a name of a method, and a value behind a space.
fn bare<'t>(text: &'t [u8], start: usize, line: &[u8]) -> Option<Site<'t>> {
    const METHODS: [&str; 10] =
        [".get ", ".post ", ".put ", ".patch ", ".delete ", ".head ", ".request ", ".new ", "base_uri ", ".headers "];
    let line = line.get(..line.len().min(400))?;
    let (at, name) =
        METHODS.iter().filter_map(|name| Some((memchr::memmem::find(line, name.as_bytes())?, name))).min()?;
    let arguments = start + at + name.len();
    let begins_value = |b: &u8| b.is_ascii_alphanumeric() || b"\"':@#_{".contains(b);
    let is_code = !line.trim_ascii_start().starts_with(b"#");
    let is_value = text.get(arguments).is_some_and(begins_value)
        && !["do ", "do\n", "if ", "unless ", "and ", "or "]
            .iter()
            .any(|word| text.get(arguments..).is_some_and(|rest| rest.starts_with(word.as_bytes())));
    if !is_code || !is_value {
        return None;
    }
    Some(Site { arguments, is_bare: true, ..site(text, arguments - 1)? })
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
    Some(Site { on, name, start, arguments: bracket + 1, is_bare: false })
}
