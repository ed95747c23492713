//! A file as it is written: blocks of pairs, of text, and of lists.

use crate::read::shell::Remark;

/// A block: `name { … }`.
#[derive(Clone, Debug)]
pub(super) struct Block<'t> {
    pub(super) name: &'t str,
    /// Where it begins.
    pub(super) start: usize,
    /// What is between its braces, line by line.
    lines: Vec<Line<'t>>,
}

#[derive(Clone, Copy, Debug)]
struct Line<'t> {
    text: &'t str,
    start: usize,
}

/// A name and its value; a name behind `~` is switched off, and not among the pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) start: usize,
}

/// Methods that have a block of their own; `http` names another one.
pub(super) const METHODS: [&str; 10] =
    ["get", "post", "put", "delete", "patch", "options", "head", "connect", "trace", "http"];

/// The name of the block that a line begins.
pub(super) fn name_of(line: &str) -> Option<&str> {
    let name = line.trim_end().strip_suffix('{')?.trim_end();
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-:_".contains(&b));
    is_name.then_some(name)
}

/// The blocks of a text. A block ends with a line that begins with a brace.
pub(super) fn read<'t>(text: &'t str, refused: &mut Vec<Remark>) -> Vec<Block<'t>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'t>> = None;
    let mut is_list = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(block) = &mut open {
            if line.starts_with('}') {
                blocks.extend(open.take());
            } else {
                block.lines.push(Line { text: line, start: at });
            }
        } else if is_list {
            is_list = !line.trim().ends_with(']');
        } else if let Some(name) = name_of(line) {
            open = Some(Block { name, start: at, lines: Vec::new() });
        } else if line.trim_end().ends_with('[') {
            is_list = true;
        } else if !line.trim().is_empty() && refused.is_empty() {
            refused.push(Remark::new(at, "this line is in no block: a block is `name {`, its lines, and `}`"));
        }
    }
    if let Some(block) = open {
        refused.push(Remark::new(block.start, format!("the block `{}` is not closed", block.name)));
        blocks.push(block);
    }
    blocks
}

impl Block<'_> {
    /// Its text, as it is sent: without two blanks in front of each line.
    pub(super) fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| line.text.strip_prefix("  ").unwrap_or(line.text));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Where its text begins.
    pub(super) fn text_start(&self) -> usize {
        self.lines.first().map_or(self.start, |line| line.start)
    }

    /// Its pairs, without those that are switched off.
    pub(super) fn pairs(&self) -> Vec<Pair> {
        let mut pairs = Vec::new();
        let mut lines = self.lines.iter();
        while let Some(line) = lines.next() {
            let text = line.text.trim();
            // what is said of the next pair
            if text.is_empty() || text.starts_with('@') && !text.contains(':') {
                continue;
            }
            let start = line.start + line.text.len() - line.text.trim_start().len();
            let (is_off, text) = text.strip_prefix('~').map_or((false, text), |text| (true, text));
            let Some((name, value)) = split(text) else { continue };
            let value = match value.trim_start().strip_prefix("'''") {
                Some(first) => quoted(first, &mut lines),
                None => value.trim().to_owned(),
            };
            if !is_off {
                pairs.push(Pair { name, value, start });
            }
        }
        pairs
    }

    /// The value of a name among its pairs.
    pub(super) fn value(&self, name: &str) -> Option<Pair> {
        self.pairs().into_iter().find(|pair| pair.name == name)
    }
}

/// `name: value`, or `"a name with a colon": value`.
fn split(text: &str) -> Option<(String, &str)> {
    let Some(inside) = text.strip_prefix('"') else {
        let (name, value) = text.split_once(':')?;
        return Some((name.trim().to_owned(), value));
    };
    let mut name = String::new();
    let mut rest = inside.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '\\' if inside.get(at + 1..).is_some_and(|after| after.starts_with('"')) => {
                name.extend(rest.next().map(|(_, c)| c))
            }
            '"' => {
                let value = inside.get(at + 1..)?.trim_start().strip_prefix(':')?;
                return Some((name, value));
            }
            c => name.push(c),
        }
    }
    None
}

/// A value over several lines, up to three quotes; four blanks in front of each line are none of it.
fn quoted<'l, 't: 'l>(first: &str, lines: &mut impl Iterator<Item = &'l Line<'t>>) -> String {
    if let Some((inside, after)) = first.split_once("'''") {
        return [inside, after].concat();
    }
    let mut value: Vec<&str> = Vec::new();
    let mut after = "";
    for line in lines {
        let text = line.text.get(line.text.len().min(4)..).filter(|_| line.text.starts_with("    "));
        let text = text.unwrap_or(line.text.trim_start());
        if let Some((inside, rest)) = text.split_once("'''") {
            value.extend(Some(inside).filter(|inside| !inside.trim().is_empty()));
            after = rest;
            break;
        }
        value.push(text);
    }
    let value = value.join("\n");
    if after.trim().is_empty() { value } else { format!("{value} {}", after.trim()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_their_pairs() {
        let text = "meta {\n  name: a: b\n}\nheaders {\n  A: b\n  ~C: d\n  \"E:\\\"F\": g\n  @note('x')\n  H: '''\n    one\n      two\n  '''\n}\ntags [\n  x\n]\nbody:json {\n  {\n    \"a\": 1\n  }\n}\nget {\n  url: x";
        let mut refused = Vec::new();
        let blocks = read(text, &mut refused);
        let names: Vec<&str> = blocks.iter().map(|block| block.name).collect();
        assert_eq!(names, ["meta", "headers", "body:json", "get"]);
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!(blocks[0].value("name").unwrap().value, "a: b");
        let pairs: Vec<_> = blocks[1].pairs().into_iter().map(|pair| (pair.name, pair.value)).collect();
        let expected = [("A", "b"), ("E:\"F", "g"), ("H", "one\n  two")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(blocks[2].text(), "{\n  \"a\": 1\n}");
    }
}
