//! Where in a TOML file the cursor is, however broken the file is.
//!
//! A reader of its own: a parser of TOML gives nothing for the half-written line that an editor asks about.

use std::ops::Range;

/// A place in a file: the table that it is in, and what is being written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The keys that lead to the table, from the top.
    pub(super) table: Vec<String>,
    pub(super) part: Part,
    /// What is being written, up to the place.
    pub(super) typed: String,
    /// The bytes of it.
    pub(super) span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A key, or the end of a dotted one.
    Key,
    /// The name in a `[heading]`, or the end of a dotted one.
    Heading,
    /// The value of a key.
    Value { key: String, is_quoted: bool },
}

/// What is open around the place: brackets of values.
enum Frame {
    /// An inline table, and the table outside of it.
    Table { outer: Vec<String> },
    /// A list, the key that it is the value of, and the table outside of it.
    List { key: String, outer: Vec<String> },
}

/// What may come next.
enum Next {
    Key,
    Value {
        key: String,
        outer: Vec<String>,
    },
    Item,
    /// The end of a value, after which the table goes on.
    End {
        outer: Vec<String>,
    },
}

impl Spot {
    /// The spot at an offset; `None` inside comments and texts over several lines.
    pub(super) fn at(text: &str, offset: usize) -> Option<Spot> {
        let before = text.get(..offset)?;
        Reader { text: before, at: 0, table: Vec::new(), frames: Vec::new() }.read()
    }

    /// The spot at the end of the word around an offset.
    pub(super) fn around(text: &str, offset: usize) -> Option<Spot> {
        let is_word = |c: char| c.is_alphanumeric() || "-_./[]*".contains(c);
        let rest = text.get(offset..)?;
        let in_value = matches!(Self::at(text, offset)?.part, Part::Value { .. });
        let end = rest.find(|c: char| !(is_word(c) && (in_value || !"[].*".contains(c)))).unwrap_or(rest.len());
        Self::at(text, offset + end)
    }
}

