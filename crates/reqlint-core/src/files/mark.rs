//! `[[answer-is-error]]` of `pack.toml`: which answers below 400 are errors.

use crate::base::literal::Literal;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::language::{Code, Located, Sink, SourceSpan};

/// Keys of an `[[answer-is-error]]`.
pub(crate) const ANSWER_IS_ERROR: &[Key] = &[
    Key::new("status", Takes::Integer, "the answer's status, from 200 to 399").required(),
    Key::new(
        "member",
        Takes::Text,
        "the member that marks an error; without `equals` and `unless` by being there, and neither null, false, 0 nor empty",
    ),
    Key::new("equals", Takes::Literal, "the value of the member that marks an error; any of a list"),
    Key::new("unless", Takes::Literal, "the value of the member that marks none, any of a list; every other does"),
    Key::new("text", Takes::Text, "a text in the answer that marks an error"),
    Key::new("code", Takes::Text, "the member that holds the API's name for the error"),
    Key::new("message", Takes::Text, "the member that holds the API's message"),
    Key::new("errors", Takes::Texts, "bodies of answers that are errors").required(),
    Key::new("successes", Takes::Texts, "bodies of answers that are not").required(),
];

/// What marks an answer as an error.
#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct MarkSpec {
    pub(crate) place: SourceSpan,
    pub(crate) status: u16,
    pub(crate) member: Option<Located<String>>,
    pub(crate) equals: Option<Located<Literal>>,
    pub(crate) unless: Option<Located<Literal>>,
    pub(crate) text: Option<Located<String>>,
    pub(crate) code: Option<Located<String>>,
    pub(crate) message: Option<Located<String>>,
    pub(crate) errors: Vec<Located<String>>,
    pub(crate) successes: Vec<Located<String>>,
}

/// The `[[answer-is-error]]` tables of a pack.
pub(crate) fn read(c: &Cursor<'_>, sink: &mut Sink) -> Vec<MarkSpec> {
    let tables = c.tables("answer-is-error", sink).into_iter();
    tables.filter_map(|(table, place)| one(&Cursor::new(table, place, ANSWER_IS_ERROR, sink), sink)).collect()
}

fn one(c: &Cursor<'_>, sink: &mut Sink) -> Option<MarkSpec> {
    let errors = c.texts("errors", sink);
    let successes = c.texts("successes", sink);
    let status = c.integer("status", sink)?;
    let code = u16::try_from(status.value).ok().filter(|code| (200..400).contains(code));
    if code.is_none() {
        let message = format!("{} is not a status from 200 to 399", status.value);
        let help = "an answer of 400 or more is an error without this".to_owned();
        sink.error(Code::InvalidStatus, status.place, message, Some(help));
    }
    Some(MarkSpec {
        place: c.place,
        status: code?,
        member: c.text("member", sink),
        equals: c.literal("equals", sink),
        unless: c.literal("unless", sink),
        text: c.text("text", sink),
        code: c.text("code", sink),
        message: c.text("message", sink),
        errors,
        successes,
    })
}
