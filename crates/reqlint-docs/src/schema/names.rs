//! Schemas of names. A schema can't know what a pack defines; it lists the names that every pack has.

use reqlint_core::inspect::keys::{Format, Names, SELECTORS, SelectorEntry};
use serde_json::{Value, json};

/// The methods of RFC 9110, and PATCH.
const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];

pub(super) fn name(names: Names) -> Value {
    let formats = || Format::ALL.iter().map(|(name, ..)| *name).collect::<Vec<_>>();
    match names {
        Names::Pattern => known(formats()),
        Names::Format => json!({ "type": "string", "enum": formats() }),
        Names::Method => known(METHODS.to_vec()),
        _ => json!({ "type": "string" }),
    }
}

/// Any string, with suggestions.
fn known(names: Vec<&str>) -> Value {
    json!({ "type": "string", "anyOf": [{ "enum": names }, { "type": "string" }] })
}

/// Any selector. One that ends in a custom name is recognised by its prefix.
pub(super) fn selector() -> Value {
    let (whole, open): (Vec<&SelectorEntry>, Vec<&SelectorEntry>) =
        SELECTORS.iter().partition(|selector| selector.rest.is_empty());
    let names: Vec<_> = whole.iter().map(|selector| selector.name).collect();
    let spell = |name: &str| name.replace('.', "\\.").replace('[', "\\[").replace(']', "\\]");
    let begin: Vec<_> = open.iter().map(|selector| format!("{}.+", spell(selector.name))).collect();
    let whole: Vec<_> = names.iter().map(|name| spell(name)).collect();
    let lines = SELECTORS.iter().map(|selector| format!("- `{}{}`: {}", selector.name, selector.rest, selector.help));
    json!({
        "type": "string",
        "description": format!("What is looked at:\n\n{}", lines.collect::<Vec<_>>().join("\n")),
        "pattern": format!("^({}|{})$", whole.join("|"), begin.join("|")),
        "anyOf": [{ "enum": names }, { "type": "string" }],
    })
}
