//! Arrays as PHP's `print_r` shows them: `[error] => invalid_grant`.

use super::lines;
use reqlint_core::diagnose::Observed;
use serde_json::{Map, Value};

/// How many lines are looked at.
const MAX_LINES: usize = 2_000;

/// The members that lines show, as JSON, where they are an error; what is nested belongs to the name above it.
pub(super) fn array(text: &[u8]) -> Option<Vec<u8>> {
    let mut members: Map<String, Value> = Map::new();
    let mut above: Option<String> = None;
    for (name, value) in lines(text).take(MAX_LINES).filter_map(|(_, line)| member(line)) {
        let is_index = name.bytes().all(|b| b.is_ascii_digit());
        match (value.as_str(), is_index, &above) {
            ("Array", ..) if is_index => {}
            ("Array", ..) => above = Some(name),
            (_, true, Some(above)) => {
                let list = members.entry(above.clone()).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(items) = list {
                    items.push(Value::String(value));
                }
            }
            (_, true, None) => {}
            _ => {
                members.entry(name).or_insert(Value::String(value));
            }
        }
    }
    let json = Value::Object(members).to_string();
    Observed::without_status(json.clone()).map(|_| json.into_bytes())
}

/// The name and the value of a line `[name] => value`.
fn member(line: &[u8]) -> Option<(String, String)> {
    let line = std::str::from_utf8(line.get(..line.len().min(600))?).ok()?.trim();
    let (name, value) = line.strip_prefix('[')?.split_once("] =>")?;
    let is_name = !name.is_empty() && name.len() <= 80 && !name.contains(['"', '\'', '[']);
    is_name.then(|| (name.to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_of_print_r() {
        let text = |text: &str| array(text.as_bytes()).map(|json| String::from_utf8(json).unwrap()).unwrap_or_default();
        assert_eq!(
            text("it says\n[error] => invalid_grant\n[error_description] => no such code\n"),
            r#"{"error":"invalid_grant","error_description":"no such code"}"#
        );
        assert_eq!(
            text("Array\n(\n    [errors] => Array\n        (\n            [0] => price is required\n        )\n)\n"),
            r#"{"errors":["price is required"]}"#
        );
        assert_eq!(text("[name] => anvil\n[price] => 4\n"), "");
        assert_eq!(text("$a = ['error' => 'no'];\n"), "");
    }
}
