//! A header line inside the value of another: two headers in one option (`-H "Accept: a/b, X-Key: c"`).

use super::draft::Draft;
use super::gathered::Evidence;

/// Headers whose values never hold a name, a colon and a space of their own.
const PLAIN: &[&str] =
    &["accept", "content-type", "accept-language", "authorization", "cache-control", "origin", "host"];

pub(super) fn draft(evidence: &Evidence<'_>) -> Option<Draft> {
    if !evidence.status_is(&[400, 401, 403, 406, 415, 422]) {
        return None;
    }
    let (outer, inner) = PLAIN.iter().find_map(|name| {
        let sent = evidence.header(name)?;
        Some((sent, inside(&sent.value)?))
    })?;
    // what is sent by itself as well is not missed
    if evidence.header(inner).is_some() {
        return None;
    }
    let name = outer.leaf();
    let draft = Draft::new("answer/header-in-value", format!("the header {inner} is inside the value of {name}"))
        .because(format!("the value of {name} goes on with `{inner}:`, so no header {inner} is sent, and {name} says something else than was meant"))
        .fix(format!("Send {inner} as a header of its own (curl: one -H for each)."));
    Some(draft.at(outer.at_value()))
}

/// The name of a header that a value goes on with, behind a space, a comma or the like.
fn inside(value: &str) -> Option<&str> {
    value.match_indices(": ").chain(value.match_indices(':')).find_map(|(at, _)| {
        let before = value.get(..at)?;
        let start = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').map_or(0, |at| at + 1);
        let name = before.get(start..)?;
        // `application/json_USERNAME: a` has it behind the end of a media type
        let name = name
            .split_once('_')
            .map_or(name, |(front, rest)| if front.eq_ignore_ascii_case("json") { rest } else { name });
        let is_name = name.len() > 3 && name.starts_with(|c: char| c.is_ascii_uppercase());
        let is_followed = value.get(at + 1..).is_some_and(|rest| !rest.trim().is_empty() && !rest.starts_with("//"));
        (start > 0 && is_name && is_followed).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn headers_in_values() {
        let table = [
            ("application/json, Content-Type: application/json", Some("Content-Type")),
            ("application/json_USERNAME: admin", Some("USERNAME")),
            ("Bearer abc Accept: a/b", Some("Accept")),
            ("application/json; Authorization:Bearer x", Some("Authorization")),
            ("application/json", None),
            ("Bearer: abc", None),
            ("TOK: abc", None),
            ("text/html;q=0.9, */*", None),
            ("Basic YWxhZGRpbjpvcGVu", None),
            ("http://www.example.com:8080", None),
            ("Token abc:def", None),
        ];
        for (value, expected) in table {
            assert_eq!(inside(value), expected, "{value}");
        }
    }
}
