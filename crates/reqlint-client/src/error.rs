//! The error of a client service.

use crate::refusal::Refusal;

/// Why there is no response.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request was not sent.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The inner service failed.
    #[error(transparent)]
    Inner(E),
}

impl<E> Error<E> {
    /// The refusal, if the request was not sent.
    #[must_use]
    pub fn refused(&self) -> Option<&Refusal> {
        match self {
            Error::Refused(refused) => Some(refused),
            Error::Inner(_) => None,
        }
    }
}
