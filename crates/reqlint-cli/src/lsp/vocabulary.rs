//! What may be written at a spot of a rule file, from the engine's key tables.

use super::spot::{Part, Spot};
use reqlint_core::inspect::keys::{KINDS, Key, OF, Takes};
use reqlint_docs::schema::FileKind;

/// What the names in a table are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Inside {
    /// Fixed keys.
    Keys(&'static [Key]),
    /// Kinds of check.
    Kinds,
    /// Names of facts, beside fixed keys.
    Facts(&'static [Key]),
    /// Names of the writer's, each with a table of fixed keys.
    Named(&'static [Key]),
}

impl Inside {
    /// What is inside of the table at a spot.
    pub(super) fn of(file: FileKind, spot: &Spot) -> Option<Self> {
        spot.table.iter().try_fold(Inside::Keys(file.keys()), |inside, name| inside.enter(name))
    }

    /// What is inside of the value of a name.
    fn enter(self, name: &str) -> Option<Self> {
        let takes = match self {
            Inside::Keys(keys) | Inside::Facts(keys) => keys.iter().find(|key| key.name == name)?.takes,
            Inside::Kinds => KINDS.iter().find(|kind| kind.name == name)?.takes,
            Inside::Named(keys) => return Some(Inside::Keys(keys)),
        };
        match takes {
            Takes::Table(keys) | Takes::Tables(keys) | Takes::FlagOr(keys) => Some(Inside::Keys(keys)),
            Takes::FreeBeside(keys) => Some(Inside::Facts(keys)),
            Takes::NamedTexts => Some(Inside::Facts(&[])),
            Takes::Named(keys) | Takes::FreeOr(keys) => Some(Inside::Named(keys)),
            Takes::Check | Takes::Checks => Some(Inside::Kinds),
            Takes::Operand => Some(Inside::Keys(OF)),
            _ => None,
        }
    }
}

/// The key whose value is at a spot.
pub(super) fn key_of_value(file: FileKind, spot: &Spot) -> Option<&'static Key> {
    let Part::Value { key: name, .. } = &spot.part else { return None };
    match Inside::of(file, spot)? {
        Inside::Keys(keys) => keys.iter().find(|key| key.name == *name),
        Inside::Kinds | Inside::Facts(_) | Inside::Named(_) => None,
    }
}
