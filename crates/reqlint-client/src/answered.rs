//! From an error response to an error.

use crate::checked::Checked;
use crate::diagnosis::Diagnosis;
use http::{Extensions, Response, StatusCode};
use std::fmt;
use std::sync::Arc;

/// An error response, as an error: its text names cause and fix.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The status code.
    pub status: StatusCode,
    /// Why; `None` where no pack judges the host.
    pub diagnosis: Option<Arc<Diagnosis>>,
}

/// What reqlint says of a response.
pub trait ResponseExt {
    /// Why it is an error; `None` when it is none, or no pack judges its host.
    fn diagnosis(&self) -> Option<&Diagnosis>;

    /// What was found in the request before it was sent; `None` when nothing was.
    fn checked(&self) -> Option<&Checked>;

    /// The response, unless it is an error. Its body stays to be read either way.
    ///
    /// # Errors
    /// Its cause and fix, when the status is 400 or above.
    fn explain(&self) -> Result<&Self, Answered>;
}

impl<B> ResponseExt for Response<B> {
    fn diagnosis(&self) -> Option<&Diagnosis> {
        self.extensions().get::<Arc<Diagnosis>>().map(|diagnosis| &**diagnosis)
    }

    fn checked(&self) -> Option<&Checked> {
        self.extensions().get::<Arc<Checked>>().map(|checked| &**checked)
    }

    fn explain(&self) -> Result<&Self, Answered> {
        answered(self.status(), self.extensions()).map_or(Ok(self), Err)
    }
}

/// The error that a response is.
pub(crate) fn answered(status: StatusCode, extensions: &Extensions) -> Option<Answered> {
    let is_error = status.is_client_error() || status.is_server_error();
    is_error.then(|| Answered { status, diagnosis: extensions.get::<Arc<Diagnosis>>().cloned() })
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.diagnosis {
            Some(diagnosis) => diagnosis.fmt(f),
            None => write!(f, "the answer is {}, and no rules are loaded that could say why", self.status),
        }
    }
}

impl std::error::Error for Answered {}
