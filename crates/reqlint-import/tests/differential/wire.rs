//! Values as texts: how forms and parameters write them, and what a text may mean.

use serde_json::{Map, Value, json};

/// What is between the parts of a form.
pub(crate) const BOUNDARY: &str = "a-boundary";

/// A form in parts, of names and values that are not encoded.
pub(crate) fn in_parts(pairs: &[(String, String)]) -> String {
    let part = |(name, value): &(String, String)| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    format!("{}--{BOUNDARY}--\r\n", pairs.iter().map(part).collect::<String>())
}

/// How lists and objects are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `a=1&a=2`; there are no objects.
    Repeated,
    /// `a=1,2` with this separator, encoded.
    InOne(&'static str),
    /// `a[0]=1&a[1]=2`, `a[b]=1`
    Brackets,
}

/// The pairs of a form or query for a value; `None` if it can't be written. What is empty or null isn't sent.
pub(crate) fn pairs(name: &str, value: &Value, style: Style) -> Option<Vec<(String, String)>> {
    let mut all = Vec::new();
    write(name.to_owned(), value, style, true, &mut all)?;
    Some(all)
}

fn write(name: String, value: &Value, style: Style, is_top: bool, all: &mut Vec<(String, String)>) -> Option<()> {
    match (value, style) {
        (Value::Null, _) => None,
        (Value::Array(items), Style::Brackets) => {
            let numbered = items.iter().enumerate();
            numbered.into_iter().try_for_each(|(n, item)| write(format!("{name}[{n}]"), item, style, false, all))
        }
        (Value::Array(items), Style::Repeated) if is_top => {
            items.iter().try_for_each(|item| write(name.clone(), item, style, false, all))
        }
        (Value::Array(items), Style::InOne(separator)) if is_top => {
            let single = |item: &Value| (!item.is_array() && !item.is_object() && !item.is_null()).then(|| text(item));
            let texts: Option<Vec<String>> = items.iter().map(single).collect();
            let is_apart = |text: &String| !text.is_empty() && !text.contains([',', '|', ' ']);
            let texts = texts.filter(|texts| texts.iter().all(is_apart))?;
            if !texts.is_empty() {
                let texts: Vec<String> = texts.iter().map(|text| encoded(text)).collect();
                all.push((name, texts.join(separator)));
            }
            Some(())
        }
        (Value::Object(members), Style::Brackets) => members
            .iter()
            .try_for_each(|(member, value)| write(format!("{name}[{}]", encoded(member)), value, style, false, all)),
        (Value::Array(_) | Value::Object(_), _) => None,
        _ => {
            all.push((name, encoded(&text(value))));
            Some(())
        }
    }
}

/// What was sent may mean any of these: a text may be a number, a list with numbers an object, a parameter a list of one. What
/// is as it was in a body that is right is taken as it was meant.
pub(crate) fn readings(value: &Value, was: Option<&Value>, style: Style, is_top: bool) -> Vec<Value> {
    if was == Some(value) {
        return vec![value.clone()];
    }
    match value {
        Value::Array(items) => {
            let own = items.iter().enumerate();
            let own = own.map(|(n, item)| readings(item, was.and_then(|was| was.get(n).or(was.get(0))), style, false));
            let own: Vec<Vec<Value>> = own.collect();
            let mut all = vec![Vec::new()];
            if own.len() > 5 {
                // many items are all of one kind
                let most = own.iter().map(Vec::len).max().unwrap_or(0);
                let row = |kind: usize| own.iter().filter_map(|own| own.get(kind).or(own.last()).cloned()).collect();
                all = (0..most).map(row).collect();
            }
            for own in own.iter().filter(|_| items.len() <= 5) {
                all = all
                    .iter()
                    .flat_map(|row| own.iter().map(|one| [row.as_slice(), std::slice::from_ref(one)].concat()))
                    .collect();
                all.truncate(64);
            }
            let objects: Vec<Value> = if style == Style::Brackets {
                let members =
                    |row: &Vec<Value>| row.iter().enumerate().map(|(n, v)| (n.to_string(), v.clone())).collect();
                all.iter().map(|row| Value::Object(members(row))).collect()
            } else if items.len() == 1 {
                all.iter().map(|row| row[0].clone()).collect()
            } else {
                Vec::new()
            };
            all.into_iter().map(Value::Array).chain(objects).collect()
        }
        Value::Object(members) => {
            let mut all = vec![Map::new()];
            for (name, member) in members {
                let own = readings(member, was.and_then(|was| was.get(name)), style, false);
                let with = |row: &Map<String, Value>, value: &Value| {
                    let mut row = row.clone();
                    row.insert(name.clone(), value.clone());
                    row
                };
                all = all.iter().flat_map(|row| own.iter().map(|one| with(row, one)).collect::<Vec<_>>()).collect();
                all.truncate(64);
            }
            let is_numbered = style == Style::Brackets && members.keys().all(|k| k.bytes().all(|b| b.is_ascii_digit()));
            let lists: Vec<Value> = if is_numbered {
                all.iter().map(|row| Value::Array(row.values().cloned().collect())).collect()
            } else {
                Vec::new()
            };
            all.into_iter().map(Value::Object).chain(lists).collect()
        }
        single => {
            let text = text(single);
            let mut all = vec![json!(text)];
            if let Ok(number @ Value::Number(_)) = serde_json::from_str::<Value>(&text) {
                all.push(number);
            }
            if text == "true" || text == "false" {
                all.push(json!(text == "true"));
            }
            if is_top && style != Style::Brackets {
                all.extend(all.clone().into_iter().map(|one| json!([one])));
            }
            all
        }
    }
}

/// A value without what isn't sent: lists and objects without anything inside.
pub(crate) fn sent(value: &Value) -> Option<Value> {
    match value {
        Value::Array(items) => {
            let items: Vec<Value> = items.iter().filter_map(sent).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Value::Object(members) => {
            let members: Map<_, _> = members.iter().filter_map(|(n, v)| Some((n.clone(), sent(v)?))).collect();
            (!members.is_empty()).then_some(Value::Object(members))
        }
        single => Some(single.clone()),
    }
}

pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}

/// What [`encoded`] was made of.
pub(crate) fn decoded(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [a, b, after @ ..]) => {
                let digits = [*a, *b];
                match std::str::from_utf8(&digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    Some(byte) => {
                        out.push(byte);
                        rest = after;
                    }
                    None => out.push(b'%'),
                }
            }
            (byte, _) => out.push(*byte),
        }
    }
    String::from_utf8(out).unwrap()
}
