//! What the checks of how a request finds its endpoint have in common: no settings, and a catalogue that they need.

use crate::check::scope::Scope;
use crate::check::verdict::{Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::subject::Subject;
use crate::subject::place::Place;

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

    fn read(_c: &Cursor<'_>, _sink: &mut Sink) -> Option<()> {
        Some(())
    }

    fn compile((): &(), scope: &mut Scope<'_>) -> Option<Self> {
        scope.needs_endpoints().then_some(Self::CHECK)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        C::verdict(subject, trace)
    }

    fn clause(&self, _words: Words<'_>) -> String {
        C::CLAUSE.to_owned()
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        C::place(subject)
    }
}
