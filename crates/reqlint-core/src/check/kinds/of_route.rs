//! What the checks of how a request finds its endpoint have in common: no settings, and a catalogue that they need.

use crate::check::scope::Scope;
use crate::check::verdict::{Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};

/// A check without settings of how a request finds its endpoint.
pub(crate) trait OfRoute: Copy {
    const CHECK: Self;
    /// What it tests, as a clause that holds when it passes.
    const CLAUSE: &'static str;

    fn verdict(subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict;

    /// Where it looks.
    fn place<'s>(subject: &Subject<'s>) -> Place<'s> {
        Place::Target(Some(subject.target.path.clone()))
    }
}

impl<C: OfRoute> Kind for C {
    type Spec = ();
    const KEYS: &'static [Key] = &[];
    const NEEDS_CATALOGUE: bool = true;

    fn read(_c: &Cursor<'_>, _sink: &mut Sink) -> Option<()> {
        Some(())
    }

    fn compile((): &(), _scope: &mut Scope<'_>) -> Option<Self> {
        Some(Self::CHECK)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        C::verdict(subject, trace)
    }

    fn uses(&self) -> Uses {
        Uses::NONE
    }

    fn clause(&self, _words: Words<'_>) -> String {
        C::CLAUSE.to_owned()
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        C::place(subject)
    }
}
