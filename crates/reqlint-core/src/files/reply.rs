//! How an API words its errors (`[[reply]]` of `pack.toml`), and `replies/<name>.toml`: causes that only an answer shows.

use super::rule::{ExampleText, answer_status};
use crate::check::read::check;
use crate::check::{CheckSpec, KINDS};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::parse::parse;
use crate::language::{Code, Located, Sink, SourceSpan};

/// Keys of a reply file.
pub const CAUSE: &[Key] = &[
    Key::new("title", Takes::Text, "the cause, as a sentence").required(),
    Key::new("error-type", Takes::Text, "the API's name for the error"),
    Key::new("why", Takes::Text, "why the API gives this answer"),
    Key::new("fix", Takes::Text, "what to do"),
    Key::new("source", Takes::Text, "where it is documented").or("the pack's default"),
    Key::new("reply", Takes::Table(ANSWER), "the answer that shows it").required(),
    Key::new("example", Takes::Tables(CAUSE_EXAMPLE), "exchanges that it explains, and others that it doesn't"),
];

/// Keys of a reply file's `[reply]`.
pub(crate) const ANSWER: &[Key] = &[
    Key::new("status", Takes::Statuses, "the answer's status; any of these").required(),
    Key::new("settles", Takes::Statuses, "the statuses with which the answer alone is proof"),
    Key::new("says", Takes::Texts, "what the answer's message is; any of these; `{id}` is a hole"),
    Key::new("code", Takes::Texts, "what the answer's code is; any of these"),
    Key::new("hosts", Takes::Names(Names::Host), "only on these hosts"),
    Key::new("when", Takes::Check, "only when this check of answer, holes and request passes"),
    Key::new("points-at", Takes::Text, "the hole that holds a value of the request: where it is, the cause is shown"),
    Key::new("when-no-rule-failed", Takes::Flag, "only when no rule failed").or("false"),
];

/// Keys of a reply file's `[[example]]`.
pub(crate) const CAUSE_EXAMPLE: &[Key] = &[
    Key::new("name", Takes::Text, "what the example shows"),
    Key::new("explains", Takes::Texts, "exchanges that it explains: a request and its response"),
    Key::new("silent", Takes::Texts, "exchanges that it doesn't explain"),
];

/// Keys of a `[[reply]]`.
pub(crate) const REPLY: &[Key] = &[
    Key::new("hosts", Takes::Names(Names::Host), "only on these hosts"),
    Key::new("endpoints", Takes::Names(Names::Endpoint), "only of these endpoints"),
    Key::new("tags", Takes::Names(Names::Tag), "only of endpoints with one of these tags"),
    Key::new("status", Takes::Statuses, "only of answers with one of these statuses"),
    Key::new("content-type", Takes::Text, "the answer's Content-Type").required(),
    Key::new("body", Takes::Text, "the answer's body, with {{message}}, {{code}} and {{status}}").required(),
];

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct ReplySpec {
    pub(crate) hosts: Vec<Located<String>>,
    pub(crate) endpoints: Vec<Located<String>>,
    pub(crate) tags: Vec<Located<String>>,
    pub(crate) statuses: Vec<u16>,
    pub(crate) content_type: String,
    pub(crate) body: Located<String>,
}

/// A cause that only an answer shows.
#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct CauseSpec {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) place: SourceSpan,
    pub(crate) title: Located<String>,
    pub(crate) error_type: Option<String>,
    pub(crate) why: Option<Located<String>>,
    pub(crate) fix: Option<Located<String>>,
    pub(crate) source: Option<String>,
    pub(crate) statuses: Vec<Located<u16>>,
    /// Those of them with which the answer alone is proof.
    pub(crate) settles: Vec<Located<u16>>,
    pub(crate) says: Vec<Located<String>>,
    pub(crate) code: Vec<String>,
    pub(crate) hosts: Vec<Located<String>>,
    pub(crate) when_no_rule_failed: bool,
    pub(crate) when: Option<Located<CheckSpec>>,
    pub(crate) points_at: Option<Located<String>>,
    pub(crate) explains: Vec<ExampleText>,
    pub(crate) silent: Vec<ExampleText>,
}

