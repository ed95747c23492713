//! What a request inherits from its collection and its folders.

use super::blocks::{self, Block, Pair};
use super::request::Scope;
use crate::read::variables::Variables;

/// The blocks of the files above a request, the outermost first.
pub(super) struct Levels<'t>(Vec<Vec<Block<'t>>>);

impl<'t> Levels<'t> {
    /// Reads the files. What is wrong in them is not said: they are none of the input.
    pub(super) fn read(texts: &'t [String]) -> Self {
        Self(texts.iter().map(|text| blocks::read(text, &mut Vec::new())).collect())
    }

    /// The variables that hold for a request: those of a folder count before those of the environment, and these before those of
    /// the collection.
    pub(super) fn variables(&self, environment: Option<&Variables>) -> Variables {
        let mut variables = Variables::default();
        for (level, blocks) in self.0.iter().enumerate() {
            let mut scope = Scope { blocks, variables };
            if level == 1 {
                scope.variables.extend(environment.map(Variables::values_only).unwrap_or_default());
            }
            scope.set_variables();
            variables = scope.variables;
        }
        if self.0.len() < 2 {
            variables.extend(environment.map(Variables::values_only).unwrap_or_default());
        }
        variables
    }

    /// Each level, with the variables that a request has.
    pub(super) fn scopes(&self, variables: &Variables) -> impl Iterator<Item = Scope<'_, 't>> {
        self.0.iter().map(|blocks| Scope { blocks, variables: variables.clone() })
    }

    /// Whether nothing is known of them.
    pub(super) fn are_unknown(&self) -> bool {
        self.0.is_empty()
    }

    /// The authorization of the nearest level that has one, and its blocks. One that says `none` has none, and doesn't end the
    /// search (Bruno 4.1.0).
    pub(super) fn authorization(&self) -> Option<(Pair, &[Block<'t>])> {
        self.0.iter().rev().find_map(|blocks| {
            let mode = blocks.iter().find(|block| block.name == "auth")?.value("mode")?;
            (!matches!(mode.value.as_str(), "inherit" | "none")).then_some((mode, blocks.as_slice()))
        })
    }
}
