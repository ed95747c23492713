//! `header-form`. Looks at: every header line. Fails when: a line is malformed (RFC 9110 section 5, RFC 9112 section 5).
//! Skips when: there are no headers.
//!
//! ```toml
//! [check.header-form]
//! tests = ["name-characters", "folding"]
//! ```

use crate::base::bytes::ShortKey;
use crate::base::finding::{HeaderPart, Location};
use crate::base::octets::Octets;
use crate::base::pattern::is_token_byte;
use crate::base::text::{SmolStr, text};
use crate::check::clause::wanted;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::message::header_lines::is_plain_value;
use crate::message::header_names::is_plain_name;
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};
use std::ops::Range;

const TESTS: [&str; 9] = [
    "name-characters",
    "value-characters",
    "folding",
    "space-before-colon",
    "name-missing",
    "name-with-space",
    "colon-missing",
    "name-control",
    "name-alone",
];

#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct HeaderForm {
    tests: [bool; 9],
    /// Where a known server answers: of characters, these octets alone.
    only: Option<Octets>,
}

impl Kind for HeaderForm {
    type Spec = Self;
    const KEYS: &'static [Key] = &[Key::tests(&TESTS)];
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self> {
        Some(Self { tests: c.some_of("tests", TESTS, sink), only: None })
    }

    fn compile(spec: &Self, scope: &mut Scope<'_>) -> Option<Self> {
        scope.headers.ask_form();
        Some(spec.clone())
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let mut verdict = Verdict::Absent;
        for (line, (name, value)) in subject.exchange.request.headers.iter().enumerate() {
            verdict = verdict.and(self.line(subject, line, name, value, trace));
            if verdict == Verdict::Fail && !trace.wants_all() {
                return verdict;
            }
        }
        // a program's header map has no malformed line, but the wire may have had one
        if verdict != Verdict::Fail && !subject.exchange.shows.raw_headers && !subject.exchange.shows.headers {
            return Verdict::NOT_VISIBLE;
        }
        verdict
    }

    fn uses(&self) -> Uses {
        Uses::NONE
    }

    fn clause(&self, _words: Words<'_>) -> String {
        let [
            name_characters,
            value_characters,
            folding,
            space_before_colon,
            name_missing,
            name_with_space,
            colon_missing,
            name_control,
            name_alone,
        ] = self.tests;
        let tests = [
            // the more general one says it too
            name_missing && !name_characters,
            name_with_space && !name_characters,
            colon_missing,
            name_characters,
            value_characters,
            folding,
            space_before_colon,
            name_control && !name_characters,
            name_alone,
        ];
        let phrases = [
            "lacks a name",
            "has white space inside its name",
            "lacks a colon",
            "has a character in its name that names can't contain",
            "has a character in its value that values can't contain",
            "is folded",
            "has a space before its colon",
            "has a control character in its name",
            "is a name alone",
        ];
        format!("no header line {}", wanted(tests, phrases).replace(" and ", " or "))
    }
}

impl HeaderForm {
    /// The same, but for characters of which a server takes each octet.
    pub(crate) fn only(&self, refused: Octets) -> Self {
        Self { only: Some(refused), ..self.clone() }
    }

    /// Where it looks for characters, and the octets of those; `None` unless each was tried by itself, and it looks for nothing
    /// else.
    pub(crate) fn octets_tried(&self) -> Option<(HeaderPart, Octets)> {
        let tests: Vec<_> = TESTS.iter().zip(self.tests).filter(|(_, is_on)| *is_on).map(|(name, _)| *name).collect();
        match tests.as_slice() {
            ["name-characters"] => {
                let octets = Octets::of(|octet| !octet.is_ascii_control() && octet != b' ' && !is_token_byte(octet));
                Some((HeaderPart::Name, octets))
            }
            ["name-control"] => {
                let octets = Octets::of(|octet| octet.is_ascii_control() && octet != b'\t');
                Some((HeaderPart::Name, octets))
            }
            ["value-characters"] => Some((HeaderPart::Value, Octets::of(is_bad_value_byte))),
            _ => None,
        }
    }

    /// Whether the known server refuses an octet, if there is one. Line breaks and NUL were not tried.
    fn is_refused(&self, octet: u8) -> bool {
        self.only.is_none_or(|refused| refused.contains(octet) || matches!(octet, b'\r' | b'\n' | 0))
    }

