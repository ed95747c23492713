//! Completion: keys and kinds of check, choices, and the names that a pack defines.

use super::place::range;
use super::spot::{Part, Spot};
use super::vocabulary::{Inside, key_of_value};
use super::workspace::Document;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent, MarkupKind, TextEdit,
};
use reqlint_core::inspect::keys::{Format, KINDS, Key, Names, SELECTORS, Takes};
use reqlint_docs::words;

/// Something that may be written.
struct Offer {
    name: String,
    help: String,
}

/// What may be written at an offset.
pub(super) fn complete(document: Document<'_>, offset: usize) -> Vec<CompletionItem> {
    let Some(spot) = Spot::at(document.text, offset) else { return Vec::new() };
    let kind =
        if matches!(spot.part, Part::Value { .. }) { CompletionItemKind::VALUE } else { CompletionItemKind::PROPERTY };
    let edits = range(document.text, &spot.span);
    let offers = offers(document, &spot).into_iter();
    offers
        .map(|offer| CompletionItem {
            label: offer.name.clone(),
            kind: Some(kind),
            documentation: Some(Documentation::MarkupContent(MarkupContent {
                kind: MarkupKind::Markdown,
                value: offer.help,
            })),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit {
                range: edits,
                new_text: written(&offer.name, &spot.part),
            })),
            ..CompletionItem::default()
        })
        .collect()
}

fn offers(document: Document<'_>, spot: &Spot) -> Vec<Offer> {
    if matches!(spot.part, Part::Value { .. }) {
        return key_of_value(document.kind, spot).map(|key| values(document, key)).unwrap_or_default();
    }
    match Inside::of(document.kind, spot) {
        Some(Inside::Keys(keys)) => fixed(keys, &spot.part),
        Some(Inside::Facts(keys)) => {
            let mut all = fixed(keys, &spot.part);
            if spot.part == Part::Key {
                all.extend(named(document, Names::Fact));
            }
            all
        }
        Some(Inside::Kinds) => {
            KINDS.iter().map(|kind| offer(kind.name, format!("Fails when {}.", kind.help))).collect()
        }
        Some(Inside::Named(_)) | None => Vec::new(),
    }
}

/// Fixed keys; in a heading those that have one.
fn fixed(keys: &[Key], part: &Part) -> Vec<Offer> {
    let fits = |key: &&Key| *part == Part::Key || has_heading(key.takes);
    keys.iter().filter(fits).map(|key| Offer { name: key.name.into(), help: words::help(key) }).collect()
}

/// What a key may be given.
fn values(document: Document<'_>, key: &Key) -> Vec<Offer> {
    match key.takes {
        Takes::Flag | Takes::FlagOr(_) => ["true", "false"].map(|flag| offer(flag, String::new())).into(),
        Takes::OneOf(choices) | Takes::SomeOf(choices) => choices.iter().map(|c| offer(c, key.help.into())).collect(),
        Takes::Selector => SELECTORS.iter().map(|selector| offer(selector.name, selector.help.into())).collect(),
        Takes::Check => {
            let needs_nothing =
                |takes| matches!(takes, Takes::Table(keys) if keys.iter().all(|key: &Key| !key.required));
            let kinds = KINDS.iter().filter(|kind| needs_nothing(kind.takes));
            kinds.map(|kind| offer(kind.name, format!("Fails when {}.", kind.help))).collect()
        }
        Takes::Ranking => named(document, Names::Rule),
        Takes::Name(names) | Takes::Names(names) => named(document, names),
        _ => Vec::new(),
    }
}

/// The names of one sort that can be used in a file; rules of a project by their whole name.
fn named(document: Document<'_>, names: Names) -> Vec<Offer> {
    let mut all: Vec<Offer> = Vec::new();
    for definition in document.shelf.definitions.iter().filter(|d| d.names == names && document.sees(d)) {
        // a project's packs may have rules of the same name
        let name = match (names, document.pack) {
            (Names::Rule, None) => format!("{}/{}", definition.pack, definition.name),
            _ => definition.name.clone(),
        };
        if !all.iter().any(|offer| offer.name == name) {
            all.push(offer(&name, definition.about.clone()));
        }
    }
    if matches!(names, Names::Pattern | Names::Format) {
        all.extend(Format::ALL.iter().map(|(name, _, says)| offer(name, (*says).into())));
    }
    all
}

fn offer(name: &str, help: String) -> Offer {
    Offer { name: name.to_owned(), help }
}

/// Whether a key can be written as a `[heading]`.
fn has_heading(takes: Takes) -> bool {
    matches!(
        takes,
        Takes::Table(_)
            | Takes::Tables(_)
            | Takes::Named(_)
            | Takes::Free
            | Takes::NamedText
            | Takes::NamedTexts
            | Takes::FreeBeside(_)
            | Takes::Check
            | Takes::FreeOr(_)
    )
}

/// A name as it is written at a spot: a value is quoted.
fn written(name: &str, part: &Part) -> String {
    let is_flag = matches!(name, "true" | "false");
    match part {
        Part::Value { is_quoted: false, .. } if !is_flag => format!("\"{name}\""),
        _ => name.to_owned(),
    }
}
