//! `[hierarchy.NAME]` of `pack.toml`: how `covers` reads names.

use super::endpoint;
use crate::base::scalar::Scalar;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::language::{Located, Sink};

/// Keys of a `[hierarchy.NAME]`.
pub(crate) const HIERARCHY: &[Key] = &[
    Key::new("separators", Takes::Texts, "what separates a name from its parts").required(),
    Key::new("implies", Takes::Free, "modifiers and those that they include"),
];

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct HierarchySpec {
    pub(crate) name: Located<String>,
    pub(crate) separators: Vec<String>,
    pub(crate) implies: Vec<(String, Vec<String>)>,
}

pub(super) fn read(c: &Cursor<'_>, sink: &mut Sink) -> Vec<HierarchySpec> {
    let named = c.named("hierarchy", sink).into_iter();
    named
        .map(|(name, table, place)| {
            let c = Cursor::new(table, place, HIERARCHY, sink);
            let mut implies = Vec::new();
            for (modifier, included) in endpoint::free(&c, "implies", sink) {
                let texts = Scalar::all(&included.value).into_iter().map(|s| s.to_string());
                implies.push((modifier.value, texts.collect()));
            }
            HierarchySpec {
                name,
                separators: c.texts("separators", sink).into_iter().map(|t| t.value).collect(),
                implies,
            }
        })
        .collect()
}
