//! What a request is by its method and headers alone.

use crate::message::exchange::Request;

impl Request<'_> {
    /// Whether its headers say that there is a body, whether or not it was read.
    pub(crate) fn declares_body(&self) -> bool {
        let is_long = |value: &[u8]| value.iter().all(u8::is_ascii_digit) && value.iter().any(|digit| *digit != b'0');
        self.headers.get("content-length").is_some_and(is_long) || self.headers.get("transfer-encoding").is_some()
    }

    /// Whether it is what a browser asks before a request to another origin: its method is not that of the request that follows,
    /// and it has neither body nor credentials. What has is another request, however it is labelled.
    #[inline]
    pub(crate) fn is_preflight(&self) -> bool {
        // fast path: nearly no request has this method
        &*self.method == b"OPTIONS"
            && self.headers.get("access-control-request-method").is_some()
            && self.headers.get("origin").is_some()
            && self.body.is_absent()
            && !self.declares_body()
            && ["authorization", "cookie"].iter().all(|name| self.headers.get(name).is_none())
    }
}
