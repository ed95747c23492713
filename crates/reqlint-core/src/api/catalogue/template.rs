//! Path templates: what a segment is, as it is written and as it is looked for.

use crate::base::pattern::Pattern;
use std::ops::Range;

/// One segment of a template, or several.
#[derive(Clone, Debug)]
pub(crate) enum Segment {
    Literal(String),
    /// A parameter that is all of a segment.
    Parameter(String, Slot),
    /// Text and the parameters in it.
    Mixed(Mixed, Vec<String>),
    /// A parameter of one or more whole segments.
    Rest(String),
}

/// How long an ending of a path is, with its dot.
const LONGEST_ENDING: usize = 6;

impl Segment {
    /// What it ends in after a dot: `.json`.
    pub(crate) fn ending(&self) -> Option<&str> {
        let text = match self {
            Self::Literal(text) => text,
            Self::Mixed(of, _) => &**of.after.last()?,
            Self::Parameter(..) | Self::Rest(_) => return None,
        };
        let ending = text.get(text.rfind('.')?..)?;
        let is_word = ending.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
        ((2..=LONGEST_ENDING).contains(&ending.len()) && is_word).then_some(ending)
    }
}

/// What a parameter takes, as far as that decides between templates.
#[derive(Clone, Debug)]
pub(crate) enum Slot {
    OneOf(Vec<String>),
    Is(Pattern),
    Any,
}

/// A segment of text and parameters in turn: `{id}.json`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mixed {
    /// Before the first parameter; may be empty.
    front: Box<str>,
    /// What follows each parameter; only the last may be empty.
    after: Box<[Box<str>]>,
}

/// A segment of a template as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Written<'t> {
    Literal,
    Parameter(&'t str),
    Rest(&'t str),
    Mixed(Mixed, Vec<&'t str>),
}

/// What is wrong with a segment as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A brace without its partner.
    Brace,
    NoName,
    /// A parameter that follows another at once.
    Touching,
    /// Several segments, beside text.
    RestInPart,
    /// The rest of a path as another router writes it.
    ForeignRest,
}

impl Slot {
    /// Whether two templates that differ in this slot alone are looked for in the same place.
    pub(crate) fn same(&self, other: &Slot) -> bool {
        match (self, other) {
            (Slot::OneOf(a), Slot::OneOf(b)) => a == b,
            (Slot::Is(a), Slot::Is(b)) => a.is_same(b),
            (Slot::Any, Slot::Any) => true,
            _ => false,
        }
    }

    /// Whether some value of one is a value of the other, with nothing to decide between them.
    pub(crate) fn ties(&self, other: &Slot) -> bool {
        match (self, other) {
            (Slot::OneOf(a), Slot::OneOf(b)) => a.iter().any(|t| b.contains(t)),
            _ => self.same(other),
        }
    }
}

impl Segment {
    /// Whether nothing decides between two templates that differ in this segment alone.
    pub(crate) fn ties(&self, other: &Segment) -> bool {
        match (self, other) {
            (Segment::Literal(a), Segment::Literal(b)) => a == b,
            (Segment::Parameter(_, a), Segment::Parameter(_, b)) => a.ties(b),
            (Segment::Mixed(a, _), Segment::Mixed(b, _)) => a == b,
            (Segment::Rest(_), Segment::Rest(_)) => true,
            _ => false,
        }
    }
}

impl Mixed {
    /// In the order in which they are tried: more text first, then more of it in front.
    pub(crate) fn order(&self) -> impl Ord + use<'_> {
        let text = self.front.len() + self.after.iter().map(|text| text.len()).sum::<usize>();
        (usize::MAX - text, usize::MAX - self.front.len(), &self.front, &self.after)
    }

    /// As it is written with these names.
    pub(crate) fn written(&self, names: &[String]) -> String {
        let parts = names.iter().zip(&self.after).map(|(name, after)| format!("{{{name}}}{after}"));
        format!("{}{}", self.front, parts.collect::<String>())
    }

    /// Whether a segment has this text and something for each parameter. Says where each is: it takes as little as it can, the
    /// last what is left.
    pub(crate) fn fit(&self, sent: &[u8], ignore_case: bool, mut found: impl FnMut(usize, Range<usize>)) -> bool {
        let is = |at: usize, text: &str| {
            let place = at.checked_add(text.len()).and_then(|end| sent.get(at..end)).unwrap_or_default();
            place == text.as_bytes() || ignore_case && place.eq_ignore_ascii_case(text.as_bytes())
        };
        let mut at = self.front.len();
        if at >= sent.len() || !is(0, &self.front) {
            return false;
        }
        for (number, text) in self.after.iter().enumerate() {
            let Some(last) = sent.len().checked_sub(text.len()).filter(|last| *last > at) else { return false };
            let first = if number + 1 == self.after.len() { last } else { at + 1 };
            let Some(end) = (first..=last).find(|end| is(*end, text)) else { return false };
            found(number, at..end);
            at = end + text.len();
        }
        true
    }

    /// Its text, each parameter replaced by what was sent there.
    pub(crate) fn filled(&self, sent: &[u8], ignore_case: bool) -> Option<String> {
        let mut filled = self.front.to_string();
        let fits = self.fit(sent, ignore_case, |number, place| {
            filled.push_str(&String::from_utf8_lossy(sent.get(place).unwrap_or_default()));
            filled.push_str(self.after.get(number).map_or("", |text| text));
        });
        fits.then_some(filled)
    }
}

