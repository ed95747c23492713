//! `servers/<name>.toml`: what a server was measured to answer to requests that fail rules of the pack.

use super::rule::status_code;
use crate::base::literal::Literal;
use crate::base::prevalence::Answer;
use crate::base::time::{Time, is_date};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::language::parse::parse;
use crate::language::{Code, Located, Sink, SourceSpan};
use toml::de::DeValue;

/// Keys of a server file.
pub const SERVER: &[Key] = &[
    Key::new("title", Takes::Text, "the server's name").required(),
    Key::new("kind", Takes::OneOf(KINDS), "what it is used as").required(),
    Key::new("source", Takes::Text, "where the measured program came from, and how it was set up"),
    Key::new("rank", Takes::Integer, "servers of a lower rank are named first").or("last"),
    Key::new("measured", Takes::Tables(MEASURED), "what was measured, the newest version first").required(),
];

/// Keys of a `[[measured]]`.
pub(crate) const MEASURED: &[Key] = &[
    Key::new("version", Takes::Text, "the measured version").required(),
    Key::new("on", Takes::Date, "the day of the measurement").required(),
    Key::new("answers", Takes::Free, "rule ids, each with a status, \"accepted\", \"closed\" or \"silent\""),
    Key::new(
        "refuses",
        Takes::Free,
        "rules of which only refusals were recorded, each with a status, \"closed\" or \"silent\"",
    ),
];

/// The last one is measured like the others, but says nothing about the servers that APIs run on.
const KINDS: &[&str] = &["server", "proxy", "cdn", "framework", "development"];

pub(crate) struct ServerSpec {
    /// The file's stem.
    pub(crate) name: String,
    pub(crate) title: String,
    /// Whether it is made for development only.
    pub(crate) is_development: bool,
    pub(crate) rank: i64,
    pub(crate) measured: Vec<MeasuredSpec>,
}

pub(crate) struct MeasuredSpec {
    pub(crate) version: String,
    /// `2026-11-28`.
    pub(crate) on: String,
    pub(crate) answers: Vec<(Located<String>, Answer)>,
    /// Of rules whose acceptance isn't recorded.
    pub(crate) refuses: Vec<(Located<String>, Answer)>,
}

/// Reads one server file, which the sink has open.
pub(crate) fn read(name: &str, text: &str, sink: &mut Sink) -> ServerSpec {
    let table = parse(text, SERVER, sink);
    let place = sink.span(0..0);
    let c = Cursor::new(table.get_ref(), place, SERVER, sink);
    let blocks = c.tables("measured", sink);
    let measured = blocks.into_iter().filter_map(|(table, place)| block(table, place, sink)).collect();
    let kind = c.one_of("kind", KINDS, sink);
    c.text("source", sink);
    ServerSpec {
        name: name.to_owned(),
        title: c.text("title", sink).map(|title| title.value).unwrap_or_default(),
        is_development: kind.is_some_and(|kind| kind + 1 == KINDS.len()),
        rank: c.integer("rank", sink).map_or(i64::MAX, |rank| rank.value),
        measured,
    }
}

fn block(table: &toml::de::DeTable<'_>, place: SourceSpan, sink: &mut Sink) -> Option<MeasuredSpec> {
    let c = Cursor::new(table, place, MEASURED, sink);
    let on = day(&c, sink);
    let answers = answers(&c, "answers", sink);
    let refuses = self::answers(&c, "refuses", sink);
    for (rule, answer) in &refuses {
        if *answer == Answer::Accepted {
            let help = "list it under `answers`, or leave it out".to_owned();
            let message = format!("`refuses` holds refusals only, but `{}` is accepted", rule.value);
            sink.error(Code::InvalidMeasurement, rule.place, message, Some(help));
        }
    }
    Some(MeasuredSpec { version: c.text("version", sink)?.value, on: on?, answers, refuses })
}

fn answers(c: &Cursor<'_>, key: &str, sink: &mut Sink) -> Vec<(Located<String>, Answer)> {
    let all = super::endpoint::free(c, key, sink);
    all.into_iter().filter_map(|(rule, value)| Some((rule, answer(&value, sink)?))).collect()
}

fn answer(value: &Located<Literal>, sink: &mut Sink) -> Option<Answer> {
    match &value.value {
        Literal::Text(text) if text == "accepted" => return Some(Answer::Accepted),
        Literal::Text(text) if text == "closed" => return Some(Answer::Closed),
        Literal::Text(text) if text == "silent" => return Some(Answer::Silent),
        Literal::Number(number) => {
            let status = Located { value: number.to_string().parse().unwrap_or(0), place: value.place };
            return status_code(&status, sink).map(Answer::Status);
        }
        _ => {}
    }
    let help = "write a status, \"accepted\", \"closed\" or \"silent\"".to_owned();
    sink.error(Code::InvalidMeasurement, value.place, "this is not an answer of a server", Some(help));
    None
}

fn day(c: &Cursor<'_>, sink: &mut Sink) -> Option<String> {
    let value = c.value("on")?;
    let text = match value.get_ref() {
        DeValue::Datetime(day) => day.to_string(),
        _ => c.text("on", sink)?.value,
    };
    if Time::read(text.as_bytes()).is_some() && is_date(text.as_bytes()) {
        return Some(text);
    }
    let help = "write a date such as 2026-03-31".to_owned();
    sink.error(Code::InvalidTime, sink.span(value.span()), format!("`{text}` is not a date"), Some(help));
    None
}
