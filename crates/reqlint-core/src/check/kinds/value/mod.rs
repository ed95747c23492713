//! `value`. Looks at: what a selector finds. Fails when: a value doesn't meet every operator. Skips when: nothing is there
//! and `present` doesn't ask.
//!
//! ```toml
//! [check.value]
//! of     = "body.customer_id"
//! equals = { of = "path.account" }
//! ```

mod direct;

use crate::base::finding::Part;
use crate::base::text::{Line, SmolStr};
use crate::check::operator::{Context, Met, Operator, OperatorsSpec, VALUE, operators};
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::language::{Located, Sink};
use crate::subject::place::Place;
use crate::subject::select::{Datum, Lack, Quote, Selector, Value};
use crate::subject::{Subject, Uses};

#[derive(Debug)]
pub(crate) struct ValueCheck {
    pub(crate) of: Selector,
    pub(crate) present: Option<bool>,
    pub(crate) operators: Vec<Operator>,
    ignore_case: bool,
}

const ELSEWHERE: &Place<'_> = &Place::Elsewhere;

impl Kind for ValueCheck {
    type Spec = (Located<String>, OperatorsSpec);
    const KEYS: &'static [Key] = VALUE;
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self::Spec> {
        let operators = operators(c, sink);
        Some((c.text("of", sink)?, operators))
    }

    fn compile((of, operators): &Self::Spec, scope: &mut Scope<'_>) -> Option<Self> {
        let of = scope.selector(of);
        Self::new(of, operators, scope)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        // a place is only asked for where evidence is
        if !trace.wants_all()
            && let Some(value) = self.of.only(subject)
        {
            return match value {
                Ok(value) => self.every(&[Datum { value, place: Place::Elsewhere }], subject, trace),
                Err(lack) => self.lacking(lack, subject, trace),
            };
        }
        let together = self.operators.iter().any(Operator::is_whole);
        let (mut verdict, mut lone, mut data) = (Verdict::Absent, None, Vec::new());
        let found = self.of.select(subject, &mut |datum| match lone.take() {
            _ if !together => verdict = verdict.and(self.one(&datum, subject, trace)),
            // fast path: nearly every selector finds one value, which needs no list
            None if data.is_empty() => lone = Some(datum),
            before => data.extend(before.into_iter().chain([datum])),
        });
        let data = lone.as_ref().map_or(data.as_slice(), std::slice::from_ref);
        match found {
            Ok(()) => verdict.and(self.every(data, subject, trace)),
            Err(lack) => self.lacking(lack, subject, trace),
        }
    }

    fn clause(&self, words: Words<'_>) -> String {
        let present = self.present.map(presence);
        let holds = self.operators.iter().map(|operator| operator.phrase(true, words));
        let holds: Vec<_> = present.map(str::to_owned).into_iter().chain(holds).collect();
        self.clause_that(&holds.join(" and "), words)
    }

    fn negated_clause(&self, words: Words<'_>) -> String {
        match (self.present, self.operators.as_slice()) {
            (Some(present), []) => self.clause_that(presence(!present), words),
            (None, [only]) => self.clause_that(&only.phrase(false, words), words),
            _ => format!("it is not the case that {}", self.clause(words)),
        }
    }

    fn uses(&self) -> Uses {
        let rights = self.operators.iter().filter_map(Operator::selector);
        Uses::all(std::iter::once(&self.of).chain(rights).map(Selector::uses))
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        let mut place = None;
        let _ = self.of.select(subject, &mut |datum| {
            place.get_or_insert(datum.place);
        });
        place.unwrap_or_else(|| self.of.place())
    }
}

impl ValueCheck {
    pub(crate) fn new(of: Option<Selector>, spec: &OperatorsSpec, scope: &mut Scope<'_>) -> Option<Self> {
        // each is compiled before any is missed, so that all mistakes are reported
        let operators: Vec<_> = spec.list.iter().map(|operator| Operator::compile(operator, scope)).collect();
        let operators = operators.into_iter().collect::<Option<Vec<_>>>()?;
        let mut of = of?;
        if let Selector::Claim(claim) = &mut of {
            claim.is_time |= operators.iter().any(Operator::takes_time);
        }
        Some(Self { of, present: spec.present, operators, ignore_case: spec.ignore_case })
    }

    /// Whether every operator looks at each value by itself.
    pub(crate) fn tests_each(&self) -> bool {
        !self.operators.is_empty() && !self.operators.iter().any(Operator::is_whole)
    }

