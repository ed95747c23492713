//! curl's lists in URLs and names of files: `{a,b}`, `[1-10:2]`, `[a-z]`.

/// A pattern gives every combination of its pieces, the last one changing fastest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Glob {
    pieces: Vec<Vec<Vec<u8>>>,
}

/// Why a pattern is not one, in curl's words, and at which character, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bad {
    pub(super) reason: &'static str,
    pub(super) position: usize,
}

impl std::fmt::Display for Bad {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "(3) {} in position {}", self.reason, self.position)
    }
}

impl Glob {
    /// Reads a pattern. `${NAME}`, which the shell fills in, is literal.
    ///
    /// # Errors
    /// Where curl doesn't take it for one.
    pub(super) fn read(text: &[u8]) -> Result<Self, Bad> {
        let mut pieces = Vec::new();
        let mut fixed = Vec::new();
        let mut names: Vec<&[u8]> = Vec::new();
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some(name) = named(rest).filter(|_| literal_brackets(rest).is_none()) {
                if names.contains(&name) {
                    return Err(Bad { reason: "Duplicate glob name", position: at + name.len() + 3 });
                }
                names.push(name);
            }
            match rest {
                [b'$', b'{', ..] if variable(rest).is_some() => {
                    let length = variable(rest).unwrap_or(1);
                    fixed.extend_from_slice(rest.get(..length).unwrap_or_default());
                    at += length;
                }
                [b'[', ..] if literal_brackets(rest).is_some() => {
                    let length = literal_brackets(rest).unwrap_or(1);
                    fixed.extend_from_slice(rest.get(..length).unwrap_or_default());
                    at += length;
                }
                [b'{', ..] => {
                    pieces.extend((!fixed.is_empty()).then(|| vec![std::mem::take(&mut fixed)]));
                    let (set, length) = set(rest, at)?;
                    pieces.push(set);
                    at += length;
                }
                [b'[', ..] => {
                    pieces.extend((!fixed.is_empty()).then(|| vec![std::mem::take(&mut fixed)]));
                    let (range, length) = range(rest, at)?;
                    pieces.push(range);
                    at += length;
                }
                [b'}' | b']', ..] => return Err(Bad { reason: "unmatched close brace/bracket", position: at + 1 }),
                [b'\\', escaped @ (b'{' | b'[' | b'}' | b']'), ..] => {
                    fixed.push(*escaped);
                    at += 2;
                }
                [byte, ..] => {
                    fixed.push(*byte);
                    at += 1;
                }
                [] => break,
            }
        }
        if !fixed.is_empty() || pieces.is_empty() {
            pieces.push(vec![fixed]);
        }
        Ok(Self { pieces })
    }

    /// Whether a text has anything in it that could be a list.
    pub(super) fn is_in(text: &[u8]) -> bool {
        text.iter().any(|b| b"{}[]".contains(b))
    }

    /// Whether its only text is this one.
    pub(super) fn is_only(&self, text: &[u8]) -> bool {
        self.count() == 1 && self.text(0) == text
    }

    /// Whether it stands for several texts.
    pub(super) fn is_list(&self) -> bool {
        self.pieces.iter().any(|piece| piece.len() > 1)
    }

    /// How many texts it stands for.
    pub(super) fn count(&self) -> usize {
        self.pieces.iter().fold(1, |count, piece| count.saturating_mul(piece.len()))
    }

    /// One of its texts.
    pub(super) fn text(&self, index: usize) -> Vec<u8> {
        let mut left = index;
        let mut chosen: Vec<&[u8]> = Vec::with_capacity(self.pieces.len());
        for piece in self.pieces.iter().rev() {
            chosen.push(piece.get(left % piece.len().max(1)).map_or(&[], Vec::as_slice));
            left /= piece.len().max(1);
        }
        chosen.reverse();
        chosen.concat()
    }
}

/// The length of `${NAME}`.
fn variable(text: &[u8]) -> Option<usize> {
    let inside = text.strip_prefix(b"${")?;
    let length = inside.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    (length > 0 && inside.get(length) == Some(&b'}')).then_some(length + 3)
}

/// The length of `[]` and of an IPv6 address in brackets, which are no ranges.
fn literal_brackets(text: &[u8]) -> Option<usize> {
    let end = text.iter().position(|b| *b == b']')?;
    let inside = text.get(1..end)?;
    let is_address = inside.contains(&b':')
        && inside.iter().take_while(|b| **b != b'%').all(|b| b.is_ascii_hexdigit() || b":.".contains(b))
        && inside.iter().filter(|b| **b == b':').count() > 1;
    (inside.is_empty() || is_address).then_some(end + 1)
}

/// `{a,b}` at an offset: its elements and its length.
fn set(text: &[u8], offset: usize) -> Result<(Vec<Vec<u8>>, usize), Bad> {
    const MOST: usize = 100_000;
    let mut elements = Vec::new();
    let mut element = Vec::new();
    let first = 1 + named(text).map_or(0, |name| name.len() + 2);
    let mut at = first;
    loop {
        let bad = |reason| Err(Bad { reason, position: offset + at + 1 });
        match text.get(at..).unwrap_or_default() {
            [] => return bad("unmatched brace"),
            [b'{' | b'[', ..] => return bad("nested brace"),
            [b']', ..] => return bad("unexpected close bracket"),
            [b'}', ..] if at == first => return bad("empty string within braces"),
            [b'}', ..] => {
                elements.push(element);
                return Ok((elements, at + 1));
            }
            [b',', ..] if elements.len() >= MOST => return bad("range overflow"),
            [b',', ..] => elements.push(std::mem::take(&mut element)),
            [b'\\', escaped, ..] => {
                element.push(*escaped);
                at += 1;
            }
            [byte, ..] => element.push(*byte),
        }
        at += 1;
    }
}

