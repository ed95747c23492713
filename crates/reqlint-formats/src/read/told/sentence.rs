//! A request that a sentence tells together with what became of it: `I send https://… and get a 400`.

use super::failure::Failure;
use super::{lines, status};

/// How long a line may be, and how many are looked at.
const MAX_LINE: usize = 2_000;
const MAX_LINES: usize = 400;

/// Adds the URL that stands in the line that tells the status.
pub(super) fn add(text: &[u8], failure: &mut Failure) {
    for (at, line) in lines(text).take(MAX_LINES) {
        let Some(line) = std::str::from_utf8(line).ok().filter(|line| line.len() <= MAX_LINE) else { continue };
        if !is_of_request(line) || status::in_line(line.as_bytes()).is_none() {
            continue;
        }
        let Some(url) = url(line) else { continue };
        failure.line_at(text, at);
        failure.url = Some(url);
        failure.method = failure.method.take().or_else(|| method(line));
        return;
    }
}

/// Whether a sentence is about a request: what else has a URL may be a link, and a line of a log isn't told.
fn is_of_request(line: &str) -> bool {
    if line.contains("HTTP/") {
        return false;
    }
    const WORDS: [&str; 15] = [
        "request", "requests", "call", "calling", "calls", "send", "sending", "hit", "hitting", "url", "endpoint",
        "get", "post", "put", "delete",
    ];
    let lower = line.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| WORDS.contains(&word))
}

/// The only URL of a line.
fn url(line: &str) -> Option<String> {
    let mut starts = line.match_indices("http").filter(|(at, _)| {
        let rest = line.get(*at..).unwrap_or_default();
        rest.starts_with("http://") || rest.starts_with("https://")
    });
    let (start, _) = starts.next()?;
    let rest = line.get(start..)?;
    // one that is handed on in another's query is part of it
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '`' | '<' | '>' | ')' | ',')).unwrap_or(rest.len());
    let is_only = starts.all(|(at, _)| at < start + end);
    let url = rest.get(..end)?.trim_end_matches(['.', '"', '\'', ';', ':', '*']);
    let has_host = url.split_once("://").is_some_and(|(_, host)| host.starts_with(|c: char| c.is_ascii_alphanumeric()));
    (is_only && has_host && !is_link(url)).then(|| url.to_owned())
}

/// Whether a URL is that of a page about the failure, or of a picture of it.
fn is_link(url: &str) -> bool {
    const PAGES: [&str; 8] = [
        "://github.com/",
        "stackoverflow.com/",
        "user-images.",
        "://imgur.com",
        "/docs/",
        "://docs.",
        "gist.github",
        "/issues/",
    ];
    let lower = url.to_lowercase();
    PAGES.iter().any(|page| lower.contains(page)) || lower.ends_with(".png") || lower.ends_with(".jpg")
}

/// The method that sentences name: `a post request`, `MyClient::post`.
pub(super) fn method_in(text: &[u8]) -> Option<String> {
    const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
    let lower = String::from_utf8_lossy(text.get(..text.len().min(16 << 10))?).to_lowercase();
    let at = |method: &str| {
        let forms = [format!("::{method}"), format!(" {method} request"), format!("a {method} to ")];
        forms.iter().filter_map(|form| lower.find(form.as_str())).min()
    };
    let first = METHODS.iter().filter_map(|method| Some((at(method)?, *method))).min();
    first.map(|(_, method)| method.to_ascii_uppercase())
}

/// The method that a line names.
fn method(line: &str) -> Option<String> {
    const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    let mut words = line.split(|c: char| !c.is_ascii_alphabetic());
    words.find(|word| METHODS.contains(word)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_sentences() {
        let told = |text: &str| {
            let mut failure = Failure::default();
            add(text.as_bytes(), &mut failure);
            (failure.method.unwrap_or_default(), failure.url.unwrap_or_default())
        };
        let table = [
            (
                "When I send a request like https://h.example/a?q={1} I get a 400 error.",
                "",
                "https://h.example/a?q={1}",
            ),
            ("a GET call to https://h.example/a returns 404.", "GET", "https://h.example/a"),
            ("I get a 404, see https://github.com/a/b/issues/1", "", ""),
            (r#"192.0.2.1 - - [30/Nov/2026] "GET /a HTTP/1.1" 404 9 "https://h.example/b" "get""#, "", ""),
            ("the request to https://h.example/a works", "", ""),
            ("a request to https://h.example/a, not https://h.example/b, returns 404", "", ""),
        ];
        for (text, method, url) in table {
            assert_eq!(told(text), (method.to_owned(), url.to_owned()), "{text}");
        }
    }
}
