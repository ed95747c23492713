//! One endpoint of an API as an axum service, and a request to it.

use axum::extract::Path;
use axum::routing::put;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Purge {
    media_path: String,
    media_type: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Purged {
    id: String,
}

/// Reads a body into a type of its own, and answers with another, as APIs do; what lies behind an API takes no time here.
async fn purge(Path(account): Path<String>, Json(purge): Json<Purge>) -> Json<Purged> {
    Json(Purged { id: format!("{account}-{}-{}", purge.media_type, purge.media_path.len()) })
}

/// The service without the layer.
pub(crate) fn router() -> Router {
    Router::new().route("/v2/mcc/customers/{account}/edge/purge", put(purge))
}

/// A purge with a body of 500 bytes, in which nothing is wrong.
pub(crate) fn request() -> Vec<u8> {
    let (start, end) = (r#"{"MediaPath":"http://wpc.0001.edgecastcdn.net/000001/"#, r#"","MediaType":3}"#);
    let body = format!("{start}{}{end}", "a".repeat(500 - start.len() - end.len()));
    let head = "PUT /v2/mcc/customers/0001/edge/purge HTTP/1.1\r\nHost: api.edgecast.com\r\n\
                Authorization: TOK: 12345678-1234-1234-1234-1234567890ab\r\nContent-Type: application/json\r\n";
    format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}
