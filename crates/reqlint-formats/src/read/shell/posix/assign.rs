//! Variables that lines of a text set: `T=abc`, `export T="a b"`, `set T=abc`, `$env:T = 'abc'`.

use super::{Context, Variables, command};

/// Takes over what a piece of a text sets. A value that a command makes isn't known.
pub(in crate::read::shell) fn take_over(text: &[u8], is_exact: bool, variables: &mut Variables) {
    if memchr::memchr(b'=', text).is_none() && memchr::memmem::find(text, b"set ").is_none() {
        return;
    }
    for line in text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii) {
        let line = line.strip_prefix(b"$ ").or_else(|| line.strip_prefix(b"> ")).unwrap_or(line);
        if let Some(rest) = line.strip_prefix(b"$") {
            powershell(rest, variables);
        } else if let Some(rest) = line.strip_prefix(b"set ").filter(|_| !line.contains(&b'=')) {
            fish(rest, is_exact, variables);
        } else if begins_one(line) {
            posix(line, is_exact, variables);
        }
    }
}

/// What comes before a call, and the end of it that belongs to its command: `T=abc ` in front of `curl`.
pub(in crate::read::shell) fn parted(before: &[u8]) -> (&[u8], &[u8]) {
    let end = before.iter().rposition(|b| b"\n;&|(".contains(b)).map_or(0, |at| at + 1);
    let (set, own) = before.split_at_checked(end).unwrap_or((before, &[]));
    // `export T=abc` goes on to the end of its line
    if names(own).next().is_some() { (set, own) } else { (before, &[]) }
}

/// The names that are set in front of a command.
pub(in crate::read::shell) fn names(own: &[u8]) -> impl Iterator<Item = &[u8]> {
    let words = own.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words.filter_map(|word| assignment(word).map(|(name, _)| name))
}

/// Whether a line begins with an assignment, or with what makes one.
fn begins_one(line: &[u8]) -> bool {
    let word = line.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    matches!(word, b"export" | b"set" | b"SET" | b"local" | b"declare" | b"readonly") || assignment(word).is_some()
}

fn posix(line: &[u8], is_exact: bool, variables: &mut Variables) {
    let mut at = 0;
    while at < line.len() {
        let context = Context { is_exact, variables: Some(&*variables), ..Context::default() };
        let Ok((read, next)) = command(line, at, context) else { return };
        at = next.max(at + 1);
        let mut words = read.words.iter().map(|word| word.text.as_slice()).peekable();
        let keyword = |word: &&[u8]| matches!(*word, b"export" | b"set" | b"SET" | b"local" | b"declare" | b"readonly");
        let _ = words.next_if(keyword);
        let found: Vec<_> = words.map_while(assignment).map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
        // with a command behind, they are that command's
        if found.len() + usize::from(read.words.first().is_some_and(|word| keyword(&&word.text[..]))) < read.words.len()
        {
            continue;
        }
        for (name, value) in found {
            if memchr::memmem::find(&value, b"<command>").is_some() {
                variables.remove(&name);
            } else {
                variables.insert(name, value);
            }
        }
    }
}

/// `-gx NAME value`, without `set`, as fish has it.
fn fish(line: &[u8], is_exact: bool, variables: &mut Variables) {
    let context = Context { is_exact, variables: Some(&*variables), ..Context::default() };
    let Ok((read, _)) = command(line, 0, context) else { return };
    let mut words = read.words.into_iter().map(|word| word.text).skip_while(|word| word.starts_with(b"-"));
    if let (Some(name), Some(value), None) = (words.next(), words.next(), words.next())
        && is_name(&name)
        && memchr::memmem::find(&value, b"<command>").is_none()
    {
        variables.insert(name, value);
    }
}

/// `env:NAME = 'value'`, without the dollar sign.
fn powershell(text: &[u8], variables: &mut Variables) {
    let Some(sign) = text.iter().position(|b| *b == b'=') else { return };
    let (name, value) = text.split_at_checked(sign).unwrap_or_default();
    let name = name.trim_ascii();
    let name = name.rsplit(|b| *b == b':').next().unwrap_or_default();
    let value = value.get(1..).unwrap_or_default().trim_ascii();
    let quoted = value.strip_prefix(b"'").and_then(|value| value.strip_suffix(b"'"));
    let quoted = quoted.or_else(|| value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")));
    if let Some(value) = quoted.filter(|value| !value.contains(&b'$') && is_name(name)) {
        variables.insert(name.to_vec(), value.to_vec());
    }
}

fn assignment(word: &[u8]) -> Option<(&[u8], &[u8])> {
    let sign = word.iter().position(|b| *b == b'=')?;
    let (name, value) = word.split_at_checked(sign)?;
    is_name(name).then_some((name, value.get(1..).unwrap_or_default()))
}

fn is_name(name: &[u8]) -> bool {
    name.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
        && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lines_set() {
        let mut variables = Variables::new();
        let text = b"T=abc\nexport U=\"a $T\" V='x y'\nset W=1\n$env:X = 'z'\nY=$(date)\nset -gx Z 'a b'\nset -e\nset a b c\nA=b curl x\nwe say a=b\n";
        take_over(text, false, &mut variables);
        let set: Vec<_> = variables.iter().map(|(name, value)| [&name[..], b"=", value].concat()).collect();
        assert_eq!(set, [&b"T=abc"[..], b"U=a abc", b"V=x y", b"W=1", b"X=z", b"Z=a b"]);
    }
}
