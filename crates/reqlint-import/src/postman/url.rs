//! URLs of requests: where the host ends and which segments are parameters. Variables in a path are parameters, whatever their
//! values are.

use super::variables::Variables;
use crate::openapi::servers::host_name;
use crate::seen::{self, Piece, Segment};
use crate::tree::Tree;

/// Where a request goes.
#[derive(Debug, Default)]
pub(super) struct Address {
    /// As packs write it; `None` where it isn't known.
    pub(super) host: Option<String>,
    pub(super) is_http: bool,
    pub(super) segments: Vec<Segment>,
    /// Names, and values that are texts.
    pub(super) query: Vec<(String, Option<String>)>,
}

/// Reads a URL: a text, or an object with its parts.
pub(super) fn read(url: &Tree, variables: &Variables) -> Option<Address> {
    let (text, query) = match url {
        Tree::Text(text) => (text.clone(), None),
        Tree::Object(_) => (composed(url).or_else(|| url.text("raw").map(str::to_owned))?, url.get("query").map(list)),
        _ => return None,
    };
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let without_fragment = text.split('#').next().unwrap_or_default();
    let (address, own_query) = without_fragment.split_once('?').unwrap_or((without_fragment, ""));
    let (authority, path) = split(address);
    let authority = variables.fill(authority);
    let (scheme, rest) = authority.split_once("://").unwrap_or(("", &authority));
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, base) = rest.split_once('/').unwrap_or((rest, ""));
    let query = query.unwrap_or_else(|| pairs(own_query));
    let base = base.trim_matches('/');
    let base: Vec<_> = if base.is_empty() { Vec::new() } else { seen::segments(base) };
    let mut segments: Vec<Segment> = base.into_iter().flatten().map(plain).collect();
    let own = path.map(seen::segments).unwrap_or_default();
    let is_bare = own.is_empty();
    segments.extend(own.into_iter().flatten().flat_map(|piece| match piece {
        Piece::Text(text) => opened(&text, variables),
        Piece::Hole(_) => Vec::new(),
    }));
    if is_bare && segments.is_empty() {
        segments = seen::segments("/");
    }
    Some(Address {
        host: named(host),
        is_http: matches!(scheme.to_ascii_lowercase().as_str(), "" | "http" | "https") || scheme.contains("{{"),
        segments,
        query,
    })
}

/// A URL of its parts: hosts and paths are lists or texts.
fn composed(url: &Tree) -> Option<String> {
    let part = |name: &str, between: &str| match url.get(name)? {
        Tree::Text(text) if !text.is_empty() => Some(text.clone()),
        Tree::List(items) if !items.is_empty() => {
            let text = |item: &Tree| item.as_text().or_else(|| item.text("value")).map(str::to_owned);
            Some(items.iter().filter_map(text).collect::<Vec<_>>().join(between))
        }
        _ => None,
    };
    let host = part("host", ".")?;
    let protocol = url
        .text("protocol")
        .filter(|_| !host.contains("://"))
        .map(|p| format!("{}://", p.trim_end_matches("://")))
        .unwrap_or_default();
    let path = part("path", "/").map(|path| format!("/{}", path.trim_start_matches('/'))).unwrap_or_default();
    Some(format!("{protocol}{host}{path}"))
}

fn list(query: &Tree) -> Vec<(String, Option<String>)> {
    let pair = |item: &Tree| Some((item.text("key")?.to_owned(), item.text("value").map(str::to_owned)));
    // one that is switched off is one that the API takes, too
    query.items().iter().filter_map(pair).filter(|(name, _)| !name.is_empty() && !name.contains("{{")).collect()
}

fn pairs(query: &str) -> Vec<(String, Option<String>)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .filter(|(name, _)| !name.contains("{{"))
        .map(|(name, value)| (name.to_owned(), Some(value.to_owned())))
        .collect()
}

/// Where the host ends: at the first slash after the scheme that is in no variable.
fn split(address: &str) -> (&str, Option<&str>) {
    let from = address.find("://").map_or(0, |at| at + 3);
    match address.get(from..).unwrap_or_default().find('/') {
        Some(0) if from == 0 => ("", Some(address)),
        Some(at) => (address.get(..from + at).unwrap_or_default(), address.get(from + at..)),
        None => (address, None),
    }
}

fn named(host: &str) -> Option<String> {
    let bare = host.rsplit('@').next().unwrap_or(host);
    let bare = bare.replace("{{", "{").replace("}}", "}");
    let is_variable = bare.is_empty() || bare.starts_with('{') && !bare.contains("}.");
    (!is_variable).then(|| host_name(&bare)).flatten()
}

/// A segment of the base: what of it is still a variable is a parameter.
fn plain(piece: Piece) -> Segment {
    match piece {
        Piece::Text(text) => holes(&text),
        hole @ Piece::Hole(_) => vec![hole],
    }
}

