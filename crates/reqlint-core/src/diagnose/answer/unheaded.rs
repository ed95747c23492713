//! An answer that is shown without its status: the one that its words are about.

use super::text::has_word;
use crate::message::answer::Tree;

/// Words of an answer, in lower case, and the status of what they speak of; the first that an answer has counts.
const WORDS: &[(u16, &[&str])] = &[
    (415, &["unsupported media type", "content type", "content-type", "media type"]),
    (405, &["method not allowed", "method is not allowed", "method is not supported"]),
    (429, &["too many requests", "rate limit", "throttl"]),
    (413, &["too large"]),
    (411, &["length required"]),
    (
        401,
        &[
            "unauthorized",
            "unauthorised",
            "unauthenticated",
            "not authenticated",
            "not_authenticated",
            "authentication",
            "credential",
            "authorization header",
            "api key",
            "api_key",
            "apikey",
            "invalid token",
            "invalid_token",
            "access token",
            "not logged in",
        ],
    ),
    (403, &["forbidden", "permission", "access denied", "not allowed to", "insufficient_scope", "csrf"]),
    (404, &["not found", "notfound", "no route", "cannot get /", "cannot post /", "does not exist", "no such"]),
    (409, &["already exists", "conflict"]),
    (500, &["internal server error", "internal error"]),
];

/// Words that an answer has only where something was wrong.
const ERRORS: &[&str] = &[
    "error",
    "errors",
    "invalid",
    "missing",
    "required",
    "failed",
    "failure",
    "denied",
    "must",
    "cannot",
    "can't",
    "could not",
    "couldn't",
    "unable",
    "unsupported",
    "unknown",
    "unexpected",
    "problem",
    "problems",
    "exception",
    "wrong",
    "incorrect",
    "expired",
    "bad request",
    "malformed",
    "expected",
    "not valid",
    "illegal",
    "rejected",
];

/// The status of any error for which the request is at fault (RFC 9110, section 15.5).
pub(in crate::diagnose) const ANY: u16 = 400;

/// The status that the body of an error answer is about, or that of any error; `None` if nothing shows that it is one.
pub(in crate::diagnose) fn status(text: &str) -> Option<u16> {
    let tree = Tree::read(text);
    let mut words = String::new();
    let mut has_key = false;
    tree.each_text(&mut |key, text| {
        has_key |= ERRORS.iter().any(|word| key.eq_ignore_ascii_case(word));
        words.push_str(&text.to_lowercase());
        words.push(' ');
    });
    // a scope that is asked for is a value like any other (OAuth's `invalid_scope`)
    let is_of_scope = words.contains("invalid") && words.contains("scope") && !words.contains("insufficient");
    let spoken = WORDS.iter().find(|(_, any)| any.iter().any(|one| words.contains(one))).map(|(status, _)| *status);
    let spoken = spoken.filter(|status| !(is_of_scope && *status == 401));
    let is_error =
        has_key || is_record(&tree, 0) || spoken.is_some() || ERRORS.iter().any(|word| has_word(&words, word));
    is_error.then(|| spoken.unwrap_or(ANY))
}

/// Whether a record of pydantic's is in it: a place, and what is said of it.
fn is_record(tree: &Tree, depth: usize) -> bool {
    const MAX_DEPTH: usize = 4;
    let has = |name: &str| tree.get(name).is_some();
    depth <= MAX_DEPTH
        && (has("loc") && has("msg")
            || tree.items().iter().any(|item| is_record(item, depth + 1))
            || tree.members().iter().any(|(_, value)| is_record(value, depth + 1)))
}

#[cfg(test)]
mod tests {
    use super::status;

    #[test]
    fn words_are_about_a_status() {
        let table = [
            (r#"{"message": "Problems parsing JSON"}"#, Some(400)),
            (r#"{"error": {"code": "API_KEY_MISSING", "message": "No api_key was supplied."}}"#, Some(401)),
            (r#"{"error": "Not found"}"#, Some(404)),
            (r#"{"detail": [{"loc": ["body", "price"], "msg": "Field required"}]}"#, Some(400)),
            (r#"{"detail": [{"loc": ["body"], "msg": "Input should be a valid dictionary"}]}"#, Some(400)),
            ("Error 411 (Length Required)!!1", Some(411)),
            ("Request is missing required query parameter 'user'", Some(400)),
            (r#"{"message": "invalid access token scope provided: read"}"#, Some(400)),
            (r#"{"id": 7, "name": "anvil"}"#, None),
            ("it works on another machine", None),
        ];
        for (text, expected) in table {
            assert_eq!(status(text), expected, "{text}");
        }
    }
}
