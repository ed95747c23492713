//! An error response as an error.

use crate::checked::Checked;
use crate::diagnosis::Diagnosis;
use http::{Extensions, Response, StatusCode};
use std::fmt;
use std::sync::Arc;

/// An error response, as an error: its text names cause and fix.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// The status code.
    pub status: StatusCode,
    /// Why; `None` where no pack covers the host.
    pub diagnosis: Option<Arc<Diagnosis>>,
}

/// What reqlint says about a response.
///
/// ```
/// use reqlint_client::ResponseExt;
///
/// fn report<B>(response: &http::Response<B>) {
///     match response.explain() {
///         Ok(_) => println!("succeeded"),
///         Err(error) => println!("{error}"),
///     }
/// }
/// # report(&http::Response::new(()));
/// ```
pub trait ResponseExt {
    /// The status, and the extensions of the response.
    #[doc(hidden)]
    fn status_and_extensions(&self) -> (StatusCode, &Extensions);

    /// Why it is an error; `None` when it is not an error, or no pack covers its host.
    fn diagnosis(&self) -> Option<&Diagnosis> {
        self.status_and_extensions().1.get::<Arc<Diagnosis>>().map(|diagnosis| &**diagnosis)
    }

    /// What was found in the request before it was sent; `None` when nothing was.
    fn checked(&self) -> Option<&Checked> {
        self.status_and_extensions().1.get::<Arc<Checked>>().map(|checked| &**checked)
    }

    /// The response, unless it is an error. Its body can be read either way.
    ///
    /// # Errors
    /// Its cause and fix, when the status is 400 or above.
    fn explain(&self) -> Result<&Self, ErrorResponse> {
        let (status, extensions) = self.status_and_extensions();
        if !is_error(status) {
            return Ok(self);
        }
        Err(ErrorResponse { status, diagnosis: extensions.get::<Arc<Diagnosis>>().cloned() })
    }
}

impl<B> ResponseExt for Response<B> {
    fn status_and_extensions(&self) -> (StatusCode, &Extensions) {
        (self.status(), self.extensions())
    }
}

/// Whether a response needs an explanation.
pub(crate) fn is_error(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.diagnosis {
            Some(diagnosis) => diagnosis.fmt(f),
            None => write!(f, "the answer is {}, and no loaded rules cover this host", self.status),
        }
    }
}

impl std::error::Error for ErrorResponse {}
