//! Hover, and go to where a name is defined.

use super::definitions::Definition;
use super::diagnostics::codes_at;
use super::place::{range, uri};
use super::spot::{Part, Spot};
use super::vocabulary::{Inside, key_of_value};
use super::workspace::Document;
use lsp_types::{Hover, HoverContents, Location, MarkupContent, MarkupKind};
use reqlint_core::inspect::keys::{Format, KINDS, Names, SELECTORS, Takes};
use reqlint_docs::words;
use reqlint_folder::shown;
use std::path::Path;

/// What the word at an offset is, and the pages of what is reported there.
pub(super) fn hover(document: Document<'_>, offset: usize) -> Option<Hover> {
    let spot = Spot::around(document.text, offset);
    let word = spot.as_ref().and_then(|spot| match &spot.part {
        Part::Value { .. } => of_value(document, spot),
        Part::Key | Part::Heading => of_name(document, spot),
    });
    let codes = codes_at(document.shelf, &shown(document.path), offset);
    let pages = codes.into_iter().map(|code| format!("**{code}: {}**\n\n{}", code.title(), code.page()));
    let parts: Vec<String> = word.into_iter().chain(pages).collect();
    if parts.is_empty() {
        return None;
    }
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: parts.join("\n\n---\n\n") };
    let marked = spot.map(|spot| range(document.text, &spot.span));
    Some(Hover { contents: HoverContents::Markup(contents), range: marked })
}

/// Where the name at an offset is defined.
pub(super) fn definition(document: Document<'_>, offset: usize) -> Option<Location> {
    let spot = Spot::around(document.text, offset)?;
    // embedded packs are not files
    let definition = defined(document, &spot).filter(|definition| Path::new(&definition.path).is_absolute())?;
    let files = &document.shelf.loaded.errors.files;
    let text = files.iter().find(|file| file.path == definition.path).map_or("", |file| file.text.as_str());
    Some(Location { uri: uri(Path::new(&definition.path))?, range: range(text, &definition.span) })
}

fn of_name(document: Document<'_>, spot: &Spot) -> Option<String> {
    let name = spot.typed.trim();
    match Inside::of(document.kind, spot)? {
        Inside::Keys(keys) => keys.iter().find(|key| key.name == name).map(words::help),
        Inside::Kinds => {
            KINDS.iter().find(|kind| kind.name == name).map(|kind| format!("**{name}**: fails when {}", kind.help))
        }
        Inside::Facts(keys) => {
            let fact = || document.fact(name).map(|fact| format!("**{name}**: {}", fact.about));
            keys.iter().find(|key| key.name == name).map(words::help).or_else(fact)
        }
        Inside::Named(_) => None,
    }
}

fn of_value(document: Document<'_>, spot: &Spot) -> Option<String> {
    let key = key_of_value(document.kind, spot)?;
    if let Some(definition) = defined(document, spot) {
        return Some(format!("**{}**: {}", definition.name, definition.about));
    }
    let typed = spot.typed.as_str();
    let said = match key.takes {
        Takes::Name(Names::Pattern | Names::Format) => {
            Format::ALL.iter().find(|(name, ..)| *name == typed).map(|(.., says)| (*says).to_owned())
        }
        Takes::Selector => {
            let begins = |name: &str| name == typed || name.ends_with('.') && typed.starts_with(name);
            SELECTORS.iter().find(|selector| begins(selector.name)).map(|selector| selector.help.to_owned())
        }
        Takes::Check => KINDS.iter().find(|kind| kind.name == typed).map(|kind| format!("fails when {}", kind.help)),
        _ => None,
    };
    Some(said.map_or_else(|| words::help(key), |said| format!("**{typed}**: {said}")))
}

/// The definition of the name at a spot.
fn defined<'w>(document: Document<'w>, spot: &Spot) -> Option<&'w Definition> {
    let names = match key_of_value(document.kind, spot)?.takes {
        Takes::Name(names) | Takes::Names(names) => names,
        Takes::Ranking => Names::Rule,
        Takes::Selector => Names::Fact,
        _ => return None,
    };
    let typed = spot.typed.as_str();
    let (pack, name) = match (names, typed.split_once(['/', '.'])) {
        (Names::Rule, Some((pack, name))) => (Some(pack), name),
        (Names::Fact, Some(("fact", name))) => (None, name),
        _ => (None, typed),
    };
    let of_pack = |definition: &Definition| match pack {
        Some(pack) => definition.pack == pack,
        None => document.sees(definition),
    };
    document.shelf.definitions.iter().find(|d| d.names == names && d.name == name && of_pack(d))
}
