//! The API's paths, and requests that almost match one.

use crate::answer::ApiError;
use axum::extract::Request;
use axum::http::{StatusCode, Uri};

/// Every path, in the syntax of axum's router.
pub(crate) const PATHS: [&str; 11] = [
    "/v2/mcc/customers/{account}/edge/purge",
    "/v2/mcc/customers/{account}/edge/load",
    "/v2/mcc/customers/{account}/cnames",
    "/v2/mcc/customers/{account}/cnames/{which}",
    "/v2/mcc/customers/{account}/origins/{platform}",
    "/v2/mcc/token/encrypt",
    "/rules-engine/v1.1/policies",
    "/rules-engine/v1.1/policies/{id}",
    "/sec/cps/v2.0/certificates",
    "/sec/cps/v2.0/certificates/cdnprovided",
    "/sec/cps/v2.0/certificates/{id}/cancel",
];

const NOT_FOUND: ApiError = ApiError::says(StatusCode::NOT_FOUND, "Invalid Request URI", "Endpoint not found");
const WRONG_CASE: ApiError = ApiError::plain(StatusCode::FORBIDDEN, "Invalid Case");
const NOT_ALLOWED: ApiError = ApiError::plain(StatusCode::METHOD_NOT_ALLOWED, "Invalid Request");
const NOT_ENCODED: ApiError = ApiError::plain(StatusCode::BAD_REQUEST, "Invalid Request URL/Parameter");
const MALFORMED: ApiError = ApiError::says(StatusCode::INTERNAL_SERVER_ERROR, "Server Error", "Method Error");

/// No path matches.
pub(crate) async fn not_found(request: Request) -> ApiError {
    let path = request.uri().path();
    if PATHS.iter().any(|template| fits(template, path)) { WRONG_CASE } else { NOT_FOUND }
}

/// The path matches, but the method doesn't.
pub(crate) async fn not_allowed() -> ApiError {
    NOT_ALLOWED
}

/// Checks the form of the URL.
pub(crate) fn check(uri: &Uri) -> Result<(), ApiError> {
    if uri.path().to_ascii_lowercase().contains("%2f") {
        return Err(MALFORMED);
    }
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    let mut escapes = target.split('%').skip(1);
    let is_escape = |text: &str| text.len() >= 2 && text.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    if escapes.all(is_escape) { Ok(()) } else { Err(NOT_ENCODED) }
}

/// Whether a path matches a template, ignoring case.
fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut found) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return true,
            (Some(wanted), Some(found)) if wanted.starts_with('{') && !found.is_empty() => {}
            (Some(wanted), Some(found)) if wanted.eq_ignore_ascii_case(found) => {}
            _ => return false,
        }
    }
}
