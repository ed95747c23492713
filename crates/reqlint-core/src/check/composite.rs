//! `all`, `any`, `not`: checks joined (RULES.md section 2).

use super::{Check, CheckSpec};
use crate::compile::Scope;
use crate::mistake::At;
use crate::subject::Subject;
use crate::verdict::{Evidence, Trace, Verdict};

pub(super) fn compile(specs: &[At<CheckSpec>], scope: &mut Scope<'_>) -> Option<Vec<Check>> {
    let checks: Vec<_> = specs.iter().map(|spec| Check::compile(&spec.value, scope)).collect();
    checks.into_iter().collect()
}

/// Reports every failing child.
pub(super) fn all(checks: &[Check], subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let mark = trace.mark();
    let mut verdict = Verdict::Absent;
    for check in checks {
        verdict = verdict.and(check.verdict(subject, trace));
        if verdict == Verdict::Fail && !trace.wants_all() {
            break;
        }
    }
    if !matches!(verdict, Verdict::Unknown(_)) {
        trace.drop_missing(mark);
    }
    verdict
}

/// Reports the first failing child, when none passes.
pub(super) fn any(checks: &[Check], subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let mark = trace.mark();
    let mut verdict = Verdict::Absent;
    for check in checks {
        verdict = verdict.or(check.verdict(subject, trace));
        if verdict == Verdict::Pass {
            break;
        }
    }
    trace.drop_evidence(mark, usize::from(verdict == Verdict::Fail));
    if !matches!(verdict, Verdict::Unknown(_)) {
        trace.drop_missing(mark);
    }
    verdict
}

/// Swaps pass and fail; its one finding has no edit. A value that can't be read stays a failure.
pub(super) fn not(check: &Check, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
    let mark = trace.mark();
    match check.verdict(subject, trace) {
        Verdict::Fail if check.is_unreadable(subject) => Verdict::Fail,
        Verdict::Fail => {
            trace.drop_evidence(mark, 0);
            Verdict::Pass
        }
        Verdict::Pass => trace.fail(|| {
            let location = subject.locate(&check.place(subject));
            Evidence::new(location, check.says_found(subject))
        }),
        other => other,
    }
}

impl Check {
    /// Whether a failure is one of reading: the value isn't of the type that the operator needs.
    fn is_unreadable(&self, subject: &Subject<'_>) -> bool {
        match self {
            Check::ValueCheck(check) => check.is_unreadable(subject),
            Check::FactCheck(check) => check.value().is_unreadable(subject),
            _ => false,
        }
    }

    /// What a `not` found, as a sentence.
    fn says_found(&self, subject: &Subject<'_>) -> String {
        match self {
            Check::ValueCheck(check) => check.says_found(subject),
            Check::FactCheck(check) => check.value().says_found(subject),
            _ => "this should not be so".into(),
        }
    }
}
