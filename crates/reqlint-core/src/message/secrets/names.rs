//! Which names hold secrets: of headers, parameters, members and authentication schemes.

use crate::base::near::nearest;
use crate::message::exchange::same_name;

/// Authentication schemes of the IANA registry, and those that are as well known.
const SCHEMES: [&str; 16] = [
    "Basic",
    "Bearer",
    "Concealed",
    "Digest",
    "DPoP",
    "GNAP",
    "HOBA",
    "Mutual",
    "Negotiate",
    "NTLM",
    "OAuth",
    "PrivateToken",
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "vapid",
    "Token",
];

/// Names of secret values, without separators and in lower case.
const NAMES: [&str; 11] =
    ["pwd", "key", "sig", "jwt", "assertion", "clientassertion", "sessionid", "jsessionid", "phpsessid", "auth", "sid"];

/// What names of secret values end in.
const ENDINGS: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "authkey",
    "authorization",
    "signature",
    "credential",
    "credentials",
];

/// Whether the values of a parameter or member of this name are secret.
pub(crate) fn is_secret(name: &[u8]) -> bool {
    if name.is_empty() || name.len() > 64 {
        return false;
    }
    let mut buffer = [0; 64];
    let mut length = 0;
    for (place, byte) in buffer.iter_mut().zip(name.iter().filter(|b| b.is_ascii_alphanumeric())) {
        *place = byte.to_ascii_lowercase();
        length += 1;
    }
    let name = buffer.get(..length).unwrap_or_default();
    NAMES.iter().any(|n| n.as_bytes() == name) || ENDINGS.iter().any(|n| name.ends_with(n.as_bytes()))
}

/// Whether the value of a header of this name is secret.
pub(crate) fn is_secret_header(name: &[u8]) -> bool {
    const PLAIN: [&str; 5] =
        ["idempotency-key", "sec-websocket-key", "surrogate-key", "x-cache-key", "x-amz-meta-cache-key"];
    if PLAIN.iter().any(|p| same_name(name, p)) {
        return false;
    }
    let squeezed = squeezed(name);
    is_secret(name)
        || squeezed.ends_with(b"key")
        || matches!(squeezed.as_slice(), b"xauth" | b"xsessionid")
        // a typing error doesn't make it public
        || std::str::from_utf8(&squeezed).is_ok_and(|n| nearest(n, ["authorization"]).is_some())
}

/// Where the secret begins: after a leading word that is a known scheme.
pub(crate) fn scheme_end(value: &[u8], schemes: &[String]) -> usize {
    let lead = value.iter().take_while(|b| !b.is_ascii_alphanumeric()).count();
    let rest = value.get(lead..).unwrap_or_default();
    let word = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let name = rest.get(..word).unwrap_or_default();
    let separated = rest.get(word).is_none_or(|b| b" :=\t".contains(b));
    let known = SCHEMES.iter().copied().chain(schemes.iter().map(String::as_str));
    let mut known = known.filter(|s| s.as_bytes().eq_ignore_ascii_case(name));
    if separated && known.next().is_some() { lead + word } else { 0 }
}

fn squeezed(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}
