//! An error inside of an answer whose status is that of a success: what in the body shows that it is one.

use crate::message::answer::Tree;

/// Members that are `true` of a success and `false` of an error.
const SUCCESS: &[&str] = &["ok", "success", "succeeded", "successful", "issuccess", "is_success", "issuccessful"];

/// Members that are `true` of an error.
const FAILURE: &[&str] = &["error", "errors", "iserror", "is_error", "haserror", "has_error", "haserrors", "failed"];

/// Members that hold what is said of an error.
const WORDS: &[&str] = &[
    "message",
    "msg",
    "error",
    "errors",
    "error_message",
    "errormessage",
    "error_description",
    "errordescription",
    "errmsg",
    "errormsg",
    "error_msg",
    "detail",
    "details",
    "description",
    "reason",
];

/// Members that hold the number of an error, none or 0 of a success.
const NUMBERS: &[&str] = &["errcode", "err_code", "error_code", "errorcode", "errno"];

/// Members that hold a status.
const STATUSES: &[&str] = &["status", "statuscode", "status_code", "code", "httpstatus", "http_code", "cod"];

/// Members that hold what was asked for: where one has something, the answer is a success with something to say.
const RESULTS: &[&str] = &["data", "result", "results", "items", "response", "id"];

/// What in a body shows that the answer is an error, whatever its status says: `` `ok` is false ``.
pub(in crate::diagnose) fn sign(tree: &Tree) -> Option<String> {
    let said = |names: &[&str]| tree.members().iter().find(|(key, value)| is_one(names, key) && is_something(value));
    let bare = |names: &[&str], wanted: &[&str]| {
        let fits = |value: &Tree| value.scalar().is_some_and(|text| is_one(wanted, text.trim()));
        tree.members().iter().find(|(key, value)| is_one(names, key) && fits(value))
    };
    let shown = |(key, value): &(String, Tree)| format!("`{key}` is {}", value.scalar().unwrap_or_default().trim());
    if let Some(found) = bare(SUCCESS, &["false"]).or_else(|| bare(FAILURE, &["true"])) {
        return Some(shown(found));
    }
    // GraphQL answers so, with what it could find in `data` (GraphQL, section 7.1)
    let speaks = |item: &Tree| item.members().iter().any(|(key, value)| is_one(WORDS, key) && value.scalar().is_some());
    if tree.get("errors").is_some_and(|errors| errors.items().first().is_some_and(speaks)) {
        return Some("`errors` lists some".to_owned());
    }
    let has_result = said(RESULTS).is_some();
    let has_words = said(WORDS).is_some();
    if let Some(found) =
        bare(&["status", "result", "stat"], &["error", "fail"]).filter(|_| has_words && said(&["id"]).is_none())
    {
        return Some(shown(found));
    }
    let is_number = |(key, value): &&(String, Tree)| {
        let number = value.scalar().and_then(|text| text.trim().parse::<i64>().ok());
        is_one(NUMBERS, key) && number.is_some_and(|number| number != 0)
            || is_one(STATUSES, key) && number.is_some_and(|number| (400..600).contains(&number))
    };
    if let Some(found) = tree.members().iter().find(is_number).filter(|_| has_words && !has_result) {
        return Some(shown(found));
    }
    // JSON-RPC has its `id` beside the error (JSON-RPC 2.0, section 5)
    let is_rpc = tree.get("jsonrpc").is_some();
    let error = tree.members().iter().find(|(key, _)| is_one(&["error", "fault", "exception"], key));
    let is_error = error.is_some_and(|(_, value)| match value {
        Tree::Text(text) => !text.trim().is_empty(),
        other => speaks(other) || other.members().iter().any(|(key, _)| is_one(&["code", "type"], key)),
    });
    let (name, _) = error.filter(|_| is_error && (is_rpc || !has_result))?;
    Some(format!("it has `{name}`"))
}

fn is_one(names: &[&str], name: &str) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// Whether a value says anything.
fn is_something(value: &Tree) -> bool {
    match value {
        Tree::Object(members) => !members.is_empty(),
        Tree::List(items) => !items.is_empty(),
        Tree::Text(text) => !text.trim().is_empty(),
        Tree::Bare(text) => !matches!(text.trim(), "null" | "false" | "0"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_from_successes() {
        let table = [
            (r#"{"ok": false, "error": "not_authed"}"#, Some("`ok` is false")),
            (r#"{"success": "false"}"#, Some("`success` is false")),
            (r#"{"error": true, "message": "No key"}"#, Some("`error` is true")),
            (r#"{"data": {"a": null}, "errors": [{"message": "no"}]}"#, Some("`errors` lists some")),
            (r#"{"status": "error", "message": "price is required"}"#, Some("`status` is error")),
            (r#"{"status": "fail", "data": {"price": "is required"}, "message": "no"}"#, Some("`status` is fail")),
            (r#"{"errcode": 40013, "errmsg": "invalid appid"}"#, Some("`errcode` is 40013")),
            (r#"{"statusCode": 403, "message": "Forbidden"}"#, Some("`statusCode` is 403")),
            (r#"{"error": {"code": 190, "message": "expired"}}"#, Some("it has `error`")),
            (r#"{"jsonrpc": "2.0", "id": 1, "error": {"code": -32601, "message": "no"}}"#, Some("it has `error`")),
            (r#"{"error": "Invalid API key"}"#, Some("it has `error`")),
            // successes
            (r#"{"ok": true, "error": null}"#, None),
            (r#"{"id": 7, "status": "error", "message": "the job failed"}"#, None),
            (r#"{"id": 7, "error": "the job failed"}"#, None),
            (r#"{"errcode": 0, "errmsg": "ok"}"#, None),
            (r#"{"code": 200, "message": "ok"}"#, None),
            (r#"{"errors": [], "data": {}}"#, None),
            (r#"{"status": "failed"}"#, None),
            (r#"{"error": {"rate": 0.1}}"#, None),
            (r#"{"errors": [3, 4]}"#, None),
            ("error", None),
        ];
        for (text, expected) in table {
            assert_eq!(sign(&Tree::read(text)).as_deref(), expected, "{text}");
        }
    }
}
