//! The facts of the pack, looked up in the API's own database as `reqlint.toml` says.

use crate::database::Database;
use reqlint_core::{Diagnostics, RuleSet};
use reqlint_server::{ConnectError, FactLookup, FactSettings};

const SETTINGS: &str = include_str!("../reqlint.toml");

/// Why there are no facts.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// `reqlint.toml` is wrong.
    #[error(transparent)]
    Settings(#[from] Diagnostics),
    /// The database can't be opened, or does not take a query.
    #[error(transparent)]
    Connect(#[from] ConnectError),
}

/// A source of facts that asks the API's database.
///
/// # Errors
/// When the settings don't fit the rules or the database.
pub async fn facts(database: &Database, rules: &RuleSet) -> Result<Vec<FactLookup>, FactsError> {
    let text = SETTINGS.replace("sqlite:edge-api.db", &database.address());
    Ok(FactSettings::read("reqlint.toml", &text, rules)?.connect().await?)
}
