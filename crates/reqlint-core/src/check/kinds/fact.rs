//! `fact`. Looks at: one fact; short for `value` of `fact.NAME`.
//!
//! ```toml
//! [check.fact]
//! name   = "account-status"
//! equals = "active"
//! ```

use crate::check::kinds::value::ValueCheck;
use crate::check::operator::{FACT, OperatorsSpec, operators};
use crate::check::scope::Scope;
use crate::check::verdict::{Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::language::{Located, Sink};
use crate::subject::place::Place;
use crate::subject::select::{Names as _, Selector};
use crate::subject::{Subject, Uses};

#[derive(Debug)]
pub(crate) struct FactCheck(ValueCheck);

impl FactCheck {
    pub(crate) fn value(&self) -> &ValueCheck {
        &self.0
    }
}

impl Kind for FactCheck {
    type Spec = (Located<String>, OperatorsSpec);
    const KEYS: &'static [Key] = FACT;
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self::Spec> {
        let operators = operators(c, sink);
        Some((c.text("name", sink)?, operators))
    }

    fn compile((name, operators): &Self::Spec, scope: &mut Scope<'_>) -> Option<Self> {
        let selector = scope.fact(name).map(Selector::Fact);
        ValueCheck::new(selector, operators, scope).map(Self)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        self.0.verdict(subject, trace)
    }

    fn clause(&self, words: Words<'_>) -> String {
        self.0.clause(words)
    }

    fn negated_clause(&self, words: Words<'_>) -> String {
        self.0.negated_clause(words)
    }

    fn uses(&self) -> Uses {
        self.0.uses()
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        self.0.place(subject)
    }
}
