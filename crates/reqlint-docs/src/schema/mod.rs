//! JSON Schemas of rule files, for editors that support schemas for TOML.
//!
//! Draft 7: the newest draft that Taplo, and thus Even Better TOML, fully supports. If a key takes several types, the schema
//! lists them in one `type` instead of an `anyOf`, so that a mistake is reported where it is.

mod names;
mod value;

use reqlint_core::inspect::keys::{CATALOGUE, Key, PACK, PROJECT, REPLY, RULE, SERVER, SHAPE};
use serde_json::{Value, json};
use value::{definitions, object};

/// The kinds of file in a pack, and the file of a project that uses packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A rule: one file each.
    Rule,
    /// `pack.toml`.
    Pack,
    /// `endpoints/<product>.toml`.
    Catalogue,
    /// `replies/<name>.toml`.
    Reply,
    /// `servers/<name>.toml`.
    Server,
    /// `shapes/<name>.toml`.
    Shape,
    /// `reqlint.toml`.
    Project,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [FileKind; 7] = [
        FileKind::Rule,
        FileKind::Pack,
        FileKind::Catalogue,
        FileKind::Reply,
        FileKind::Server,
        FileKind::Shape,
        FileKind::Project,
    ];

    /// Its name, and that of its schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FileKind::Rule => "rule",
            FileKind::Pack => "pack",
            FileKind::Catalogue => "catalogue",
            FileKind::Reply => "reply",
            FileKind::Server => "server",
            FileKind::Shape => "shape",
            FileKind::Project => "project",
        }
    }

    /// A one-line description.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            FileKind::Rule => "A rule: what must be true, what the API answers otherwise, why, and how to fix it.",
            FileKind::Pack => "The pack: its hosts, patterns, facts, statuses, and how the API words an error.",
            FileKind::Catalogue => "Part of the catalogue: documented endpoints with their fields.",
            FileKind::Reply => "A cause that only an answer reveals.",
            FileKind::Server => "What a server was measured to answer to requests that fail rules of the pack.",
            FileKind::Shape => "Where error answers of one sort name the fields at fault.",
            FileKind::Project => {
                "A project: the packs it uses, the facts it knows, and where it deviates from the rules."
            }
        }
    }

    /// Its top-level keys.
    #[must_use]
    pub fn keys(self) -> &'static [Key] {
        match self {
            FileKind::Rule => RULE,
            FileKind::Pack => PACK,
            FileKind::Catalogue => CATALOGUE,
            FileKind::Reply => REPLY,
            FileKind::Server => SERVER,
            FileKind::Shape => SHAPE,
            FileKind::Project => PROJECT,
        }
    }

    /// The kind of a file, by its path within a pack.
    #[must_use]
    pub fn of(inside: &str) -> Self {
        match inside.split_once('/') {
            None if inside == "pack.toml" => FileKind::Pack,
            Some(("endpoints", _)) => FileKind::Catalogue,
            Some(("replies", _)) => FileKind::Reply,
            Some(("servers", _)) => FileKind::Server,
            Some(("shapes", _)) => FileKind::Shape,
            _ => FileKind::Rule,
        }
    }
}

/// The JSON Schema of a kind of file, as one self-contained document.
#[must_use]
pub fn schema(kind: FileKind) -> Value {
    let mut schema = object(kind.keys());
    if let Value::Object(members) = &mut schema {
        members.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
        members.insert("title".into(), json!(format!("reqlint {} file", kind.name())));
        members.insert("description".into(), json!(kind.about()));
        members.insert("definitions".into(), definitions(kind));
    }
    schema
}

/// The schema as indented text with a trailing newline.
#[must_use]
pub fn text(kind: FileKind) -> String {
    format!("{:#}\n", schema(kind))
}