    fn line(&self, subject: &Subject<'_>, line: usize, name: &[u8], value: &[u8], trace: &mut Trace<'_>) -> Verdict {
        let lacks_colon = subject.exchange.request.without_colon.contains(&line);
        if !lacks_colon && is_plain_name(ShortKey::of(name), name) && is_plain_value(value) {
            return Verdict::Pass;
        }
        let [
            name_characters,
            value_characters,
            folding,
            space_before_colon,
            name_missing,
            name_with_space,
            colon_missing,
            name_control,
            name_alone,
        ] = self.tests;
        let bare = name.trim_ascii_end();
        let mut verdict = Verdict::Pass;
        let at = |of, range: Range<usize>| locate(subject, line, bare, of, range);
        if lacks_colon {
            // such a line has no name, so there is nothing else to say of it
            let blank = bare.iter().position(u8::is_ascii_whitespace);
            if !(if blank.is_some() { colon_missing } else { name_alone }) {
                return Verdict::Pass;
            }
            return trace.fail(|| {
                let detail =
                    if blank.is_some() { "this header line has no colon" } else { "this header line is a name alone" };
                Evidence::fixed(at(HeaderPart::Name, 0..blank.unwrap_or(bare.len())), detail)
            });
        }
        if bare.is_empty() {
            if name_characters || name_missing {
                verdict = trace.fail(|| Evidence::fixed(at(HeaderPart::Name, 0..0), "this header line has no name"));
            }
        } else {
            let is_looked_for = |b: &u8| match b {
                // of a known server, they are another rule's
                b' ' | b'\t' => name_characters && self.only.is_none() || name_with_space,
                other if other.is_ascii_control() => (name_characters || name_control) && self.is_refused(*other),
                other => name_characters && !is_token_byte(*other) && self.is_refused(*other),
            };
            if let Some(bad) = bare.iter().position(is_looked_for) {
                verdict = trace.fail(|| {
                    let detail = text!("a header's name can't contain {}", crate::base::spell::byte(bare.get(bad)));
                    Evidence::new(at(HeaderPart::Name, bad..bad + 1), detail)
                });
            }
        }
        if space_before_colon && bare.len() < name.len() {
            verdict = trace.fail(|| {
                let detail = "there is white space between the header's name and the colon";
                Evidence::fixed(at(HeaderPart::Name, bare.len()..name.len()), detail)
            });
        }
        if is_plain_value(value) {
            return verdict;
        }
        let mut breaks = memchr::memchr2_iter(b'\r', b'\n', value).filter(|_| folding);
        let fold = breaks.find(|at| !is_bad_at(value, *at));
        if let Some(fold) = fold {
            verdict = trace.fail(|| {
                let detail = "the value continues on the next line; line folding is obsolete";
                Evidence::fixed(at(HeaderPart::Value, fold..fold + 1), detail)
            });
        }
        let is_refused = |at: &usize| value.get(*at).is_some_and(|octet| self.is_refused(*octet));
        let bad = (0..value.len()).find(|at| value_characters && is_bad_at(value, *at) && is_refused(at));
        if let Some(bad) = bad {
            verdict = trace.fail(|| {
                let detail = match value.get(bad) {
                    Some(b'\r' | b'\n') => SmolStr::new_static("a header's value can't contain a line break"),
                    byte => text!("a header's value can't contain {}", crate::base::spell::byte(byte)),
                };
                Evidence::new(at(HeaderPart::Value, bad..bad + 1), detail)
            });
        }
        verdict
    }
}

/// A control character other than a tab.
fn is_bad_value_byte(byte: u8) -> bool {
    byte.is_ascii_control() && byte != b'\t'
}

/// Whether the byte there is bad and not part of a fold: a line break followed by white space.
fn is_bad_at(value: &[u8], at: usize) -> bool {
    match value.get(at..).unwrap_or_default() {
        [b'\r', b'\n', b' ' | b'\t', ..] | [b'\n', b' ' | b'\t', ..] => false,
        [byte, ..] => is_bad_value_byte(*byte),
        [] => false,
    }
}

fn locate(subject: &Subject<'_>, line: usize, name: &[u8], of: HeaderPart, range: Range<usize>) -> Location {
    let masked = crate::message::secrets::masked::header_name(name);
    let name = String::from_utf8_lossy(&masked);
    subject.locate(&Place::Header(name, Some(line), of, Some(range)))
}
