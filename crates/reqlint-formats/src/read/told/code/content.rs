//! What a value is when it is sent: a text, JSON, a form.

use super::expression::{Call, Expression};
use super::names::{as_value, placeholder};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How deep what is called on a value is looked into.
const MAX_DEPTH: usize = 24;

/// What a value comes to as the content of a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Text(String),
    /// JSON that was written by a library.
    Json(String),
    Form(String),
    /// Parts of a form, with files.
    Parts,
    /// An object or a list, which a client makes something of.
    Object(Expression),
    Nothing,
    Hidden,
}

/// What a value comes to, and the media type that it is given with.
pub(super) fn content(value: &Expression) -> (Content, Option<String>) {
    content_at(value, 0)
}

fn content_at(value: &Expression, depth: usize) -> (Content, Option<String>) {
    if depth > MAX_DEPTH {
        return (Content::Hidden, None);
    }
    let content = match value {
        Expression::Text(text) => Content::Text(text.clone()),
        Expression::Number(number) => Content::Text(number.to_string()),
        Expression::Null => Content::Nothing,
        Expression::Object(..) | Expression::List(..) => Content::Object(value.clone()),
        Expression::Call(call) => return called(call, depth),
        _ => Content::Hidden,
    };
    (content, None)
}

fn called(call: &Call, depth: usize) -> (Content, Option<String>) {
    let last = last(&call.name).to_ascii_lowercase();
    let first = call.arguments.first().map(|(_, value)| value);
    let of_module = matches!(&call.on, None | Some(Expression::Name(_)));
    let inner =
        |value: Option<&Expression>| value.map_or((Content::Hidden, None), |value| content_at(value, depth + 1));
    match last.as_str() {
        "stringify" | "dumps" | "json_encode" | "jsonencode" | "generate" | "serialize" | "serializeobject"
        | "marshal" | "tojson" | "writevalueasstring" | "encode_json"
            if of_module && first.is_some() && !call.name.starts_with("qs") =>
        {
            (first.and_then(json).map_or(Content::Hidden, Content::Json), None)
        }
        "stringify"
        | "urlsearchparams"
        | "http_build_query"
        | "urlencode"
        | "encode_www_form"
        | "formurlencodedcontent"
            if of_module && first.is_some() =>
        {
            match inner(first) {
                (Content::Text(text) | Content::Form(text), _) => (Content::Form(text), None),
                (Content::Object(value), _) => (form(&value).map_or(Content::Hidden, Content::Form), None),
                _ => (Content::Hidden, None),
            }
        }
        "to_json" | "convertto-json" => (call.on.as_ref().and_then(json).map_or(Content::Hidden, Content::Json), None),
        "formdata" | "multipartformdatacontent" | "multipartencoder" => (Content::Parts, None),
        "jsoncontent.create" | "create" if call.arguments.len() == 2 || last == "jsoncontent.create" => {
            created(call, depth)
        }
        "stringcontent" => {
            let (content, _) = inner(first);
            let kind = call.arguments.get(2).and_then(|(_, value)| value.literal());
            let kind = kind.unwrap_or_else(|| "text/plain".to_owned());
            (content, Some(format!("{kind}; charset=utf-8")))
        }
        "dict" | "map.of" | "of" => (Content::Object(as_value(call)), None),
        // what wraps a text, and leaves it as it is
        "encode" | "strip" | "trim" | "tostring" | "to_s" | "getbytes" | "trimindent"
            if first.is_none() || last == "getbytes" =>
        {
            match (&call.on, first) {
                (Some(Expression::Name(_)), Some(first)) => content_at(first, depth + 1),
                (Some(on), _) => content_at(on, depth + 1),
                _ => (Content::Hidden, None),
            }
        }
        "encode" if matches!(call.on, Some(Expression::Text(_) | Expression::Call(_))) => inner(call.on.as_ref()),
        "byte" | "newbuffer" | "newbufferstring" | "newreader" | "ofstring" | "from" | "str" | "string" | "blob"
        | "headers" | "array" => match call.arguments.as_slice() {
            [] => (Content::Hidden, None),
            arguments if last == "array" => {
                let _ = arguments;
                (Content::Object(as_value(call)), None)
            }
            _ => inner(first),
        },
        _ => (Content::Hidden, None),
    }
}

/// OkHttp's `RequestBody.create(…)`, whose two arguments had either order; C#'s `JsonContent.Create(…)`.
fn created(call: &Call, depth: usize) -> (Content, Option<String>) {
    let is_type = |value: &Expression| match value {
        Expression::Call(call) => {
            let last = last(&call.name);
            let named = matches!(last, "parse" | "get" | "toMediaType" | "toMediaTypeOrNull");
            let of = call.arguments.first().map(|(_, value)| value).or(call.on.as_ref());
            named.then(|| of.and_then(Expression::literal)).flatten()
        }
        _ => None,
    };
    let values = || call.arguments.iter().map(|(_, value)| value);
    let kind = values().find_map(is_type);
    let content = values().find(|value| is_type(value).is_none());
    (content.map_or(Content::Hidden, |value| content_at(value, depth + 1).0), kind)
}

