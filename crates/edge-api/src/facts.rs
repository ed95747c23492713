//! The pack's facts, looked up in the API's own database as configured in `reqlint.toml`.

use crate::database::Database;
use reqlint_core::{Diagnostics, RuleSet};
use reqlint_server::{ConnectError, FactLookup, FactSettings};

const SETTINGS: &str = include_str!("../reqlint.toml");

/// Why the facts can't be looked up.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// `reqlint.toml` is wrong.
    #[error(transparent)]
    Settings(#[from] Diagnostics),
    /// The database can't be opened, or rejects a query.
    #[error(transparent)]
    Connect(#[from] ConnectError),
}

/// A source of facts that queries the API's database.
///
/// # Errors
/// When the settings don't match the rules or the database.
pub async fn facts(database: &Database, rules: &RuleSet) -> Result<Vec<FactLookup>, FactsError> {
    let text = SETTINGS.replace("sqlite:edge-api.db", &database.address());
    Ok(FactSettings::read("reqlint.toml", &text, rules)?.connect().await?)
}
