//! Security schemes: which credentials an operation asks for, and where.

use super::Dialect;
use crate::api::{Credential, Operation};
use crate::loss::Lost;
use crate::tree::{At, Documents, Tree};
use std::collections::BTreeSet;

/// The credentials of an operation, each set of them enough, and the scopes that it names.
pub(crate) fn of(
    documents: &Documents,
    dialect: Dialect,
    root: &Tree,
    operation: &Tree,
    made: &mut Operation,
) -> (Vec<BTreeSet<Credential>>, Vec<String>) {
    let Some(security) = operation.get("security").or_else(|| root.get("security")) else { return Default::default() };
    let (mut sets, mut scopes) = (Vec::new(), Vec::<String>::new());
    for requirement in security.items() {
        let mut set = BTreeSet::new();
        for (name, needed) in requirement.members() {
            match credential(documents, dialect, root, name) {
                Ok(Some(credential)) => drop(set.insert(credential)),
                // a client's certificate is not in the request
                Ok(None) => {}
                Err(lost) => made.lose(lost, ""),
            }
            for scope in needed.items().iter().filter_map(Tree::as_text) {
                if !scopes.iter().any(|known| known == scope) {
                    scopes.push(scope.to_owned());
                }
            }
        }
        // anybody, or whoever holds what a request doesn't show
        if set.is_empty() {
            return (Vec::new(), scopes);
        }
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets.sort();
    (sets, scopes)
}

fn credential(documents: &Documents, dialect: Dialect, root: &Tree, name: &str) -> Result<Option<Credential>, Lost> {
    let schemes = match dialect {
        Dialect::Swagger2 => root.get("securityDefinitions"),
        Dialect::OpenApi30 | Dialect::OpenApi31 => root.get("components").and_then(|c| c.get("securitySchemes")),
    };
    let scheme = schemes.and_then(|schemes| schemes.get(name));
    let missing = || Lost::Reference(format!("the security scheme `{name}`"));
    let scheme = documents.follow(At { tree: scheme.ok_or_else(missing)?, file: 0 }).map_err(|_| missing())?.0.tree;
    let authorization = |scheme: &str| Credential::Header("Authorization".to_owned(), Some(scheme.to_owned()));
    let is_token =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    Ok(match scheme.text("type") {
        Some("apiKey") => {
            let name = scheme.text("name").unwrap_or_default();
            match scheme.text("in") {
                Some("header") if is_token(name) => Some(Credential::Header(name.to_owned(), None)),
                Some("query") if is_token(name) => Some(Credential::Query(name.to_owned())),
                Some("cookie") if is_token(name) => Some(Credential::Cookie(name.to_owned())),
                _ => return Err(Lost::Keyword("securitySchemes".to_owned())),
            }
        }
        Some("basic") => Some(authorization("Basic")),
        Some("http") => match scheme.text("scheme").map(str::to_ascii_lowercase).as_deref() {
            Some("bearer") => Some(authorization("Bearer")),
            Some("basic") => Some(authorization("Basic")),
            _ => Some(Credential::Header("Authorization".to_owned(), None)),
        },
        // tokens of OAuth are sent in other ways, too
        Some("oauth2" | "openIdConnect") => Some(Credential::Header("Authorization".to_owned(), None)),
        _ => None,
    })
}
