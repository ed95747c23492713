//! The facts of the pack, looked up in the API's own database.

use crate::database::Database;
use reqlint_server::{ConnectError, SqlFacts};

/// The token of an Authorization header, whatever the scheme in front of it.
const REST_TOKEN: &str = "trim(substr({header.Authorization}, 5))";
const ACCESS_TOKEN: &str = "substr({header.Authorization}, 8)";

/// A source of facts that asks the API's database.
///
/// # Errors
/// When the database can't be opened, or does not take a query.
pub async fn facts(database: &Database) -> Result<SqlFacts, ConnectError> {
    let token = format!("coalesce((select token from tokens where token = {REST_TOKEN}), {ACCESS_TOKEN})");
    let queries = [
        ("account-exists", "select exists(select 1 from accounts where number = {path.account})".to_owned()),
        ("account-status", "select status from accounts where number = {path.account}".to_owned()),
        ("token-known", format!("select exists(select 1 from tokens where token = {token})")),
        ("token-account", format!("select account from tokens where token = {token}")),
        ("token-issued-at", format!("select issued_at from tokens where token = {token}")),
        ("token-scopes", format!("select scope from scopes where token = {token}")),
        ("user-methods", format!("select method from grants where token = {token}")),
        (
            "user-privileged",
            format!(
                "select exists(select 1 from privileges where token = {token} and {{path}} || '/' like '%/' || page || '/%')"
            ),
        ),
        ("resource-exists", by_id("cname", "path.EdgeCNAMEID")),
        ("resource-exists", by_id("policy", "path.PolicyID")),
        ("resource-exists", by_id("certificate", "path.CertificateRequestID")),
        ("resource-exists", by_name("cname", "body.Name")),
        ("resource-exists", by_name("certificate", "body.certificate_label")),
        ("resource-state", state("cname", "path.EdgeCNAMEID")),
        ("resource-state", state("certificate", "path.CertificateRequestID")),
        ("service-database", "select state from service".to_owned()),
    ];
    SqlFacts::connect(&database.address(), queries).await
}

fn by_id(kind: &str, id: &str) -> String {
    format!("select exists(select 1 from resources where kind = '{kind}' and id = {{{id}}})")
}

fn by_name(kind: &str, name: &str) -> String {
    format!("select exists(select 1 from resources where kind = '{kind}' and name = {{{name}}})")
}

fn state(kind: &str, id: &str) -> String {
    format!("select state from resources where kind = '{kind}' and id = {{{id}}}")
}
