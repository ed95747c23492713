//! The caller: the token in the Authorization header, and what it may do.

use crate::answer::ApiError;
use crate::database::{Database, DatabaseError};
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use std::time::{SystemTime, UNIX_EPOCH};

const DENIED: ApiError = ApiError::says(StatusCode::FORBIDDEN, "Authentication Failure", "Access Denied");
const INVALID_USER: ApiError = ApiError::says(StatusCode::FORBIDDEN, "Authentication Failure", "Invalid user");
const NOT_GRANTED: ApiError = ApiError::plain(StatusCode::FORBIDDEN, "Insufficient Access Rights");

const NO_TOKEN: ApiError = ApiError::says(StatusCode::UNAUTHORIZED, "Missing/Invalid Token", "Auth not valid");
const OTHER_TOKEN: ApiError = ApiError::plain(StatusCode::UNAUTHORIZED, "Missing/Invalid Token");
const EXPIRED: ApiError = ApiError::plain(StatusCode::UNAUTHORIZED, "Expired Token");
const NO_SCOPE: ApiError = ApiError::plain(StatusCode::UNAUTHORIZED, "Insufficient Permissions");

const UNKNOWN_ACCOUNT: ApiError =
    ApiError::plain(StatusCode::BAD_REQUEST, "Invalid Customer ID Value/Invalid ID Value");
const DELETED: ApiError = ApiError::says(
    StatusCode::BAD_REQUEST,
    "Inactive/Deleted Customer",
    "Cannot update or retrieve information of a deleted customer.",
);

const DATABASE_DOWN: ApiError = ApiError::says(StatusCode::INTERNAL_SERVER_ERROR, "Server Error", "Method Error");

/// Seconds after which an access token expires.
const LIFETIME: u64 = 300;

/// A database failure gives the error that the troubleshooting page documents.
impl From<DatabaseError> for ApiError {
    fn from(_: DatabaseError) -> Self {
        DATABASE_DOWN
    }
}

/// Checks that the database is up.
pub(crate) async fn check_service(database: &Database) -> Result<(), ApiError> {
    let is_up = database.any("select state from service where state = 'up'", &[]).await?;
    if is_up { Ok(()) } else { Err(DATABASE_DOWN) }
}

/// Checks the caller of an older service: a REST API token that is granted the method and the MCC page.
pub(crate) async fn check_rest(
    database: &Database,
    headers: &HeaderMap,
    method: &Method,
    page: &str,
) -> Result<String, ApiError> {
    let value = headers.get(header::AUTHORIZATION).ok_or(DENIED)?.to_str().map_err(|_| INVALID_USER)?;
    let scheme = value.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("TOK:")).ok_or(INVALID_USER)?;
    let token = value.get(scheme.len()..).unwrap_or_default();
    let token = token.strip_prefix(' ').unwrap_or(token);
    if !database.any("select token from tokens where token = ? and issued_at is null", &[token]).await? {
        return Err(INVALID_USER);
    }
    let query = "select 1 from grants where token = ? and method = ?";
    let has_method = database.any(query, &[token, method.as_str()]).await?;
    let query = "select 1 from privileges where token = ? and page = ?";
    let has_page = database.any(query, &[token, page]).await?;
    if has_method && has_page { Ok(token.to_owned()) } else { Err(NOT_GRANTED) }
}

/// The caller of an older service for an account: its token is granted the method and the page (the path segment after the
/// account), and belongs to that account.
pub(crate) struct Customer;

impl FromRequestParts<Database> for Customer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, database: &Database) -> Result<Self, ApiError> {
        let path = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let page = path.split_once("{account}/").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
        let token = check_rest(database, &parts.headers, &parts.method, page).await?;
        let parameters = RawPathParams::from_request_parts(parts, database).await.map_err(|_| UNKNOWN_ACCOUNT)?;
        let account = parameters.iter().find_map(|(name, value)| (name == "account").then_some(value));
        check_account(database, account.unwrap_or_default(), &token).await?;
        Ok(Self)
    }
}

/// Checks the account in the URL: it exists, is active, and owns the token.
async fn check_account(database: &Database, account: &str, token: &str) -> Result<(), ApiError> {
    let is_number = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let status = database.texts("select status from accounts where number = ?", &[account]).await?;
    match status.first().filter(|_| is_number).map(String::as_str) {
        None => return Err(UNKNOWN_ACCOUNT),
        Some("active") => {}
        Some(_) => return Err(DELETED),
    }
    let query = "select account from tokens where token = ? and account = ? collate nocase";
    if database.any(query, &[token, account]).await? { Ok(()) } else { Err(UNKNOWN_ACCOUNT) }
}

/// Checks the caller of the gateway: an access token that is not too old and has the scope.
pub(crate) async fn check_gateway(database: &Database, headers: &HeaderMap, scope: &str) -> Result<(), ApiError> {
    let value = headers.get(header::AUTHORIZATION).ok_or(NO_TOKEN)?.to_str().map_err(|_| NO_TOKEN)?;
    if value.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("TOK:")) {
        return Err(OTHER_TOKEN);
    }
    let scheme = value.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("Bearer ")).ok_or(NO_TOKEN)?;
    let token = value.get(scheme.len()..).unwrap_or_default();
    let query = "select cast(issued_at as text) from tokens where token = ? and issued_at is not null";
    let issued = database.texts(query, &[token]).await?;
    let issued: u64 = issued.first().and_then(|seconds| seconds.parse().ok()).ok_or(OTHER_TOKEN)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    if now.saturating_sub(issued) >= LIFETIME {
        return Err(EXPIRED);
    }
    let has_scope = database.any("select scope from scopes where token = ? and scope = ?", &[token, scope]).await?;
    if has_scope { Ok(()) } else { Err(NO_SCOPE) }
}
