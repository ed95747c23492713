//! `header-syntax`. Looks at: each value of one header. Fails when: it follows no template, is in quotes, or has more
//! around it; says at which byte, and names the usual slip that explains it. Skips when: the header is missing or blank.
//!
//! ```toml
//! [check.header-syntax]
//! header = "Authorization"
//! syntax = "Bearer {jwt}"
//! ```

use super::clause::{self, wanted};
use super::template::Template;
use super::{Kind, Words};
use crate::bytes;
use crate::compile::Scope;
use crate::finding::{Edit, HeaderPart, Location};
use crate::header_lines::HeaderName;
use crate::mistake::{At, Log};
use crate::place::Place;
use crate::placeholder::placeholder;
use crate::read::cursor::Cursor;
use crate::read::key::{Key, Names, Takes};
use crate::scalar::any_of;
use crate::subject::Subject;
use crate::text::{SmolStr, text};
use crate::verdict::{Evidence, Trace, Verdict};
use std::fmt;
use std::ops::Range;

const TESTS: [&str; 3] = ["syntax", "quotes", "extra"];
const QUOTES: [&str; 7] = ["\"", "'", "`", "\u{201c}", "\u{201d}", "\u{2018}", "\u{2019}"];
/// How many places are tried as the end of a value that has more around it.
const CUTS: usize = 16;

#[derive(Debug)]
pub(crate) struct HeaderSyntax {
    header: HeaderName,
    templates: Vec<Template>,
    syntax: bool,
    quotes: bool,
    extra: bool,
}

pub(crate) struct Spec {
    header: At<String>,
    syntax: Vec<At<String>>,
    ignore_case: bool,
    tests: [bool; 3],
    place: crate::mistake::FilePlace,
}

/// What is wrong with a value.
struct Slip {
    test: Test,
    detail: SmolStr,
    /// The byte or bytes that it is about.
    range: Range<usize>,
    /// Replacements that might mend it.
    edits: Vec<(Range<usize>, SmolStr)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Test {
    Syntax,
    Quotes,
    Extra,
}

/// What stands in regexes, and hardly in the value of a header.
const REGEX: [&str; 7] = ["[0-9", "[a-z", "[A-Z", "\\d", "\\w", ".*", ".+"];

impl Kind for HeaderSyntax {
    type Spec = Spec;
    const KEYS: &'static [Key] = &[
        Key::new("header", Takes::Name(Names::Header), "the header's name").required(),
        Key::new("syntax", Takes::Texts, "templates: literal text and {pattern}"),
        Key::new("ignore-case", Takes::Flag, "ignore the case of the literal text").or("false"),
        Key::new("tests", Takes::SomeOf(&TESTS), "what is tested").or("all"),
    ];

    fn read(c: &Cursor<'_>, log: &mut Log) -> Option<Spec> {
        Some(Spec {
            syntax: c.texts("syntax", log),
            ignore_case: c.flag("ignore-case", log).unwrap_or(false),
            tests: c.some_of("tests", TESTS, log),
            place: c.place,
            header: c.text("header", log)?,
        })
    }

    fn compile(spec: &Spec, scope: &mut Scope<'_>) -> Option<Self> {
        let [syntax, quotes, extra] = spec.tests;
        if (syntax || extra) && spec.syntax.is_empty() {
            let help = "add syntax = \"…{pattern}\", or tests = [\"quotes\"]".to_owned();
            scope.log.lack(spec.place, &["syntax", "tests"], "`syntax` is missing", Some(help));
            return None;
        }
        for text in spec.syntax.iter().filter(|text| REGEX.iter().any(|part| text.value.contains(part))) {
            let help = "write a regex into pack.toml, below [pattern.NAME], and {NAME} here".to_owned();
            scope.log.hint(text.place, "this looks like a regex, and is compared letter by letter", Some(help));
        }
        // each is compiled, so that what is wrong with a later one is said too
        let templates: Vec<_> =
            spec.syntax.iter().map(|text| Template::compile(text, spec.ignore_case, scope)).collect();
        let header = scope.header_name(&spec.header);
        let templates = templates.into_iter().collect::<Option<Vec<_>>>()?;
        for template in &templates {
            scope.knows_scheme(template.scheme());
        }
        Some(Self { header: header?, templates, syntax, quotes, extra })
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let mut verdict = Verdict::Absent;
        for (line, value) in subject.header_lines(&self.header) {
            if !value.trim_ascii().is_empty() {
                verdict = verdict.and(self.value(subject, line, value, trace));
            }
        }
        if verdict == Verdict::Absent && !subject.exchange.shows.header(&self.header.text) {
            return Verdict::NOT_VISIBLE;
        }
        verdict
    }

