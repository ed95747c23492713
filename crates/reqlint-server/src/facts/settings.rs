//! Sources of facts as `reqlint.toml` names them.

use super::file::FileFacts;
use super::http::HttpFacts;
use super::sql::{ConnectError, SqlFacts, query_template};
use super::template::{Template, TemplateError};
use super::tree::{self, mistake, place};
use super::{FactLookup, WhenFailing};
use reqlint_core::near::suggest;
use reqlint_core::{Mistake, Mistakes, RuleSet, SourceFile, Span};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Sources of facts, read from a settings file and not yet opened.
///
/// ```toml
/// [facts.sql]
/// database     = "sqlite:accounts.db"    # or postgres://user@host/name
/// keep         = "30s"                   # how long an answer holds
/// keep-failure = "1s"
/// time-limit   = "2s"
/// when-failing = "unknown"               # or "refuse"
///
/// [facts.sql.ask]
/// account-status  = "select status from accounts where number = {path.account}"
/// resource-exists = ["select … {path.PolicyID}", "select … {body.Name}"]    # the first that the request has values for
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
    sources: Vec<Source>,
}

#[derive(Debug)]
struct Source {
    kind: Kind,
    keep: Option<Duration>,
    keep_failure: Option<Duration>,
    time_limit: Option<Duration>,
    when_failing: WhenFailing,
}

enum Kind {
    Sql { database: String, ask: Vec<(String, String)> },
    Http { ask: Vec<(String, String)> },
    File { path: PathBuf },
}

const KINDS: [&str; 3] = ["sql", "http", "file"];
const KEYS: [&str; 7] = ["database", "path", "ask", "keep", "keep-failure", "time-limit", "when-failing"];

impl FactSettings {
    /// Reads a settings file; `path` is what mistakes call it, and its folder is where the paths in it begin.
    ///
    /// # Errors
    /// Every mistake in it, with its place: an unknown key, fact or selector, a selector in quotes.
    pub fn read(path: &str, text: &str, rules: &RuleSet) -> Result<Self, Mistakes> {
        let (root, list) = tree::read(text);
        let mut reader = Reader { text, rules, list, folder: Path::new(path).parent().unwrap_or(Path::new("")) };
        let mut sources = Vec::new();
        if let Some(Value::Object(facts)) = root.get("facts") {
            for name in KINDS {
                if let Some(value) = facts.get(name) {
                    sources.extend(reader.source(name, value));
                }
            }
        }
        if reader.list.is_empty() {
            return Ok(Self { sources });
        }
        let files = vec![SourceFile { path: path.to_owned(), text: text.to_owned() }];
        reader.list.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
        Err(Mistakes { files, list: reader.list })
    }

    /// Opens the sources, in the order in which they are asked: SQL, HTTP, file.
    ///
    /// # Errors
    /// When a database can't be reached or does not take a query, or a file can't be read.
    pub async fn connect(&self) -> Result<Vec<FactLookup>, ConnectError> {
        let mut lookups = Vec::new();
        for source in &self.sources {
            let mut lookup = source.kind.open().await?.when_failing(source.when_failing);
            lookup = source.keep.into_iter().fold(lookup, FactLookup::keep);
            lookup = source.keep_failure.into_iter().fold(lookup, FactLookup::keep_failure);
            lookups.push(source.time_limit.into_iter().fold(lookup, FactLookup::time_limit));
        }
        Ok(lookups)
    }
}

impl Kind {
    async fn open(&self) -> Result<FactLookup, ConnectError> {
        match self {
            Kind::Sql { database, ask } => Ok(SqlFacts::connect(database, ask.clone()).await?.into()),
            Kind::Http { ask } => match HttpFacts::new(ask.clone()) {
                Ok(facts) => Ok(facts.into()),
                Err(error) => Err(ConnectError::Open(error.to_string())),
            },
            Kind::File { path } => {
                let shown = path.display().to_string();
                let text = tokio::fs::read_to_string(path).await;
                let text = text.map_err(|error| ConnectError::Open(format!("{shown}: {}", error.kind())))?;
                let facts =
                    FileFacts::read(&shown, &text).map_err(|mistakes| ConnectError::Open(mistakes.to_string()))?;
                Ok(facts.into())
            }
        }
    }
}

/// Reads the tables of a settings file, and notes what is wrong in them.
struct Reader<'t> {
    text: &'t str,
    rules: &'t RuleSet,
    list: Vec<Mistake>,
    folder: &'t Path,
}

