//! Facts as `pack.toml` declares them.

use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::language::{Code, Located, Sink, SourceSpan};

/// Keys of a `[fact.NAME]`.
pub(crate) const FACT: &[Key] = &[
    Key::new("type", Takes::OneOf(FACT_TYPES), "its type").required(),
    Key::new("one-of", Takes::Texts, "the only texts that it may be, or that its list may hold"),
    Key::new("ignore-case", Takes::Flag, "whether these may be written in any case").or("false"),
    Key::new("ask", Takes::Text, "the question to a person"),
    Key::new(
        "answer",
        Takes::Text,
        "in `diagnose`, where the answer holds it: a selector without `answer.`, such as header.X-Scopes",
    ),
];

const FACT_TYPES: &[&str] = &["text", "number", "boolean", "time", "list"];

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct FactSpec {
    pub(crate) name: Located<String>,
    /// Index into the names of types.
    pub(crate) kind: usize,
    pub(crate) one_of: Vec<String>,
    pub(crate) ignore_case: bool,
    pub(crate) ask: Option<Located<String>>,
    /// What of an answer holds it, without `answer.`.
    pub(crate) answer: Option<Located<String>>,
}

/// Reads every `[fact.NAME]`.
pub(super) fn facts(c: &Cursor<'_>, sink: &mut Sink) -> Vec<FactSpec> {
    let named = c.named("fact", sink).into_iter();
    named
        .filter_map(|(name, table, place)| {
            let c = Cursor::new(table, place, FACT, sink);
            let one_of: Vec<_> = c.some_texts("one-of", sink).into_iter().map(|t| t.value).collect();
            let (ask, answer) = (c.text("ask", sink), c.text("answer", sink));
            let Some(kind) = c.one_of("type", FACT_TYPES, sink) else {
                sink.suppression.mark_invalid(&name.value);
                return None;
            };
            if !one_of.is_empty() && !matches!(FACT_TYPES.get(kind), Some(&("text" | "list"))) {
                let help = "remove it, or change the type".to_owned();
                sink.error(Code::InvalidFact, place, "only facts of type text or list can have `one-of`", Some(help));
            }
            let ignore_case = ignores_case(&c, &one_of, place, sink);
            Some(FactSpec { name, kind, one_of, ignore_case, ask, answer })
        })
        .collect()
}

/// Whether the texts that a fact may be are written in any case; then no two may differ by case alone.
fn ignores_case(c: &Cursor<'_>, one_of: &[String], place: SourceSpan, sink: &mut Sink) -> bool {
    let Some(ignores) = c.flag("ignore-case", sink) else { return false };
    let place = c.value("ignore-case").map_or(place, |value| sink.span(value.span()));
    let mut folded: Vec<String> = one_of.iter().map(|text| text.to_lowercase()).collect();
    folded.sort_unstable();
    if one_of.is_empty() {
        let help = Some("list them in `one-of`, or remove this".to_owned());
        sink.error(Code::InvalidFact, place, "`ignore-case` is about the texts of `one-of`, and there are none", help);
    } else if let Some([same, _]) = folded.array_windows().find(|[a, b]| a == b).filter(|_| ignores) {
        let message = format!("`{same}` is in `one-of` twice if case is ignored");
        sink.error(Code::InvalidFact, place, message, Some("remove one of them, or `ignore-case`".to_owned()));
    }
    ignores
}
