//! Credentials that are not sent, or not where the API looks for them.

use super::draft::{Draft, missing_header, whole};
use super::gathered::Evidence;
use crate::base::finding::Part;
use crate::diagnose::claims::{Name, Place, is_near};
use crate::message::body::Syntax;

/// Query parameters that hold a credential.
const PARAMETERS: &[&str] =
    &["access_token", "token", "api_key", "apikey", "key", "auth", "api_token", "auth_token", "private_token"];

pub(super) fn draft(evidence: &Evidence<'_>) -> Option<Draft> {
    if !evidence.lacks("authorization") || !evidence.status_is(&[401, 403]) {
        return None;
    }
    let in_query =
        evidence.names.in_place(Place::Query).find(|name| PARAMETERS.contains(&name.leaf().to_lowercase().as_str()));
    if let Some(name) = in_query {
        let shown = name.leaf();
        let draft = Draft::new("answer/credentials-in-query", format!("the credential is in the URL's query, as `{shown}`"))
            .because(format!("the query has `{shown}`, and no Authorization header is sent; some APIs read a credential from the header only"))
            .fix("Send it in a header: Authorization: Bearer, followed by the token.");
        return Some(draft.at(name.at_name()));
    }
    let is_key = |name: &&Name| {
        let name = name.leaf().to_lowercase();
        ["key", "token", "auth", "session", "cookie", "secret", "signature"].iter().any(|word| name.contains(word))
    };
    let other = evidence.names.in_place(Place::Header).find(is_key).or_else(|| super::access::credential(evidence));
    let asked = evidence.answer.header("www-authenticate").and_then(|value| value.split_whitespace().next());
    if !evidence.status_is(&[401]) {
        return None;
    }
    if let Some(other) = other.filter(|other| asked.is_none() && is_for_authorization(other.leaf())) {
        let name = other.leaf();
        let draft = Draft::new("answer/credentials-in-header", format!("the credential is in {name}, and the header that HTTP has for it is Authorization"))
            .because(format!("{name} is sent, and no Authorization header (RFC 9110, section 11.6.2): an API reads {name} only where its documentation says so"))
            .fix(format!("Send the credential in Authorization; if the documentation names {name}, check that the credential is whole and has not expired."));
        return Some(draft.at(other.at_name()));
    }
    if let Some(other) = other {
        let (scheme, name) = (asked?, other.leaf());
        let draft = Draft::new(
            "answer/credentials-in-header",
            format!("the credential may be in {name}, and the answer asks for Authorization: {scheme}"),
        )
        .because(format!(
            "{name} is sent and no Authorization header, and WWW-Authenticate of the answer asks for {scheme}"
        ))
        .fix(format!("Send the header Authorization: {scheme}, followed by the credential."));
        return Some(draft.at(other.at_name()));
    }
    if let Some(login) = login(evidence).filter(|_| asked.is_none()) {
        return Some(login);
    }
    let draft = Draft::new("answer/no-credentials", "the request sends no credentials");
    let draft = match asked {
        Some(scheme) => draft
            .because(format!("no Authorization header is sent, and the answer asks for {scheme}"))
            .fix(format!("Send the header Authorization: {scheme}, followed by the credential.")),
        None => {
            draft.because("no Authorization header is sent").fix("Send the credential as the documentation shows it.")
        }
    };
    Some(draft.at(missing_header("Authorization")).confirmed_if(asked.is_some()))
}

/// A name and a password in the body: the request logs in, so that no header is wanted.
fn login(evidence: &Evidence<'_>) -> Option<Draft> {
    const NAMES: [&str; 8] = ["user", "username", "email", "login", "user_name", "name", "userid", "client_id"];
    const PASSWORDS: [&str; 6] = ["password", "pass", "passwd", "pwd", "passphrase", "client_secret"];
    let find = |known: &[&str]| {
        let is_it = |name: &&Name| known.contains(&name.leaf().to_lowercase().as_str());
        evidence.names.in_place(Place::Body).find(is_it)
    };
    let (user, password) = (find(&NAMES)?, find(&PASSWORDS)?);
    let (user, secret) = (user.leaf(), password.leaf());
    let draft = Draft::new(
        "answer/login",
        format!("the API may not accept `{user}` and `{secret}`, or not read them where they are"),
    )
    .because(format!("the body has `{user}` and `{secret}`: the request logs in, and the API answers 401"));
    let draft = match evidence.names.looks {
        Some(Syntax::Form) if !evidence.names.is_labelled_json() => draft
            .because("they are sent as a form; an API that reads JSON finds neither")
            .fix("Check both values; if the documentation shows a JSON body, send one with Content-Type: application/json."),
        _ => draft.fix("Check both values, the names of the members, and that the account is of this environment."),
    };
    Some(draft.at(whole(Part::Body)))
}

/// Words of which the names of headers are made that seem to be there for what HTTP has Authorization for; a name with
/// another word in it is one of the API's own: `X-Shop-Access-Token`.
const WORDS: &[&str] =
    &["x", "auth", "authorization", "authentication", "access", "token", "jwt", "bearer", "user", "id"];

/// Whether a header seems to hold what HTTP has Authorization for: `authToken`, `X-Authorization`, `Access-Token`.
fn is_for_authorization(name: &str) -> bool {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
        } else if c.is_uppercase() && was_lower || words.is_empty() {
            words.push(c.to_lowercase().collect());
        } else if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    let is_telling = |word: &String| word.starts_with("auth") || ["token", "jwt", "bearer"].contains(&word.as_str());
    let is_usual = words.iter().all(|word| word.is_empty() || WORDS.contains(&word.as_str()));
    is_usual && words.iter().any(is_telling) || is_near("authorization", name)
}

#[cfg(test)]
mod tests {
    use super::is_for_authorization;

    #[test]
    fn names_that_seem_to_be_for_authorization() {
        for name in ["authToken", "X-Authorization", "Access-Token", "X-Auth-Token", "token", "Authorisation", "JWT"] {
            assert!(is_for_authorization(name), "{name}");
        }
        for name in ["X-Shop-Access-Token", "X-API-Key", "X-CSRF-Token", "Session", "User-Id", "X-User", ""] {
            assert!(!is_for_authorization(name), "{name}");
        }
    }
}
