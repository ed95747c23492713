//! Credentials: of the wrong scheme, expired, without a scope, or lost on the way.

use super::draft::{Draft, missing_header};
use super::gathered::Evidence;
use crate::base::time::Time;
use crate::diagnose::claims::Name;
use crate::message::body::{Document, NodeKind};
use crate::message::jwt::Jwt;
use crate::message::placeholder::placeholder;

const NOT_PROVIDED: &[&str] = &[
    "credentials were not provided",
    "not provided",
    "no credentials",
    "no authorization",
    "no auth",
    "missing authorization",
    "authorization header missing",
    "authorization header is missing",
    "missing token",
    "token not found",
    "no token",
    "token missing",
    "authentication required",
    "missing authentication",
    "requires authentication",
    "not authenticated",
    "authorization header must be",
    "authorization header is required",
    "authorization header required",
    "authorization header was not present",
    "authorization header not found",
    "no authorization header",
    "credential was found",
];

/// Schemes that are in use.
const SCHEMES: &[&str] = &[
    "basic",
    "bearer",
    "digest",
    "token",
    "bot",
    "apikey",
    "api-key",
    "jwt",
    "negotiate",
    "ntlm",
    "hmac",
    "aws4-hmac-sha256",
    "oauth",
    "dpop",
    "key",
    "genie",
    "genieKey",
    "splunk",
    "tok",
    "sharedkey",
    "ssws",
    "snowflake",
    "app",
];

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    if evidence.status_is(&[404]) {
        return scopes(evidence).into_iter().collect();
    }
    if !evidence.status_is(&[401, 403, 407, 429]) && !evidence.answer.says(&["authentication", "unauthorized"]) {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    if evidence.status_is(&[407]) {
        drafts.extend(proxy(evidence));
        return drafts;
    }
    drafts.extend(scopes(evidence));
    drafts.extend(quota(evidence));
    drafts.extend(expired(evidence).or_else(|| called_expired(evidence)));
    drafts.extend(challenged(evidence));
    let Some(sent) = evidence.header("authorization") else {
        drafts.extend(super::unsent::draft(evidence));
        return drafts;
    };
    if evidence.answer.says(NOT_PROVIDED) {
        drafts.extend(unset(sent));
        drafts.push(lost(evidence, sent));
    }
    drafts.extend(scheme(evidence, sent));
    drafts
}

fn proxy(evidence: &Evidence<'_>) -> Option<Draft> {
    let asked =
        evidence.answer.header("proxy-authenticate").and_then(|value| value.split_whitespace().next()).unwrap_or("any");
    let draft = Draft::new("answer/proxy-credentials", "the proxy on the way asks for credentials")
        .because(format!("407 comes from a proxy, which asks for {asked}; the request sends no Proxy-Authorization"))
        .fix("Give the client the proxy's user and password (curl: --proxy-user).");
    evidence.lacks("proxy-authorization").then(|| draft.at(missing_header("Proxy-Authorization")).confirmed_if(true))
}

/// A credential that is still to be filled in: a variable of the shell that may be empty, or whose sign was left in.
fn unset(sent: &Name) -> Option<Draft> {
    let value = sent.value.as_str();
    let found = placeholder(value.as_bytes())?;
    let shown = value.get(found)?;
    let variable = shown.strip_prefix('$').filter(|_| !shown.contains('*'))?.trim_matches(['{', '}']);
    let draft = Draft::new("answer/variable", format!("the variable {variable} may be empty where the command ran"))
        .because(format!("the value of Authorization holds the variable {variable}, which the text does not set: a shell that doesn't know it sends nothing in its place"))
        .fix(format!("Look at what is sent (echo \"${variable}\"), and set it first; whoever writes the token itself there replaces the $, too."));
    Some(draft.at(sent.at_value()))
}

fn lost(evidence: &Evidence<'_>, sent: &Name) -> Draft {
    let draft = Draft::new("answer/lost", "the Authorization header did not reach the application")
        .because("Authorization is sent, and the API says that there is none: a server or proxy in front of the application may have dropped it, or the program that sent the request")
        .why("Apache does not pass Authorization on to WSGI and CGI programs unless WSGIPassAuthorization or CGIPassAuth is on; clients drop it when a redirect leads to another host.")
        .fix("Check what is in front of the application, and that no redirect leads to another host; also check that the scheme is one that the application knows.")
        .at(sent.at_value());
    if super::transport::is_plain(evidence) {
        return draft.because("the URL begins with http://: where that is redirected to https://, a client that follows may drop the header, and turn POST into GET")
            .also_fix("Begin the URL with https://, if the API has it.");
    }
    draft
}

