//! `servers/<name>.toml`: what a server was measured to answer to requests that fail rules of the pack.

use super::rule::status_code;
use crate::base::literal::Literal;
use crate::base::octets::Octets;
use crate::base::prevalence::Answer;
use crate::base::time::{Time, is_date};
use crate::check::kinds::size;
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
    Key::new(
        "recognise",
        Takes::Tables(SHAPE),
        "what an error answer that it writes itself looks like; each is enough",
    ),
];

/// Keys of a `[[recognise]]`.
const SHAPE: &[Key] = &[
    Key::new("engine", Takes::Text, "what the shape names, where several programs write it").or("title"),
    Key::new("status", Takes::Status, "only answers of this status"),
    Key::new("contains", Takes::Texts, "texts that are all in the body"),
    Key::new("equals", Takes::Text, "the whole body"),
    Key::new("header", Takes::Text, "a header that the answer has"),
    Key::new("headers", Takes::Texts, "the names of all headers but Server, in order, as they are written"),
    Key::new("without-server", Takes::Flag, "whether it must have no Server header").or("false"),
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
    Key::new("limits", Takes::Named(LIMIT), "the largest `target`, `header`, `headers`, `header-count` and `body`"),
    Key::new(
        "characters",
        Takes::Named(CHARACTERS),
        "the octets that are refused in `path`, `query`, `header-name` and `header-value`",
    ),
];

/// Keys of one of the `characters`.
const CHARACTERS: &[Key] = &[
    Key::new("refused", Takes::Text, "octets in hex, such as \"01-09 0B 7F-FF\"; empty where none is").required(),
    Key::new("answer", Takes::Literal, "what they get: a status, \"closed\" or \"silent\""),
];

/// Keys of one of the `limits`.
const LIMIT: &[Key] = &[
    Key::new("at-most", Takes::Integer, "the largest that was accepted: bytes, or header lines").required(),
    Key::new(
        "answer",
        Takes::Literal,
        "what a larger one gets: a status, \"closed\" or \"silent\"; without it, nothing larger was tried",
    ),
    Key::new("setting", Takes::Text, "what usually sets it there"),
];

/// The last one is measured like the others, but says nothing about the servers that APIs run on.
const KINDS: &[&str] = &["server", "proxy", "cdn", "framework", "development"];

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct ServerSpec {
    /// The file's stem.
    pub(crate) name: String,
    pub(crate) title: String,
    /// Whether it is made for development only.
    pub(crate) is_development: bool,
    pub(crate) rank: i64,
    pub(crate) measured: Vec<MeasuredSpec>,
    pub(crate) engines: Vec<Engine>,
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct MeasuredSpec {
    pub(crate) version: String,
    /// `2026-11-28`.
    pub(crate) on: String,
    pub(crate) answers: Vec<(Located<String>, Answer)>,
    /// Of rules whose acceptance isn't recorded.
    pub(crate) refuses: Vec<(Located<String>, Answer)>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) characters: Vec<Characters>,
}

/// The octets that a server refuses at one place, each of which was tried by itself between letters.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Characters {
    pub(crate) place: CharacterPlace,
    pub(crate) refused: Octets,
    /// What a refused one gets; `None` where none is refused.
    pub(crate) answer: Option<Answer>,
}

/// Where octets are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum CharacterPlace {
    Path,
    Query,
    HeaderName,
    HeaderValue,
}

const PLACES: [(&str, CharacterPlace); 4] = [
    ("path", CharacterPlace::Path),
    ("query", CharacterPlace::Query),
    ("header-name", CharacterPlace::HeaderName),
    ("header-value", CharacterPlace::HeaderValue),
];

/// The largest that a server takes of what `size` measures.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Limit {
    /// Position in [`size::OF`].
    pub(crate) of: usize,
    pub(crate) at_most: usize,
    /// What a larger one gets; `None` if nothing larger was tried.
    pub(crate) answer: Option<Answer>,
    /// What usually sets it.
    pub(crate) setting: Option<String>,
}

/// What the error answers look like that a program writes itself.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Engine {
    pub(crate) title: String,
    /// Whether it answers for itself only, and never in the words of what is behind it.
    pub(crate) is_proxy: bool,
    /// The largest that its newest measured version takes.
    pub(crate) limits: Vec<Limit>,
    pub(crate) status: Option<u16>,
    pub(crate) contains: Vec<String>,
    pub(crate) equals: Option<String>,
    pub(crate) header: Option<String>,
    /// The names of all headers but Server, in order, as they are written; empty where any will do.
    pub(crate) headers: Vec<String>,
    /// Whether there must be no Server header.
    pub(crate) without_server: bool,
}

