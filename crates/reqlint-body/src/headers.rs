//! What headers say of the body behind them.

use http::{HeaderMap, header};

/// Whether the body may last as long as the connection: gRPC, or another protocol. Nobody may wait for its end.
#[must_use]
pub fn is_stream(headers: &HeaderMap) -> bool {
    is_of_type(headers, "application/grpc") || headers.contains_key(header::UPGRADE)
}

/// Whether the Content-Type begins with this.
#[must_use]
pub fn is_of_type(headers: &HeaderMap, name: &str) -> bool {
    let sent = headers.get(header::CONTENT_TYPE).map(http::HeaderValue::as_bytes).unwrap_or_default();
    sent.get(..name.len()).is_some_and(|sent| sent.eq_ignore_ascii_case(name.as_bytes()))
}

/// Whether the body is compressed. Its bytes are not those that rules speak of.
#[must_use]
pub fn is_coded(headers: &HeaderMap) -> bool {
    let mut coded = headers.get_all(header::CONTENT_ENCODING).iter();
    coded.any(|value| !value.is_empty() && !value.as_bytes().eq_ignore_ascii_case(b"identity"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_and_compressed_bodies_are_told_by_their_headers() {
        let table = [
            ("content-type", "application/grpc+proto", (true, false)),
            ("content-type", "Application/gRPC", (true, false)),
            ("upgrade", "websocket", (true, false)),
            ("content-type", "application/json", (false, false)),
            ("content-encoding", "gzip", (false, true)),
            ("content-encoding", "identity", (false, false)),
        ];
        for (name, value, told) in table {
            let headers = HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]);
            assert_eq!((is_stream(&headers), is_coded(&headers)), told, "{name}: {value}");
        }
    }
}