/// Reads the current file as a reply file.
pub(crate) fn read(id: &str, text: &str, sink: &mut Sink) -> Option<CauseSpec> {
    sink.set_kinds(KINDS);
    let table = parse(text, CAUSE, sink);
    let place = sink.span(0..0);
    let c = Cursor::new(table.get_ref(), place, CAUSE, sink);
    let plain = |c: &Cursor<'_>, name, sink: &mut Sink| c.text(name, sink).map(|t| t.value);
    let (mut explains, mut silent) = (Vec::new(), Vec::new());
    for (table, place) in c.tables("example", sink) {
        let c = Cursor::new(table, place, CAUSE_EXAMPLE, sink);
        for (name, list) in [("explains", &mut explains), ("silent", &mut silent)] {
            let texts = c.texts(name, sink).into_iter();
            list.extend(texts.map(|t| ExampleText::of(t, text, sink)));
        }
    }
    let (answer, answer_place) = c.table("reply", sink)?;
    let answer = Cursor::new(answer, answer_place, ANSWER, sink);
    let texts = |name, sink: &mut Sink| answer.texts(name, sink).into_iter().map(|t| t.value).collect();
    let (statuses, settles) = statuses(&answer, sink);
    Some(CauseSpec {
        id: id.to_owned(),
        path: sink.sources.path(place).to_owned(),
        place,
        error_type: plain(&c, "error-type", sink),
        why: c.text("why", sink),
        fix: c.text("fix", sink),
        source: plain(&c, "source", sink),
        says: answer.texts("says", sink),
        code: texts("code", sink),
        hosts: answer.texts("hosts", sink),
        when: check(&answer, "when", sink),
        points_at: answer.text("points-at", sink),
        when_no_rule_failed: answer.flag("when-no-rule-failed", sink).unwrap_or(false),
        explains,
        silent,
        statuses,
        settles,
        // if it is missing or wrong, that was reported, and nothing is run
        title: c.text("title", sink).unwrap_or(Located { value: String::new(), place }),
    })
}

/// The statuses of a reply file, and those of them with which the answer alone is proof.
fn statuses(answer: &Cursor<'_>, sink: &mut Sink) -> (Vec<Located<u16>>, Vec<Located<u16>>) {
    let written = answer.some_integers("status", sink);
    let mut settles = Vec::new();
    for status in answer.some_integers("settles", sink) {
        match u16::try_from(status.value) {
            Ok(value) if written.iter().any(|own| own.value == status.value) => {
                settles.push(Located { value, place: status.place });
            }
            // a `status` that is missing or no number is reported itself
            _ if written.is_empty() => {}
            _ => {
                let own: Vec<_> = written.iter().map(|own| own.value.to_string()).collect();
                let message = format!("`settles` has {}, which is not one of `status`", status.value);
                let help = format!("write only statuses of `status` ({}), or add it there", own.join(", "));
                sink.error(Code::UnknownChoice, status.place, message, Some(help));
            }
        }
    }
    (distinct(written, sink), settles)
}

/// The statuses of answers that a table is about.
fn answer_statuses(c: &Cursor<'_>, sink: &mut Sink) -> Vec<Located<u16>> {
    let written = c.some_integers("status", sink);
    distinct(written, sink)
}

/// Each status once; what is none is reported.
fn distinct(written: Vec<Located<i64>>, sink: &mut Sink) -> Vec<Located<u16>> {
    let mut statuses: Vec<Located<u16>> = Vec::new();
    for status in written {
        let Some(value) = answer_status(&status, sink) else { continue };
        if !statuses.iter().any(|own| own.value == value) {
            statuses.push(Located { value, place: status.place });
        }
    }
    statuses
}

/// The `[[reply]]` tables of a pack.
pub(crate) fn forms(c: &Cursor<'_>, sink: &mut Sink) -> Vec<ReplySpec> {
    let tables = c.tables("reply", sink).into_iter();
    tables
        .filter_map(|(table, place)| {
            let c = Cursor::new(table, place, REPLY, sink);
            Some(ReplySpec {
                hosts: c.texts("hosts", sink),
                endpoints: c.texts("endpoints", sink),
                tags: c.texts("tags", sink),
                statuses: answer_statuses(&c, sink).into_iter().map(|status| status.value).collect(),
                content_type: c.text("content-type", sink)?.value,
                body: c.text("body", sink)?,
            })
        })
        .collect()
}
