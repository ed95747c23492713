//! Claims in trees of keys: each key is a name, each leaf says what is wrong with it.

use super::claim::{Claim, MAX_CLAIMS, Named, split_place};
use super::names::Names;
use crate::message::answer::pointer::read;
use crate::message::answer::{Tree, is_echo};
use crate::message::answer::{What, what};

/// Members that hold such a tree.
const HOLDERS: &[&str] = &[
    "errors",
    "error",
    "detail",
    "details",
    "fields",
    "fieldErrors",
    "field_errors",
    "validation_errors",
    "validationErrors",
    "violations",
    "invalid",
    "invalid_fields",
    "messages",
    "json",
    "form",
    "data",
    "meta",
    "extensions",
    "validation_error",
    "errors_by_field",
    "invalidFields",
    "invalidAttributes",
    "problems",
    "issues",
    "body",
    "query",
    "params",
    "invalid_params",
    "body_params",
    "query_params",
    "path_params",
    "form_params",
    "_issues",
    "_embedded",
    "extra",
    "validation",
    "causes",
    // a tree that was put into a text
    "description",
    "reason",
];

/// Holders in which an answer may as well repeat the request: what is in them has to say that something is wrong.
const REPEATING: &[&str] = &["params", "data", "body", "query", "json", "form", "meta", "extra", "_embedded"];

/// Members of an envelope: a text in them is no field's.
const ENVELOPE: &[&str] = &[
    "message",
    "errormessages",
    "error_messages",
    "warningmessages",
    "msg",
    "detail",
    "details",
    "error",
    "errors",
    "code",
    "status",
    "statuscode",
    "status_code",
    "title",
    "type",
    "instance",
    "path",
    "timestamp",
    "trace",
    "traceid",
    "trace_id",
    "success",
    "ok",
    "result",
    "results",
    "meta",
    "name",
    "description",
    "reason",
    "documentation_url",
    "requestid",
    "request_id",
    "error_description",
    "errordescription",
    "error_code",
    "errorcode",
    "help",
    "hint",
    "more_info",
    "url",
    "method",
    "exception",
    "info",
    "id",
    "kind",
    "target",
    "innererror",
    "link",
    "links",
    "error_type",
    "errno",
    "category",
    "severity",
    "loc",
    "keys",
    "root_cause",
    "caused_by",
];

/// Members of an envelope that may hold a list of texts.
const SPOKEN: &[&str] = &[
    "errorMessages",
    "error_messages",
    "message",
    "messages",
    "msg",
    "detail",
    "details",
    "error",
    "errors",
    "code",
    "reason",
    "hint",
    "info",
    "trace",
    "exception",
    "loc",
    "path",
    "keys",
    "links",
];

/// Keys that mean the whole of what they are in.
const WHOLE: &[&str] = &["non_field_errors", "_schema", "base", "_errors", "__all__", "_", "*", "__root__", ""];

pub(super) fn claims(tree: &Tree, names: &Names) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut ways = Vec::new();
    holders(tree, false, names, &mut claims, &mut ways, 0);
    // a key that begins at the root of the body makes the others names of the program's own (ASP.NET)
    if ways.iter().any(|way: &String| way.starts_with('$')) {
        let mut ways = ways.iter();
        claims.retain(|_| ways.next().is_some_and(|way| way.starts_with('$')));
    }
    claims
}

fn holders(tree: &Tree, is_held: bool, names: &Names, claims: &mut Vec<Claim>, ways: &mut Vec<String>, depth: usize) {
    const MAX_DEPTH: usize = 6;
    if depth > MAX_DEPTH || is_record(tree) {
        return;
    }
    for (key, value) in tree.members().iter().filter(|(key, _)| !is_echo(key)) {
        let is_name = names.list.iter().any(|name| name.leaf() == key);
        let is_holder = HOLDERS.contains(&key.as_str()) && !(is_name && leaf(value).is_some());
        let is_envelope = ENVELOPE.contains(&key.to_ascii_lowercase().as_str());
        match value {
            _ if is_holder => {
                let (claimed, told) = (claims.len(), ways.len());
                holders(value, true, names, claims, ways, depth + 1);
                if !is_held && REPEATING.contains(&key.as_str()) {
                    let repeated = claims.split_off(claimed).into_iter().zip(ways.split_off(told));
                    let said = repeated.filter(|(claim, _)| claim.quote.contains(' ') && what(&claim.quote).is_some());
                    let (said, way): (Vec<_>, Vec<_>) = said.unzip();
                    claims.extend(said);
                    ways.extend(way);
                }
            }
            // a member of an envelope holds a text, a field's messages are mostly a list
            Tree::Text(text) if !is_held || is_envelope && !(is_name && text.contains(' ') || quotes(text, key)) => {}
            _ if is_envelope
                && !is_name
                && value.text().is_none()
                && (!is_listed(value) || SPOKEN.contains(&key.as_str())) => {}
            _ if !is_held && (depth > 0 || key.starts_with('_') || key == "links" || !has_lists(value)) => {}
            _ => {
                branch(value, &mut vec![key.clone()], names, claims);
                ways.resize(claims.len(), key.clone());
            }
        }
    }
}