/// The scheme that was sent isn't one that the answer asks for, or there is none.
fn scheme(evidence: &Evidence<'_>, sent: &Name) -> Option<Draft> {
    if !evidence.status_is(&[401, 403, 400]) || placeholder(sent.value.as_bytes()).is_some_and(|found| found.start == 0)
    {
        return None;
    }
    let value = sent.value.trim();
    let first = value.split_whitespace().next().unwrap_or_default();
    let has_scheme = value.contains(' ') && first.len() <= 20;
    if !has_scheme && !SCHEMES.contains(&first.to_lowercase().trim_end_matches(':')) && !value.contains(',') {
        let asked = evidence.answer.header("www-authenticate").and_then(|value| value.split_whitespace().next());
        let scheme = asked.unwrap_or("Bearer");
        let draft = Draft::new("answer/no-scheme", "the Authorization value has no scheme in front of the token")
            .because("the value of Authorization is a bare token; HTTP puts the name of a scheme before it (RFC 9110, section 11.6.2), such as Bearer, Token, Basic or Bot (a prefix that the documentation names)")
            .fix(format!("Put the scheme in front of the token, for example Authorization: {scheme}, a space, then the token."));
        return Some(draft.at(sent.at_value()).confirmed_if(asked.is_some()));
    }
    let asked = evidence.answer.header("www-authenticate")?;
    let offered = asked.split(',').filter_map(|one| one.split_whitespace().next()).filter(|word| !word.contains('='));
    let offered: Vec<&str> = offered.collect();
    let shown = evidence.shown(first);
    if !has_scheme || offered.is_empty() || offered.iter().any(|one| one.eq_ignore_ascii_case(first)) {
        return None;
    }
    let draft = Draft::new("answer/scheme", format!("the API asks for {}, and {shown} was sent", offered.join(" or ")))
        .because(format!(
            "WWW-Authenticate of the answer asks for {}, and Authorization begins with {shown}",
            offered.join(" or ")
        ))
        .fix(format!("Send Authorization with the scheme {}.", offered.join(" or ")));
    Some(draft.at(sent.at_value()).confirmed_if(true))
}

/// What the answer says of the bearer token itself (RFC 6750, section 3.1).
fn challenged(evidence: &Evidence<'_>) -> Option<Draft> {
    let asked = evidence.answer.header("www-authenticate")?;
    let said = |name: &str| {
        let after = asked.split(name).nth(1)?.trim_start().strip_prefix('=')?.trim_start();
        Some(after.trim_start_matches('"').split(['"', ',']).next().unwrap_or_default().to_owned())
    };
    if said("error")? != "invalid_token" {
        return None;
    }
    let draft = Draft::new("answer/token", "the token is not valid: expired, revoked, malformed, or of another issuer")
        .because("WWW-Authenticate says invalid_token (RFC 6750, section 3.1)")
        .fix("Get a new token from the issuer that the API trusts.");
    let draft = match said("error_description").filter(|text| !text.is_empty()) {
        Some(text) => draft.why(format!("The API's own words: {}", evidence.shown(&text))),
        None => draft,
    };
    let sent = evidence.header("authorization").filter(|sent| sent.value.to_lowercase().starts_with("bearer "));
    Some(match sent {
        Some(sent) => draft.at(sent.at_value()).confirmed_if(true),
        None => draft,
    })
}

/// A token whose own claims say that it has expired.
fn expired(evidence: &Evidence<'_>) -> Option<Draft> {
    let mut token = Jwt::default();
    token.read(evidence.exchange, true);
    let expires = number(&token.document, token.text(), b"exp")?;
    let expires = Time::from_seconds(expires);
    let now = evidence.now()?;
    let sent = evidence.header("authorization")?;
    let draft = Draft::new("answer/expired", "the token has expired by its own claims")
        .because(format!("its claim `exp` is {} seconds in the past", now.seconds() - expires.seconds()))
        .fix("Get a new token.");
    (expires < now).then(|| draft.at(sent.at_value()).confirmed_if(evidence.status_is(&[401])))
}

