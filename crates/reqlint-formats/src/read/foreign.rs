//! Documents that hold no request: what they are, and what to do instead.

/// What a text is, and what to do, by its beginning; `None` where it may hold requests.
pub(super) fn named(text: &[u8]) -> Option<(&'static str, &'static str)> {
    const NEAR: usize = 4 << 10;
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    let near = text.get(..text.len().min(NEAR)).unwrap_or_default();
    let has = |needle: &str| memchr::memmem::find(near, needle.as_bytes()).is_some();
    let front = near.get(..near.len().min(16)).unwrap_or_default().to_ascii_lowercase();
    let begins = |beginning: &str| front.starts_with(beginning.as_bytes());
    if begins("<!doctype html") || begins("<html") {
        return Some((
            "this is an HTML page, not a request",
            "paste the request that was sent, as cURL or as raw HTTP",
        ));
    }
    let is_object = begins("{");
    if is_object && (has("\"_postman_id\"") || has("schema.getpostman.com")) {
        let help = "open a request in Postman, choose code, and copy it as cURL";
        return Some(("this is a Postman collection, which is not read", help));
    }
    let is_description = ["openapi:", "swagger:"].iter().any(|key| begins(key));
    if is_description || is_object && (has("\"openapi\"") || has("\"swagger\"")) {
        let help = "it describes an API: paste a request that was sent to it";
        return Some(("this is an OpenAPI description, which holds no request", help));
    }
    let first = near.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii();
    let is_har = has("\"log\"") || has("\"entries\"");
    if matches!(first, b"{" | b"[") && first.len() < near.trim_ascii().len() && !is_har && !has("\"method\"") {
        let help = "paste the request that sent or got it: `POST /path HTTP/1.1`, its headers, an empty line, and this";
        return Some(("this is JSON alone, not a request", help));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_named() {
        let table = [
            ("<!DOCTYPE html>\n<html>", Some("this is an HTML page, not a request")),
            ("{\"info\": {\"_postman_id\": \"x\"}}", Some("this is a Postman collection, which is not read")),
            ("{\n  \"openapi\": \"3.1.0\"", Some("this is an OpenAPI description, which holds no request")),
            ("openapi: 3.0.0\ninfo:", Some("this is an OpenAPI description, which holds no request")),
            ("{\n  \"error\": \"no\"\n}\n", Some("this is JSON alone, not a request")),
            ("{\"method\":\"GET\",\"target\":\"/\"}\n", None),
            ("{\n \"log\": {\"entries\": []}}", None),
            ("GET / HTTP/1.1\n", None),
        ];
        for (text, expected) in table {
            assert_eq!(named(text.as_bytes()).map(|(what, _)| what), expected, "{text}");
        }
    }
}