/// The segments that one segment is: `:id` and `{{id}}` are parameters, but a variable that is a piece of a path is that.
fn opened(text: &str, variables: &Variables) -> Vec<Segment> {
    if let Some(name) = text.strip_prefix(':').filter(|name| !name.is_empty()) {
        // `:id.json`, `:id:cancel`
        let end = name.find(['.', ':', '{']).unwrap_or(name.len());
        let (name, rest) = name.split_at(end);
        let mut segment = vec![Piece::Hole(Some(name.to_owned()))];
        if !rest.is_empty() {
            segment.extend(holes(rest));
        }
        return vec![segment];
    }
    let filled = variables.fill(text);
    if filled != text && (filled.trim_matches('/').contains('/') || is_version(&filled)) && !filled.contains("://") {
        return seen::segments(filled.trim_end_matches('/')).into_iter().flatten().map(plain).collect();
    }
    vec![holes(text)]
}

/// `v1`: a variable for it has the same value in every request.
fn is_version(text: &str) -> bool {
    let number = text.strip_prefix(['v', 'V']);
    number.is_some_and(|n| {
        n.len() <= 8
            && n.starts_with(|c: char| c.is_ascii_digit())
            && n.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    })
}

/// A segment with its variables as holes.
fn holes(text: &str) -> Segment {
    let (mut segment, mut rest): (Segment, _) = (Vec::new(), text);
    let add = |segment: &mut Segment, piece: Piece| match (segment.last(), &piece) {
        (Some(Piece::Hole(_)), Piece::Hole(_)) => {}
        _ => segment.push(piece),
    };
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = match after.strip_prefix('{') {
            Some(inner) => inner.split_once("}}").unwrap_or((inner, "")),
            None => after.split_once('}').unwrap_or((after, "")),
        };
        if !before.is_empty() {
            add(&mut segment, Piece::Text(before.to_owned()));
        }
        // `$guid` and the like are made up by Postman
        let name = name.trim().trim_start_matches(['$', ':']);
        add(&mut segment, Piece::Hole((!name.is_empty()).then(|| name.to_owned())));
        rest = after;
    }
    if !rest.is_empty() || segment.is_empty() {
        add(&mut segment, Piece::Text(rest.to_owned()));
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(url: &str) -> String {
        let text = r#"[{"key": "baseUrl", "value": "https://api.shop.example:8443/v1/"}, {"key": "host", "value": "shop.example"},
            {"key": "prefix", "value": "api/v2"}, {"key": "version", "value": "v3"}, {"key": "id", "value": "17"},
            {"key": "outer", "value": "{{baseUrl}}"}, {"key": "a", "value": "{{b}}"}, {"key": "b", "value": "{{a}}"},
            {"key": "bot", "value": "https://api.shop.example/bot{{token}}"}]"#;
        let mut variables = Variables::default();
        variables.add(Some(&crate::tree::read("v.json", text).unwrap()));
        let url = if url.starts_with('{') && url.ends_with(']') || url.starts_with("{\"") {
            crate::tree::read("u.json", url).unwrap()
        } else {
            Tree::Text(url.to_owned())
        };
        let address = read(&url, &variables).unwrap();
        let path: String = address
            .segments
            .iter()
            .map(|segment| {
                let pieces = segment.iter().map(|piece| match piece {
                    Piece::Text(text) => text.clone(),
                    Piece::Hole(name) => format!("{{{}}}", name.as_deref().unwrap_or_default()),
                });
                format!("/{}", pieces.collect::<String>())
            })
            .collect();
        let query: Vec<_> = address.query.iter().map(|(name, _)| name.as_str()).collect();
        format!("{} {path} {}", address.host.as_deref().unwrap_or("?"), query.join(",")).trim_end().to_owned()
    }

    #[test]
    fn variables_in_paths_are_parameters() {
        for (url, expected) in [
            ("{{baseUrl}}/orders/:id?page=1&q={{q}}", "api.shop.example /v1/orders/{id} page,q"),
            ("{{outer}}/orders/{{id}}.json", "api.shop.example /v1/orders/{id}.json"),
            ("https://{{shop}}.shop.example/{{prefix}}/x", "*.shop.example /api/v2/x"),
            ("https://{{host}}/{{version}}/{orderId}/", "shop.example /v3/{orderId}/"),
            ("http://user:secret@api.shop.example", "api.shop.example /"),
            ("{{nowhere}}/orders", "? /orders"),
            ("{{a}}/orders", "? /orders"),
            ("/orders/:id:cancel", "? /orders/{id}:cancel"),
            ("{{bot}}/send", "api.shop.example /bot{token}/send"),
            ("localhost:3000/a//b", "localhost /a/b"),
            (
                r#"{"raw": "x", "protocol": "https", "host": ["api", "shop", "example"], "path": ["a", {"value": ":b"}], "query": [{"key": "c", "disabled": true}]}"#,
                "api.shop.example /a/{b} c",
            ),
            (r#"{"raw": "{{baseUrl}}/a?b=1"}"#, "api.shop.example /v1/a b"),
        ] {
            assert_eq!(written(url), expected, "{url}");
        }
    }
}
