//! The unsigned token that fills `{jwt}` in an example.

use super::now;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqlint_core::Time;
use reqlint_core::base::{Duration, Literal, Number};
use reqlint_core::files::{Example, ExampleJwt};
use serde_json::{Map, Value, json};

/// The text with `{jwt}` filled.
pub(super) fn fill(text: &str, example: &Example) -> String {
    match &example.jwt {
        Some(jwt) if text.contains("{jwt}") => text.replace("{jwt}", &token(jwt, now(example))),
        _ => text.to_owned(),
    }
}

/// An unsigned token: a header, the claims, and a dummy signature.
fn token(jwt: &ExampleJwt, now: Time) -> String {
    let mut claims = Map::new();
    for (claim, span) in ["iat", "exp", "nbf"].iter().zip(&jwt.times) {
        if let Some(span) = span.as_ref().and_then(|s| Duration::read_from_now(s.as_bytes())) {
            claims.insert((*claim).to_owned(), json!(now.plus(span).seconds()));
        }
    }
    if let Some(scope) = &jwt.scope {
        claims.insert("scope".into(), json!(scope));
    }
    if let Some(issuer) = &jwt.issuer {
        claims.insert("iss".into(), json!(issuer));
    }
    if let Some(audience) = &jwt.audience {
        claims.insert("aud".into(), json!(audience));
    }
    for (name, value) in &jwt.claims {
        claims.insert(name.clone(), plain(value));
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.bm9uZQ", part(&json!({"alg": "none", "typ": "JWT"})), part(&Value::Object(claims)))
}

fn plain(literal: &Literal) -> Value {
    match literal {
        Literal::Text(t) => json!(t),
        Literal::Number(Number::Whole(n)) => json!(n),
        Literal::Number(Number::Real(n)) => json!(n),
        Literal::Boolean(b) => json!(b),
        Literal::Time(t) => json!(t.seconds()),
        Literal::List(items) => Value::Array(items.iter().map(plain).collect()),
    }
}
