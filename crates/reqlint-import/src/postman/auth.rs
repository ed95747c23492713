//! How requests are signed in: which header or parameter a kind of authorization adds.

use super::Auth;
use super::variables::Variables;
use crate::api::Credential;
use crate::seen;
use crate::tree::Tree;
use std::collections::BTreeSet;

/// What an `auth` adds to requests. `noauth` adds nothing, and ends what is handed down.
pub(super) fn read(auth: &Tree, variables: &Variables) -> Auth {
    let Some(kind) = auth.text("type") else { return Auth::default() };
    // a list of keys and values in 2.1, an object in 2.0
    let setting = |name: &str| {
        let settings = auth.get(kind)?;
        match settings {
            Tree::List(items) => {
                items.iter().find(|item| item.text("key") == Some(name)).and_then(|item| item.text("value"))
            }
            Tree::Object(_) => settings.text(name),
            _ => None,
        }
    };
    let authorization = |scheme: &str| Credential::Header("Authorization".to_owned(), Some(scheme.to_owned()));
    let is_in_query = |name: &str| setting(name).is_some_and(|place| place.to_ascii_lowercase().starts_with("query"));
    let credential = match kind {
        "noauth" => return Auth::default(),
        "bearer" => authorization("Bearer"),
        "basic" => authorization("Basic"),
        "digest" => authorization("Digest"),
        "hawk" => authorization("Hawk"),
        "ntlm" => authorization("NTLM"),
        "edgegrid" => authorization("EG1-HMAC-SHA256"),
        "awsv4" if is_in_query("addAuthDataToQuery") => Credential::Query("X-Amz-Signature".to_owned()),
        "awsv4" => authorization("AWS4-HMAC-SHA256"),
        "oauth1" if setting("addParamsToHeader") == Some("false") => Credential::Query("oauth_signature".to_owned()),
        "oauth1" => authorization("OAuth"),
        "oauth2" if is_in_query("addTokenTo") => Credential::Query("access_token".to_owned()),
        "oauth2" => authorization("Bearer"),
        "jwt" if is_in_query("addTokenTo") => Credential::Query("token".to_owned()),
        "jwt" => authorization("Bearer"),
        "apikey" => match key(setting("key").unwrap_or_default(), is_in_query("in"), variables) {
            Some(credential) => credential,
            None => return lost("API keys whose name is a variable without a value"),
        },
        _ => return lost("kinds of authorization that aren't known"),
    };
    Auth { credentials: BTreeSet::from([credential]), lost: None }
}

fn lost(what: &'static str) -> Auth {
    Auth { credentials: BTreeSet::new(), lost: Some(what) }
}

/// An API key in a header or a parameter of that name.
fn key(name: &str, is_in_query: bool, variables: &Variables) -> Option<Credential> {
    let name = variables.fill(name);
    let is_name =
        !name.is_empty() && name.len() <= 60 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    // a name with the shape of a secret is one that was put into the wrong field
    if !is_name || seen::masked(&name) != name {
        return None;
    }
    let is_authorization = name.eq_ignore_ascii_case("authorization");
    Some(match (is_in_query, is_authorization) {
        (true, _) => Credential::Query(name),
        (false, true) => Credential::Header("Authorization".to_owned(), None),
        (false, false) => Credential::Header(name, None),
    })
}
