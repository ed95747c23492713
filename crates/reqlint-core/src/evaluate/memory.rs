//! The memory that a thread keeps for evaluations.

use crate::evaluate::{Report, Scratch};
use std::cell::RefCell;

thread_local! {
    /// INVARIANT: of what an evaluation leaves here only the capacity is used again.
    static MEMORY: RefCell<(Scratch, Report)> = RefCell::default();
}

/// Runs an evaluation in memory that this thread keeps, so that a warm thread allocates nothing for a request without
/// errors. A report that is to be kept is taken out.
///
/// ```
/// use reqlint_core::evaluate::with_thread_memory;
/// use reqlint_core::{Exchange, Facts, Report, RuleSet};
///
/// fn evaluate(rules: &RuleSet, exchange: &Exchange<'_>, facts: &Facts) -> Report {
///     with_thread_memory(|scratch, report| {
///         rules.evaluate_in(exchange, facts, scratch, report);
///         std::mem::take(report)
///     })
/// }
/// # let rules = RuleSet::load(Vec::new())?;
/// # assert_eq!(evaluate(&rules, &Exchange::default(), &rules.facts()), Report::default());
/// # Ok::<(), reqlint_core::Diagnostics>(())
/// ```
pub fn with_thread_memory<T>(run: impl FnOnce(&mut Scratch, &mut Report) -> T) -> T {
    MEMORY.with(|memory| match memory.try_borrow_mut() {
        Ok(mut memory) => {
            let (scratch, report) = &mut *memory;
            run(scratch, report)
        }
        // re-entrant: `run` itself evaluates on this thread
        Err(_) => run(&mut Scratch::default(), &mut Report::default()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_evaluation_may_run_inside_another() {
        let inner = with_thread_memory(|_, _| with_thread_memory(|_, report| std::mem::take(report)));
        assert_eq!(inner, Report::default());
    }
}