/// Reads one segment; a flaw has its place in the segment.
pub(crate) fn read(text: &str) -> Result<Written<'_>, (Flaw, Range<usize>)> {
    // fast path: nearly every segment is a literal or a parameter
    if memchr::memchr2(b'{', b'}', text.as_bytes()).is_none() {
        return Ok(Written::Literal);
    }
    if let Some(name) = text.strip_prefix('{').and_then(|inside| inside.strip_suffix('}'))
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        return Ok(Written::Parameter(name));
    }
    let mut names = Vec::new();
    let (mut front, mut after, mut part_rest) = ("", Vec::new(), None);
    let mut rest = text;
    while let Some((before, from)) = rest.find(['{', '}']).and_then(|at| rest.split_at_checked(at)) {
        let open = text.len() - from.len();
        let Some((name, behind)) = from.strip_prefix('{').and_then(|inside| inside.split_once('}')) else {
            return Err((Flaw::Brace, open..open + 1));
        };
        let place = open..text.len() - behind.len();
        if is_foreign_rest(name) {
            return Err((Flaw::ForeignRest, place));
        }
        if name.trim_end_matches('+').is_empty() {
            return Err((Flaw::NoName, place));
        }
        if let Some(inner) = name.find('{') {
            return Err((Flaw::Brace, open + 1 + inner..open + 2 + inner));
        }
        match names.is_empty() {
            true => front = before,
            false if before.is_empty() => return Err((Flaw::Touching, place)),
            false => after.push(Box::from(before)),
        }
        if name.ends_with('+') {
            part_rest = Some(place);
        }
        names.push(name);
        rest = behind;
    }
    after.push(Box::from(rest));
    match (&*names, part_rest) {
        ([name], _) if name.len() + 2 == text.len() => {
            Ok(name.strip_suffix('+').map_or(Written::Parameter(name), Written::Rest))
        }
        (_, Some(place)) => Err((Flaw::RestInPart, place)),
        (_, None) => Ok(Written::Mixed(Mixed { front: front.into(), after: after.into() }, names)),
    }
}

/// The names of a template's parameters.
pub(crate) fn parameters(path: &str) -> impl Iterator<Item = &str> {
    let inside = path.split('{').skip(1).filter_map(|text| Some(text.split_once('}')?.0));
    inside.map(|name| name.strip_suffix('+').unwrap_or(name))
}

