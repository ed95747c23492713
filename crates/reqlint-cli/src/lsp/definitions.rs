//! The names that the files of packs define, and where: also those of files that can't be loaded.

use reqlint_core::inspect::keys::Names;
use reqlint_core::{PackSource, SourceFile};
use reqlint_docs::schema::FileKind;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A name, and where it is defined.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    pub(super) names: Names,
    pub(super) name: String,
    /// The pack that defines it.
    pub(super) pack: String,
    /// What it is, in a line.
    pub(super) about: String,
    pub(super) path: String,
    pub(super) span: Range<usize>,
}

/// The names that a file of the pack below `root` defines.
pub(super) fn definitions(root: &str, file: &SourceFile) -> Vec<Definition> {
    let Some(inside) = file.path.strip_prefix(root).map(|path| path.trim_start_matches('/')) else {
        return Vec::new();
    };
    let (table, _) = DeTable::parse_recoverable(&file.text);
    let table = table.get_ref();
    let define = |names, name: &str, about: String, span: Range<usize>| Definition {
        names,
        name: name.to_owned(),
        pack: name_of(root).to_owned(),
        about,
        path: file.path.clone(),
        span,
    };
    match FileKind::of(inside) {
        FileKind::Pack => {
            let mut all = Vec::new();
            let tables = [
                ("pattern", Names::Pattern, "says"),
                ("fact", Names::Fact, "ask"),
                ("hierarchy", Names::Hierarchy, ""),
            ];
            for (key, names, about) in tables {
                let named = table.get(key).and_then(|value| value.get_ref().as_table());
                all.extend(named.into_iter().flatten().map(|(name, value)| {
                    let about = value.get_ref().as_table().and_then(|table| text(table, about)).unwrap_or_default();
                    define(names, name.get_ref(), about, name.span())
                }));
            }
            let hosts = table.get("hosts").into_iter().flat_map(|value| match value.get_ref() {
                DeValue::Array(items) => items.iter().collect(),
                _ => vec![value],
            });
            all.extend(
                hosts
                    .filter_map(|host| Some(define(Names::Host, host.get_ref().as_str()?, String::new(), host.span()))),
            );
            all
        }
        FileKind::Catalogue => {
            let endpoints = table.get("endpoint").and_then(|value| value.get_ref().as_array());
            let mut all: Vec<Definition> = Vec::new();
            for endpoint in endpoints.into_iter().flat_map(|list| list.iter()).filter_map(|e| e.get_ref().as_table()) {
                let about = format!(
                    "{} {}",
                    text(endpoint, "method").unwrap_or_default(),
                    text(endpoint, "path").unwrap_or_default()
                );
                if let Some((id, span)) = endpoint.get("id").and_then(|id| Some((id.get_ref().as_str()?, id.span()))) {
                    all.push(define(Names::Endpoint, id, about, span));
                }
                let tags = endpoint.get("tags").and_then(|value| value.get_ref().as_array());
                for tag in tags.into_iter().flat_map(|list| list.iter()) {
                    if let Some(name) = tag.get_ref().as_str().filter(|name| !all.iter().any(|d| d.name == *name)) {
                        all.push(define(Names::Tag, name, String::new(), tag.span()));
                    }
                }
            }
            let variants = table.get("variant").and_then(|value| value.get_ref().as_table());
            let variants = variants.into_iter().flatten();
            all.extend(variants.map(|(name, _)| define(Names::Variant, name.get_ref(), String::new(), name.span())));
            all
        }
        FileKind::Rule if inside.ends_with(".toml") => {
            let stem = inside.rsplit('/').next().unwrap_or(inside).trim_end_matches(".toml");
            vec![define(Names::Rule, stem, text(table, "title").unwrap_or_default(), 0..0)]
        }
        FileKind::Rule | FileKind::Reply | FileKind::Server | FileKind::Shape | FileKind::Project => Vec::new(),
    }
}

/// The name of a pack itself.
pub(super) fn pack_name(pack: &PackSource) -> Option<Definition> {
    let file = pack.files.iter().find(|file| file.path == format!("{}/pack.toml", pack.root))?;
    let (table, _) = DeTable::parse_recoverable(&file.text);
    Some(Definition {
        names: Names::Pack,
        name: pack.name.clone(),
        pack: name_of(&pack.root).to_owned(),
        about: text(table.get_ref(), "title").unwrap_or_default(),
        path: file.path.clone(),
        span: 0..0,
    })
}

fn name_of(root: &str) -> &str {
    root.rsplit('/').next().unwrap_or(root)
}

fn text(table: &DeTable<'_>, key: &str) -> Option<String> {
    table.get(key)?.get_ref().as_str().map(str::to_owned)
}
