//! What a client service gives instead of a response.

use crate::refused::Refused;

/// Why there is no response.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error<E> {
    /// The request was not sent.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The service below failed.
    #[error(transparent)]
    Inner(E),
}

impl<E> Error<E> {
    /// The refusal, if the request was not sent.
    #[must_use]
    pub fn refused(&self) -> Option<&Refused> {
        match self {
            Error::Refused(refused) => Some(refused),
            Error::Inner(_) => None,
        }
    }
}
