//! Looking a rule up by its name.

use crate::base::near::suggest;
use crate::inspect::view::RuleView;
use crate::rules::rule_set::RuleSet;

/// No loaded pack has a rule of this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{name}`{}", .help.as_ref().map(|help| format!(": {help}")).unwrap_or_default())]
#[non_exhaustive]
pub struct UnknownRule {
    /// The name as given.
    pub name: String,
    /// The nearest name, or how many names there are.
    pub help: Option<String>,
}

impl RuleSet {
    /// The rule of a name, `pack/id`.
    ///
    /// # Errors
    /// When no loaded pack has it, with the nearest name.
    ///
    /// ```
    /// let rules = reqlint_core::RuleSet::load(Vec::new())?;
    /// assert_eq!(rules.rule("shop/key-missing").unwrap_err().to_string(), "there is no rule `shop/key-missing`");
    /// # Ok::<(), reqlint_core::Diagnostics>(())
    /// ```
    pub fn rule(&self, name: &str) -> Result<RuleView<'_>, UnknownRule> {
        let unknown = || UnknownRule { name: name.to_owned(), help: suggest(name, self.rules().map(|rule| rule.id())) };
        self.rules().find(|rule| rule.id() == name).ok_or_else(unknown)
    }
}
