//! `header-syntax`. Looks at: each value of one header. Fails when: it follows no template, is in quotes, or has
//! text around it; says at which byte, and what most likely went wrong. Skips when: the header is missing or blank.
//!
//! ```toml
//! [check.header-syntax]
//! header = "Authorization"
//! syntax = "Bearer {jwt}"
//! ```

mod deviation;

use crate::base::finding::{Edit, HeaderPart, Location};
use crate::base::scalar::any_of;
use crate::base::text::{SmolStr, text};
use crate::check::clause::{self, wanted};
use crate::check::scope::Scope;
use crate::check::template::Template;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::{Code, Located, Sink};
use crate::message::header_names::HeaderName;
use crate::subject::place::Place;
use crate::subject::select::Names as _;
use crate::subject::{Subject, Uses};
use deviation::{Deviation, Test, fits, quotes};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

const TESTS: [&str; 3] = ["syntax", "quotes", "extra"];

#[derive(Debug)]
pub(crate) struct HeaderSyntax {
    pub(crate) header: HeaderName,
    pub(crate) templates: Arc<[Template]>,
    /// The templates as a finding names them; `None` if there are none.
    expected: Option<SmolStr>,
    syntax: bool,
    quotes: bool,
    extra: bool,
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Spec {
    header: Located<String>,
    syntax: Vec<Located<String>>,
    ignore_case: bool,
    tests: [bool; 3],
    place: crate::language::SourceSpan,
}

/// What is common in regexes and rare in header values.
const REGEX: [&str; 7] = ["[0-9", "[a-z", "[A-Z", "\\d", "\\w", ".*", ".+"];

impl Kind for HeaderSyntax {
    type Spec = Spec;
    const KEYS: &'static [Key] = &[
        Key::new("header", Takes::Name(Names::Header), "the header's name").required(),
        Key::new("syntax", Takes::Texts, "templates: literal text and {pattern}"),
        Key::new("ignore-case", Takes::Flag, "ignore the case of the literal text").or("false"),
        Key::tests(&TESTS),
    ];
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Spec> {
        Some(Spec {
            syntax: c.texts("syntax", sink),
            ignore_case: c.flag("ignore-case", sink).unwrap_or(false),
            tests: c.some_of("tests", TESTS, sink),
            place: c.place,
            header: c.text("header", sink)?,
        })
    }

    fn compile(spec: &Spec, scope: &mut Scope<'_>) -> Option<Self> {
        let [syntax, quotes, extra] = spec.tests;
        if (syntax || extra) && spec.syntax.is_empty() {
            let help = "add syntax = \"…{pattern}\", or tests = [\"quotes\"]".to_owned();
            scope.sink.missing(Code::MissingKey, spec.place, &["syntax", "tests"], "`syntax` is missing", Some(help));
            return None;
        }
        for text in spec.syntax.iter().filter(|text| REGEX.iter().any(|part| text.value.contains(part))) {
            let help = "put the regex into pack.toml, under [pattern.NAME], and write {NAME} here".to_owned();
            let message = "this looks like a regex, but is compared literally";
            scope.sink.hint(Code::RegexInSyntax, text.place, message, Some(help));
        }
        // each is compiled before any is missed, so that all mistakes are reported
        let templates: Vec<_> =
            spec.syntax.iter().map(|text| Template::compile(text, spec.ignore_case, scope)).collect();
        let header = scope.header(&spec.header);
        let templates = templates.into_iter().collect::<Option<Vec<_>>>()?;
        for template in &templates {
            scope.knows_scheme(template.scheme());
        }
        let quoted = templates.iter().map(|t| fmt::from_fn(move |f| write!(f, "`{}`", t.text)));
        let expected = (!templates.is_empty()).then(|| text!("{}", any_of(quoted)));
        Some(Self { header: header?, templates: templates.into(), expected, syntax, quotes, extra })
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

    fn uses(&self) -> Uses {
        Uses::NONE
    }

    fn clause(&self, _words: Words<'_>) -> String {
        let templates = clause::any_of(self.templates.iter().map(|template| template.text.as_str()));
        let syntax = format!("follows {templates}");
        let tests = [self.syntax, self.quotes, self.extra];
        let phrases = [syntax.as_str(), "is not in quotes", "has no text around it"];
        format!("the {} header {}", self.header.text, wanted(tests, phrases))
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        let line = subject.header_lines(&self.header).next();
        let range = line.map(|(_, value)| 0..value.len());
        Place::Header((&*self.header.text).into(), line.map(|(line, _)| line), HeaderPart::Value, range)
    }
}

impl HeaderSyntax {
    /// As it goes if a service reads the line that follows a template best.
    pub(crate) fn at_best(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let filled = subject.header_lines(&self.header).filter(|(_, value)| !value.trim_ascii().is_empty());
        filled.fold(Verdict::Absent, |verdict, (line, value)| verdict.or(self.value(subject, line, value, trace)))
    }

    fn value(&self, subject: &Subject<'_>, line: usize, value: &[u8], trace: &mut Trace<'_>) -> Verdict {
        let hidden = subject.exchange.shows.placeholder(value);
        let visible = hidden.as_ref().map_or(value, |p| value.get(..p.start).unwrap_or(value));
        if hidden.is_some() {
            let quoted = quotes(visible).next().is_some_and(|q| q.start == 0);
            let fits = self.templates.is_empty() || self.templates.iter().any(|t| t.could_begin(visible));
            if !quoted && (fits || !self.syntax) {
                return Verdict::NOT_VISIBLE;
            }
        } else if self.fits(value) && (!self.templates.is_empty() || quotes(value).next().is_none()) {
            return Verdict::Pass;
        } else if let Some(mark) = subject.exchange.redacted(self.header.text.as_bytes(), value) {
            let visible = value.get(..mark.start).unwrap_or_default();
            if self.templates.is_empty() || self.templates.iter().any(|t| t.could_begin(visible)) {
                return Verdict::NOT_VISIBLE;
            }
        }
        // whatever the deviation is, such a value doesn't follow the syntax
        if self.syntax && !trace.wants_all() {
            return Verdict::Fail;
        }
        let deviation = Deviation::of(&self.templates, value, hidden.is_some());
        let wanted = match deviation.test {
            Test::Syntax => self.syntax,
            Test::Quotes => self.quotes || self.syntax,
            Test::Extra => self.extra || self.syntax,
        };
        if !wanted {
            return if hidden.is_some() { Verdict::NOT_VISIBLE } else { Verdict::Pass };
        }
        trace.fail(|| self.evidence(subject, line, value, deviation))
    }

    fn fits(&self, value: &[u8]) -> bool {
        fits(&self.templates, value)
    }

    fn evidence(&self, subject: &Subject<'_>, line: usize, value: &[u8], deviation: Deviation) -> Evidence {
        let place =
            Place::Header((&*self.header.text).into(), Some(line), HeaderPart::Value, Some(deviation.range.clone()));
        let location = subject.locate(&place);
        let is_fixed = deviation.fixed(value).is_some_and(|fixed| self.fits(&fixed) && quotes(&fixed).next().is_none());
        let edit = |(range, replacement): (Range<usize>, SmolStr)| Edit {
            location: Location { range: Some(range), ..location.clone() },
            replacement,
            safe: deviation.is_harmless(value),
        };
        let edits = if is_fixed { deviation.edits(value).map(edit).collect() } else { Vec::new() };
        Evidence { edits, expected: self.expected.clone(), ..Evidence::new(location, deviation.detail) }
    }
}
