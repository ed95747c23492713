//! How the API words an error: by host, in JSON or XML.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The host of the older services; everything else is the gateway's.
pub(crate) const LEGACY: &str = "api.edgecast.com";

/// The host of the gateway.
pub(crate) const GATEWAY: &str = "api.vdms.io";

/// An error of the troubleshooting page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The status.
    pub status: StatusCode,
    /// The page's name for the error.
    pub error_type: &'static str,
    /// The API's message; without one, it sends the status's name.
    pub message: Option<&'static str>,
}

impl ApiError {
    /// An error with its own message.
    pub(crate) const fn says(status: StatusCode, error_type: &'static str, message: &'static str) -> Self {
        Self { status, error_type, message: Some(message) }
    }

    /// An error whose message is the status's name.
    pub(crate) const fn plain(status: StatusCode, error_type: &'static str) -> Self {
        Self { status, error_type, message: None }
    }

    fn body(self, on_gateway: bool, as_xml: bool) -> (&'static str, String) {
        let message = self.message.or(self.status.canonical_reason()).unwrap_or_default();
        if on_gateway {
            let code = self.error_type;
            return ("application/json", format!(r#"{{"@type":"Error","code":"{code}","title":"{message}"}}"#));
        }
        if as_xml {
            let open = r#"<Error xmlns="http://www.whitecdn.com/schemas/apiservices/">"#;
            return ("application/xml", format!("{open}<Message>{message}</Message></Error>"));
        }
        ("application/json", format!(r#"{{"Message":"{message}"}}"#))
    }
}

/// The body depends on the request, so `worded` adds it later.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Adds the body to an error response, in the format that suits the caller.
pub(crate) async fn worded(request: Request, next: Next) -> Response {
    let on_gateway = host(&request) == GATEWAY;
    let accepts = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let as_xml = accepts.to_ascii_lowercase().contains("application/xml");
    let mut response = next.run(request).await;
    let Some(refused) = response.extensions().get::<ApiError>().copied() else { return response };
    let (content_type, body) = refused.body(on_gateway, as_xml);
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if refused.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// The requested host, without its port. In HTTP/2 it is in the URI.
pub(crate) fn host(request: &Request) -> &str {
    let header = || request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = request.uri().host().or_else(header).unwrap_or_default();
    host.split_once(':').map_or(host, |(name, _)| name)
}
