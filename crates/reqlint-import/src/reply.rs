//! How the body of an error answer is built: which member holds the message, and which the code.

use serde_json::Value as Json;

const MESSAGES: [&str; 12] = [
    "message",
    "detail",
    "error_message",
    "errorMessage",
    "error_description",
    "errorDescription",
    "errorMsg",
    "error_msg",
    "description",
    "msg",
    "title",
    "reason",
];
const CODES: [&str; 6] = ["code", "error_code", "errorCode", "type", "status_code", "error"];

/// The template of an object, by which of its members hold a text or a number.
pub(crate) fn of_members(holds_text: impl Fn(&str) -> bool) -> Option<String> {
    let message = MESSAGES.into_iter().find(|name| holds_text(name))?;
    let code = CODES.into_iter().find(|name| holds_text(name) && *name != message);
    let code = code.map(|code| format!("\"{code}\": \"{{{{code}}}}\", ")).unwrap_or_default();
    Some(format!("{{{code}\"{message}\": \"{{{{message}}}}\"}}"))
}

/// The template that the body of an answer gives rise to. Nothing of its values is in it.
pub(crate) fn of_body(body: &Json) -> Option<String> {
    at(body, 0)
}

fn at(body: &Json, depth: usize) -> Option<String> {
    let members = body.as_object().filter(|_| depth <= 3)?;
    let holds_text = |name: &str| members.get(name).is_some_and(|value| value.is_string() || value.is_number());
    if let Some(template) = of_members(holds_text) {
        return Some(template);
    }
    for name in ["error", "errors"] {
        match members.get(name) {
            Some(Json::Array(items)) => {
                if let Some(inner) = items.first().and_then(|item| at(item, depth + 1)) {
                    return Some(format!("{{\"{name}\": [{inner}]}}"));
                }
            }
            Some(inner @ Json::Object(_)) => {
                if let Some(inner) = at(inner, depth + 1) {
                    return Some(format!("{{\"{name}\": {inner}}}"));
                }
            }
            _ => {}
        }
    }
    holds_text("error").then(|| "{\"error\": \"{{message}}\"}".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_says_where_the_message_is() {
        for (body, template) in [
            (r#"{"message": "no", "status": 404}"#, Some(r#"{"message": "{{message}}"}"#)),
            (
                r#"{"error": {"type": "x", "message": "y"}}"#,
                Some(r#"{"error": {"type": "{{code}}", "message": "{{message}}"}}"#),
            ),
            (
                r#"{"errors": [{"code": 3, "detail": "y"}]}"#,
                Some(r#"{"errors": [{"code": "{{code}}", "detail": "{{message}}"}]}"#),
            ),
            (
                r#"{"error": "Bad Request", "errorCode": 400, "errorDescription": "y"}"#,
                Some(r#"{"errorCode": "{{code}}", "errorDescription": "{{message}}"}"#),
            ),
            (r#"{"error": "no"}"#, Some(r#"{"error": "{{message}}"}"#)),
            (r#"{"name": ["is blank"]}"#, None),
            ("[]", None),
        ] {
            assert_eq!(of_body(&serde_json::from_str(body).unwrap()).as_deref(), template, "{body}");
        }
    }
}
