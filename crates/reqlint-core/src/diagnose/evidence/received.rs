//! What an answer says that it received: where the request has something else in that place, the answer is another request's.

use super::gathered::Evidence;
use crate::diagnose::claims::{Name, Place};
use crate::message::body::{NodeKind, Syntax};

/// A value as an answer repeats it.
#[derive(Debug, PartialEq)]
struct Received<'t> {
    kind: NodeKind,
    /// The value, of texts and numbers.
    value: Option<&'t str>,
}

/// Words of serde for kinds of values.
const KINDS: [(&str, NodeKind); 8] = [
    ("string", NodeKind::Text),
    ("integer", NodeKind::Number),
    ("floating point", NodeKind::Number),
    ("boolean", NodeKind::Boolean),
    ("null", NodeKind::Null),
    ("unit value", NodeKind::Null),
    ("map", NodeKind::Object),
    ("sequence", NodeKind::List),
];

/// Whether a text tells of a value that the request doesn't have there.
pub(super) fn is_another(evidence: &Evidence<'_>, text: &str, name: &Name) -> bool {
    // other syntaxes have no kinds
    if name.place != Place::Body || evidence.names.looks != Some(Syntax::Json) {
        return false;
    }
    let Some(received) = of_serde(text).or_else(|| of_graphql(text)) else { return false };
    let is_value = |value: &str| match received.kind {
        NodeKind::Number => {
            value.parse::<f64>().ok().zip(name.value.parse().ok()).is_none_or(|(a, b)| a.total_cmp(&b).is_eq())
        }
        // it may be cut off, or escaped
        _ => value.contains('\\') || name.value.starts_with(value) || value.starts_with(&name.value),
    };
    received.kind != name.kind || !received.value.is_none_or(is_value)
}

/// `invalid type: integer `5`, expected a string`, as serde writes it.
fn of_serde(text: &str) -> Option<Received<'_>> {
    let said = ["invalid type: ", "invalid value: "].iter().find_map(|words| text.split_once(words))?.1;
    let (word, kind) = KINDS.iter().find(|(word, _)| said.starts_with(word))?;
    let quoted = said.get(word.len()..)?.trim_start();
    let value = match kind {
        NodeKind::Text => quoted.strip_prefix('"').and_then(|rest| rest.split_once("\", expected")),
        NodeKind::Number => quoted.strip_prefix('`').and_then(|rest| rest.split_once('`')),
        _ => None,
    };
    Some(Received { kind: *kind, value: value.map(|(value, _)| value) })
}

/// `got invalid value "c" at "input.kind"`, as graphql-js writes it.
fn of_graphql(text: &str) -> Option<Received<'_>> {
    let said = text.split_once("got invalid value ")?.1;
    let kind = match said.chars().next()? {
        '"' => NodeKind::Text,
        '0'..='9' | '-' => NodeKind::Number,
        '{' => NodeKind::Object,
        '[' => NodeKind::List,
        't' | 'f' => NodeKind::Boolean,
        'n' => NodeKind::Null,
        _ => return None,
    };
    let value = match kind {
        NodeKind::Text => said.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(value, _)| value),
        NodeKind::Number => said.split([' ', ';', ',']).next(),
        _ => None,
    };
    Some(Received { kind, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_answers_repeat() {
        let text = |value| Some(Received { kind: NodeKind::Text, value: Some(value) });
        let number = |value| Some(Received { kind: NodeKind::Number, value: Some(value) });
        let plain = |kind| Some(Received { kind, value: None });
        let table = [
            ("name: invalid type: integer `5`, expected a string at line 1 column 10", number("5")),
            ("price: invalid type: string \"1.5\", expected f64 at line 1 column 30", text("1.5")),
            ("invalid type: floating point `1.5`, expected u32", number("1.5")),
            ("invalid type: map, expected a string", plain(NodeKind::Object)),
            ("Variable \"$input\" got invalid value \"c\" at \"input.kind\"; Value \"c\" does not exist", text("c")),
            ("Variable \"$n\" got invalid value 1.5; Int cannot represent non-integer value: 1.5", number("1.5")),
            ("Variable \"$i\" got invalid value null at \"i.a\"", plain(NodeKind::Null)),
            ("price must be a number", None),
        ];
        for (said, expected) in table {
            assert_eq!(of_serde(said).or_else(|| of_graphql(said)), expected, "{said}");
        }
    }
}
