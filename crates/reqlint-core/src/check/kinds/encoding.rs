//! `encoding`. Looks at: the target, its path or its query (not the fragment). Fails when: a character that RFC 3986 does
//! not allow is unencoded, or `%` isn't followed by two hex digits. Skips when: that part isn't there.
//!
//! ```toml
//! [check.encoding]
//! part       = "query"
//! characters = ["space", "non-ascii"]
//! ```

use crate::base::finding::Edit;
use crate::base::octets::Octets;
use crate::base::text::{Line, SmolStr, joined, text};
use crate::check::clause::wanted;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::message::unencoded::{CHARACTERS, is_allowed, is_plain, next_unencoded, sort};
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};
use std::ops::Range;

const PARTS: [&str; 3] = ["target", "path", "query"];

/// In a text that is longer, characters are looked for once for all rules.
const LONG: usize = 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Encoding {
    part: Part,
    characters: [bool; 14],
    /// Where a known server answers: of characters that have one of these octets alone.
    only: Option<Refused>,
}

/// The octets that a server refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Refused {
    pub(crate) path: Octets,
    pub(crate) query: Octets,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
enum Part {
    Target,
    Path,
    Query,
}

impl Kind for Encoding {
    type Spec = Self;
    const KEYS: &'static [Key] = &[
        Key::new("part", Takes::OneOf(&PARTS), "what is looked at").or("\"target\""),
        Key::new("characters", Takes::SomeOf(&CHARACTERS), "which characters").or("all"),
    ];
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self> {
        let part = match c.one_of("part", &PARTS, sink) {
            Some(1) => Part::Path,
            Some(2) => Part::Query,
            _ => Part::Target,
        };
        Some(Self { part, characters: c.some_of("characters", CHARACTERS, sink), only: None })
    }

    fn compile(spec: &Self, _scope: &mut Scope<'_>) -> Option<Self> {
        Some(*spec)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let Some(range) = self.range(subject) else { return Verdict::Absent };
        let text = subject.slice(&range);
        if text.len() > LONG
            && let Some(verdict) = self.of_long(subject, trace)
        {
            return verdict;
        }
        // what follows a placeholder may need it too
        let shows = subject.exchange.shows;
        let hidden = shows.hides(text) || !shows.raw_target;
        let mut verdict = if hidden { Verdict::NOT_VISIBLE } else { Verdict::Pass };
        let mut at = 0;
        while let Some(bad) = next_unencoded(text, at, shows) {
            at = bad.end;
            let sort = sort(text.get(bad.clone()).unwrap_or_default());
            let is_looked_for = self.characters.get(sort) == Some(&true);
            let place = range.start + bad.start..range.start + bad.end;
            if !is_looked_for || !self.is_refused(subject, place.clone()) {
                continue;
            }
            verdict = trace.fail(|| evidence(subject, place));
            if !trace.wants_all() {
                return verdict;
            }
        }
        verdict
    }

    fn uses(&self) -> Uses {
        Uses::NONE
    }

    fn clause(&self, _words: Words<'_>) -> String {
        let part = match self.part {
            Part::Target => "path and query",
            Part::Path => "the path",
            Part::Query => "the query",
        };
        if self.characters == [true; 14] {
            return format!("each character of {part} that RFC 3986 doesn't allow is percent-encoded");
        }
        let phrases = [
            "space",
            "control character",
            "`%` without two hexadecimal digits after it",
            "character outside ASCII",
            "quotation mark",
            "angle bracket",
            "square bracket",
            "brace",
            "`|`",
            "`^`",
            "backtick",
            "backslash",
            "tab",
            "byte that isn't UTF-8",
        ];
        format!("{part} has no unencoded {}", wanted(self.characters, phrases).replace(" and ", " or "))
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        Place::Target(self.range(subject))
    }
}

impl Encoding {
    /// Whether every character that can be seen is certainly allowed; `false` leaves it open.
    #[inline]
    pub(crate) fn is_plain(self, subject: &Subject<'_>) -> bool {
        let Some(range) = self.range(subject) else { return true };
        let rest = range.start.max(subject.target.simple)..range.end;
        rest.is_empty() || is_plain(subject.slice(&rest))
    }

    /// The same for every sort of character.
    pub(crate) fn of_all_characters(self) -> Self {
        Self { characters: [true; 14], only: None, ..self }
    }

    /// The same, but for characters of which a server takes each octet.
    pub(crate) fn only(self, refused: Refused) -> Self {
        Self { only: Some(refused), ..self }
    }