/// A token that the answer calls expired.
fn called_expired(evidence: &Evidence<'_>) -> Option<Draft> {
    const SAYS: &[&str] = &[
        "jwt expired",
        "jwt is expired",
        "token expired",
        "token has expired",
        "token is expired",
        "expired token",
        "expired_token",
        "token_expired",
        "signature has expired",
        "expired access token",
    ];
    const OPEN: &[&str] = &["or expired", "invalid or", "expired or", "may have expired", "might have expired"];
    let sent = evidence.header("authorization")?;
    if !evidence.status_is(&[401, 403]) || !evidence.answer.says(SAYS) || evidence.answer.says(OPEN) {
        return None;
    }
    let draft = Draft::new("answer/expired", "the token has expired")
        .because("the answer says that the token has expired")
        .fix("Get a new token; if it is new, compare the clocks of the machine that issues it and of the API.");
    Some(draft.at(sent.at_value()).confirmed_if(evidence.status_is(&[401])))
}

fn number(document: &Document, text: &[u8], name: &[u8]) -> Option<i64> {
    let node = document.members(document.root()?, name, text).next()?;
    let is_number = document.kind(node) == NodeKind::Number;
    let value = document.value(node, text);
    std::str::from_utf8(&value).ok().filter(|_| is_number)?.parse().ok()
}

/// A person's token at Google's APIs counts against the project of the program that got it, unless another is named.
pub(super) fn quota(evidence: &Evidence<'_>) -> Option<Draft> {
    let host = String::from_utf8_lossy(evidence.exchange.host()).to_lowercase();
    let says =
        evidence.answer.says(&["quota project", "quota exceeded", "resource_exhausted", "user project specified"]);
    if !host.ends_with(".googleapis.com")
        || !says
        || !evidence.lacks("x-goog-user-project")
        || evidence.header("authorization").is_none()
    {
        return None;
    }
    let draft = Draft::new("answer/quota-project", "no quota project is named: the x-goog-user-project header is missing")
        .because("with a person's own token (gcloud), requests count against the project of the program that got it, which all its users share, unless x-goog-user-project names another")
        .fix("Send the header x-goog-user-project with a project of your own (gcloud auth application-default set-quota-project).");
    Some(draft.at(missing_header("x-goog-user-project")))
}

/// What the token may do, against what the answer asks for (GitHub's pair of headers, RFC 6750's `scope`).
fn scopes(evidence: &Evidence<'_>) -> Option<Draft> {
    let answer = &evidence.answer;
    let split = |value: &str| {
        value.split([',', ' ']).map(str::trim).filter(|scope| !scope.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    if let (Some(has), Some(takes)) = (answer.header("x-oauth-scopes"), answer.header("x-accepted-oauth-scopes")) {
        let (has, takes) = (split(has), split(takes));
        let covers = |scope: &String| {
            has.iter()
                .any(|own| own == scope || scope.strip_prefix(own.as_str()).is_some_and(|rest| rest.starts_with(':')))
        };
        if takes.is_empty() || takes.iter().any(covers) {
            return None;
        }
        let owned = if has.is_empty() { "none".to_owned() } else { has.join(", ") };
        let draft = Draft::new("answer/scope", "the token has none of the scopes that the API takes here")
            .because(format!("X-Accepted-OAuth-Scopes lists {}, and the token has {owned}", takes.join(", ")))
            .fix(format!("Use a token with the scope {}.", takes.join(" or ")));
        return Some(draft.confirmed_if(evidence.status_is(&[403])));
    }
    let Some(asked) = answer.header("www-authenticate").filter(|value| value.contains("insufficient_scope")) else {
        return unscoped(evidence);
    };
    let scope =
        asked.split("scope=").nth(1).map(|rest| rest.trim_start_matches('"').split('"').next().unwrap_or_default());
    let draft = Draft::new("answer/scope", "the token lacks a scope")
        .because(format!(
            "WWW-Authenticate says insufficient_scope{}",
            scope.map(|scope| format!(", and asks for {scope}")).unwrap_or_default()
        ))
        .fix("Use a token with that scope.");
    Some(draft.confirmed_if(true))
}

/// What a body says of the scope of the token (RFC 6750, section 3.1).
fn unscoped(evidence: &Evidence<'_>) -> Option<Draft> {
    const SAYS: &[&str] =
        &["insufficient_scope", "insufficient scope", "insufficient authentication scopes", "insufficientpermissions"];
    let sent = evidence.header("authorization").or_else(|| evidence.header("x-api-key"))?;
    if !evidence.status_is(&[401, 403]) || !evidence.answer.says(SAYS) {
        return None;
    }
    let draft = Draft::new("answer/scope", "the token lacks a scope")
        .because(format!("the API knows the credential in {}, and says that its scope is not enough", sent.leaf()))
        .fix("Look up the scope that this request needs, and get a new token with it: ask for it in `scope` where the token is issued, and allow it for the client. A token keeps the scopes that it was issued with.");
    Some(draft.at(sent.at_value()).confirmed_if(evidence.status_is(&[403])))
}
