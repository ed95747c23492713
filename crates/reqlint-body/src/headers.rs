//! What headers say about the body that follows them.

use http::{HeaderMap, Method, Request, Version, header};

/// Whether the body may last as long as the connection (gRPC, or another protocol). Never wait for its end.
#[must_use]
pub fn is_stream(headers: &HeaderMap) -> bool {
    is_of_type(headers, "application/grpc") || headers.contains_key(header::UPGRADE)
}

/// Whether a client may read the body of a request ahead: it is not a stream, a tunnel or compressed.
#[must_use]
pub fn is_readable<B>(request: &Request<B>) -> bool {
    let headers = request.headers();
    !is_stream(headers) && !is_coded(headers) && request.method() != Method::CONNECT
}

/// Whether a server may wait for the end of a request's body: it is neither a tunnel nor a stream of gRPC messages, which only
/// HTTP/2 and later can carry. Another protocol begins after the body of a request, not in it, so that `Upgrade` doesn't
/// matter. What a label says must not keep a server from reading what the service behind it reads.
#[must_use]
pub fn ends<B>(request: &Request<B>) -> bool {
    request.method() != Method::CONNECT && (request.version() < Version::HTTP_2 || !is_grpc(request.headers()))
}

/// Whether the Content-Type is that of gRPC in its own encoding, whose messages are framed: no service reads them as JSON.
fn is_grpc(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let Some(sent) = types.next().filter(|_| types.next().is_none()) else { return false };
    let essence = sent.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    [&b"application/grpc"[..], b"application/grpc+proto"].iter().any(|grpc| essence.eq_ignore_ascii_case(grpc))
}

/// Whether the Content-Type begins with `name`.
#[must_use]
pub fn is_of_type(headers: &HeaderMap, name: &str) -> bool {
    let sent = headers.get(header::CONTENT_TYPE).map(http::HeaderValue::as_bytes).unwrap_or_default();
    sent.get(..name.len()).is_some_and(|sent| sent.eq_ignore_ascii_case(name.as_bytes()))
}

/// Whether the body is compressed, so that its bytes are not the ones that rules describe.
#[must_use]
pub fn is_coded(headers: &HeaderMap) -> bool {
    let mut coded = headers.get_all(header::CONTENT_ENCODING).iter();
    coded.any(|value| !value.is_empty() && !value.as_bytes().eq_ignore_ascii_case(b"identity"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_and_compressed_bodies_are_recognised_by_their_headers() {
        let table = [
            ("content-type", "application/grpc+proto", (true, false)),
            ("content-type", "Application/gRPC", (true, false)),
            ("upgrade", "websocket", (true, false)),
            ("content-type", "application/json", (false, false)),
            ("content-encoding", "gzip", (false, true)),
            ("content-encoding", "identity", (false, false)),
        ];
        for (name, value, expected) in table {
            let headers = HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]);
            assert_eq!((is_stream(&headers), is_coded(&headers)), expected, "{name}: {value}");
        }
    }
}
