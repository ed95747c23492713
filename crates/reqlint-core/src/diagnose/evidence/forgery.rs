//! Cross-site request forgery: a proof that the request was meant is missing.

use super::draft::{Draft, missing_header};
use super::gathered::Evidence;
use crate::diagnose::claims::Place;

const SAYS: &[&str] = &[
    "csrf",
    "xsrf",
    "crumb",
    "cross-site request forgery",
    "cross site request forgery",
    "authenticity token",
    "authenticitytoken",
    "forgery",
];

/// A framework or product, what tells it, and the header that it asks for.
struct Family {
    /// Words of the answer, of the host, or of a cookie's or header's name, which name it.
    names: &'static [&'static str],
    /// Parts of paths that it has, and that others may have as well.
    paths: &'static [&'static str],
    header: &'static str,
    value: &'static str,
}

const FAMILIES: &[Family] = &[
    Family { names: &["crumb"], paths: &[], header: "Jenkins-Crumb", value: "the crumb of /crumbIssuer/api/json" },
    Family {
        names: &["atlassian", "jira", "confluence"],
        paths: &["/rest/"],
        header: "X-Atlassian-Token",
        value: "no-check",
    },
    Family { names: &["nextcloud", "owncloud"], paths: &["/ocs/"], header: "OCS-APIRequest", value: "true" },
    Family {
        names: &["csrftoken", "django"],
        paths: &[],
        header: "X-CSRFToken",
        value: "the value of the cookie csrftoken",
    },
    Family {
        names: &["xsrf-token", "laravel_session"],
        paths: &[],
        header: "X-XSRF-TOKEN",
        value: "the value of the cookie XSRF-TOKEN",
    },
    Family { names: &["apollo"], paths: &[], header: "Apollo-Require-Preflight", value: "true" },
];

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    if !evidence.answer.says(SAYS) || evidence.answer.status < 400 {
        return Vec::new();
    }
    // Apollo calls a body that isn't labelled as JSON so
    if evidence.answer.says(&["content-type"]) {
        return Vec::new();
    }
    draft(evidence).into_iter().collect()
}

fn draft(evidence: &Evidence<'_>) -> Option<Draft> {
    let sent = evidence.names.in_place(Place::Header).find(|header| {
        let name = header.leaf().to_lowercase();
        ["csrf", "xsrf", "crumb", "x-atlassian-token"].iter().any(|word| name.contains(word))
    });
    let is_browser = evidence.header("user-agent").is_some_and(|line| line.value.starts_with("Mozilla/"));
    if let Some((family, is_named)) = family(evidence) {
        let shown = family.header;
        let lacks = evidence.lacks(shown) && sent.is_none();
        let is_crumb = shown == "Jenkins-Crumb";
        // a crumb may be in a variable, which no source shows; without its session it is worth nothing
        if is_crumb && (!lacks || evidence.lacks("cookie")) {
            return Some(session("a crumb belongs to the session in which it was fetched", "the crumb", evidence));
        }
        if lacks {
            let draft = Draft::new("answer/forgery", format!("the {shown} header is missing"))
                .because(if is_named {
                    format!("the answer speaks of forged requests, and the header {shown} is not sent: against them the server asks for {shown}: {}", family.value)
                } else {
                    format!("the answer speaks of forged requests; servers with such a path ask for {shown}: {}, and the header {shown} is not sent", family.value)
                });
            let draft = if is_browser {
                draft.because("the User-Agent is that of a browser, which is checked more strictly; another User-Agent may do as well")
            } else {
                draft
            };
            return Some(
                draft
                    .fix(format!("Send {shown}: {}.", family.value))
                    .at(missing_header(shown))
                    .confirmed_if(is_named && evidence.names.shows_headers),
            );
        }
    }
    if sent.is_some() {
        return Some(session(
            "a token against forged requests belongs to the session in which it was fetched",
            "the token",
            evidence,
        ));
    }
    let draft = Draft::new("answer/forgery", "the token against forged requests is missing")
        .because("the answer speaks of forged requests (CSRF), and the request sends no token against them, such as X-CSRF-Token")
        .fix("Fetch the token first, and send it with the session's cookie; or sign in with a token of the API, where no such check is made.");
    Some(draft.at(missing_header("X-CSRF-Token")))
}

/// The proof is sent, and the session that it belongs to is not.
fn session(title: &str, what: &str, evidence: &Evidence<'_>) -> Draft {
    let draft = Draft::new("answer/forgery-session", title);
    if evidence.lacks("cookie") {
        draft
            .because(format!(
                "no Cookie is sent, so the session for which {what} was made is not the one that is asked"
            ))
            .fix(format!("Keep the cookie with which {what} came, and send both (curl: --cookie-jar, then --cookie)."))
            .at(missing_header("Cookie"))
    } else {
        draft
            .because(format!("{what} is sent, and may be of another session or too old"))
            .fix(format!("Fetch {what} again, in the same session."))
    }
}

/// The family that answers so, and whether it is named rather than guessed from the path.
fn family(evidence: &Evidence<'_>) -> Option<(&'static Family, bool)> {
    let target = String::from_utf8_lossy(&evidence.exchange.request.target).to_lowercase();
    let host = String::from_utf8_lossy(evidence.exchange.host()).to_lowercase();
    let headers: Vec<String> = evidence
        .names
        .in_place(Place::Header)
        .map(|line| match line.leaf().eq_ignore_ascii_case("cookie") {
            true => cookies(&line.value).to_lowercase(),
            false => line.leaf().to_lowercase(),
        })
        .collect();
    let is_named = |word: &&str| {
        evidence.answer.words.contains(*word)
            || host.contains(*word)
            || headers.iter().any(|header| header.contains(*word))
    };
    let named = FAMILIES.iter().find(|family| family.names.iter().any(is_named));
    let guessed = || FAMILIES.iter().find(|family| family.paths.iter().any(|path| target.contains(path)));
    named.map(|family| (family, true)).or_else(|| Some((guessed()?, false)))
}

/// The names of cookies, without their values.
fn cookies(value: &str) -> String {
    value.split(';').filter_map(|one| one.split('=').next()).collect::<Vec<_>>().join(" ")
}
