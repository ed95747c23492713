//! Sources of facts: what `[facts.sql]`, `[facts.http]` and `[facts.file]` of a `reqlint.toml` say. A server opens them.

use crate::base::time::Duration;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::language::{Located, Sink};

macro_rules! sources {
    ($($Variant:ident $name:literal, $keys:ident: $help:literal;)+) => {
        /// Which source of facts it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum SourceName {
            $($Variant,)+
        }

        /// Every source and its key, below `[facts]`, in the order in which a server asks them.
        pub(crate) const TABLE: &[(SourceName, Key)] =
            &[$((SourceName::$Variant, Key::new($name, Takes::Table($keys), $help)),)+];

        /// The keys of the sources.
        pub(crate) const SOURCES: &[Key] = &[$(Key::new($name, Takes::Table($keys), $help),)+];
    };
}

sources! {
    Sql "sql", SQL: "a database that a server asks";
    Http "http", HTTP: "an address that a server asks";
    File "file", FILE: "a file of facts that a server reads";
}

const KEEP: Key = Key::new("keep", Takes::Duration, "how long an answer is kept");
const KEEP_FAILURE: Key = Key::new("keep-failure", Takes::Duration, "how long a failure is kept");
const TIME_LIMIT: Key = Key::new("time-limit", Takes::Duration, "how long an answer may take");
const WHEN_FAILING: Key = Key::new(
    "when-failing",
    Takes::OneOf(&POLICIES),
    "what happens when the source fails: the fact is unknown, or the request is refused with 503",
)
.or("\"unknown\"");
const WHEN_MISSING: Key = Key::new(
    "when-missing",
    Takes::OneOf(&POLICIES),
    "what happens when the source has no answer: the fact is unknown, or the request is refused with 403",
)
.or("\"refuse\"");
const WHEN_UNASKABLE: Key = Key::new(
    "when-unaskable",
    Takes::OneOf(&POLICIES),
    "what happens when the request has a value to ask by twice, or too long a one: the fact is unknown, or the request is \
     refused with 400",
)
.or("\"refuse\"");

const POLICIES: [&str; 2] = ["unknown", "refuse"];

const SQL: &[Key] = &[
    Key::new("database", Takes::Text, "sqlite:FILE, or postgres://user@host/name").required(),
    Key::new("ask", Takes::NamedTexts, "facts, each with a query: values of the request as {path.account}"),
    KEEP,
    KEEP_FAILURE,
    TIME_LIMIT,
    WHEN_FAILING,
    WHEN_MISSING,
    WHEN_UNASKABLE,
];

const HTTP: &[Key] = &[
    Key::new("ask", Takes::NamedTexts, "facts, each with an address: values of the request as {path.account}"),
    KEEP,
    KEEP_FAILURE,
    TIME_LIMIT,
    WHEN_FAILING,
    WHEN_MISSING,
    WHEN_UNASKABLE,
];

const FILE: &[Key] = &[
    Key::new("path", Takes::Text, "the file, from the folder of this file").required(),
    KEEP,
    KEEP_FAILURE,
    TIME_LIMIT,
    WHEN_FAILING,
    // a file may well list only some of all there are
    WHEN_MISSING.or("\"unknown\""),
    WHEN_UNASKABLE,
];

/// A source as written.
pub(crate) struct SourceSpec {
    pub(crate) from: FromSpec,
    pub(crate) keep: Option<Duration>,
    pub(crate) keep_failure: Option<Duration>,
    pub(crate) time_limit: Option<Duration>,
    pub(crate) refuses_when_failing: Option<bool>,
    pub(crate) refuses_when_missing: Option<bool>,
    pub(crate) refuses_when_unaskable: Option<bool>,
}

pub(crate) enum FromSpec {
    Sql { database: String, ask: Vec<QuestionsSpec> },
    Http { ask: Vec<QuestionsSpec> },
    File { path: String },
}

/// A fact, and what is asked for it: the first that a request has the values for.
pub(crate) type QuestionsSpec = (Located<String>, Vec<Located<String>>);

/// Reads the table of a source.
pub(crate) fn source(name: SourceName, c: &Cursor<'_>, sink: &mut Sink) -> SourceSpec {
    let refuses = |key, sink: &mut Sink| c.one_of(key, &POLICIES, sink).map(|chosen| chosen == 1);
    let text = |key, sink: &mut Sink| c.text(key, sink).map(|text| text.value).unwrap_or_default();
    // what is missing or wrong was reported; the rest is looked up nevertheless
    let from = match name {
        SourceName::Sql => FromSpec::Sql { database: text("database", sink), ask: c.named_texts("ask", sink) },
        SourceName::Http => FromSpec::Http { ask: c.named_texts("ask", sink) },
        SourceName::File => FromSpec::File { path: text("path", sink) },
    };
    SourceSpec {
        from,
        keep: c.duration("keep", sink),
        keep_failure: c.duration("keep-failure", sink),
        time_limit: c.duration("time-limit", sink),
        refuses_when_failing: refuses("when-failing", sink),
        refuses_when_missing: refuses("when-missing", sink),
        refuses_when_unaskable: refuses("when-unaskable", sink),
    }
}
