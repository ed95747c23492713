//! The API: a dozen endpoints on two hosts.

use crate::answer::{ApiError, LEGACY, host, worded};
use crate::body::{Field, Takes, check};
use crate::caller::{Customer, check_gateway, check_rest, check_service};
use crate::database::Database;
use crate::paths::{self, PATHS};
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use reqlint_server::ReqlintLayer;
use serde_json::{Value, json};

const NO_RESOURCE: ApiError = ApiError::says(
    StatusCode::NOT_FOUND,
    "Invalid Request URI",
    "Could not find resource or you do not have permission to resource",
);
const CONFLICT: ApiError = ApiError::plain(StatusCode::CONFLICT, "invalid_request");

const MEDIA: [Field; 2] =
    [Field::required("MediaPath", Takes::Url), Field::required("MediaType", Takes::OneOf(&[3, 8, 14]))];
const NEW_CNAME: [Field; 4] = [
    Field::required("Name", Takes::Host),
    Field::blank("DirPath", Takes::Text),
    Field::required("MediaTypeId", Takes::OneOf(&[3, 8, 14])),
    Field::required("OriginId", Takes::Whole),
];
const ENCRYPT: [Field; 2] = [Field::required("Key", Takes::Text), Field::required("TokenParameter", Takes::Text)];
const NEW_CERTIFICATE: [Field; 5] = [
    Field::required("certificate_authority", Takes::Word(&["DigiCert"])),
    Field::required("certificate_label", Takes::Text),
    Field::required("dcv_method", Takes::Word(&["Email", "DnsCnameToken", "DnsTxtToken"])),
    Field::required("domains", Takes::List),
    Field::required("validation_type", Takes::Word(&["None", "DV", "OV", "EV"])),
];

type Answer = Result<Json<Value>, ApiError>;

/// The API alone, which checks everything by hand.
pub fn api(database: Database) -> Router {
    routes(database).layer(from_fn(worded))
}

/// The API behind a layer, which refuses what the API would refuse.
pub fn guarded(database: Database, layer: ReqlintLayer) -> Router {
    api(database).layer(layer)
}

fn routes(database: Database) -> Router {
    let [purge, load, cnames, cname, origins, encrypt, policies, policy, certificates, new_certificate, cancel] = PATHS;
    Router::new()
        .route(purge, put(media))
        .route(load, put(media))
        .route(cnames, post(add_cname))
        .route(cname, get(get_cnames).put(update_cname).delete(delete_cname))
        .route(origins, get(get_origins))
        .route(encrypt, put(encrypt_token))
        .route(policies, get(get_policies))
        .route(policy, get(get_policy))
        .route(certificates, get(get_certificates))
        .route(new_certificate, post(add_certificate))
        .route(cancel, put(cancel_certificate))
        .method_not_allowed_fallback(paths::not_allowed)
        .fallback(paths::not_found)
        .layer(from_fn_with_state(database.clone(), check_all))
        .with_state(database)
}

/// The checks for every endpoint: its host, the form of the URL, and that the service is up.
async fn check_all(State(database): State<Database>, request: Request, next: Next) -> Response {
    let is_legacy_path = request.uri().path().to_ascii_lowercase().starts_with("/v2/");
    if is_legacy_path != (host(&request) == LEGACY) {
        return paths::not_found(request).await.into_response();
    }
    let checked = match paths::check(request.uri()) {
        Ok(()) => check_service(&database).await,
        Err(refused) => Err(refused),
    };
    match checked {
        Ok(()) => next.run(request).await,
        Err(refused) => refused.into_response(),
    }
}

async fn media(_: Customer, headers: HeaderMap, body: Bytes) -> Answer {
    check(&headers, &body, &MEDIA)?;
    Ok(Json(json!({ "Id": "5f2c1a" })))
}

