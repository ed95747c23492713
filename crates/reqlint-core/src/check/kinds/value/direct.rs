//! How a check goes for one text, or for nothing, without looking for it: what prefilters ask.

use super::ValueCheck;
use crate::check::operator::{Met, Operator};
use crate::check::verdict::Verdict;
use crate::subject::Subject;
use crate::subject::select::Value;

impl ValueCheck {
    /// How it goes for the only text that it looks at; `None` where that is unknown, or can't be read as what an operator needs.
    pub(crate) fn verdict_of_text(&self, text: &[u8], subject: &Subject<'_>) -> Option<Verdict> {
        let value = Value::of_text(text);
        self.verdict_where(|operator| match operator.meets(&value, self.context(subject)) {
            Ok(Met::Yes) => Some(true),
            Ok(Met::No) => Some(false),
            Ok(Met::NoAt(_) | Met::Unreadable(_) | Met::Hidden) | Err(_) => None,
        })
    }

    /// How it goes for one value, of which a test says whether it meets each operator; `None` where it says nothing of one.
    pub(crate) fn verdict_where(&self, test: impl Fn(&Operator) -> Option<bool>) -> Option<Verdict> {
        let start = match self.present {
            Some(false) => return Some(Verdict::Fail),
            Some(true) => Verdict::Pass,
            None => Verdict::Absent,
        };
        self.operators.iter().try_fold(start, |verdict, operator| {
            let is_met = match operator {
                Operator::MaxCount(most) => most.is_at_least_one().then_some(true)?,
                operator if operator.is_whole() => return None,
                operator => test(operator)?,
            };
            Some(verdict.and(if is_met { Verdict::Pass } else { Verdict::Fail }))
        })
    }

    /// How it goes where it finds nothing to look at.
    pub(crate) fn verdict_of_nothing(&self) -> Verdict {
        match self.present {
            None => Verdict::Absent,
            Some(true) => Verdict::Fail,
            Some(false) => Verdict::Pass,
        }
    }
}