enum Step {
    On(Next),
    /// The text ends here.
    Here(Spot),
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The keys of the table that the next key belongs to.
    table: Vec<String>,
    frames: Vec<Frame>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Up to the first of some characters; `None` if none is left.
    fn until(&mut self, ends: &[char]) -> Option<&'t str> {
        let rest = self.rest();
        let end = rest.find(ends)?;
        self.at += end;
        rest.get(..end)
    }

    fn spot(&self, part: Part, start: usize) -> Option<Spot> {
        let typed = self.text.get(start..)?.to_owned();
        Some(Spot { table: self.table.clone(), part, typed, span: start..self.text.len() })
    }

    /// A key of which the last part is being written.
    fn name_spot(&self, part: Part, start: usize) -> Option<Spot> {
        self.name_spot_below(self.table.clone(), part, start)
    }

    fn name_spot_below(&self, mut table: Vec<String>, part: Part, start: usize) -> Option<Spot> {
        let written = self.text.get(start..)?;
        let last = written.rfind('.').map_or(0, |dot| dot + 1);
        table.extend(keys(written.get(..last.saturating_sub(1)).unwrap_or_default()));
        Some(Spot { table, ..self.spot(part, start + last)? })
    }

    fn read(mut self) -> Option<Spot> {
        self.skip(&['\u{feff}']);
        let mut next = Next::Key;
        loop {
            let step = match next {
                Next::Key => self.key(),
                Next::Value { key, outer } => self.value(key, outer),
                Next::Item => self.item(),
                Next::End { outer } => self.end(outer),
            };
            match step? {
                Step::On(then) => next = then,
                Step::Here(spot) => return Some(spot),
            }
        }
    }

    fn key(&mut self) -> Option<Step> {
        self.skip(&[' ', '\t', '\n', '\r', ',']);
        let start = self.at;
        match self.rest().chars().next() {
            None => return self.name_spot(Part::Key, start).map(Step::Here),
            Some('#') => drop(self.until(&['\n'])?),
            Some('[') if self.frames.is_empty() || self.is_at_line_start() => {
                self.frames.clear();
                self.skip(&['[']);
                let start = self.at;
                let Some(name) = self.until(&[']', '\n']) else {
                    return self.name_spot_below(Vec::new(), Part::Heading, start).map(Step::Here);
                };
                self.table = keys(name);
                self.until(&['\n'])?;
            }
            Some('}') => {
                self.at += 1;
                if let Some(Frame::Table { outer }) = self.frames.pop() {
                    return Some(Step::On(Next::End { outer }));
                }
            }
            Some(_) => {
                let Some(name) = self.until(&['=', '\n', '}']) else {
                    return self.name_spot(Part::Key, start).map(Step::Here);
                };
                if self.rest().starts_with('=') {
                    self.at += 1;
                    let outer = self.table.clone();
                    let mut path = keys(name);
                    let key = path.pop().unwrap_or_default();
                    self.table.extend(path);
                    return Some(Step::On(Next::Value { key, outer }));
                }
            }
        }
        Some(Step::On(Next::Key))
    }

    fn value(&mut self, key: String, outer: Vec<String>) -> Option<Step> {
        self.skip(&[' ', '\t']);
        let start = self.at;
        let rest = self.rest();
        let triple = ["'''", "\"\"\""].into_iter().find(|mark| rest.starts_with(mark));
        match (triple, rest.chars().next()) {
            (Some(mark), _) => self.at += 6 + rest.get(3..)?.find(mark)?,
            (None, Some(mark @ ('"' | '\''))) => {
                self.at += 1;
                if self.until(&[mark, '\n']).is_none() {
                    return self.spot(Part::Value { key, is_quoted: true }, start + 1).map(Step::Here);
                }
                self.at += usize::from(self.rest().starts_with(mark));
            }
            (None, Some('{')) => {
                self.at += 1;
                self.table.push(key);
                self.frames.push(Frame::Table { outer });
                return Some(Step::On(Next::Key));
            }
            (None, Some('[')) => {
                self.at += 1;
                self.frames.push(Frame::List { key, outer });
                return Some(Step::On(Next::Item));
            }
            _ if self.until(&[',', ']', '}', '\n', '#']).is_none() => {
                return self.spot(Part::Value { key, is_quoted: false }, start).map(Step::Here);
            }
            _ => {}
        }
        Some(Step::On(Next::End { outer }))
    }

    fn item(&mut self) -> Option<Step> {
        self.skip(&[' ', '\t', '\n', '\r', ',']);
        let Some(Frame::List { key, .. }) = self.frames.last() else { return Some(Step::On(Next::Key)) };
        let key = key.clone();
        match self.rest().chars().next() {
            None => return self.spot(Part::Value { key, is_quoted: false }, self.at).map(Step::Here),
            Some('#') => drop(self.until(&['\n'])?),
            Some('}') => self.at += 1,
            Some(']') => {
                self.at += 1;
                if let Some(Frame::List { outer, .. }) = self.frames.pop() {
                    return Some(Step::On(Next::End { outer }));
                }
            }
            // a list that was never closed ends where a line begins with something else
            Some('[' | 'a'..='z') if self.is_at_line_start() => {
                self.frames.clear();
                return Some(Step::On(Next::Key));
            }
            Some(_) => return Some(Step::On(Next::Value { key, outer: self.table.clone() })),
        }
        Some(Step::On(Next::Item))
    }

    fn end(&mut self, outer: Vec<String>) -> Option<Step> {
        self.table = outer;
        match self.frames.last() {
            Some(Frame::List { .. }) => return Some(Step::On(Next::Item)),
            Some(Frame::Table { .. }) => drop(self.until(&[',', '}', '\n'])?),
            None => drop(self.until(&['\n'])?),
        }
        Some(Step::On(Next::Key))
    }

    fn skip(&mut self, letters: &[char]) {
        self.at += self.rest().len() - self.rest().trim_start_matches(letters).len();
    }

    fn is_at_line_start(&self) -> bool {
        self.text.get(..self.at).is_some_and(|before| before.is_empty() || before.ends_with('\n'))
    }
}

