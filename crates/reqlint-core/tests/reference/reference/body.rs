//! The body (docs/language.md#how-bodies-are-read).

use crate::model::{Field, Is, Sent};
use serde_json::Value as Json;

pub(super) enum Body {
    Absent,
    Unseen,
    /// Not what Content-Type says.
    Wrong,
    /// Of a syntax that isn't read.
    Other,
    Json(Json),
}

pub(super) fn read(sent: &Sent) -> Body {
    let text = match &sent.body {
        _ if !sent.reads_body => return Body::Unseen,
        None => return Body::Absent,
        Some(text) if text.is_empty() => return Body::Absent,
        Some(text) => text,
    };
    let content_type = sent.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let claims_json = content_type.is_some_and(|(_, value)| value.starts_with("application/json"));
    let looks_json = content_type.is_none() && (text.starts_with('{') || text.starts_with('['));
    if !claims_json && !looks_json {
        return Body::Other;
    }
    serde_json::from_str(text).map_or(Body::Wrong, Body::Json)
}

/// The value at the end of some names, with the objects that should hold the last of them.
pub(super) fn parents<'b>(body: &'b Json, name: &str) -> (Vec<&'b Json>, String) {
    let (before, last) = name.rsplit_once('.').unwrap_or(("", name));
    let mut found = vec![body];
    for step in before.split('.').filter(|step| !step.is_empty()) {
        let (member, is_list) = step.strip_suffix("[]").map_or((step, false), |member| (member, true));
        found = found.into_iter().filter_map(|value| value.get(member)).collect();
        if is_list {
            found = found.into_iter().filter_map(Json::as_array).flatten().collect();
        }
    }
    (found.into_iter().filter(|value| value.is_object()).collect(), last.to_owned())
}

pub(super) fn is_blank(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    }
}

pub(super) fn is_placeholder(text: &str) -> bool {
    text.contains("***") || text.contains("<name>")
}

impl Field {
    /// Which of `is`, `one-of` and `length` a value that isn't blank doesn't meet; `true` when a placeholder hides it.
    pub(super) fn problems(&self, value: &Json) -> ([bool; 3], bool) {
        if let Json::String(text) = value
            && is_placeholder(text)
        {
            return ([self.is != Is::Text, self.one_of, self.max_length.is_some()], true);
        }
        let is_whole = |text: &str| text.strip_prefix('-').unwrap_or(text).bytes().all(|b| b.is_ascii_digit());
        let quoted = value
            .as_str()
            .is_some_and(|text| self.is == Is::Integer && !text.is_empty() && text != "-" && is_whole(text));
        let is = match (self.is, value) {
            (Is::Text, value) => value.is_string(),
            // 1e3 is a thousand
            (Is::Integer, Json::Number(number)) => number.as_f64().is_some_and(|number| number.fract() == 0.0),
            (Is::Integer, _) => false,
            (Is::Boolean, value) => value.is_boolean(),
            (Is::Email, Json::String(text)) => text == "a@b.c",
            (Is::Email, _) => false,
        };
        // a number in quotes isn't what it should be, but is still held against the rest
        if !is && !quoted {
            return ([true, false, false], false);
        }
        let as_number = value.as_str().filter(|_| quoted).and_then(|text| serde_json::from_str(text).ok());
        let number = as_number.as_ref().unwrap_or(value);
        let allowed = self.is.values().iter().any(|text| serde_json::from_str::<Json>(text).unwrap() == *number);
        let length = match value {
            Json::String(text) => text.chars().count(),
            other => other.to_string().len(),
        };
        ([quoted, self.one_of && !allowed, self.max_length.is_some_and(|most| length > most)], false)
    }
}

/// The name of the variant that an object with one member may be.
pub(super) fn variant(value: &Json) -> Option<Json> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    members.keys().next().map(|name| name.as_str().into())
}