    /// As it goes under a `not`: no value may meet the operators, and each must be one that they can read.
    pub(crate) fn negated(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        if !trace.wants_all()
            && let Some(value) = self.of.only(subject)
        {
            return match value {
                Ok(value) => self.not_one(&Datum { value, place: Place::Elsewhere }, subject, trace),
                Err(lack) => self.not_lacking(lack, subject, trace),
            };
        }
        let mut verdict = Verdict::Absent;
        let found = self.of.select(subject, &mut |datum| {
            verdict = verdict.and(self.not_one(&datum, subject, trace));
        });
        match found {
            Ok(()) => verdict,
            Err(lack) => self.not_lacking(lack, subject, trace),
        }
    }

    /// Whether a service may read one of several values: of what is repeated, or the name of a variant.
    pub(crate) fn is_read_as_several(&self, subject: &Subject<'_>) -> bool {
        self.of.is_repeated(subject) || self.of.has_variant(subject)
    }

    /// As it goes if a service reads the value that meets most.
    pub(crate) fn at_best(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let (mut verdict, mut data) = (Verdict::Absent, Vec::new());
        self.of.readings(subject, &mut |datum| {
            verdict = verdict.or(self.every(std::slice::from_ref(&datum), subject, trace));
            data.push(datum);
        });
        // what looks at all values together may hold for all of them
        verdict.or(self.every(&data, subject, trace))
    }

    /// As it goes under a `not`, if a service reads the value that meets least.
    pub(crate) fn negated_at_best(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let mut verdict = Verdict::Absent;
        self.of.readings(subject, &mut |datum| verdict = verdict.or(self.not_one(&datum, subject, trace)));
        verdict
    }

    fn not_lacking(&self, lack: Lack, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let mark = trace.mark();
        match self.lacking(lack, subject, trace) {
            // there is nothing, and there should be: the `not` of that holds
            Verdict::Fail => {
                trace.drop_evidence(mark, 0);
                Verdict::Pass
            }
            Verdict::Pass => trace.fail(|| Evidence::new(subject.locate(&self.of.place()), self.says_found(subject))),
            other => other,
        }
    }

    fn not_one(&self, datum: &Datum<'_>, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let mark = trace.mark();
        match self.one(datum, subject, trace) {
            Verdict::Fail => {
                trace.drop_evidence(mark, 0);
                match self.unreadable_in(datum, subject) {
                    Some(evidence) => trace.fail(|| evidence),
                    None => Verdict::Pass,
                }
            }
            Verdict::Pass => trace.fail(|| Evidence::new(subject.locate(&datum.place), self.says_found(subject))),
            other => other,
        }
    }

    /// Each value by itself, and all of them together.
    fn every(&self, data: &[Datum<'_>], subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let mut verdict = Verdict::Absent;
        for datum in data {
            verdict = verdict.and(self.one(datum, subject, trace));
        }
        for operator in self.operators.iter().filter(|o| o.is_whole()) {
            let met = operator.meets_whole(data, self.context(subject));
            let at = if let Ok(Met::NoAt(index)) = met { data.get(index) } else { None };
            let at = at.or(data.first()).map_or(ELSEWHERE, |datum| &datum.place);
            verdict = verdict.and(self.conclude(met, operator, at, None, subject, trace));
        }
        verdict
    }

    fn lacking(&self, lack: Lack, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        match lack {
            Lack::Absent => self.nothing(subject, trace),
            Lack::Unknown(because) => Verdict::Unknown(because),
            Lack::Fact(fact) => trace.missing_fact(fact),
        }
    }

    fn one(&self, datum: &Datum<'_>, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        if self.present == Some(false) {
            return trace.fail(|| {
                let detail = self.says(subject, &[" should not be present"]);
                Evidence::new(subject.locate(&datum.place), detail)
            });
        }
        let mut verdict = if self.present == Some(true) { Verdict::Pass } else { Verdict::Absent };
        if self.operators.iter().all(Operator::is_whole) {
            return verdict;
        }
        for operator in self.operators.iter().filter(|o| !o.is_whole()) {
            let met = operator.meets(&datum.value, self.context(subject));
            verdict = verdict.and(self.conclude(met, operator, &datum.place, Some(&datum.value), subject, trace));
        }
        verdict
    }