    /// Whether the path and the query are looked at.
    pub(crate) fn looks_in(self) -> [bool; 2] {
        [self.part != Part::Query, self.part != Part::Path]
    }

    /// The octets of the characters that it looks for, if each was tried by itself; so are those of characters outside ASCII,
    /// unless whole ones were.
    pub(crate) fn octets_tried(self, whole_ones_were: bool) -> Option<Octets> {
        let looks_for = |name| CHARACTERS.iter().zip(self.characters).any(|(known, is_on)| is_on && *known == name);
        let is_untried = looks_for("space") || looks_for("percent") || looks_for("non-ascii") && whole_ones_were;
        let is_looked_for = |octet: u8| match octet {
            0x80.. => looks_for("non-ascii") || looks_for("not-utf8"),
            octet => !is_allowed(octet) && self.characters.get(sort(&[octet])) == Some(&true),
        };
        (!is_untried).then(|| Octets::of(is_looked_for))
    }

    /// The same of a long text, from what was found in it for all rules; `None` where the known server takes some of it, and
    /// there is more than was kept.
    fn of_long(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Option<Verdict> {
        let number = match self.part {
            Part::Target => 0,
            Part::Path => 1,
            Part::Query => 2,
        };
        let range = self.range(subject)?;
        let (text, shows) = (subject.slice(&range), subject.exchange.shows);
        let found = subject.unencoded(number, text);
        let mut places = found.of(&self.characters);
        let kept = places.first.len();
        if self.only.is_some() && places.count > kept {
            return None;
        }
        let in_target = |place: &Range<usize>| range.start + place.start..range.start + place.end;
        places.first.retain(|place| self.is_refused(subject, in_target(place)));
        let Some(first) = places.first.first() else {
            let is_hidden = !shows.raw_target || found.is_hidden(text, shows);
            return Some(if is_hidden { Verdict::NOT_VISIBLE } else { Verdict::Pass });
        };
        if !trace.wants_all() {
            return Some(trace.fail(|| evidence(subject, in_target(first))));
        }
        for place in &places.first {
            trace.fail(|| evidence(subject, in_target(place)));
        }
        trace.leave_out(places.count - kept);
        Some(Verdict::Fail)
    }

    /// Whether a character at a place of the target is one that the known server refuses, if there is one.
    fn is_refused(self, subject: &Subject<'_>, character: Range<usize>) -> bool {
        let Some(Refused { path, query }) = self.only else { return true };
        let is_in_query = subject.target.query.as_ref().is_some_and(|query| character.start >= query.start);
        let octets = if is_in_query { query } else { path };
        subject.slice(&character).iter().any(|octet| octets.contains(*octet))
    }

    pub(crate) fn is_of_query(self) -> bool {
        self.part == Part::Query
    }

    fn range(self, subject: &Subject<'_>) -> Option<Range<usize>> {
        let target = subject.target;
        match self.part {
            Part::Path => Some(target.path.clone()),
            Part::Query => target.query.clone(),
            Part::Target => Some(target.path.start..target.query.as_ref().map_or(target.path.end, |q| q.end)),
        }
    }
}

fn evidence(subject: &Subject<'_>, range: Range<usize>) -> Evidence {
    let bytes = subject.slice(&range);
    let replacement = escapes(bytes);
    let location = subject.locate(&Place::Target(Some(range.clone())));
    // a character of a secret is not named, and so not fixed
    if subject.masked_target().get(range) != Some(bytes) {
        return Evidence::fixed(location, "a character is not percent-encoded");
    }
    let detail = match bytes {
        b" " => joined(["the target contains a space; write ", &replacement]),
        b"%" => joined(["`%` isn't followed by two hexadecimal digits; by itself it is written ", &replacement]),
        _ => text!("{} is not percent-encoded; write {replacement}", crate::base::spell::character(bytes)),
    };
    let edit = Edit { location: location.clone(), replacement: replacement.clone(), safe: true };
    Evidence { expected: Some(replacement), edits: vec![edit], ..Evidence::new(location, detail) }
}

/// Bytes as escapes: `%20`.
fn escapes(bytes: &[u8]) -> SmolStr {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| char::from(DIGITS.get(usize::from(value & 15)).copied().unwrap_or_default());
    let mut escapes = Line::default();
    let characters = bytes.iter().flat_map(|byte| ['%', digit(byte >> 4), digit(*byte)]);
    characters.for_each(|character| escapes.put_character(character));
    escapes.text()
}
