//! What a selector finds, or why it finds nothing.

use super::Value;
use crate::api::facts::FactIx;
use crate::base::outcome::UnknownReason;
use crate::subject::place::Place;

/// A value that a selector found, and where.
#[derive(Clone, Debug)]
pub(crate) struct Datum<'s> {
    pub(crate) value: Value<'s>,
    pub(crate) place: Place<'s>,
}

/// Why a selector found nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    Absent,
    Unknown(UnknownReason),
    Fact(FactIx),
}

/// What a sentence may show of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quote {
    /// The part of the request where it was found, with secrets masked.
    Sent,
    /// The value itself: it isn't a secret, and the request doesn't show it as it is.
    Value,
    /// Nothing.
    Never,
}

/// For a selector that visits what is there.
pub(super) fn found(any: bool) -> Result<(), Lack> {
    if any { Ok(()) } else { Err(Lack::Absent) }
}