    #[inline]
    fn is_quiet(&self, subject: &Subject<'_>) -> bool {
        match subject.only_line(&self.header) {
            Some(value) if !(self.syntax || self.extra) => is_plain(value),
            Some(value) => self.templates.iter().any(|template| template.surely_fits(value)),
            None => {
                subject.header_lines(&self.header).next().is_none() && subject.exchange.shows.header(&self.header.text)
            }
        }
    }

    fn clause(&self, _words: Words<'_>) -> String {
        let templates = clause::any_of(self.templates.iter().map(|template| template.text.as_str()));
        let syntax = format!("follows {templates}");
        let tests = [self.syntax, self.quotes, self.extra];
        let phrases = [syntax.as_str(), "is not in quotes", "has nothing more around it"];
        format!("the header `{}` {}", self.header.text, wanted(tests, phrases))
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        let line = subject.header_lines(&self.header).next();
        let range = line.map(|(_, value)| 0..value.len());
        Place::Header((&*self.header.text).into(), line.map(|(line, _)| line), HeaderPart::Value, range)
    }
}

impl HeaderSyntax {
    fn value(&self, subject: &Subject<'_>, line: usize, value: &[u8], trace: &mut Trace<'_>) -> Verdict {
        let hidden = placeholder(value);
        let visible = hidden.as_ref().map_or(value, |p| value.get(..p.start).unwrap_or(value));
        if hidden.is_some() {
            let quoted = quote_marks(visible).next().is_some_and(|q| q.start == 0);
            let fits = self.templates.is_empty() || self.templates.iter().any(|t| t.could_begin(visible));
            if !quoted && (fits || !self.syntax) {
                return Verdict::NOT_VISIBLE;
            }
        } else if self.fits(value) && (!self.templates.is_empty() || quote_marks(value).next().is_none()) {
            return Verdict::Pass;
        }
        let slip = self.slip(value, hidden.is_some());
        // whatever the slip is, such a value doesn't follow the syntax
        let wanted = match slip.test {
            Test::Syntax => self.syntax,
            Test::Quotes => self.quotes || self.syntax,
            Test::Extra => self.extra || self.syntax,
        };
        if !wanted {
            return if hidden.is_some() { Verdict::NOT_VISIBLE } else { Verdict::Pass };
        }
        trace.fail(|| self.evidence(subject, line, value, slip))
    }

    fn fits(&self, value: &[u8]) -> bool {
        self.templates.is_empty() || self.templates.iter().any(|t| t.fit(value).is_ok())
    }

    /// The slip that explains a value; when several do, the one whose mending helps most.
    fn slip(&self, value: &[u8], hidden: bool) -> Slip {
        if let Some(slip) = self.in_quotes(value) {
            return slip;
        }
        let more = if hidden { None } else { self.more_around(value) };
        more.or_else(|| self.scheme_slip(value)).unwrap_or_else(|| self.first_mismatch(value))
    }