    fn nothing(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        match self.present {
            None => Verdict::Absent,
            Some(false) => Verdict::Pass,
            Some(true) => trace.fail(|| {
                let detail = self.says(subject, &[" is missing"]);
                Evidence::new(subject.locate(&self.of.place()), detail)
            }),
        }
    }

    fn conclude(
        &self,
        met: Result<Met, Lack>,
        operator: &Operator,
        place: &Place<'_>,
        value: Option<&Value<'_>>,
        subject: &Subject<'_>,
        trace: &mut Trace<'_>,
    ) -> Verdict {
        match met {
            Err(Lack::Absent) => Verdict::Absent,
            Err(Lack::Unknown(because)) => Verdict::Unknown(because),
            Err(Lack::Fact(fact)) => trace.missing_fact(fact),
            Ok(Met::Yes) => Verdict::Pass,
            Ok(Met::Hidden) => Verdict::NOT_VISIBLE,
            Ok(Met::No | Met::NoAt(_)) => trace.fail(|| {
                let expected = operator.expected(subject);
                let location = subject.locate(place);
                let mut detail = Line::default();
                self.of.say(subject.facts.declared(), &mut detail);
                show(location.part, value.filter(|_| self.may_be_quoted()), &mut detail);
                detail.push_all([" ", operator.verb().should, " ", &expected]);
                Evidence {
                    allowed: Some(expected.clone()),
                    expected: Some(expected),
                    ..Evidence::new(location, detail.text())
                }
            }),
            Ok(Met::Unreadable(what)) => trace.fail(|| self.cannot_be_read(place, what, subject)),
        }
    }

    /// The first value that can't be read as what an operator needs.
    pub(crate) fn unreadable(&self, subject: &Subject<'_>) -> Option<Evidence> {
        let mut first = None;
        let _ = self.of.select(subject, &mut |datum| {
            if first.is_none() {
                first = self.unreadable_in(&datum, subject);
            }
        });
        first
    }

    fn unreadable_in(&self, datum: &Datum<'_>, subject: &Subject<'_>) -> Option<Evidence> {
        let mut met = self.operators.iter().map(|o| o.meets(&datum.value, self.context(subject)));
        let what = met.find_map(|m| if let Ok(Met::Unreadable(what)) = m { Some(what) } else { None })?;
        Some(self.cannot_be_read(&datum.place, what, subject))
    }

    fn clause_that(&self, holds: &str, words: Words<'_>) -> String {
        let case = if self.ignore_case { " (ignoring case)" } else { "" };
        format!("{} {holds}{case}", self.of.named(words))
    }

    fn context<'c, 's>(&self, subject: &'c Subject<'s>) -> Context<'c, 's> {
        Context { ignore_case: self.ignore_case, subject }
    }

    fn may_be_quoted(&self) -> bool {
        self.of.quote() != Quote::Never
    }

    fn cannot_be_read(&self, place: &Place<'_>, what: &str, subject: &Subject<'_>) -> Evidence {
        let detail = self.says(subject, &[" can't be read as ", what]);
        Evidence { expected: Some(what.into()), ..Evidence::new(subject.locate(place), detail) }
    }

    /// What a `not` found.
    pub(crate) fn says_found(&self, subject: &Subject<'_>) -> SmolStr {
        match self.operators.first() {
            Some(operator) => self.says(subject, &[" ", operator.verb().is, " ", &operator.expected(subject)]),
            None => self.says(subject, &[" should not be present"]),
        }
    }

    /// What it looks at, and something about that.
    fn says(&self, subject: &Subject<'_>, about: &[&str]) -> SmolStr {
        let mut line = Line::default();
        self.of.say(subject.facts.declared(), &mut line);
        about.iter().for_each(|piece| line.push(piece));
        line.text()
    }
}

fn presence(present: bool) -> &'static str {
    if present { "is present" } else { "is not present" }
}

/// Writes the value itself, where it isn't part of the request and so is shown nowhere else.
fn show(part: Part, value: Option<&Value<'_>>, line: &mut Line) {
    match (part, value) {
        (Part::Fact, Some(Value::Text(t))) => line.push_all([" is `", &String::from_utf8_lossy(t), "`; it"]),
        (Part::Fact, Some(Value::Number(n))) => line.put(format_args!(" is {n}; it")),
        (Part::Fact, Some(Value::Boolean(b))) => line.put(format_args!(" is {b}; it")),
        (_, Some(Value::Time(t))) => line.put(format_args!(" is {t}; it")),
        _ => {}
    }
}