impl Reader<'_> {
    fn source(&mut self, name: &str, value: &Value) -> Option<Source> {
        let Value::Object(table) = value else {
            self.wrong(name, format!("[facts.{name}] is a table"), None);
            return None;
        };
        for key in table.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            self.wrong(key, format!("there is no setting `{key}`"), suggest(key, KEYS));
        }
        let when_failing = match table.get("when-failing").map(|value| value.as_str()) {
            None | Some(Some("unknown")) => WhenFailing::Unknown,
            Some(Some("refuse")) => WhenFailing::Refuse,
            Some(_) => {
                self.wrong("when-failing", "`when-failing` is \"unknown\" or \"refuse\"".to_owned(), None);
                WhenFailing::Unknown
            }
        };
        let (keep, keep_failure) = (self.time(table, "keep"), self.time(table, "keep-failure"));
        let time_limit = self.time(table, "time-limit");
        let kind = match name {
            "sql" => {
                let database = self.text_of(table, "database", "[facts.sql]");
                Kind::Sql { ask: self.ask(table, query_template), database: database? }
            }
            "http" => Kind::Http { ask: self.ask(table, Template::read) },
            _ => Kind::File { path: self.folder.join(self.text_of(table, "path", "[facts.file]")?) },
        };
        Some(Source { kind, keep, keep_failure, time_limit, when_failing })
    }

    /// The questions of a source: for each fact one text or several.
    fn ask(
        &mut self,
        table: &Map<String, Value>,
        read: fn(&str) -> Result<Template, TemplateError>,
    ) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let Some(Value::Object(asked)) = table.get("ask") else { return all };
        for (fact, value) in asked {
            if !self.rules.facts().declared().iter().any(|slot| slot.name == *fact) {
                let facts = self.rules.facts();
                let help = suggest(fact, facts.declared().iter().map(|slot| slot.name.as_str()));
                self.wrong(fact, format!("no pack declares the fact `{fact}`"), help);
            }
            let questions = match value {
                Value::Array(items) => items.iter().map(Value::as_str).collect(),
                value => vec![value.as_str()],
            };
            for question in questions {
                match question {
                    Some(question) => {
                        self.check(question, read(question));
                        all.push((fact.clone(), question.to_owned()));
                    }
                    None => self.wrong(fact, format!("`{fact}` takes a text, or a list of them"), None),
                }
            }
        }
        all
    }

    /// Checks the selectors of a question.
    fn check(&mut self, question: &str, template: Result<Template, TemplateError>) {
        let start = place(self.text, question).start;
        match template {
            Err(TemplateError { message, help, range }) => {
                let span = start + range.start..start + range.end;
                self.list.push(Mistake { file: 0, span, message, help });
            }
            Ok(template) => {
                for selector in &template.selectors {
                    if let Err(error) = self.rules.probe(selector) {
                        let behind = self.text.get(start..).unwrap_or_default();
                        let own = place(behind, &format!("{{{selector}}}"));
                        let span = start + own.start + 1..start + own.end.saturating_sub(1);
                        self.list.push(Mistake { file: 0, span, message: error.message, help: error.help });
                    }
                }
            }
        }
    }

    fn text_of(&mut self, table: &Map<String, Value>, key: &str, heading: &str) -> Option<String> {
        let text = table.get(key).and_then(Value::as_str).map(str::to_owned);
        if text.is_none() {
            self.wrong(heading, format!("{heading} needs a text `{key}`"), None);
        }
        text
    }

    fn time(&mut self, table: &Map<String, Value>, key: &str) -> Option<Duration> {
        let value = table.get(key)?;
        let span = value.as_str().and_then(|text| Span::read(text.as_bytes()));
        let time = span.and_then(|span| u64::try_from(span.0).ok()).map(Duration::from_micros);
        if time.is_none() {
            self.wrong(key, format!("`{key}` takes a duration such as 30s"), None);
        }
        time
    }

    fn wrong(&mut self, words: &str, message: String, help: Option<String>) {
        self.list.push(mistake(self.text, words, message, help));
    }
}

impl std::fmt::Debug for Kind {
    /// Shows no address: it may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (name, ask) = match self {
            Kind::Sql { ask, .. } => ("Sql", ask.as_slice()),
            Kind::Http { ask } => ("Http", ask.as_slice()),
            Kind::File { .. } => ("File", &[][..]),
        };
        f.debug_struct(name)
            .field("facts", &ask.iter().map(|(fact, _)| fact).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
