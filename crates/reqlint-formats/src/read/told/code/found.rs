//! Of a program whose call isn't read: a method and a URL that it names.

use super::super::failure::Failure;

/// How many URLs in quotes are looked at.
const MAX_TRIES: usize = 40;

/// Adds the first URL and the first method that a program names.
pub(super) fn add(text: &[u8], failure: &mut Failure) {
    failure.method = failure.method.take().or_else(|| method(text));
    if let Some((at, url)) = url(text).filter(|_| failure.url.is_none()) {
        failure.line_at(text, at);
        failure.url = Some(url);
    }
}

/// The first URL in quotes.
fn url(text: &[u8]) -> Option<(usize, String)> {
    memchr::memmem::find_iter(text, b"http").take(MAX_TRIES).find_map(|at| {
        let quote = at.checked_sub(1).and_then(|at| text.get(at)).copied().filter(|b| b"'\"`".contains(b))?;
        let rest = text.get(at..)?;
        let end = rest.iter().position(|b| *b == quote || b.is_ascii_whitespace())?;
        let url = std::str::from_utf8(rest.get(..end)?).ok()?;
        let (_, host) = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
        let is_host = host.starts_with(|c: char| c.is_ascii_alphanumeric());
        (is_host && host.len() > 3).then(|| (at, url.to_owned()))
    })
}

/// The method that a program names, in a call or as a setting.
fn method(text: &[u8]) -> Option<String> {
    const METHODS: [&str; 5] = ["post", "put", "patch", "delete", "get"];
    let lower = String::from_utf8_lossy(text.get(..text.len().min(64 << 10))?).to_lowercase();
    // what a server answers to is no request
    let is_route = |line: &&str| ["@", "app.", "router."].iter().any(|front| line.trim_start().starts_with(front));
    let lower = lower.lines().filter(|line| !is_route(line)).collect::<Vec<_>>().join("\n");
    let at_setting = lower.match_indices("method").find_map(|(at, name)| {
        let rest = lower.get(at + name.len()..)?;
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "'\":=>(.".contains(c));
        let rest = rest.strip_prefix("httpmethod.").unwrap_or(rest);
        METHODS.into_iter().find(|method| rest.starts_with(method))
    });
    let call = |method: &&str| {
        let forms = [
            format!(".{method}("),
            format!("('{method}'"),
            format!("(\"{method}\""),
            format!("::{method}("),
            format!("->{method}("),
        ];
        forms.iter().any(|form| lower.contains(form.as_str()))
    };
    let of_php = || lower.contains("curlopt_post").then_some("post");
    let found = at_setting.or_else(|| METHODS.iter().find(|method| call(method)).copied()).or_else(of_php)?;
    Some(found.to_ascii_uppercase())
}
