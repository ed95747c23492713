//! Access tokens of the gateway.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// An unsigned token for 2024-06-01 with these space-separated scopes.
pub(crate) fn access_token(scopes: &str) -> String {
    const ISSUED: u64 = 1_717_200_000;
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({
        "nbf": ISSUED, "exp": ISSUED + 300, "iss": "https://id.vdms.io", "aud": ["https://id.vdms.io/resources"],
        "scope": scopes.split(' ').collect::<Vec<_>>(),
    });
    format!("{}.{}.bm9uZQ", part(json!({ "alg": "none", "typ": "JWT" })), part(claims))
}
