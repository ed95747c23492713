//! What rules look at, so that a request is read only as far as they do.

/// What the rules that apply look at beyond target and headers.
///
/// This is not how much is asked for (`Want`): a body that no rule looks at is not read even for evidence, and
/// one that rules look at may not have to be read for a status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    pub(crate) body: bool,
    /// Members of the body by themselves, beyond what the catalogue says about its fields.
    pub(crate) members: bool,
    pub(crate) fields: bool,
    pub(crate) jwt: bool,
}

impl Uses {
    /// Target and headers alone.
    pub(crate) const NONE: Self = Self { body: false, members: false, fields: false, jwt: false };

    pub(crate) const ALL: Self = Self { body: true, members: true, fields: true, jwt: true };

    /// What any of them looks at.
    pub(crate) fn all(uses: impl Iterator<Item = Self>) -> Self {
        uses.fold(Self::NONE, Self::and)
    }

    /// Whether more must be read than target, headers and token.
    pub(crate) fn body_or_fields(self) -> bool {
        self.body || self.fields
    }

    /// What both look at.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            body: self.body || other.body,
            members: self.members || other.members,
            fields: self.fields || other.fields,
            jwt: self.jwt || other.jwt,
        }
    }
}