/// Reads one server file, which the sink has open.
pub(crate) fn read(name: &str, text: &str, sink: &mut Sink) -> ServerSpec {
    let table = parse(text, SERVER, sink);
    let place = sink.span(0..0);
    let c = Cursor::new(table.get_ref(), place, SERVER, sink);
    let blocks = c.tables("measured", sink);
    let measured: Vec<_> = blocks.into_iter().filter_map(|(table, place)| block(table, place, sink)).collect();
    let kind = c.one_of("kind", KINDS, sink);
    c.text("source", sink);
    let title = c.text("title", sink).map(|title| title.value).unwrap_or_default();
    let shapes = c.tables("recognise", sink);
    let about = Engine {
        title: title.clone(),
        is_proxy: kind.is_some_and(|kind| KINDS.get(kind) == Some(&"proxy")),
        limits: measured.first().map(|block: &MeasuredSpec| block.limits.clone()).unwrap_or_default(),
        ..Engine::default()
    };
    let engines = shapes.into_iter().filter_map(|(table, place)| engine(&about, table, place, sink)).collect();
    ServerSpec {
        engines,
        name: name.to_owned(),
        title,
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
    let limits = c.named("limits", sink).into_iter().filter_map(|(of, table, place)| limit(&of, table, place, sink));
    let limits = limits.collect();
    let places = c.named("characters", sink).into_iter();
    let characters = places.filter_map(|(of, table, place)| characters(&of, table, place, sink)).collect();
    Some(MeasuredSpec { version: c.text("version", sink)?.value, on: on?, answers, refuses, limits, characters })
}

/// A shape of the answers of a program.
fn engine(about: &Engine, table: &toml::de::DeTable<'_>, place: SourceSpan, sink: &mut Sink) -> Option<Engine> {
    let c = Cursor::new(table, place, SHAPE, sink);
    let texts = |texts: Vec<Located<String>>| texts.into_iter().map(|text| text.value).collect::<Vec<_>>();
    let status = c.integer("status", sink).and_then(|status| status_code(&status, sink));
    let engine = Engine {
        title: c.text("engine", sink).map_or_else(|| about.title.clone(), |engine| engine.value),
        is_proxy: about.is_proxy,
        limits: about.limits.clone(),
        status,
        contains: texts(c.texts("contains", sink)),
        equals: c.text("equals", sink).map(|text| text.value),
        header: c.text("header", sink).map(|header| header.value),
        headers: texts(c.texts("headers", sink)),
        without_server: c.flag("without-server", sink).unwrap_or(false),
    };
    let says_nothing = engine.contains.is_empty() && engine.equals.is_none() && engine.header.is_none();
    if says_nothing && engine.headers.is_empty() {
        let help = "add `contains`, `equals`, `header` or `headers`".to_owned();
        sink.error(Code::InvalidMeasurement, place, "this fits any answer", Some(help));
        return None;
    }
    Some(engine)
}

fn limit(of: &Located<String>, table: &toml::de::DeTable<'_>, place: SourceSpan, sink: &mut Sink) -> Option<Limit> {
    let c = Cursor::new(table, place, LIMIT, sink);
    let setting = c.text("setting", sink).map(|setting| setting.value);
    let at_most = c.integer("at-most", sink)?;
    let given = c.literal("answer", sink);
    let answer = given.as_ref().and_then(|given| self::answer(given, sink));
    let Some(position) = size::OF.iter().position(|known| *known == of.value) else {
        sink.unknown(Code::UnknownKey, "size", of, size::OF);
        return None;
    };
    let Some(value) = usize::try_from(at_most.value).ok().filter(|value| *value > 0) else {
        sink.error(Code::InvalidMeasurement, at_most.place, "a limit must be at least 1", None);
        return None;
    };
    Some(Limit { of: position, at_most: value, answer, setting })
}

fn characters(
    of: &Located<String>,
    table: &toml::de::DeTable<'_>,
    place: SourceSpan,
    sink: &mut Sink,
) -> Option<Characters> {
    let c = Cursor::new(table, place, CHARACTERS, sink);
    let list = c.text("refused", sink)?;
    let given = c.literal("answer", sink);
    let answer = given.as_ref().and_then(|given| self::answer(given, sink)).filter(|answer| answer.is_refusal());
    let Some((_, place)) = PLACES.iter().find(|(name, _)| *name == of.value) else {
        sink.unknown(Code::UnknownKey, "place", of, PLACES.map(|(name, _)| name));
        return None;
    };
    let Some(refused) = Octets::read(&list.value) else {
        let help = "write octets in hex, such as \"01-09 0B 7F-FF\"".to_owned();
        sink.error(Code::InvalidMeasurement, list.place, "this is no list of octets", Some(help));
        return None;
    };
    if answer.is_none() && refused != Octets::default() {
        let help = "add `answer`: a status, \"closed\" or \"silent\"".to_owned();
        sink.error(Code::InvalidMeasurement, list.place, "how these octets are refused is missing", Some(help));
        return None;
    }
    Some(Characters { place: *place, refused, answer })
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
