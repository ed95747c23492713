//! Sources of facts, as configured in `reqlint.toml`.

use super::error::ConnectError;
use super::file::FileFacts;
use super::lookup::{FactLookup, WhenFailing};
use crate::duration::duration;
use reqlint_core::language::{SourceKind, SourceSettings};
use reqlint_core::{Diagnostics, Project, RuleSet, SourceFile, Time};
use std::path::{Path, PathBuf};

/// Sources of facts, read from a `reqlint.toml` and not yet opened.
///
/// This is for programs that load their rules by other means. With [`Rules::of_project`](crate::Rules::of_project) the whole
/// file counts, and its sources are opened too.
///
/// ```toml
/// [facts.sql]
/// database     = "sqlite:accounts.db"    # or postgres://user@host/name
/// keep         = "30s"                   # how long an answer is kept
/// keep-failure = "1s"
/// time-limit   = "2s"
/// when-failing = "unknown"               # or "refuse", with 503
/// when-missing = "refuse"                # without a row: 403; or "unknown"
/// when-unaskable = "refuse"              # a value sent twice, or too long: 400; or "unknown"
///
/// [facts.sql.ask]
/// account-status  = "select status from accounts where number = {path.account}"
/// resource-exists = ["select … {path.PolicyID}", "select … {body.Name}"]    # the first for which the request has values
///
/// [facts.http.ask]
/// token-known = "http://tokens.internal/{header.Authorization}"
///
/// [facts.file]
/// path = "facts.toml"
/// ```
///
/// ```no_run
/// # use reqlint_core::RuleSet;
/// # use reqlint_server::{FactSettings, ReqlintLayer};
/// # async fn open(rules: RuleSet, text: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let settings = FactSettings::read("reqlint.toml", text, &rules)?;
/// let mut layer = ReqlintLayer::new(rules);
/// for lookup in settings.connect().await? {
///     layer = layer.facts(lookup)?;
/// }
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct FactSettings {
    sources: Vec<SourceSettings>,
    folder: PathBuf,
}

impl FactSettings {
    /// Reads a `reqlint.toml`; `path` names it in diagnostics, and paths in it are relative to its folder.
    ///
    /// # Errors
    /// Every diagnostic, with its place: an unknown key, fact or selector, a selector in quotes.
    pub fn read(path: &str, text: &str, rules: &RuleSet) -> Result<Self, Diagnostics> {
        let file = SourceFile { path: path.to_owned(), text: text.to_owned() };
        // the date matters only for exceptions, which are not read here
        let sources = Project::read(file, Time::from_seconds(0)).sources(rules)?;
        Ok(Self::of(sources, Path::new(path).parent().unwrap_or(Path::new(""))))
    }

    /// The sources of a project that was loaded ([`Loaded::sources`](reqlint_core::Loaded::sources)); paths are relative to
    /// `folder`.
    pub fn of(sources: Vec<SourceSettings>, folder: impl Into<PathBuf>) -> Self {
        Self { sources, folder: folder.into() }
    }

    /// Opens the sources, in the order in which they are asked: SQL, HTTP, file.
    ///
    /// # Errors
    /// When a database can't be reached or rejects a query, or a file can't be read.
    pub async fn connect(&self) -> Result<Vec<FactLookup>, ConnectError> {
        let mut lookups = Vec::new();
        for source in &self.sources {
            lookups.push(open(source, &self.folder).await?);
        }
        Ok(lookups)
    }
}

/// Opens a source; paths are relative to `folder`.
pub(crate) async fn open(source: &SourceSettings, folder: &Path) -> Result<FactLookup, ConnectError> {
    let mut lookup = open_kind(&source.kind, folder).await?;
    let policy = |refuses: bool| if refuses { WhenFailing::Refuse } else { WhenFailing::Unknown };
    lookup = source.refuses_when_failing.map(policy).into_iter().fold(lookup, FactLookup::when_failing);
    lookup = source.refuses_when_missing.map(policy).into_iter().fold(lookup, FactLookup::when_missing);
    lookup = source.refuses_when_unaskable.map(policy).into_iter().fold(lookup, FactLookup::when_unaskable);
    lookup = source.keep.map(duration).into_iter().fold(lookup, FactLookup::keep);
    lookup = source.keep_failure.map(duration).into_iter().fold(lookup, FactLookup::keep_failure);
    Ok(source.time_limit.map(duration).into_iter().fold(lookup, FactLookup::time_limit))
}

async fn open_kind(kind: &SourceKind, folder: &Path) -> Result<FactLookup, ConnectError> {
    match kind {
        #[cfg(any(feature = "postgres", feature = "sqlite"))]
        SourceKind::Sql { database, ask } => {
            Ok(super::sql::SqlFacts::open(&in_folder(database, folder), ask.clone()).await?.into())
        }
        #[cfg(not(any(feature = "postgres", feature = "sqlite")))]
        SourceKind::Sql { .. } => Err(ConnectError::NotBuilt { source_name: "sql", feature: "sqlite` or `postgres" }),
        #[cfg(feature = "http-facts")]
        SourceKind::Http { ask } => Ok(super::http::HttpFacts::of(ask.clone()).into()),
        #[cfg(not(feature = "http-facts"))]
        SourceKind::Http { .. } => Err(ConnectError::NotBuilt { source_name: "http", feature: "http-facts" }),
        SourceKind::File { path } => {
            let path = folder.join(path);
            let shown = path.display().to_string();
            let text = tokio::fs::read_to_string(path).await;
            let text = text.map_err(|error| ConnectError::File(format!("{shown}: {}", error.kind())))?;
            Ok(FileFacts::read(&shown, &text).map_err(|error| ConnectError::File(error.to_string()))?.into())
        }
    }
}

#[cfg(any(feature = "postgres", feature = "sqlite", test))]
/// The address of a database, where the path of an SQLite file begins at a folder, as every path in a settings file does.
fn in_folder(database: &str, folder: &Path) -> String {
    let Some(address) = database.strip_prefix("sqlite:") else { return database.to_owned() };
    let path = address.strip_prefix("//").unwrap_or(address);
    let is_file = !path.is_empty() && !path.starts_with(":memory:");
    let relative = is_file && !folder.as_os_str().is_empty() && Path::new(path).is_relative();
    if relative { format!("sqlite:{}", folder.join(path).display()) } else { database.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_databases_begin_at_the_folder() {
        for (database, expected) in [
            ("sqlite:accounts.db", "sqlite:/etc/shop/accounts.db"),
            ("sqlite://accounts.db?cache=shared", "sqlite:/etc/shop/accounts.db?cache=shared"),
            ("sqlite:/var/accounts.db", "sqlite:/var/accounts.db"),
            ("sqlite:///var/accounts.db", "sqlite:///var/accounts.db"),
            ("sqlite::memory:", "sqlite::memory:"),
            ("postgres://user@host/name", "postgres://user@host/name"),
        ] {
            assert_eq!(in_folder(database, Path::new("/etc/shop")), expected);
        }
        assert_eq!(in_folder("sqlite:accounts.db", Path::new("")), "sqlite:accounts.db");
    }
}
