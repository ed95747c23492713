//! `all`, `any`, `not`: checks joined (docs/language.md#absent-values-and-composites).

use crate::base::text::SmolStr;
use crate::check::kinds::value::ValueCheck;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Check, CheckSpec};
use crate::language::Located;
use crate::message::header_names::HeaderName;
use crate::subject::Subject;
use crate::subject::select::Selector;

pub(crate) fn compile(specs: &[Located<CheckSpec>], scope: &mut Scope<'_>) -> Option<Vec<Check>> {
    let checks: Vec<_> = specs.iter().map(|spec| Check::compile(&spec.value, scope)).collect();
    checks.into_iter().collect()
}

/// How one of several checks goes: as it is, or negated.
type Run = fn(&Check, &Subject<'_>, &mut Trace<'_>) -> Verdict;

/// Reports every failing child.
pub(crate) fn all(checks: &[Check], subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    each(checks, subject, trace, Check::verdict)
}

/// Reports the first failing child, when none passes.
pub(crate) fn any(checks: &[Check], subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    some(checks, subject, trace, Check::verdict)
}

/// Swaps pass and fail; its one finding has no edit.
pub(crate) fn not(check: &Check, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let mark = trace.mark();
    let verdict = negated(check, subject, trace);
    trace.keep_one_without_edits(mark);
    verdict
}

fn each(checks: &[Check], subject: &Subject<'_>, trace: &mut Trace<'_>, run: Run) -> Verdict {
    let mark = trace.mark();
    let mut verdict = Verdict::Absent;
    for check in checks {
        verdict = verdict.and(run(check, subject, trace));
        if verdict == Verdict::Fail && !trace.wants_all() {
            break;
        }
    }
    if !matches!(verdict, Verdict::Unknown(_)) {
        trace.drop_missing(mark);
    }
    verdict
}

fn some(checks: &[Check], subject: &Subject<'_>, trace: &mut Trace<'_>, run: Run) -> Verdict {
    let mark = trace.mark();
    let mut verdict = Verdict::Absent;
    let mut kept = None;
    for check in checks {
        verdict = verdict.or(run(check, subject, trace));
        if kept.is_none() && !trace.since(mark).is_empty() {
            kept = Some(trace.mark());
        }
        if verdict == Verdict::Pass {
            break;
        }
    }
    trace.drop_evidence_after(kept.filter(|_| verdict == Verdict::Fail).unwrap_or(mark));
    if !matches!(verdict, Verdict::Unknown(_)) {
        trace.drop_missing(mark);
    }
    verdict
}

/// A check with pass and fail swapped. Not all is some not, so that a value that can't be read fails however deep it
/// is.
fn negated(check: &Check, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    match check {
        Check::All(checks) => return some(checks, subject, trace, negated),
        Check::Any(checks) => return each(checks, subject, trace, negated),
        Check::Not(check) => return check.verdict(subject, trace),
        _ => {}
    }
    if let Some(check) = check.comparison().filter(|check| check.tests_each()) {
        return check.negated(subject, trace);
    }
    let mark = trace.mark();
    match check.verdict(subject, trace) {
        Verdict::Fail => {
            trace.drop_evidence(mark, 0);
            match check.unreadable(subject) {
                Some(evidence) => trace.fail(|| evidence),
                None => Verdict::Pass,
            }
        }
        Verdict::Pass => trace.fail(|| {
            let location = subject.locate(&check.place(subject));
            Evidence::new(location, check.says_found(subject))
        }),
        other => other,
    }
}

/// As `verdict`, where of a value that is repeated one is enough: a service may read any of a header, parameter or member that
/// is there several times. Of a list each item counts, as ever.
fn at_best(check: &Check, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    match check {
        Check::All(checks) => each(checks, subject, trace, at_best),
        Check::Any(checks) => some(checks, subject, trace, at_best),
        Check::Not(check) => negated_at_best(check, subject, trace),
        Check::HeaderRequired(check) => check.at_best(subject, trace),
        Check::HeaderSyntax(check) => check.at_best(subject, trace),
        _ => match check.comparison().filter(|check| check.is_read_as_several(subject)) {
            Some(check) => check.at_best(subject, trace),
            None => check.verdict(subject, trace),
        },
    }
}

fn negated_at_best(check: &Check, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    match check {
        Check::All(checks) => some(checks, subject, trace, negated_at_best),
        Check::Any(checks) => each(checks, subject, trace, negated_at_best),
        Check::Not(check) => at_best(check, subject, trace),
        _ => {
            // the lines of a header may be one list (RFC 9110 section 5.3), which lacks what none of them has
            let may_be_any = |check: &&ValueCheck| !matches!(check.of, Selector::Header(_)) && check.tests_each();
            match check.comparison().filter(may_be_any).filter(|check| check.is_read_as_several(subject)) {
                Some(check) => check.negated_at_best(subject, trace),
                None => negated(check, subject, trace),
            }
        }
    }
}

impl Check {
    /// How it goes as a condition: of a value that is repeated one is enough.
    pub(crate) fn condition(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        match self.verdict(subject, trace) {
            Verdict::Fail if self.looks_at_repeated(subject) => at_best(self, subject, trace),
            verdict => verdict,
        }
    }

    fn looks_at_repeated(&self, subject: &Subject<'_>) -> bool {
        match self {
            Check::All(checks) | Check::Any(checks) => checks.iter().any(|check| check.looks_at_repeated(subject)),
            Check::Not(check) => check.looks_at_repeated(subject),
            _ => match self.header() {
                Some(header) => subject.header_lines(header).nth(1).is_some(),
                None => self.comparison().is_some_and(|check| check.is_read_as_several(subject)),
            },
        }
    }

    /// The header of a kind that is about one, each line by itself.
    fn header(&self) -> Option<&HeaderName> {
        match self {
            Check::HeaderRequired(check) => Some(&check.header),
            Check::HeaderSyntax(check) => Some(&check.header),
            _ => None,
        }
    }

    /// What a check failed on because it isn't of the type that the operator needs.
    fn unreadable(&self, subject: &Subject<'_>) -> Option<Evidence> {
        self.comparison()?.unreadable(subject)
    }

    /// What a `not` found, as a sentence.
    fn says_found(&self, subject: &Subject<'_>) -> SmolStr {
        match self.comparison() {
            Some(check) => check.says_found(subject),
            None => SmolStr::new_static("this should not hold"),
        }
    }

    /// The value and the operators that it is about; `None` for a kind that has no operators.
    fn comparison(&self) -> Option<&ValueCheck> {
        match self {
            Check::ValueCheck(check) => Some(check),
            Check::FactCheck(check) => Some(check.value()),
            // every kind by name, so that a new one has to say which it is
            Check::HeaderRequired(_)
            | Check::HeaderSyntax(_)
            | Check::HeaderForm(_)
            | Check::Framing(_)
            | Check::Encoding(_)
            | Check::Size(_)
            | Check::UrlForm(_)
            | Check::SentAsTyped(_)
            | Check::KnownEndpoint(_)
            | Check::ExactCase(_)
            | Check::NoTrailingSlash(_)
            | Check::AllowedMethod(_)
            | Check::BodyFormat(_)
            | Check::RequiredFields(_)
            | Check::FilledFields(_)
            | Check::FieldValues(_)
            | Check::KnownFields(_)
            | Check::FieldGroups(_)
            | Check::FieldVariants(_)
            | Check::All(_)
            | Check::Any(_)
            | Check::Not(_) => None,
        }
    }
}