    fn in_quotes(&self, value: &[u8]) -> Option<Slip> {
        let marks: Vec<_> = quote_marks(value).collect();
        let (first, last) = (marks.first()?, marks.last()?);
        let without = apply(value, marks.iter().map(|m| (m.clone(), "")));
        let around = first.start == 0 || last.end == value.len();
        if !around && (self.templates.is_empty() || !self.fits(&without)) {
            return None;
        }
        let detail = match (first.start == 0, last.end == value.len()) {
            (true, true) if marks.len() > 1 => "the value is in quotes",
            (true, _) => "the value starts with a quote",
            (false, true) if marks.len() > 1 => "the token is in quotes",
            (false, true) => "the value ends with a quote",
            (false, false) => "a part of the value is in quotes",
        };
        let edits = marks.iter().map(|m| (m.clone(), SmolStr::default())).collect();
        Some(Slip { test: Test::Quotes, detail: SmolStr::new_static(detail), range: first.clone(), edits })
    }

    /// A value that follows a template but for what stands before, behind or between.
    fn more_around(&self, value: &[u8]) -> Option<Slip> {
        let slip = |detail: SmolStr, range: Range<usize>, with: &str| {
            Some(Slip { test: Test::Extra, detail, range: range.clone(), edits: vec![(range, with.into())] })
        };
        for template in &self.templates {
            if let Some((first, after)) = value.split_at_checked(template.scheme().len())
                && !first.is_empty()
                && first.eq_ignore_ascii_case(template.scheme())
                && self.fits(after.trim_ascii_start())
            {
                let end = value.len() - after.trim_ascii_start().len();
                let name = String::from_utf8_lossy(template.scheme().trim_ascii_end());
                return slip(text!("`{name}` stands twice"), 0..end, "");
            }
        }
        for template in &self.templates {
            if let Err(at) = template.fit(value)
                && at > 0
                && value.get(..at).is_some_and(|v| self.fits(v.trim_ascii_end()))
            {
                let start = value.get(..at).unwrap_or_default().trim_ascii_end().len();
                return slip(SmolStr::new_static("more stands behind the value"), start..value.len(), "");
            }
        }
        let spaces = || value.iter().enumerate().filter(|(_, b)| b.is_ascii_whitespace()).map(|(i, _)| i).take(CUTS);
        for cut in spaces() {
            if value.get(..cut).is_some_and(|v| self.fits(v)) {
                return slip(SmolStr::new_static("more stands behind the value"), cut..value.len(), "");
            }
            if value.get(cut + 1..).is_some_and(|v| self.fits(v)) {
                return slip(SmolStr::new_static("more stands before the value"), 0..cut + 1, "");
            }
            let run = value.get(cut..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace()).count();
            for with in [" ", ""] {
                if run > with.len() && self.fits(&apply(value, [(cut..cut + run, with)])) {
                    return slip(SmolStr::new_static("there are too many spaces"), cut..cut + run, with);
                }
            }
        }
        None
    }

    /// The scheme missing, or joined to the token in another way.
    fn scheme_slip(&self, value: &[u8]) -> Option<Slip> {
        let slip = |detail: SmolStr, range: Range<usize>, edit: (Range<usize>, SmolStr)| {
            Some(Slip { test: Test::Syntax, detail, range, edits: vec![edit] })
        };
        for template in self.templates.iter().filter(|t| !t.scheme().is_empty()) {
            let scheme = String::from_utf8_lossy(template.scheme()).into_owned();
            let name = scheme.trim_end();
            if let Some((sent, after)) = value.split_at_checked(name.len())
                && name.len() < scheme.len()
                && sent.eq_ignore_ascii_case(name.as_bytes())
                && template.fits_behind_scheme(after)
            {
                let at = name.len();
                let space = scheme.get(at..)?.into();
                return slip(text!("a space is missing behind `{name}`"), at..at, (at..at, space));
            }
            let word = scheme.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if let Some((sent, after)) = value.split_at_checked(word)
                && word > 0
                && sent.eq_ignore_ascii_case(scheme.get(..word)?.as_bytes())
            {
                let joint = after.iter().take_while(|b| b.is_ascii_whitespace() || b":=,".contains(b)).count();
                // what comes of an empty `$TOKEN`: the scheme is no token
                if joint == after.len() {
                    continue;
                }
                let name = scheme.get(..word)?;
                if sent != name.as_bytes()
                    && after.starts_with(scheme.get(word..)?.as_bytes())
                    && self.fits(&[name.as_bytes(), after].concat())
                {
                    let edit = (0..word, name.into());
                    return slip(text!("`{name}` is written in another case"), 0..word, edit);
                }
                if joint > 0 && template.fits_behind_scheme(after.get(joint..)?) {
                    let range = word..word + joint;
                    let with: SmolStr = scheme.get(word..)?.into();
                    return slip(
                        text!("between `{name}` and the token stands something else than `{with}`"),
                        range.clone(),
                        (range, with),
                    );
                }
            }
            if template.fits_behind_scheme(value) {
                return slip(
                    text!("`{name}` is missing before the token"),
                    0..value.len(),
                    (0..0, scheme.as_str().into()),
                );
            }
        }
        None
    }

