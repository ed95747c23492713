//! A cause while it is made.

use crate::base::finding::{HeaderPart, Location, Part, Severity};
use crate::diagnose::causes::{Act, Cause, CauseOrigin, CauseVerdict, Retry};
use crate::diagnose::claims::Claim;

/// How much of the answer's words is quoted.
const MAX_QUOTE: usize = 160;

/// A cause that an answer shows.
#[derive(Debug)]
pub(super) struct Draft {
    /// What text output calls it: `answer/missing`.
    id: &'static str,
    title: String,
    is_confirmed: bool,
    because: Vec<String>,
    why: Option<String>,
    fix: Option<String>,
    location: Option<Location>,
}

impl Draft {
    /// A cause that is possible.
    pub(super) fn new(id: &'static str, title: impl Into<String>) -> Self {
        let title = title.into();
        Self { id, title, is_confirmed: false, because: Vec::new(), why: None, fix: None, location: None }
    }

    /// One that two sources show, if so.
    pub(super) fn confirmed_if(mut self, confirmed: bool) -> Self {
        self.is_confirmed = confirmed;
        self
    }

    pub(super) fn because(mut self, reason: impl Into<String>) -> Self {
        self.because.push(reason.into());
        self
    }

    pub(super) fn add(&mut self, reason: String) {
        self.because.push(reason);
    }

    pub(super) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// With the answer's own words for it.
    pub(super) fn quoting(self, claim: &Claim) -> Self {
        let words: String = claim.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        // what names several places would make this look as if it were about all of them
        let names = words.matches(['"', '`']).count() / 2 + words.matches(" '").count();
        if words.is_empty() || words.chars().count() > MAX_QUOTE || names > 1 || words.contains('{') {
            return self;
        }
        self.why(format!("The API's own words: {words}"))
    }

    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// What may be done besides.
    pub(super) fn also_fix(mut self, fix: &str) -> Self {
        self.fix = Some(self.fix.map_or_else(|| fix.to_owned(), |own| format!("{own} {fix}")));
        self
    }

    pub(super) fn at(mut self, location: impl Into<Option<Location>>) -> Self {
        self.location = location.into();
        self
    }

    /// Whether it is about something in the body, which only a program that parses it sees.
    pub(super) fn is_inside_body(&self) -> bool {
        let inside = |at: &Location| at.part == Part::Body && (at.range.is_some() || at.name.is_some());
        self.location.as_ref().is_some_and(inside)
    }

    /// Whether one of its sentences has a text.
    pub(super) fn speaks_of(&self, text: &str) -> bool {
        [&self.title].into_iter().chain(&self.because).chain(&self.why).any(|sentence| sentence.contains(text))
    }

    /// Whether it says what to do.
    pub(super) const fn fixes(&self) -> bool {
        self.fix.is_some()
    }

    /// Its place, if it is of this kind.
    pub(super) fn place_of(&self, id: &str) -> Option<&Location> {
        self.location.as_ref().filter(|_| self.id == id)
    }

    pub(super) fn cause(self, status: u16) -> Cause {
        Cause {
            rule: None,
            origin: CauseOrigin::Answer,
            kind: Some(self.id),
            title: self.title,
            status: Some(status),
            severity: Severity::Error,
            error_type: None,
            verdict: if self.is_confirmed { CauseVerdict::Confirmed } else { CauseVerdict::Possible },
            because: self.because,
            why: self.why,
            fix: self.fix,
            ask: None,
            needs: Vec::new(),
            listed: false,
            also_listed: false,
            leads: false,
            location: self.location,
            retry: Retry::default(),
            act: Act::default(),
        }
    }
}

/// A header that isn't there.
pub(super) fn missing_header(name: &str) -> Location {
    Location { part: Part::Header, name: Some(name.into()), of: Some(HeaderPart::Value), occurrence: 0, range: None }
}

/// A part of the request as a whole.
pub(super) fn whole(part: Part) -> Location {
    Location { part, name: None, of: None, occurrence: 0, range: None }
}
