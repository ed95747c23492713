//! `curl --trace` and `curl --trace-ascii`: blocks of what was sent and received, as dumps.

use super::Composed;

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    SentHead,
    SentBody,
    GotHead,
    GotBody,
    /// What curl says, and what TLS is.
    Else,
}

/// Whether a line begins a block with a head: `=> Send header, 78 bytes (0x4e)`.
pub(super) fn is_marker(line: &[u8]) -> bool {
    matches!(block(line), Some((Block::SentHead | Block::GotHead, _)))
}

/// The exchanges of a trace.
pub(super) fn read(text: &[u8]) -> Vec<Composed> {
    let mut all: Vec<Composed> = Vec::new();
    let mut last = Block::Else;
    let mut is_rough = false;
    for (line, kind, bytes, is_exact) in blocks(text) {
        match kind {
            Block::SentHead => {
                all.push(Composed { text: bytes, line, notes: Vec::new() });
                is_rough = false;
            }
            Block::SentBody | Block::GotHead | Block::GotBody => {
                let Some(one) = all.last_mut() else { continue };
                if kind == Block::GotHead && last == Block::SentBody && !one.text.ends_with(b"\n") {
                    one.text.push(b'\n');
                }
                if !is_exact && kind == Block::SentBody && !is_rough {
                    one.notes
                        .push("bytes that aren't printable are dots in the trace: `--trace` shows them".to_owned());
                    is_rough = true;
                }
                one.text.extend(bytes);
            }
            Block::Else => continue,
        }
        last = kind;
    }
    all
}

/// The answer of a trace in the form of raw HTTP; `None` where it has none.
pub(in crate::read) fn answer(text: &[u8]) -> Option<Vec<u8>> {
    memchr::memmem::find(text, b"<= Recv header")?;
    let mut out = Vec::new();
    for (_, kind, bytes, _) in blocks(text) {
        if matches!(kind, Block::GotHead | Block::GotBody) {
            out.extend(bytes);
        }
    }
    Some(out)
}

/// The kind of the block that a line begins, and how many bytes it has.
fn block(line: &[u8]) -> Option<(Block, usize)> {
    const KINDS: [(&str, Block); 6] = [
        ("=> Send header, ", Block::SentHead),
        ("=> Send data, ", Block::SentBody),
        ("<= Recv header, ", Block::GotHead),
        ("<= Recv data, ", Block::GotBody),
        ("=> Send SSL data, ", Block::Else),
        ("<= Recv SSL data, ", Block::Else),
    ];
    // a time and ids may come first: `10:20:30.123456 [0-0] => Send header, …`
    let near = line.get(..line.len().min(64))?;
    let at = memchr::memmem::find(near, b"=> ").or_else(|| memchr::memmem::find(near, b"<= "))?;
    let is_front = |b: &u8| b.is_ascii_digit() || b":.[]- ".contains(b);
    if !line.get(..at)?.iter().all(is_front) {
        return None;
    }
    let line = line.get(at..)?;
    let (name, kind) = KINDS.iter().find(|(name, _)| line.starts_with(name.as_bytes()))?;
    let digits = line.get(name.len()..)?.split(|b| *b == b' ').next()?;
    Some((*kind, std::str::from_utf8(digits).ok()?.parse().ok()?))
}

/// The blocks of a trace: the line of each, what it is, its bytes, and whether these are known exactly.
fn blocks(text: &[u8]) -> Vec<(usize, Block, Vec<u8>, bool)> {
    let mut all = Vec::new();
    let mut open: Option<Open<'_>> = None;
    for (number, line) in text.split(|b| *b == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if let Some((kind, length)) = block(line) {
            all.extend(open.take().map(finish));
            open = Some((number + 1, kind, length, Vec::new()));
        } else if let (Some(row), Some((.., rows))) = (row(line), open.as_mut()) {
            rows.push(row);
        } else {
            all.extend(open.take().map(finish));
        }
    }
    all.extend(open.take().map(finish));
    all
}

/// A row of a dump: its offset, and what it shows.
fn row(line: &[u8]) -> Option<(usize, &[u8])> {
    let digits = line.iter().take_while(|b| b.is_ascii_hexdigit()).count();
    let shown = line.get(digits..)?.strip_prefix(b":").filter(|_| (4..=8).contains(&digits))?;
    let offset = usize::from_str_radix(std::str::from_utf8(line.get(..digits)?).ok()?, 16).ok()?;
    Some((offset, shown.strip_prefix(b" ").unwrap_or(shown)))
}

/// A block that isn't at its end: its line, what it is, its length, and its rows.
type Open<'t> = (usize, Block, usize, Vec<(usize, &'t [u8])>);

fn finish((line, kind, length, rows): Open<'_>) -> (usize, Block, Vec<u8>, bool) {
    if let Some(bytes) = hexadecimal(&rows) {
        return (line, kind, bytes, true);
    }
    let mut out = Vec::with_capacity(length.min(1 << 20));
    let ends = rows.iter().skip(1).map(|(offset, _)| *offset).chain([length]);
    for ((offset, shown), end) in rows.iter().zip(ends) {
        out.extend_from_slice(shown);
        // what a row lacks is the line break that ended it
        match end.saturating_sub(*offset).saturating_sub(shown.len()) {
            0 => {}
            1 => out.push(b'\n'),
            _ => out.extend_from_slice(b"\r\n"),
        }
    }
    let is_exact = !out.contains(&b'.');
    (line, kind, out, is_exact)
}

/// The bytes of rows such as `47 45 54 20 …  GET `; `None` where they show text alone.
fn hexadecimal(rows: &[(usize, &[u8])]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    if rows.is_empty() {
        return None;
    }
    for (_, shown) in rows {
        let columns = shown.get(..shown.len().min(48))?;
        let mut count = 0;
        for pair in columns.chunks(3) {
            match pair {
                [a, b, b' '] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => {
                    out.push(u8::from_str_radix(std::str::from_utf8(&[*a, *b]).ok()?, 16).ok()?);
                    count += 1;
                }
                [b' ', ..] => break,
                _ => return None,
            }
        }
        if count == 0 {
            return None;
        }
    }
    Some(out)
}