/// Whether all leaves are lists of texts, as a tree of messages without a name has them.
fn has_lists(tree: &Tree) -> bool {
    match tree {
        Tree::Text(_) | Tree::Bare(_) => false,
        Tree::List(items) => items.iter().all(|item| item.text().is_some() || is_record(item) || has_lists(item)),
        Tree::Object(members) => members.iter().all(|(_, value)| has_lists(value)),
    }
}

/// Whether a text has a name in quotes.
fn quotes(text: &str, name: &str) -> bool {
    ['\'', '"', '`'].iter().any(|quote| text.contains(&format!("{quote}{name}{quote}")))
}

/// Whether it is a list of texts.
fn is_listed(tree: &Tree) -> bool {
    !tree.items().is_empty() && tree.items().iter().all(|item| item.text().is_some())
}

/// What is below one key: messages, or more keys.
fn branch(tree: &Tree, way: &mut Vec<String>, names: &Names, claims: &mut Vec<Claim>) {
    const MAX_DEPTH: usize = 12;
    if way.len() > MAX_DEPTH || claims.len() > MAX_CLAIMS {
        return;
    }
    if let Some(message) = leaf(tree) {
        claims.extend(claim(way, message, names));
        return;
    }
    match tree {
        Tree::List(items) => {
            let says = |item: &Tree| !item.members().is_empty() || is_listed(item);
            for (index, item) in items.iter().enumerate().filter(|(_, item)| says(item)) {
                way.push(index.to_string());
                branch(item, way, names, claims);
                way.pop();
            }
        }
        Tree::Object(members) if !is_record(tree) => {
            let is_name = |key: &String| names.list.iter().any(|name| name.leaf() == key);
            let says = |(key, value): &&(String, Tree)| {
                let is_envelope = ENVELOPE.contains(&key.to_ascii_lowercase().as_str());
                // XML has no lists: each item has a name
                !(is_envelope && !is_name(key) && is_record(value)
                    || is_envelope
                        && value
                            .scalar()
                            .is_some_and(|text| !(quotes(text, key) || is_name(key) && text.contains(' '))))
            };
            for (key, value) in members.iter().filter(says) {
                way.push(key.clone());
                branch(value, way, names, claims);
                way.pop();
            }
        }
        _ => {}
    }
}

fn claim(way: &[String], message: &str, names: &Names) -> Option<Claim> {
    let mut steps = Vec::new();
    for key in way {
        if WHOLE.contains(&key.as_str()) || key.starts_with('_') && key.len() > 1 {
            break;
        }
        steps.extend(read(key)?);
    }
    let (steps, place) = split_place(steps, names);
    // a name that the request lacks needs words that say so
    let is_known =
        steps.iter().any(|step| names.list.iter().any(|name| step.key().is_some_and(|key| name.leaf() == key)));
    let what = what(message).or((is_known || steps.is_empty()).then_some(What::Invalid))?;
    Some(Claim { what, steps, place, named: Named::Record, quote: message.to_owned() })
}

/// The message in a leaf: a text, a list of texts, or a list of objects with a message.
fn leaf(tree: &Tree) -> Option<&str> {
    match tree {
        Tree::Text(text) => Some(text),
        Tree::List(items) => match items.first()? {
            Tree::Text(text) => Some(text),
            item @ Tree::Object(_) if items.iter().all(is_record) => message(item),
            _ => None,
        },
        Tree::Object(_) if is_record(tree) => message(tree),
        _ => None,
    }
}

fn message(tree: &Tree) -> Option<&str> {
    let text = |key: &&str| tree.get(key).and_then(|value| value.text().or_else(|| value.items().first()?.text()));
    ["message", "msg", "detail", "string", "description", "reason", "error"].iter().find_map(text)
}

/// Whether an object says what is wrong by itself: it is no tree of keys.
fn is_record(tree: &Tree) -> bool {
    let is_text = |key: &str| {
        tree.members().iter().any(|(name, value)| name == key && (value.text().is_some() || is_listed(value)))
    };
    let says = ["message", "msg", "string", "description", "reason"].into_iter().any(is_text);
    let places = ["code", "type", "loc", "path", "field", "rule", "param", "error", "args"]
        .iter()
        .any(|key| tree.get(key).is_some());
    says && places && tree.get("errors").is_none() && tree.get("details").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::exchange::Exchange;

    #[test]
    fn trees_of_keys() {
        let table = [
            (r#"{"price":["This field is required."]}"#, "price"),
            (r#"{"lines":[{},{"qty":["required"]}]}"#, "lines[1].qty"),
            (r#"{"lines":{"1":{"qty":["required"]}}}"#, "lines[1].qty"),
            (r#"{"message":"no","errors":{"lines.1.qty":["required"]}}"#, "lines[1].qty"),
            (r#"{"detail":{"json":{"price":["required"]}}}"#, "price"),
            (r#"{"errors":{"embeds":{"0":{"_errors":[{"code":"X","message":"required"}]}}}}"#, "embeds[0]"),
            (r#"{"error":"not found","message":"no such thing"}"#, ""),
        ];
        for (text, expected) in table {
            let claims = claims(&Tree::read(text), &Names::of(&Exchange::default()));
            let shown: Vec<String> =
                claims.iter().map(|claim| crate::diagnose::claims::Shown(&claim.steps).to_string()).collect();
            assert_eq!(shown.join(" "), expected, "{text}");
        }
    }
}
