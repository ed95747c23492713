//! Values of a rule file: read as what a key takes, or reported.

use super::key::Takes;
use crate::base::literal::Literal;
use crate::base::near::suggest;
use crate::base::number::Number;
use crate::base::time::Time;
use crate::language::{Code, Located, Sink};
use toml::Spanned;
use toml::de::DeValue;

/// A string; `None` for a value of another type.
pub(crate) fn text(value: &Spanned<DeValue<'_>>, sink: &Sink) -> Option<Located<String>> {
    match value.get_ref() {
        DeValue::String(s) => Some(Located { value: s.to_string(), place: sink.string_span(value.span()) }),
        _ => None,
    }
}

/// A list of strings; a single string is a list of one.
pub(super) fn texts(name: &str, takes: Takes, value: &Spanned<DeValue<'_>>, sink: &mut Sink) -> Vec<Located<String>> {
    let items = match value.get_ref() {
        DeValue::Array(items) => Some(items),
        _ => None,
    };
    // most lists of a catalogue hold one
    let mut texts = Vec::with_capacity(items.map_or(1, |items| items.iter().len()));
    let mut read = |item| match text(item, sink) {
        Some(text) => texts.push(text),
        None => report_type(name, takes, item, sink),
    };
    match items {
        Some(items) => items.iter().for_each(read),
        None => read(value),
    }
    texts
}

/// Any literal; `None` for a table.
pub(crate) fn literal(value: &Spanned<DeValue<'_>>, sink: &Sink) -> Option<Located<Literal>> {
    let read = match value.get_ref() {
        DeValue::String(s) => Literal::Text(s.to_string()),
        DeValue::Integer(n) => Literal::Number(Number::Whole(i64::from_str_radix(n.as_str(), n.radix()).ok()?)),
        DeValue::Float(n) => Literal::Number(Number::Real(n.as_str().parse().ok()?)),
        DeValue::Boolean(b) => Literal::Boolean(*b),
        DeValue::Datetime(t) => Literal::Time(Time::read(t.to_string().as_bytes())?),
        DeValue::Array(items) => {
            Literal::List(items.iter().map(|i| literal(i, sink).map(|l| l.value)).collect::<Option<_>>()?)
        }
        DeValue::Table(_) => return None,
    };
    Some(Located { value: read, place: sink.span(value.span()) })
}

/// A whole number, if it is one; `help` is what goes before it where it should be written without quotes.
pub(super) fn integer(
    name: &str,
    takes: Takes,
    help: impl FnOnce(i64) -> String,
    value: &Spanned<DeValue<'_>>,
    sink: &mut Sink,
) -> Option<Located<i64>> {
    let place = sink.span(value.span());
    let read = match value.get_ref() {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
        // a status in quotes is what is meant
        DeValue::String(s) => s.trim().parse().ok(),
        _ => None,
    };
    if let (Some(number), DeValue::String(_)) = (read, value.get_ref()) {
        sink.hint(Code::QuotedNumber, place, "a number needs no quotes", Some(help(number)));
    }
    if read.is_none() {
        report_type(name, takes, value, sink);
    }
    read.map(|value| Located { value, place })
}

/// The position of a text in `choices`; reports one that isn't there.
pub(super) fn choose(name: &str, text: &Located<String>, choices: &[&str], sink: &mut Sink) -> Option<usize> {
    let found = choices.iter().position(|c| *c == text.value);
    if found.is_none() {
        let help = suggest(&text.value, choices.iter().copied());
        sink.error(Code::UnknownChoice, text.place, format!("`{}` is not a valid value of `{name}`", text.value), help);
    }
    found
}

/// Reports a value of the wrong type.
pub(crate) fn report_type(name: &str, takes: Takes, value: &Spanned<DeValue<'_>>, sink: &mut Sink) {
    let found = match value.get_ref() {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    let place = sink.span(value.span());
    let outer = sink.sources.written(place).strip_prefix('[').and_then(|header| header.rsplit_once('.'));
    let help = match (takes, value.get_ref()) {
        (Takes::Flag | Takes::FlagOr(_), DeValue::String(text)) if text.parse::<bool>().is_ok() => {
            Some(format!("write {name} = {text}, without quotes"))
        }
        (Takes::Status, DeValue::Array(_)) => {
            Some("write one status; list others in also-listed = [{ status = 404 }]".to_owned())
        }
        (Takes::Ranking, _) => Some(format!("write {name} = [404, \"rule-id\"]")),
        (Takes::Checks, DeValue::Table(_)) => {
            Some(format!("write {name} = [{{ … }}, {{ … }}], or a table header for each"))
        }
        (
            Takes::Table(_)
            | Takes::Tables(_)
            | Takes::Named(_)
            | Takes::Free
            | Takes::NamedText
            | Takes::NamedTexts
            | Takes::FreeBeside(_),
            _,
        ) => None,
        (_, DeValue::Table(_)) => outer.map(|(outer, _)| format!("write {name} = … in [{outer}]")),
        _ => None,
    };
    sink.error(Code::WrongType, place, format!("`{name}` expects {}, found {found}", takes.says()), help);
}
