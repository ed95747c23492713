//! What a key takes, in words, for the reference and for an editor's hover.

use reqlint_core::inspect::keys::{Key, Names, Takes};

/// What a key takes, as a noun phrase in Markdown.
#[must_use]
pub fn takes(takes: Takes) -> String {
    let choices = |choices: &[&str]| choices.iter().map(|c| format!("`\"{c}\"`")).collect::<Vec<_>>().join(", ");
    match takes {
        Takes::Text => "string".into(),
        Takes::Texts => "string, or a list of strings".into(),
        Takes::Flag => "`true` or `false`".into(),
        Takes::Integer => "whole number".into(),
        Takes::Status => "status, 400 to 599, or one that answer-is-error covers".into(),
        Takes::Statuses => format!("{}, or a list of them", self::takes(Takes::Status)),
        Takes::Time => "time".into(),
        Takes::Duration => "duration, such as `30s`".into(),
        Takes::Date => "date, such as 2026-03-31".into(),
        Takes::Name(names) => self::names(names).into(),
        Takes::Names(names) => format!("{}, or a list of them", self::names(names)),
        Takes::Ranking => "list of statuses and rule ids".into(),
        Takes::OneOf(list) => format!("one of {}", choices(list)),
        Takes::SomeOf(list) => format!("some of {}", choices(list)),
        Takes::Literal => "literal, or a list of them".into(),
        Takes::Operand => "literal, or `{ of = \"selector\" }`".into(),
        Takes::Selector => "selector".into(),
        Takes::Check => "check: exactly one kind".into(),
        Takes::Checks => "list of checks".into(),
        Takes::Table(_) => "table".into(),
        Takes::Tables(_) => "list of tables".into(),
        Takes::Named(_) => "table of names, each with a table".into(),
        Takes::Free => "table of names, each with a literal".into(),
        Takes::NamedText => "table of names, each with a string".into(),
        Takes::NamedTexts => "table of names, each with a string or a list of strings".into(),
        Takes::FreeBeside(_) => "table of names, each with a literal, plus tables".into(),
        Takes::FlagOr(_) => "`true`, `false`, or a table".into(),
        Takes::FreeOr(_) => "table of names, each with a literal or a table".into(),
    }
}

/// What a name refers to.
#[must_use]
pub fn names(names: Names) -> &'static str {
    match names {
        Names::Rule => "rule (`id`, or `pack/id`)",
        Names::Endpoint => "endpoint id",
        Names::Tag => "tag",
        Names::Host => "host",
        Names::Fact => "fact",
        Names::Pattern => "pattern or built-in name",
        Names::Format => "built-in name",
        Names::Hierarchy => "hierarchy",
        Names::Pack => "pack",
        Names::Header => "header name",
        Names::Method => "method",
        Names::Field => "field name",
        Names::Variant => "variant",
    }
}

/// A key's help in Markdown: what it is, what it takes, and its default.
#[must_use]
pub fn help(key: &Key) -> String {
    let more = match (key.required, key.default) {
        (true, _) => " Required.".to_owned(),
        (false, "") => String::new(),
        (false, default) => format!(" Default: {default}."),
    };
    format!("**{}**: {}\n\nTakes {}.{more}", key.name, key.help, takes(key.takes))
}
