//! A request that was not sent.

use crate::checked::Checked;
use reqlint_core::explain::Expected;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// A request that was not sent, because a rule of severity error failed.
///
/// It displays as two lines: what is wrong and where, and the fix. [`Refusal::of`] finds it inside the errors of other layers
/// and middlewares, without comparing strings:
///
/// ```
/// # fn main() {}
/// # fn show(error: &(dyn std::error::Error + 'static)) {
/// use reqlint_client::Refusal;
///
/// if let Some(refused) = Refusal::of(error) {
///     match refused.status() {
///         Some(401 | 403) => println!("look at the token: {refused}"),
///         _ => println!("{refused}"),
///     }
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Refusal(Arc<RuleFailed>);

/// The source of a [`Refusal`]. Being in the chain of sources, it is found even inside transparent errors, whose `source`
/// skips the refusal itself.
struct RuleFailed {
    checked: Checked,
    /// Why the renewal failed that could have fixed it.
    renewal: Option<BoxError>,
}

/// An error of a hook.
pub(crate) type BoxError = Box<dyn Error + Send + Sync>;

impl Refusal {
    pub(crate) fn new(checked: Checked, renewal: Option<BoxError>) -> Self {
        Self(Arc::new(RuleFailed { checked, renewal }))
    }

    /// The refusal in an error or one of its sources.
    #[must_use]
    pub fn of(error: &(dyn Error + 'static)) -> Option<Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(refused) = error.downcast_ref::<Self>() {
                return Some(refused.clone());
            }
            if let Some(failed) = error.downcast_ref::<Arc<RuleFailed>>() {
                return Some(Self(Arc::clone(failed)));
            }
            next = error.source();
        }
        None
    }

    /// What was found in the request.
    #[must_use]
    pub fn checked(&self) -> &Checked {
        &self.0.checked
    }

    /// The error that the API would have answered with.
    #[must_use]
    pub fn expected(&self) -> Option<&Expected> {
        self.0.checked.expected()
    }

    /// The status that the API would have answered with.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.expected()?.status
    }

    /// Whether a rule, `pack/id`, is one of those that failed.
    #[must_use]
    pub fn is_by(&self, rule: &str) -> bool {
        self.0.checked.errors().any(|finding| finding.rule == rule)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.checked.fmt(f)
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Refusal").field(&self.0.checked).finish()
    }
}

impl Error for Refusal {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl fmt::Display for RuleFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = self.checked.finding().map(|finding| finding.rule.as_str()).unwrap_or_default();
        let renewal = if self.renewal.is_some() { ", and renewing it failed" } else { "" };
        write!(f, "the rule `{rule}` failed{renewal}")
    }
}

impl fmt::Debug for RuleFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for RuleFailed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let renewal: &(dyn Error + 'static) = self.renewal.as_deref()?;
        Some(renewal)
    }
}
