//! Credentials that a request had: where, never what.

use crate::api::Credential;
use reqlint_core::explain::is_secret_name;

/// Schemes that a value of Authorization begins with. Any other first word may be a part of the secret.
const SCHEMES: [&str; 21] = [
    "Bearer",
    "Basic",
    "Digest",
    "Token",
    "ApiKey",
    "Api-Key",
    "Key",
    "OAuth",
    "Negotiate",
    "NTLM",
    "Hawk",
    "HOBA",
    "Mutual",
    "DPoP",
    "GNAP",
    "JWT",
    "SharedKey",
    "Signature",
    "AWS",
    "AWS4-HMAC-SHA256",
    "EG1-HMAC-SHA256",
];

/// The credential that a header line is, if it is one. Cookies are none: browsers send whatever they have.
pub(crate) fn of_header(name: &str, value: &str) -> Option<Credential> {
    let is_name = !name.is_empty()
        && name.len() <= 60
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !is_name
        || super::ids::is_value_name(name)
        || ["cookie", "proxy-authorization"].iter().any(|own| name.eq_ignore_ascii_case(own))
    {
        return None;
    }
    if name.eq_ignore_ascii_case("authorization") {
        return Some(Credential::Header("Authorization".to_owned(), scheme(value)));
    }
    is_secret_name(name.as_bytes()).then(|| Credential::Header(written(name), None))
}

/// The credential that a parameter of a query is, if it is one.
pub(crate) fn of_query(name: &str) -> Option<Credential> {
    (is_secret_name(name.as_bytes()) && !super::ids::is_value_name(name)).then(|| Credential::Query(name.to_owned()))
}

fn scheme(value: &str) -> Option<String> {
    let (first, rest) = value.trim().split_once(' ')?;
    let known = SCHEMES.iter().find(|known| known.eq_ignore_ascii_case(first))?;
    (!rest.trim().is_empty()).then(|| (*known).to_owned())
}

/// As headers are usually written: HTTP/2 has them in lower case.
fn written(name: &str) -> String {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        return name.to_owned();
    }
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_known_by_its_place() {
        let header =
            |name: &str, scheme: Option<&str>| Some(Credential::Header(name.to_owned(), scheme.map(str::to_owned)));
        assert_eq!(of_header("authorization", "bearer abc"), header("Authorization", Some("Bearer")));
        assert_eq!(of_header("Authorization", "s3cr3t abc"), header("Authorization", None));
        assert_eq!(of_header("x-api-key", "1"), header("X-Api-Key", None));
        assert_eq!(of_header("X-API-Key", "1"), header("X-API-Key", None));
        assert_eq!(of_header("Accept", "1"), None);
        assert_eq!(of_header("Cookie", "a=1"), None);
        assert_eq!(of_query("api_key"), Some(Credential::Query("api_key".to_owned())));
        assert_eq!(of_query("page"), None);
    }
}