/// The parts of a dotted key.
fn keys(name: &str) -> Vec<String> {
    let mut keys = vec![String::new()];
    let mut quote = None;
    for letter in name.trim().chars() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(mark), letter) if letter == mark => quote = None,
            (None, '.') => keys.push(String::new()),
            (None, ' ' | '\t') => {}
            (_, letter) => {
                if let Some(last) = keys.last_mut() {
                    last.push(letter);
                }
            }
        }
    }
    keys.retain(|key| !key.is_empty());
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The spot at the `|` of a text, in short: table, part, what is typed.
    fn spot(text: &str) -> String {
        let at = text.find('|').unwrap();
        let Some(spot) = Spot::at(&text.replace('|', ""), at) else { return "nowhere".into() };
        let part = match spot.part {
            Part::Key => "key".into(),
            Part::Heading => "heading".into(),
            Part::Value { key, is_quoted } => format!("{key} {}", if is_quoted { "quoted" } else { "bare" }),
        };
        format!("{}: {part}: {}", spot.table.join("."), spot.typed)
    }

    #[test]
    fn keys_and_headings_are_found() {
        assert_eq!(spot("ti|"), ": key: ti");
        assert_eq!(spot("a = 1\nb|\nc = 2"), ": key: b");
        assert_eq!(spot("[applies-to]\nho|"), "applies-to: key: ho");
        assert_eq!(spot("check.header-required.h|"), "check.header-required: key: h");
        assert_eq!(spot("x = 1\n[check.hea|"), "check: heading: hea");
        assert_eq!(spot("[a]\n[[exa|"), ": heading: exa");
        assert_eq!(spot("[[example]]\n|"), "example: key: ");
        assert_eq!(spot("[endpoint.fields.body]\n\"a.b\" = { re|"), "endpoint.fields.body.a.b: key: re");
    }

    #[test]
    fn values_are_found() {
        assert_eq!(spot("severity = \"wa|"), ": severity quoted: wa");
        assert_eq!(spot("unless-failed = [\"a\", \"b|"), ": unless-failed quoted: b");
        assert_eq!(spot("x = [\n  \"a\",\n  |"), ": x bare: ");
        assert_eq!(spot("check.value = { of = \"he|"), "check.value: of quoted: he");
        assert_eq!(spot("check.value = { of = \"x\", eq|"), "check.value: key: eq");
        assert_eq!(spot("check.value = { equals = { of = \"p|"), "check.value.equals: of quoted: p");
        assert_eq!(spot("also = [{ status = 400, ti|"), "also: key: ti");
        assert_eq!(spot("a = { b = { c = 1 }, d|"), "a: key: d");
        assert_eq!(spot("a = { b = [1, 2], d = 3 }\ne|"), ": key: e");
        assert_eq!(spot("now = |"), ": now bare: ");
    }

    #[test]
    fn texts_over_several_lines_and_comments_are_nowhere() {
        assert_eq!(spot("fail = '''\nGET /|\n'''"), "nowhere");
        assert_eq!(spot("# ti|"), "nowhere");
        assert_eq!(spot("fail = '''\nGET /\n[x]\n'''\npa|"), ": key: pa");
    }

    #[test]
    fn what_was_never_closed_ends_at_the_next_heading() {
        assert_eq!(spot("a = [\"x\",\n[applies-to]\nho|"), "applies-to: key: ho");
        assert_eq!(spot("a = { b = 1,\n[applies-to]\nho|"), "applies-to: key: ho");
        assert_eq!(spot("a = \"x\nb|"), ": key: b");
    }

    #[test]
    fn any_text_has_an_end() {
        let letters: Vec<char> = "a=[]{}\"',#\n. é".chars().collect();
        for number in 0..letters.len().pow(4) {
            let digit = |place: u32| letters[number / letters.len().pow(place) % letters.len()];
            let text: String = (0..4).map(digit).collect();
            let _ = Spot::at(&text, text.len());
            let _ = Spot::around(&text, 0);
        }
    }

    #[test]
    fn words_are_taken_whole() {
        let text = "unless-failed = [\"token-unknown\"]\nseverity = 1";
        let around = |word: &str| Spot::around(text, text.find(word).unwrap() + 2).unwrap().typed;
        assert_eq!(around("token"), "token-unknown");
        assert_eq!(around("severity"), "severity");
    }
}