/// A name under which other routers' rest of a path can be written here.
pub(crate) fn native_name(name: &str) -> &str {
    let name = name.split(':').next().unwrap_or_default().trim_matches(['*', '+', '.']);
    if name.is_empty() { "rest" } else { name }
}

/// Whether a parameter is written as the rest of a path is in other routers: `{*rest}` (axum), `{path...}` (Go), `{rest:.*}` and
/// `{path:path}` (with a regex, or a type).
fn is_foreign_rest(name: &str) -> bool {
    let is_regex = || name.contains(':') && name.ends_with(['*', '+']);
    name.starts_with(['*', '+']) && name.len() > 1
        || name.ends_with('*')
        || name.ends_with("..")
        || name.ends_with(":path")
        || is_regex()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mixed(text: &str) -> Mixed {
        match read(text) {
            Ok(Written::Mixed(mixed, _)) => mixed,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn segments_are_read() {
        assert_eq!(read("items:batch"), Ok(Written::Literal));
        assert_eq!(read("{id}"), Ok(Written::Parameter("id")));
        assert_eq!(read("{path+}"), Ok(Written::Rest("path")));
        for (text, names) in [
            ("{Sid}.json", vec!["Sid"]),
            ("v{n}", vec!["n"]),
            ("{id}:cancel", vec!["id"]),
            ("{a}...{b}", vec!["a", "b"]),
        ] {
            assert!(matches!(read(text), Ok(Written::Mixed(_, found)) if found == names), "{text}");
        }
        for (text, flaw) in [
            ("x}", Flaw::Brace),
            ("{x", Flaw::Brace),
            ("{a{b}}", Flaw::Brace),
            ("{}", Flaw::NoName),
            ("{+}", Flaw::NoName),
            ("{a}{b}", Flaw::Touching),
            ("{a+}.json", Flaw::RestInPart),
            ("{*rest}", Flaw::ForeignRest),
            ("{rest:.*}", Flaw::ForeignRest),
            ("{rest:.+}", Flaw::ForeignRest),
            ("{path...}", Flaw::ForeignRest),
            ("{path:path}", Flaw::ForeignRest),
        ] {
            assert_eq!(read(text).map_err(|(flaw, _)| flaw), Err(flaw), "{text}");
        }
        assert_eq!(parameters("/a/{b}/{c+}/{d}.{e}").collect::<Vec<_>>(), ["b", "c", "d", "e"]);
    }

    #[test]
    fn parameters_take_as_little_as_they_can() {
        let table = [
            ("{Sid}.json", "AC1.json", Some("AC1")),
            ("{Sid}.json", ".json", None),
            ("{Sid}.json", "AC1.jso", None),
            ("{a}.{b}", "x.tar.gz", Some("x tar.gz")),
            ("{a}...{b}", "main...v1...2", Some("main v1...2")),
            ("{a}...{b}", "....", None),
            ("{a}...{b}", ".....", Some(". .")),
            ("v{n}", "v", None),
            ("v{n}", "v12", Some("12")),
            ("{id}:cancel", "a:cancel:cancel", Some("a:cancel")),
            ("a{x}b{y}c", "a1b2c", Some("1 2")),
            ("a{x}b{y}c", "abc", None),
        ];
        for (template, sent, expected) in table {
            let (mut parts, sent) = (Vec::new(), sent.as_bytes());
            let fits = mixed(template).fit(sent, false, |_, place| parts.push(String::from_utf8_lossy(&sent[place])));
            assert_eq!(fits.then(|| parts.join(" ")).as_deref(), expected, "{template} {sent:?}");
        }
        assert!(!mixed("{Sid}.json").fit(b"x.JSON", false, |_, _| {}));
        assert_eq!(mixed("{Sid}.json").filled(b"x.JSON", true).as_deref(), Some("x.json"));
    }
}
