//! Bodies of requests: JSON with variables and comments, forms, GraphQL.

use crate::seen::{self, Call, Members};
use crate::tree::Tree;
use serde_json::{Value as Json, json};

/// Reads a body into a request: its media type and its members.
pub(super) fn read(body: &Tree, media_type: Option<&str>, made: &mut Call) {
    if body.is_true("disabled") {
        return;
    }
    let named = media_type.map(|name| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    let named = named.filter(|name| {
        name.len() <= 80
            && name.contains('/')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/+-._*".contains(&b))
    });
    match body.text("mode") {
        Some("raw") => raw(body, named, made),
        Some("urlencoded") => {
            let members = listed(body.get("urlencoded"));
            if !members.all.is_empty() {
                made.media_type = Some("application/x-www-form-urlencoded".to_owned());
                made.body = members;
            }
        }
        Some("formdata") => {
            let members = listed(body.get("formdata"));
            if !members.all.is_empty() {
                made.media_type = Some("multipart/form-data".to_owned());
                made.body = members;
            }
        }
        Some("graphql") => {
            made.media_type = Some("application/json".to_owned());
            let has = |name: &str| {
                body.get("graphql").and_then(|graphql| graphql.text(name)).is_some_and(|text| !text.trim().is_empty())
            };
            let mut sent = json!({"query": "text"});
            for (name, value) in [("variables", json!({})), ("operationName", json!("text"))] {
                if let (true, Some(members)) = (has(name), sent.as_object_mut()) {
                    members.insert(name.to_owned(), value);
                }
            }
            made.body = seen::json(&sent);
            made.lost.push(("queries and variables of GraphQL", String::new()));
        }
        Some("file") => made.media_type = named,
        _ => {}
    }
}

fn raw(body: &Tree, named: Option<String>, made: &mut Call) {
    let text = body.text("raw").unwrap_or_default().trim();
    if text.is_empty() {
        return;
    }
    let language = body.get("options").and_then(|options| options.get("raw")).and_then(|raw| raw.text("language"));
    let by_language = match language {
        Some("json") => Some("application/json"),
        Some("xml") => Some("application/xml"),
        Some("text") => Some("text/plain"),
        _ => None,
    };
    let looks_like_json = text.starts_with(['{', '[']);
    let is_json = match &named {
        Some(name) => name.ends_with("json"),
        None => language == Some("json") || by_language.is_none() && looks_like_json,
    };
    made.media_type =
        named.or_else(|| by_language.map(str::to_owned)).or_else(|| is_json.then(|| "application/json".to_owned()));
    match made.media_type.as_deref() {
        Some("application/x-www-form-urlencoded") => made.body = seen::form(text),
        _ if is_json => match parsed(text) {
            Some(value) => made.body = seen::json(&value),
            None if is_variable(text) => made.lost.push(("bodies that are one variable", String::new())),
            None => made.lost.push(("bodies that can't be read as JSON", String::new())),
        },
        Some(name) => made.lost.push(("members of bodies in other formats than JSON and forms", name.to_owned())),
        None => {}
    }
}

/// The members of a form. One that is switched off is one that the API takes, too.
fn listed(list: Option<&Tree>) -> Members {
    let mut members = Members::default();
    for item in list.map(Tree::items).unwrap_or_default() {
        match item.text("key").filter(|name| !name.is_empty() && !name.contains("{{")) {
            Some(name) if item.text("type") == Some("file") => members.file(name),
            Some(name) => members.parameter(name, item.text("value")),
            None => {}
        }
    }
    members
}

fn is_variable(text: &str) -> bool {
    text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).is_some_and(|name| !name.contains(['{', '}', '"']))
}

/// JSON as Postman takes it: comments, and variables where a value is.
fn parsed(text: &str) -> Option<Json> {
    serde_json::from_str(text)
        .ok()
        .or_else(|| serde_json::from_str(&tidied(text)).ok())
        .filter(|value: &Json| value.is_object() || value.is_array())
}

/// Comments are left out, and a variable outside of a text is one in quotes.
fn tidied(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(c) = rest.chars().next() {
        let after = |from: usize, end: &str| {
            rest.get(from..).and_then(|inner| inner.find(end)).map_or(rest.len(), |at| from + at + end.len())
        };
        let (length, written) = match c {
            '"' => {
                let end = text_end(rest);
                (end, rest.get(..end).unwrap_or_default().to_owned())
            }
            '{' if rest.starts_with("{{") && is_variable(rest.get(..after(2, "}}")).unwrap_or_default()) => {
                let end = after(2, "}}");
                (end, format!("\"{}\"", rest.get(..end).unwrap_or_default().replace('\\', "")))
            }
            '/' if rest.starts_with("//") => (after(2, "\n").min(rest.len()), "\n".to_owned()),
            '/' if rest.starts_with("/*") => (after(2, "*/"), " ".to_owned()),
            other => (other.len_utf8(), other.to_string()),
        };
        out += &written;
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// Where a text in quotes ends.
fn text_end(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_may_have_variables_and_comments() {
        for (text, expected) in [
            (
                r#"{"a": {{count}}, "b": "{{name}} {{x}}", "c": [{{one}}, {{two}}]}"#,
                json!({"a": "{{count}}", "b": "{{name}} {{x}}", "c": ["{{one}}", "{{two}}"]}),
            ),
            ("{\n  // what\n  \"a\": 1, /* not \"b\" */ \"c\": \"http://x\"\n}", json!({"a": 1, "c": "http://x"})),
            (r#"{"a":{"b":{"c":1}}}"#, json!({"a": {"b": {"c": 1}}})),
        ] {
            assert_eq!(parsed(text), Some(expected), "{text}");
        }
        for text in ["{{body}}", "{", "\"a\"", "{\"a\": \"", "{{a", "/*"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