async fn add_cname(_: Customer, State(database): State<Database>, headers: HeaderMap, body: Bytes) -> Answer {
    let members = check(&headers, &body, &NEW_CNAME)?;
    let name = members.get("Name").and_then(Value::as_str).unwrap_or_default();
    match is_taken(&database, "cname", name).await? {
        true => Err(CONFLICT),
        false => Ok(Json(json!({ "CNameId": 1236 }))),
    }
}

/// All CNAMEs of a platform, or one by its ID.
async fn get_cnames(
    _: Customer,
    State(database): State<Database>,
    Path((account, which)): Path<(String, String)>,
) -> Answer {
    if which.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Json(json!({ "Id": which })));
    }
    let names = database.texts("select name from resources where kind = 'cname' and account = ?", &[&account]).await?;
    Ok(Json(json!(names)))
}

async fn update_cname(
    _: Customer,
    Path((_account, which)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    check(&headers, &body, &NEW_CNAME)?;
    Ok(Json(json!({ "CNameId": which })))
}

async fn delete_cname(
    _: Customer,
    State(database): State<Database>,
    Path((_account, which)): Path<(String, String)>,
) -> Answer {
    check_free(&database, "cname", &which).await?;
    Ok(Json(json!({})))
}

async fn get_origins(_: Customer) -> Answer {
    Ok(Json(json!([])))
}

async fn encrypt_token(State(database): State<Database>, method: Method, headers: HeaderMap, body: Bytes) -> Answer {
    check_rest(&database, &headers, &method, "token").await?;
    check(&headers, &body, &ENCRYPT)?;
    Ok(Json(json!({ "EncryptedToken": "a1b2c3" })))
}

async fn get_policies(State(database): State<Database>, headers: HeaderMap) -> Answer {
    check_gateway(&database, &headers, "ec.rules").await?;
    let names = database.texts("select name from resources where kind = 'policy'", &[]).await?;
    Ok(Json(json!({ "items": names })))
}

async fn get_policy(State(database): State<Database>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    check_gateway(&database, &headers, "ec.rules").await?;
    check_exists(&database, "policy", &id).await?;
    Ok(Json(json!({ "id": id })))
}

async fn get_certificates(State(database): State<Database>, headers: HeaderMap) -> Answer {
    check_gateway(&database, &headers, "sec.cps.certificates").await?;
    let labels = database.texts("select name from resources where kind = 'certificate'", &[]).await?;
    Ok(Json(json!({ "items": labels })))
}

async fn add_certificate(State(database): State<Database>, headers: HeaderMap, body: Bytes) -> Answer {
    check_gateway(&database, &headers, "sec.cps.certificates").await?;
    let members = check(&headers, &body, &NEW_CERTIFICATE)?;
    let label = members.get("certificate_label").and_then(Value::as_str).unwrap_or_default();
    match is_taken(&database, "certificate", label).await? {
        true => Err(CONFLICT),
        false => Ok(Json(json!({ "id": 9 }))),
    }
}

async fn cancel_certificate(State(database): State<Database>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    check_gateway(&database, &headers, "sec.cps.certificates").await?;
    check_exists(&database, "certificate", &id).await?;
    check_free(&database, "certificate", &id).await?;
    Ok(Json(json!({})))
}

async fn is_taken(database: &Database, kind: &str, name: &str) -> Result<bool, ApiError> {
    Ok(database.any("select name from resources where kind = ? and name = ?", &[kind, name]).await?)
}

async fn check_exists(database: &Database, kind: &str, id: &str) -> Result<(), ApiError> {
    let exists = database.any("select name from resources where kind = ? and id = ?", &[kind, id]).await?;
    if exists { Ok(()) } else { Err(NO_RESOURCE) }
}

async fn check_free(database: &Database, kind: &str, id: &str) -> Result<(), ApiError> {
    let query = "select name from resources where kind = ? and id = ? and state = 'busy'";
    if database.any(query, &[kind, id]).await? { Err(CONFLICT) } else { Ok(()) }
}
