//! Paths as packs write them.

use crate::api::{Operation, Step};
use crate::tree::{At, Documents, Tree};

/// A piece of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'p> {
    Text(&'p str),
    Parameter(&'p str),
}

/// The path of an operation as packs write it, and whether a part of it is dropped that no request has. `owners` are what has
/// its parameters.
///
/// # Errors
/// Why a pack can't hold it.
pub(super) fn written(
    base: &str,
    path: &str,
    method: &str,
    documents: &Documents,
    owners: [At<'_>; 2],
) -> Result<(String, bool), String> {
    let is_method = !method.is_empty() && method.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !is_method {
        return Err("the method is not a name".to_owned());
    }
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parameters = parameters(documents, owners);
    let mut marks: Vec<&str> = query.split('&').filter(|mark| !mark.is_empty()).collect();
    // some descriptions tell operations apart by what follows a `#`: it is sent as the parameter of that name
    let name = fragment.split('=').next().unwrap_or_default();
    let is_sent = parameters.iter().any(|p| p.text("name") == Some(name) && p.text("in") == Some("query"));
    let is_dropped = !fragment.is_empty() && (!is_sent || fragment.contains('&'));
    if !fragment.is_empty() && !is_dropped {
        marks.push(fragment);
    }
    if marks.iter().any(|mark| mark.contains(['{', '}', '?', '#'])) {
        return Err("the path has a query with parameters".to_owned());
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    let whole = format!("{base}{slash}{path}");
    if whole.contains(|c: char| c.is_whitespace() || c.is_control())
        || marks.iter().any(|m| m.contains(char::is_whitespace))
    {
        return Err("the path has white space".to_owned());
    }
    let is_multiple =
        |name: &str| parameters.iter().any(|p| p.text("name") == Some(name) && p.is_true("x-multi-segment"));
    let (mut segments, mut seen, mut rests) = (Vec::new(), Vec::new(), 0);
    for segment in whole.split('/').skip(1) {
        let pieces = pieces(segment).ok_or("a brace in the path has no partner")?;
        let mut written = String::new();
        for (piece, number) in pieces.iter().zip(0..) {
            let Piece::Parameter(name) = *piece else {
                if let Piece::Text(text) = piece {
                    written += text;
                }
                continue;
            };
            let (name, is_rest) = rest(name);
            let is_rest = is_rest || pieces.len() == 1 && is_multiple(name);
            if name.is_empty() || name.contains([':', '*', '+']) {
                return Err(format!("`{{{name}}}` is no name of a parameter"));
            }
            if seen.contains(&name) {
                return Err(format!("the parameter `{name}` appears twice in the path"));
            }
            if number > 0 && matches!(pieces.get(number - 1), Some(Piece::Parameter(_))) {
                return Err("two parameters of the path touch".to_owned());
            }
            seen.push(name);
            rests += usize::from(is_rest);
            if is_rest && (pieces.len() > 1 || rests > 1) {
                return Err("a parameter of several segments has text or another one beside it".to_owned());
            }
            written += &if is_rest { format!("{{{name}+}}") } else { format!("{{{name}}}") };
        }
        segments.push(written);
    }
    let query = if marks.is_empty() { String::new() } else { format!("?{}", marks.join("&")) };
    Ok((format!("/{}{query}", segments.join("/")), is_dropped))
}

fn parameters<'d>(documents: &'d Documents, owners: [At<'d>; 2]) -> Vec<&'d Tree> {
    let all = owners.into_iter().flat_map(|owner| {
        let own = owner.tree.get("parameters").map(Tree::items).unwrap_or_default();
        own.iter().map(move |tree| At { tree, file: owner.file })
    });
    all.filter_map(|parameter| documents.follow(parameter).ok()).map(|(at, _)| at.tree).collect()
}

/// A segment as text and parameters in turn. `None` if its braces don't match.
fn pieces(segment: &str) -> Option<Vec<Piece<'_>>> {
    let (mut pieces, mut left) = (Vec::new(), segment);
    while let Some((text, after)) = left.split_once('{') {
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        let (name, after) = after.split_once('}')?;
        pieces.push(Piece::Parameter(name));
        left = after;
    }
    if !left.is_empty() {
        pieces.push(Piece::Text(left));
    }
    let is_closed = pieces.iter().all(|piece| {
        matches!(piece, Piece::Parameter(name) if !name.contains('{'))
            || matches!(piece, Piece::Text(text) if !text.contains('}'))
    });
    is_closed.then_some(pieces)
}

/// A parameter that routers write as the rest of the path: `{*rest}`, `{+name}`, `{proxy+}`, `{path...}`.
fn rest(name: &str) -> (&str, bool) {
    let bare = name.trim_start_matches(['*', '+']);
    let bare = bare.strip_suffix("...").unwrap_or(bare).trim_end_matches(['+', '*']);
    let bare = bare.strip_suffix(":path").or_else(|| bare.strip_suffix(":.*")).unwrap_or(bare);
    (bare, bare.len() < name.len())
}

/// The names of the parameters of a path as packs write it, each with the segment that it is in.
pub(crate) fn names(path: &str) -> Vec<(&str, &str)> {
    let path = path.split('?').next().unwrap_or_default();
    let named = path.split('/').flat_map(|segment| {
        let pieces = pieces(segment).unwrap_or_default();
        pieces.into_iter().filter_map(move |piece| match piece {
            Piece::Parameter(name) => Some((name.trim_end_matches('+'), segment)),
            Piece::Text(_) => None,
        })
    });
    named.collect()
}

/// A path by which it is known which others can't be told from it: parameters without their names, but with what they take
/// where that decides.
pub(super) fn outline(operation: &Operation, takes: bool) -> String {
    let (path, query) = operation.path.split_once('?').unwrap_or((&operation.path, ""));
    let mut marks: Vec<&str> = query.split('&').collect();
    marks.sort_unstable();
    let mut outline = String::new();
    for segment in path.split('/').skip(1) {
        outline.push('/');
        let pieces = pieces(segment).unwrap_or_default();
        for piece in &pieces {
            match piece {
                Piece::Text(text) => outline += text,
                Piece::Parameter(name) if name.ends_with('+') => outline += "{+}",
                Piece::Parameter(name) => {
                    let field = operation.path_fields.iter().find(|f| f.steps == [Step::Member((*name).to_owned())]);
                    let field = field.filter(|_| takes && pieces.len() == 1);
                    let kind = field.map(|field| match field.is.names().as_slice() {
                        _ if !field.one_of.is_empty() => "one-of".to_owned(),
                        ["text"] => String::new(),
                        names => names.join("|"),
                    });
                    outline += &format!("{{{}}}", kind.unwrap_or_default());
                }
            }
        }
    }
    format!("{outline}?{}", marks.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_packs_write_them() {
        let text = r#"{"parameters": [{"name": "path", "in": "path", "x-multi-segment": true}, {"name": "Action", "in": "query"}]}"#;
        let documents = Documents::read("api.json", text, &mut |_| Err(String::new())).unwrap();
        let written =
            |path| super::written("/v1", path, "get", &documents, [documents.root(); 2]).map(|(path, _)| path);
        for (path, expected) in [
            ("/orders/{id}", "/v1/orders/{id}"),
            ("orders", "/v1/orders"),
            ("/calls/{Sid}.json", "/v1/calls/{Sid}.json"),
            ("/items:batch", "/v1/items:batch"),
            ("/jobs/{name}:cancel", "/v1/jobs/{name}:cancel"),
            ("/contents/{path}", "/v1/contents/{path+}"),
            ("/files/{proxy+}", "/v1/files/{proxy+}"),
            ("/messages?beta=true", "/v1/messages?beta=true"),
            ("/#Action=Copy", "/v1/?Action=Copy"),
            ("/#X-Target=Copy", "/v1/"),
        ] {
            assert_eq!(written(path).as_deref(), Ok(expected), "{path}");
        }
        for path in ["/a b", "/{a}{b}", "/{a", "/a}", "/{a}/{a}", "/x?{query}", "/{}"] {
            assert!(written(path).is_err(), "{path}");
        }
        assert_eq!(names("/a/{b}/{c}.{d}/{e+}?f"), [("b", "{b}"), ("c", "{c}.{d}"), ("d", "{c}.{d}"), ("e", "{e+}")]);
    }
}
