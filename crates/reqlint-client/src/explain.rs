//! An error response is explained.

use crate::diagnosis::Diagnosis;
use crate::error_response::is_error;
use crate::outgoing::Outgoing;
use crate::settings::Settings;
use http::Response;
use http_body::Body;
use reqlint_body::{Read, Replay, is_of_type, is_stream};
use reqlint_core::{Body as ExchangeBody, Facts, Headers};
use std::borrow::Cow;
use std::sync::Arc;

impl Settings {
    /// Puts into the extensions of an error response why it is one. Its body can still be read.
    pub(crate) async fn explain<B>(&self, sent: &Outgoing, facts: &Facts, response: &mut Response<Replay<B>>)
    where
        B: Body + Unpin,
    {
        if !is_error(response.status()) {
            return;
        }
        let headers = response.headers();
        let read = match is_stream(headers) || is_of_type(headers, "text/event-stream") {
            true => None,
            false => Some(response.body_mut().read(self.answer_limit).await),
        };
        let ahead = Cow::Borrowed(response.body().ahead());
        let body = match read {
            None => ExchangeBody::Unread,
            Some(Read::Whole) if ahead.is_empty() => ExchangeBody::Absent,
            Some(Read::Whole) => ExchangeBody::Whole(ahead),
            Some(Read::Over | Read::Failed) if ahead.is_empty() => ExchangeBody::Unread,
            Some(Read::Over | Read::Failed) => ExchangeBody::Truncated(ahead),
        };
        let mut exchange = sent.exchange();
        let (status, headers) = (response.status().as_u16(), Headers::Map(response.headers()));
        exchange.response = Some(reqlint_core::Response { status, headers, body });
        let diagnosis = Diagnosis::of(&self.rules, &exchange, facts);
        if let Some(diagnosis) = diagnosis {
            tracing::info!(target: "reqlint", status, "{diagnosis}");
            response.extensions_mut().insert(Arc::new(diagnosis));
        }
    }
}
