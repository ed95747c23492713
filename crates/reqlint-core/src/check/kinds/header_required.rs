//! `header-required`. Looks at: one header. Fails when: it is missing, or a line of it is blank. Never skips.
//!
//! ```toml
//! [check.header-required]
//! header = "Authorization"
//! ```

use crate::base::finding::HeaderPart;
use crate::base::text::joined;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::{Located, Sink};
use crate::message::header_names::HeaderName;
use crate::subject::place::Place;
use crate::subject::select::Names as _;
use crate::subject::{Subject, Uses};

#[derive(Debug)]
pub(crate) struct HeaderRequired {
    pub(crate) header: HeaderName,
}

impl Kind for HeaderRequired {
    type Spec = Located<String>;
    const KEYS: &'static [Key] = &[Key::new("header", Takes::Name(Names::Header), "the header's name").required()];
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self::Spec> {
        c.text("header", sink)
    }

    fn compile(spec: &Self::Spec, scope: &mut Scope<'_>) -> Option<Self> {
        Some(Self { header: scope.header(spec)? })
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let (mut blank, mut is_filled) = (None, false);
        for (line, value) in subject.header_lines(&self.header) {
            match value.trim_ascii() {
                [] => blank = blank.or(Some(line)),
                _ => is_filled = true,
            }
        }
        // of several lines a service may read any
        if is_filled && blank.is_none() {
            return Verdict::Pass;
        }
        let shows = subject.exchange.shows;
        if blank.is_none() && shows.can_lack(&self.header.text) {
            return Verdict::Absent;
        }
        if blank.is_none() && !shows.header(&self.header.text) {
            return Verdict::NOT_VISIBLE;
        }
        trace.fail(|| {
            let (detail, range) = match blank {
                Some(_) => (joined(["the ", &self.header.text, " header is blank"]), Some(0..0)),
                None => (joined(["there is no ", &self.header.text, " header"]), None),
            };
            let place = Place::Header((&*self.header.text).into(), blank, HeaderPart::Value, range);
            Evidence::new(subject.locate(&place), detail)
        })
    }

    fn uses(&self) -> Uses {
        Uses::NONE
    }

    fn clause(&self, _words: Words<'_>) -> String {
        format!("the {} header is present and not blank", self.header.text)
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        let line = self.filled(subject).next();
        let range = line.map(|(_, value)| 0..value.len());
        Place::Header((&*self.header.text).into(), line.map(|(line, _)| line), HeaderPart::Value, range)
    }
}

impl HeaderRequired {
    /// As it goes if a service reads the line that is filled.
    pub(crate) fn at_best(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        if self.filled(subject).next().is_some() { Verdict::Pass } else { self.verdict(subject, trace) }
    }

    /// The lines that are not blank.
    fn filled<'s>(&'s self, subject: &'s Subject<'s>) -> impl Iterator<Item = (usize, &'s [u8])> {
        subject.header_lines(&self.header).filter(|(_, value)| !value.trim_ascii().is_empty())
    }
}
