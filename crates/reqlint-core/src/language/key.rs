//! Key tables: the single definition of what a rule file may contain.
//!
//! The reader, its suggestions, the JSON Schema and the reference documentation all come from these tables.

/// One key of a table in a rule file.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Key {
    /// The key as it is written.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be there.
    pub required: bool,
    /// The default, as a person would write it; empty if there is none.
    pub default: &'static str,
    /// One line of help.
    pub help: &'static str,
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// A string.
    Text,
    /// A list of strings; a single string is a list of one.
    Texts,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Integer,
    /// The status of an error answer: 400 to 599.
    Status,
    /// A list of such statuses; a single one is a list of one.
    Statuses,
    /// A time: an RFC 3339 string, or TOML's own.
    Time,
    /// A duration: a string such as 30s.
    Duration,
    /// A date: a string such as 2026-03-31, or TOML's own.
    Date,
    /// A string that names something.
    Name(Names),
    /// Names of one sort; a single one is a list of one.
    Names(Names),
    /// A list of statuses and rules.
    Ranking,
    /// One string of a closed list.
    OneOf(&'static [&'static str]),
    /// Some strings of a closed list.
    SomeOf(&'static [&'static str]),
    /// A literal of any type, or a list of them.
    Literal,
    /// A literal, or `{ of = "selector" }`.
    Operand,
    /// A selector.
    Selector,
    /// A check: a table with exactly one kind.
    Check,
    /// A list of checks.
    Checks,
    /// A table of fixed keys.
    Table(&'static [Key]),
    /// A list of tables of fixed keys.
    Tables(&'static [Key]),
    /// A table of names that the writer chooses, each with a table of fixed keys.
    Named(&'static [Key]),
    /// A table of names that the writer chooses, each with a literal.
    Free,
    /// A table of names that the writer chooses, each with a string.
    NamedText,
    /// A table of names that the writer chooses, each with a string or a list of strings.
    NamedTexts,
    /// A table of names that the writer chooses, each with a literal, beside fixed keys that hold tables.
    FreeBeside(&'static [Key]),
    /// `true`, `false`, or a table of fixed keys.
    FlagOr(&'static [Key]),
    /// A table of names that the writer chooses, each with a literal or a table of fixed keys.
    FreeOr(&'static [Key]),
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// A rule of the pack, or `pack/id`.
    Rule,
    /// An endpoint of the catalogue.
    Endpoint,
    /// A tag of endpoints.
    Tag,
    /// A host of the pack.
    Host,
    /// A fact that a pack declares.
    Fact,
    /// A pattern of the pack, or a built-in name.
    Pattern,
    /// A built-in name.
    Format,
    /// A hierarchy of the pack.
    Hierarchy,
    /// Another pack.
    Pack,
    /// A header; any name will do.
    Header,
    /// An HTTP method; any name will do.
    Method,
    /// A field of the endpoints that a rule applies to.
    Field,
    /// A variant of the catalogue.
    Variant,
}

impl Key {
    pub(crate) const fn new(name: &'static str, takes: Takes, help: &'static str) -> Self {
        Self { name, takes, required: false, default: "", help }
    }

    /// `tests`, of a kind that tests several things; all of them where it isn't written.
    pub(crate) const fn tests(names: &'static [&'static str]) -> Self {
        Self::new("tests", Takes::SomeOf(names), "what is tested").or("all")
    }

    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(crate) const fn or(mut self, default: &'static str) -> Self {
        self.default = default;
        self
    }
}

impl Key {
    /// How it is written: `name = …`, or a table header.
    pub(crate) fn shape(&self) -> String {
        let name = self.name;
        match self.takes {
            Takes::Table(_)
            | Takes::Named(_)
            | Takes::Free
            | Takes::NamedText
            | Takes::NamedTexts
            | Takes::FreeBeside(_) => format!("[{name}]"),
            Takes::Tables(_) => format!("[[{name}]]"),
            Takes::Check => format!("[{name}.KIND]"),
            Takes::OneOf(choices) => format!("{name} = \"{}\"", choices.join("\" or \"")),
            _ => format!("{name} = …"),
        }
    }
}

impl Takes {
    /// What a person should write, as a noun phrase.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Takes::Text | Takes::OneOf(_) | Takes::Name(_) => "a string",
            Takes::Texts | Takes::SomeOf(_) | Takes::Names(_) => "a string or a list of strings",
            Takes::Flag => "a boolean",
            Takes::Integer => "a whole number",
            Takes::Status => "a status from 400 to 599",
            Takes::Statuses => "a status from 400 to 599, or a list of them",
            Takes::Time => "a time such as 2024-05-01T12:00:00Z",
            Takes::Duration => "a duration such as \"30s\"",
            Takes::Date => "a date such as 2026-03-31",
            Takes::Ranking => "a list of statuses and rule ids",
            Takes::Literal => "a string, a number, a boolean, a time, or a list of them",
            Takes::Operand => "a literal or { of = \"selector\" }",
            Takes::Selector => "a selector such as \"header.Host\"",
            Takes::Check => "a check (a table with one kind)",
            Takes::Checks => "a list of checks",
            Takes::Table(_)
            | Takes::Named(_)
            | Takes::Free
            | Takes::NamedText
            | Takes::NamedTexts
            | Takes::FreeBeside(_)
            | Takes::FreeOr(_) => "a table",
            Takes::Tables(_) => "a list of tables",
            Takes::FlagOr(_) => "a boolean or a table",
        }
    }
}

/// A kind as documentation and suggestions know it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct KindEntry {
    /// Its name in rule files.
    pub name: &'static str,
    /// Its settings, or the checks inside.
    pub takes: Takes,
    /// What it fails on, in a line.
    pub help: &'static str,
}