/// The last part of a name: `post` of `$this->client->post`.
pub(super) fn last(name: &str) -> &str {
    name.rsplit(['.', ':', '>', '\\']).next().unwrap_or_default()
}

/// The text of a value, with placeholders for what isn't shown.
pub(super) fn text(value: &Expression) -> Option<String> {
    match value {
        Expression::Text(text) => Some(text.clone()),
        Expression::Number(number) => Some(number.to_string()),
        Expression::Bool(value) => Some(value.to_string()),
        Expression::Name(_) | Expression::Unknown => Some(placeholder(value)),
        Expression::Call(call) => match last(&call.name) {
            "btoa" | "base64_encode" | "b64encode" | "ToBase64String" | "encodeToString" | "strict_encode64" => {
                let inside = call.arguments.first().map(|(_, value)| content(value).0);
                match inside {
                    Some(Content::Text(text)) if !text.contains("{{") => Some(STANDARD.encode(text)),
                    _ => Some("{{base64}}".to_owned()),
                }
            }
            "create" | "Uri" | "URL" | "parse" | "URI" | "uri" if call.arguments.len() == 1 => {
                call.arguments.first().and_then(|(_, value)| text(value))
            }
            // `"Bearer {}".format(token)`
            "format" | "Format" | "sprintf" | "Sprintf" => {
                let of = call.on.as_ref().filter(|on| matches!(on, Expression::Text(_)));
                let form = of.or_else(|| call.arguments.first().map(|(_, value)| value))?.literal()?;
                Some(filled(&form))
            }
            _ => match content(value).0 {
                Content::Text(text) | Content::Json(text) | Content::Form(text) => Some(text),
                _ => Some(placeholder(value)),
            },
        },
        _ => None,
    }
}

/// A form of a text with placeholders where values are filled in: `{}`, `{name}`, `%s`.
fn filled(form: &str) -> String {
    let mut out = String::new();
    let mut rest = form;
    while let Some(at) = rest.find(['{', '%']) {
        out.push_str(rest.get(..at).unwrap_or_default());
        let from = rest.get(at..).unwrap_or_default();
        let length = match from.as_bytes() {
            [b'%', b's' | b'd' | b'v' | b'q', ..] => 2,
            [b'{', ..] => from.find('}').filter(|at| *at < 40).map_or(0, |at| at + 1),
            _ => 0,
        };
        out.push_str(if length > 0 { "{{value}}" } else { from.get(..1).unwrap_or_default() });
        rest = from.get(length.max(1)..).unwrap_or_default();
    }
    out + rest
}

/// A value as JSON; `None` where it isn't shown as a whole.
pub(super) fn json(value: &Expression) -> Option<String> {
    let mut out = String::new();
    write_json(value, &mut out, 0).then_some(out)
}

fn write_json(value: &Expression, out: &mut String, depth: usize) -> bool {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match value {
        _ if depth > MAX_DEPTH => return false,
        Expression::Text(text) => out.push_str(&quoted(text)),
        Expression::Number(number) => out.push_str(&number.to_string()),
        Expression::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Expression::Null => out.push_str("null"),
        Expression::Object(members, is_whole) => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                out.push_str(&quoted(name));
                out.push(':');
                if !write_json(value, out, depth + 1) {
                    return false;
                }
            }
            out.push('}');
            return *is_whole;
        }
        Expression::List(items, is_whole) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                if !write_json(item, out, depth + 1) {
                    return false;
                }
            }
            out.push(']');
            return *is_whole;
        }
        // an object or a text, nobody knows; its name stands for it at least inside of something
        Expression::Name(_) | Expression::Unknown | Expression::Joined(_) if depth > 0 => {
            out.push_str(&quoted(&placeholder(value)));
        }
        Expression::Call(call) if depth > 0 => {
            let shown = match content(value).0 {
                Content::Text(text) | Content::Json(text) => text,
                Content::Object(value) => return write_json(&value, out, depth + 1),
                _ => placeholder(&Expression::Name(call.name.clone())),
            };
            out.push_str(&quoted(&shown));
        }
        _ => return false,
    }
    true
}

/// An object as a form; `None` where it isn't shown as a whole.
pub(super) fn form(value: &Expression) -> Option<String> {
    let Expression::Object(members, true) = value else { return None };
    // how lists and objects are written in forms is each library's own
    let value =
        |name: &str, value: &Expression| text(value).unwrap_or_else(|| placeholder(&Expression::Name(name.to_owned())));
    let pairs = members.iter().map(|(name, given)| format!("{}={}", encoded(name), encoded(&value(name, given))));
    Some(pairs.collect::<Vec<_>>().join("&"))
}

/// A text as a form has it, with placeholders left as they are.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((name, after)) = behind.split_once("}}") else { break };
        out.push_str(&encoded_bytes(before));
        out.push_str(&format!("{{{{{name}}}}}"));
        rest = after;
    }
    out + &encoded_bytes(rest)
}

fn encoded_bytes(text: &str) -> String {
    let byte = |b: u8| match b {
        b' ' => "+".to_owned(),
        b if b.is_ascii_alphanumeric() || b"-_.~*".contains(&b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(byte).collect()
}
