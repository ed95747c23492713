//! What the fuzz targets share: the packs, and the properties of any input.

#[path = "../../tests/src/anything/properties/mod.rs"]
mod properties;

use properties::{WRITERS, Writer};
use reqlint_core::RuleSet;
use reqlint_formats::Format;
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| match RuleSet::load(reqlint_rules::packs()) {
    Ok(rules) => rules,
    Err(mistakes) => panic!("the packs don't load:\n{mistakes}"),
});

/// Reads a text in a format, judges every request in it and writes a report.
pub fn input(format: Format, text: &[u8]) {
    properties::of_text(&RULES, format, text, &RULES.facts(), writers(text));
}

/// Reads a body in every syntax.
pub fn body(body: &[u8]) {
    properties::of_body(&RULES, body, writers(body));
}

/// Fixes every request of a text.
pub fn fix(format: Format, text: &[u8]) {
    properties::of_fix(&RULES, format, text);
}

/// Loads a pack with this text as a rule file.
pub fn rule_file(text: &str) {
    properties::of_rule_file(text, writers(text.as_bytes()));
}

/// Makes a pack of a description in OpenAPI.
pub fn description(text: &str) {
    properties::of_description(text);
}

/// Makes a pack of a collection of Postman.
pub fn collection(text: &str) {
    properties::of_collection(text);
}

/// Makes a pack of a recording in HAR.
pub fn recording(text: &[u8]) {
    properties::of_recording(text);
}

/// Explains an answer that says a text, and the answer that the text tells of.
pub fn told(text: &[u8]) {
    properties::of_told(&RULES, text, &RULES.facts());
}

/// Reads a file of environments.
pub fn environments(text: &[u8]) {
    properties::of_environments(text);
}

/// A single writer: writing takes far longer than reading, and there are many texts.
fn writers(text: &[u8]) -> &'static [Writer] {
    let sum: usize = text.iter().copied().map(usize::from).sum();
    let number = sum % WRITERS.len();
    &WRITERS[number..=number]
}