/// The name in front of a list: `{<name>a,b}`, `[<name>1-3]`.
fn named(text: &[u8]) -> Option<&[u8]> {
    let inside = text.strip_prefix(b"{<").or_else(|| text.strip_prefix(b"[<"))?;
    let length = inside.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_".contains(b)).count();
    inside.get(..length).filter(|name| !name.is_empty() && inside.get(length) == Some(&b'>'))
}

/// `[1-3]`, `[08-10:2]` or `[a-e:2]` at an offset: its elements and its length.
fn range(text: &[u8], offset: usize) -> Result<(Vec<Vec<u8>>, usize), Bad> {
    const MOST: u64 = 100_000;
    // so many numbers curl has
    const LAST: u64 = i64::MAX as u64;
    let end = text.iter().position(|b| *b == b']');
    let first = 1 + named(text).map_or(0, |name| name.len() + 2);
    let bad = Bad { reason: "bad range", position: offset + 1 + first };
    let far = Bad { reason: "bad range", position: offset + end.map_or(2, |end| end + 2) };
    let (end, inside) = end.and_then(|end| Some((end, std::str::from_utf8(text.get(first..end)?).ok()?))).ok_or(bad)?;
    let (ends, step) = inside.split_once(':').map_or((inside, "1"), |(ends, step)| (ends, step));
    let (first, last) = ends.split_once('-').ok_or(far)?;
    let step: u64 = step.parse().ok().filter(|step| *step > 0).ok_or(far)?;
    let elements = match (first.as_bytes(), last.as_bytes()) {
        ([first], [last]) if first.is_ascii_alphabetic() && last.is_ascii_alphabetic() => {
            let width = last.checked_sub(*first).map(u64::from).ok_or(far)?;
            if width > 25 || (width == 0 && step != 1) || (width > 0 && step > width) {
                return Err(far);
            }
            let letters = (*first..=*last).step_by(usize::try_from(step).unwrap_or(1));
            letters.map(|letter| vec![letter]).collect()
        }
        _ if first.starts_with(|c: char| c.is_ascii_digit()) => {
            let padding = if first.starts_with('0') { first.len() } else { 0 };
            let (first, last): (u64, u64) = first
                .parse()
                .ok()
                .zip(last.trim_start().parse().ok())
                .filter(|(first, last)| first <= last)
                .ok_or(far)?;
            if last > LAST {
                return Err(bad);
            } else if last > LAST - step.min(LAST) {
                return Err(Bad { reason: "range end/step overflow", ..far });
            }
            let width = last - first;
            if (width == 0 && step != 1) || (width > 0 && step > width) || width / step >= MOST {
                return Err(far);
            }
            let numbers = (first..=last).step_by(usize::try_from(step).unwrap_or(1));
            numbers.map(|number| format!("{number:0padding$}").into_bytes()).collect()
        }
        _ => return Err(bad),
    };
    Ok((elements, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_as_curl_reads_them() {
        let table: [(&str, Result<&[&str], &str>); 27] = [
            ("/{a,b}", Ok(&["/a", "/b"])),
            ("/{id}", Ok(&["/id"])),
            ("/{<num>one,two}", Ok(&["/one", "/two"])),
            ("/[<num>1-2]", Ok(&["/1", "/2"])),
            ("/{<n>}", Err("(3) empty string within braces in position 6")),
            ("/{<n>a}{<n>b}", Err("(3) Duplicate glob name in position 11")),
            ("/{<>a,b}", Ok(&["/<>a", "/b"])),
            ("/{a,}", Ok(&["/a", "/"])),
            ("/{a\\,b,c}", Ok(&["/a,b", "/c"])),
            ("{a,b}/[1-2]", Ok(&["a/1", "a/2", "b/1", "b/2"])),
            ("[1-5:2]", Ok(&["1", "3", "5"])),
            ("[08-10]", Ok(&["08", "09", "10"])),
            ("[a-e:2]", Ok(&["a", "c", "e"])),
            ("[1-1]", Ok(&["1"])),
            ("?ids[]=1", Ok(&["?ids[]=1"])),
            ("http://[::1]:80/", Ok(&["http://[::1]:80/"])),
            ("\\{a\\}", Ok(&["{a}"])),
            ("a\\,b", Ok(&["a\\,b"])),
            ("/${ID}/{x}", Ok(&["/${ID}/x"])),
            ("/{{id}}", Err("(3) nested brace in position 3")),
            ("/{}", Err("(3) empty string within braces in position 3")),
            ("/{a", Err("(3) unmatched brace in position 4")),
            ("/a}", Err("(3) unmatched close brace/bracket in position 3")),
            ("/[a", Err("(3) bad range in position 3")),
            ("/[c-a]", Err("(3) bad range in position 7")),
            ("/[1-3:0]", Err("(3) bad range in position 9")),
            ("/f[a]=1", Err("(3) bad range in position 6")),
        ];
        for (pattern, expected) in table {
            let read = Glob::read(pattern.as_bytes());
            let texts = read
                .map_err(|bad| bad.to_string())
                .map(|glob| (0..glob.count()).map(|at| String::from_utf8(glob.text(at)).unwrap()).collect::<Vec<_>>());
            let expected = expected.map(|texts| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
            assert_eq!(texts, expected.map_err(str::to_owned), "{pattern}");
        }
    }
}