    fn first_mismatch(&self, value: &[u8]) -> Slip {
        let furthest = self.templates.iter().filter_map(|t| t.fit(value).err()).max().unwrap_or(0);
        let range = if furthest < value.len() { furthest..furthest + 1 } else { value.len()..value.len() };
        let detail = if furthest >= value.len() {
            SmolStr::new_static("the value ends too early")
        } else if furthest == 0 {
            SmolStr::new_static("the value begins with something else")
        } else {
            text!("the value stops following the syntax at byte {furthest}")
        };
        Slip { test: Test::Syntax, detail, range, edits: Vec::new() }
    }

    fn evidence(&self, subject: &Subject<'_>, line: usize, value: &[u8], slip: Slip) -> Evidence {
        let locate = |range: Range<usize>| -> Location {
            subject.locate(&Place::Header((&*self.header.text).into(), Some(line), HeaderPart::Value, Some(range)))
        };
        let mended = apply(value, slip.edits.iter().map(|(range, with)| (range.clone(), with.as_str())));
        let mends = self.fits(&mended) && quote_marks(&mended).next().is_none();
        // only quotes and spaces come and go without asking: words may mean something
        let is_space = |(range, with): &(Range<usize>, SmolStr)| {
            value.get(range.clone()).is_some_and(|t| t.trim_ascii().is_empty()) && with.trim().is_empty()
        };
        let harmless = slip.test == Test::Quotes || slip.edits.iter().all(is_space);
        let edits = slip.edits.into_iter().filter(|_| mends);
        let edits = edits.map(|(range, replacement)| Edit { location: locate(range), replacement, safe: harmless });
        let quoted = self.templates.iter().map(|t| fmt::from_fn(move |f| write!(f, "`{}`", t.text)));
        Evidence {
            edits: edits.collect(),
            expected: (!self.templates.is_empty()).then(|| text!("{}", any_of(quoted))),
            ..Evidence::new(locate(slip.range), slip.detail)
        }
    }
}

/// Whether a value holds neither quotes nor placeholders, told from its bytes.
fn is_plain(value: &[u8]) -> bool {
    !bytes::any(value, |block| block.at_least(0x80) | block.one_of(*b"\"'`*<${"))
}

/// Where quotes of any kind stand.
fn quote_marks(value: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < value.len() {
            let rest = value.get(at..)?;
            if let Some(quote) = QUOTES.iter().find(|q| rest.starts_with(q.as_bytes())) {
                let start = at;
                at += quote.len();
                return Some(start..at);
            }
            at += 1;
        }
        None
    })
}

/// The value after replacements that stand in order.
fn apply<'r>(value: &[u8], edits: impl IntoIterator<Item = (Range<usize>, &'r str)>) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0;
    for (range, with) in edits {
        out.extend_from_slice(value.get(at..range.start).unwrap_or_default());
        out.extend_from_slice(with.as_bytes());
        at = range.end;
    }
    out.extend_from_slice(value.get(at..).unwrap_or_default());
    out
}
