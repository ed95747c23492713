//! `shapes/<name>.toml`: where error answers of one sort name the fields at fault.

use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::language::parse::parse;
use crate::language::{Located, Sink, SourceSpan};
use crate::message::answer::What;

/// Keys of a shape file.
pub const SHAPE: &[Key] = &[
    Key::new("title", Takes::Text, "whose answers these are").required(),
    Key::new("source", Takes::Text, "where it is documented").or("the pack's default"),
    Key::new("errors", Takes::Table(ERRORS), "where the errors are, and what each says").required(),
    Key::new("example", Takes::Tables(SHAPE_EXAMPLE), "answers, and what is read in them").required(),
];

/// Keys of a shape file's `[errors]`.
pub(crate) const ERRORS: &[Key] = &[
    Key::new(
        "each",
        Takes::Texts,
        "where each error is in the answer's body: `error`, `detail[]`, `errors.*[]`; of several the first that is there. The \
         members that `*` and `**` stand for name the field",
    )
    .or("the body is the error"),
    Key::new("field", Takes::Texts, "the member of an error that names the field; of several the first that is there"),
    Key::new("part", Takes::Text, "the member of an error that says which part of the request: body, query, path, header"),
    Key::new("message", Takes::Texts, "the member of an error that says what is wrong; of several the first that is there"),
    Key::new("says", Takes::Texts, "what the message is, any of these; the hole `{field}` names the field, `{in}` what it is inside of"),
    Key::new("code", Takes::Text, "the member of an error that holds its code"),
    Key::new("missing", Takes::Texts, "codes that mean that the field is missing").or("told by the message"),
    Key::new("unknown", Takes::Texts, "codes that mean that the API knows no such field").or("told by the message"),
    Key::new("invalid", Takes::Texts, "codes that mean that the value is wrong").or("told by the message"),
];

/// Keys of a shape file's `[[example]]`.
pub(crate) const SHAPE_EXAMPLE: &[Key] = &[
    Key::new("answer", Takes::Text, "the body of an answer").required(),
    Key::new("missing", Takes::Texts, "the fields that it calls missing: `body.lines[1].price`"),
    Key::new("unknown", Takes::Texts, "the fields that it doesn't know"),
    Key::new("invalid", Takes::Texts, "the fields whose values it calls wrong"),
];

/// What an answer may say of a field, with the keys for it.
const SAID: [(&str, What); 3] = [("missing", What::Missing), ("unknown", What::Unknown), ("invalid", What::Invalid)];

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct ShapeSpec {
    /// The file's stem.
    pub(crate) name: String,
    pub(crate) place: SourceSpan,
    pub(crate) each: Vec<Located<String>>,
    pub(crate) field: Vec<Located<String>>,
    pub(crate) part: Option<Located<String>>,
    pub(crate) message: Vec<Located<String>>,
    pub(crate) says: Vec<Located<String>>,
    pub(crate) code: Option<Located<String>>,
    pub(crate) codes: Vec<(Located<String>, What)>,
    pub(crate) examples: Vec<ShapeExample>,
}

/// An answer, and what is read in it.
#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct ShapeExample {
    pub(crate) answer: Located<String>,
    pub(crate) fields: Vec<(Located<String>, What)>,
}

/// Reads the current file as a shape file.
pub(crate) fn read(name: &str, text: &str, sink: &mut Sink) -> Option<ShapeSpec> {
    let table = parse(text, SHAPE, sink);
    let place = sink.span(0..0);
    let c = Cursor::new(table.get_ref(), place, SHAPE, sink);
    c.text("title", sink);
    c.text("source", sink);
    let mut examples = Vec::new();
    for (table, place) in c.tables("example", sink) {
        let c = Cursor::new(table, place, SHAPE_EXAMPLE, sink);
        let fields = said(&c, sink);
        examples.extend(c.text("answer", sink).map(|answer| ShapeExample { answer, fields }));
    }
    let (errors, place_of_errors) = c.table("errors", sink)?;
    let errors = Cursor::new(errors, place_of_errors, ERRORS, sink);
    Some(ShapeSpec {
        name: name.to_owned(),
        place: place_of_errors,
        field: errors.texts("field", sink),
        part: errors.text("part", sink),
        message: errors.texts("message", sink),
        says: errors.texts("says", sink),
        code: errors.text("code", sink),
        codes: said(&errors, sink),
        examples,
        each: errors.texts("each", sink),
    })
}

/// The texts under `missing`, `unknown` and `invalid`.
fn said(c: &Cursor<'_>, sink: &mut Sink) -> Vec<(Located<String>, What)> {
    SAID.into_iter().flat_map(|(key, what)| c.texts(key, sink).into_iter().map(move |text| (text, what))).collect()
}
