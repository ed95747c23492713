//! Errors of HTTP clients that name what was sent, each with its form.

use super::{lines, status};

/// What a message tells. `None` is what it doesn't.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Where its line begins.
    pub(super) at: usize,
    pub(super) method: Option<String>,
    pub(super) url: String,
    pub(super) status: u16,
    /// What stands behind it in its line, where the form has the answer there.
    pub(super) body: Option<String>,
}

/// Forms of messages, a line each, with the client that writes it so. A hole takes what fits it: `{status}` a number,
/// `{method}` a word in capitals, `{url}` all up to a space or a quote, `{name}` a few words, `{any}` what comes, `{body}` the
/// rest of the text.
const FORMS: &[(&str, &str)] = &[
    ("requests", "{status} Client Error: {name} for url: {url}"),
    ("requests", "{status} Server Error: {name} for url: {url}"),
    ("httpx", "Client error '{status} {name}' for url '{url}'"),
    ("httpx", "Server error '{status} {name}' for url '{url}'"),
    ("aiohttp", "{status}, message={name}, url=URL('{url}')"),
    ("aiohttp", "{status}, message={name}, url='{url}'"),
    ("google-api-python-client", "<HttpError {status} when requesting {url} returned {body}"),
    ("Guzzle", "`{method} {url}` resulted in a `{status} {name}` response:{body}"),
    ("Guzzle", "[url] {url} [http method] {method} [status code] {status} {any}"),
    ("Guzzle 5", "[url] {url} [status code] {status} {any}"),
    ("Guzzle 3", "[status code] {status} [reason phrase] {name} [url] {url}"),
    ("Spring RestTemplate", "{status} {name} on {method} request for \"{url}\": {body}"),
    ("Spring WebClient", "{status} {name} from {method} {url}"),
    ("Feign", "[{status} {name}] during [{method}] to [{url}] {any}: {body}"),
    ("Octokit for Ruby, go-github", "{method} {url}: {status} {body}"),
    ("Chrome", "{method} {url} {status} ({name})"),
    ("Chrome", "{method} {url} net::ERR_ABORTED {status}{any}"),
    ("Firefox", "XHR {method} {url} [HTTP/1.1 {status} {any}"),
    ("Firefox", "XHR {method} {url} [HTTP/2 {status} {any}"),
    ("Symfony", "HTTP/{name} {status} {any}returned for \"{url}\""),
    ("Faraday", "the server responded with status {status} for {method} {url}"),
    ("Terraform, Consul, Vault", "URL: {method} {url} Code: {status}. Errors:{body}"),
    ("resty", "{method} {url} returned {status}{any}"),
    ("a log", "{method} {url} {status} {name}"),
    ("a log", "{method} {url} -> {status}{any}"),
    ("a log", "{method} {url} => {status}{any}"),
    ("a log", "\"{method} {url} HTTP/1.1\" {status} {any}"),
    ("ky", "Request failed with status code {status} {name}: {method} {url}"),
    ("reqwest", "HTTP status client error ({status} {name}) for url ({url})"),
    ("reqwest", "HTTP status server error ({status} {name}) for url ({url})"),
    ("ureq", "{url}: status code {status}"),
];

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// How long a line may be in which a message is looked for, how many lines that may hold one are looked at, and how many places
/// of each. A URL that goes on beyond is none: what is left of it would be another.
pub(super) const MAX_LINE: usize = 8 << 10;
/// The same of a message that is broken into lines.
const MAX_BROKEN: usize = 512;
const MAX_LINES: usize = 100;
const MAX_STARTS: usize = 8;

/// The last message of a text that names a URL and the status of an error.
pub(super) fn message(text: &[u8]) -> Option<Told> {
    let candidates = lines(text).filter(|(_, line)| is_broken(line) || may_hold_one(line)).take(MAX_LINES);
    candidates.filter_map(|(at, line)| in_line(text, at, line)).last()
}

/// Whether a line has a number that may be the status of an error, and a URL or a path.
fn may_hold_one(line: &[u8]) -> bool {
    let near = line.get(..line.len().min(MAX_LINE)).unwrap_or_default();
    let has_status =
        near.windows(3).any(|word| matches!(word, [b'4' | b'5', a, b] if a.is_ascii_digit() && b.is_ascii_digit()));
    has_status && memchr::memchr(b'/', near).is_some()
}

/// Whether the message that a line begins goes on in those below: Vault, Consul and Guzzle 3 break it behind each part.
fn is_broken(line: &[u8]) -> bool {
    line.starts_with(b"URL: ") || memchr::memmem::find(line, b"error response").is_some()
}

fn in_line(text: &[u8], at: usize, line: &[u8]) -> Option<Told> {
    let rest = text.get(at..)?;
    let is_broken = is_broken(line);
    let near = if is_broken { rest.get(..rest.len().min(MAX_BROKEN))? } else { line.get(..line.len().min(MAX_LINE))? };
    let is_cut = near.len() == if is_broken { MAX_BROKEN } else { MAX_LINE };
    let near = String::from_utf8_lossy(near);
    let near = if is_broken { near.split_whitespace().collect::<Vec<_>>().join(" ") } else { near.into_owned() };
    let behind = || String::from_utf8_lossy(rest.get(line.len()..).unwrap_or_default()).into_owned();
    let told = FORMS.iter().find_map(|(_, form)| fit(form, &near))?;
    if is_cut && near.trim_end().ends_with(&told.url) {
        return None;
    }
    // an answer may go on in the lines below
    let body = told.body.map(|body| if body.trim().is_empty() { behind() } else { body });
    Some(Told { at, body, ..told })
}

/// What of a text fits a form, wherever it begins.
fn fit(form: &str, text: &str) -> Option<Told> {
    starts(form, text).into_iter().find_map(|at| holes(form, text.get(at..)?, Told::default()))
}

/// Where a form may begin: at its own words, or at what its first hole takes.
fn starts(form: &str, text: &str) -> Vec<usize> {
    let own = form.split('{').next().unwrap_or_default();
    let all = |needle: &str| text.match_indices(needle).map(|(at, _)| at).collect::<Vec<_>>();
    let mut starts: Vec<usize> = match form.split('}').next().unwrap_or_default() {
        _ if !own.is_empty() => all(own),
        "{status" => all("4").into_iter().chain(all("5")).collect(),
        "{method" => METHODS.iter().flat_map(|method| all(method)).collect(),
        _ => all("http"),
    };
    let is_inside =
        |at: usize| at.checked_sub(1).and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_alphanumeric);
    starts.retain(|at| !is_inside(*at));
    starts.sort_unstable();
    starts.truncate(MAX_STARTS);
    starts
}

fn holes(form: &str, text: &str, mut told: Told) -> Option<Told> {
    let Some(rest) = form.strip_prefix('{') else {
        let end = form.find('{').unwrap_or(form.len());
        let (literal, rest) = form.split_at_checked(end)?;
        let behind = text.get(..literal.len()).filter(|front| front.eq_ignore_ascii_case(literal))?;
        let behind = text.get(behind.len()..)?;
        return if rest.is_empty() { finish(told) } else { holes(rest, behind, told) };
    };
    let (name, rest) = rest.split_once('}')?;
    let next = rest.split('{').next().unwrap_or_default();
    let length = match name {
        "status" => text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len(),
        "method" => text.len() - text.trim_start_matches(|c: char| c.is_ascii_uppercase()).len(),
        // up to the quote that closes it, which a URL with brackets may hold none of
        "url" if next.starts_with(['`', '\'', '"']) => text.find(next.get(..1)?)?,
        "url" => text.find(|c: char| c.is_whitespace() || "'\"`<>)]".contains(c)).unwrap_or(text.len()),
        "name" if next.is_empty() => {
            let is_word = |c: char| c.is_ascii_alphabetic() || " '-".contains(c);
            text.len() - text.trim_start_matches(is_word).len()
        }
        "name" => text.find(next).filter(|length| *length <= 60)?,
        "any" if !next.is_empty() => text.find(next)?,
        _ => text.len(),
    };
    let (mut taken, mut behind) = text.split_at_checked(length)?;
    if name == "url" {
        // `https://…: 422`, `https://….`
        let url = taken.trim_end_matches([':', ',', '.', ';']);
        (taken, behind) = text.split_at_checked(url.len())?;
    }
    match name {
        "status" => told.status = taken.parse().ok().filter(|status| (400..600).contains(status))?,
        "method" => told.method = Some(taken).filter(|method| METHODS.contains(method)).map(str::to_owned),
        "url" => told.url = Some(taken).filter(|url| is_target(url))?.to_owned(),
        "body" => told.body = Some(taken.to_owned()),
        _ => {}
    }
    if name == "method" && told.method.is_none() || name == "name" && taken.trim().is_empty() {
        return None;
    }
    if rest.is_empty() { finish(told) } else { holes(rest, behind, told) }
}

fn finish(told: Told) -> Option<Told> {
    Some(told).filter(|told| told.status != 0 && !told.url.is_empty())
}

/// Whether a word is a URL, or a path that a log shows.
fn is_target(word: &str) -> bool {
    let is_url = ["http://", "https://"].iter().any(|scheme| word.len() > scheme.len() && word.starts_with(scheme));
    is_url || word.starts_with('/') && !word.starts_with("//") && word.len() > 1
}

/// The status that a text tells, by a client's message or in a sentence.
pub(super) fn status_of(text: &[u8]) -> Option<(u16, usize)> {
    message(text).map(|told| (told.status, told.at)).or_else(|| status::told(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_clients() {
        let table = [
            (
                "requests.exceptions.HTTPError: 400 Client Error: Bad Request for url: https://a.example/b?c=d",
                "- https://a.example/b?c=d 400",
            ),
            (
                "httpx.HTTPStatusError: Client error '422 Unprocessable Entity' for url 'https://a.example/b'",
                "- https://a.example/b 422",
            ),
            (
                "aiohttp.client_exceptions.ClientResponseError: 403, message='Forbidden', url=URL('https://a.example/b')",
                "- https://a.example/b 403",
            ),
            (
                "<HttpError 403 when requesting https://a.example/b?alt=json returned \"Insufficient Permission\">",
                "- https://a.example/b?alt=json 403 \"Insufficient Permission\">",
            ),
            (
                "Client error: `POST https://a.example/b` resulted in a `400 Bad Request` response: {\"a\":1}",
                "POST https://a.example/b 400  {\"a\":1}",
            ),
            (
                "Client error: `POST https://a.example/b` resulted in a `400 Bad Request` response:\n{\"a\":1}\n",
                "POST https://a.example/b 400 \n{\"a\":1}\n",
            ),
            (
                "HttpClientErrorException$BadRequest: 400 Bad Request on POST request for \"https://a.example/b\": \"{\"a\":1}\"",
                "POST https://a.example/b 400 \"{\"a\":1}\"",
            ),
            ("401 Unauthorized from GET https://a.example/b", "GET https://a.example/b 401"),
            (
                "feign.FeignException$NotFound: [404 Not Found] during [GET] to [https://a.example/b] [A#b()]: [{\"a\":1}]",
                "GET https://a.example/b 404 [{\"a\":1}]",
            ),
            (
                "POST https://api.github.com/repos/a/b/pulls: 422 - Validation Failed (Octokit::UnprocessableEntity)",
                "POST https://api.github.com/repos/a/b/pulls 422 - Validation Failed (Octokit::UnprocessableEntity)",
            ),
            ("xhr.js:177 POST https://a.example/b 401 (Unauthorized)", "POST https://a.example/b 401"),
            (
                "Code: Error making API request.\n\nURL: PUT https://v.example/v1/a\nCode: 403. Errors:\n\n* permission denied",
                "PUT https://v.example/v1/a 403  * permission denied",
            ),
            ("INFO:     127.0.0.1:5 - \"POST /items HTTP/1.1\" 422 Unprocessable Entity", "POST /items 422"),
            ("HTTP status client error (404 Not Found) for url (https://a.example/b)", "- https://a.example/b 404"),
            ("ClientException: HTTP/2 422  returned for \"https://a.example/b\".", "- https://a.example/b 422"),
            ("exception: HTTP/1.1 404 Not Found returned for \"https://a.example/b\".", "- https://a.example/b 404"),
            (
                "Client error: `PUT https://a.example/[b]/` resulted in a `400 Bad Request` response: no",
                "PUT https://a.example/[b]/ 400  no",
            ),
            (
                "Client error response\n[status code] 400\n[reason phrase] Bad Request\n[url] https://a.example/b\n",
                "- https://a.example/b 400",
            ),
            // none
            ("POST https://a.example/b 200 OK", ""),
            ("it took 400 ms for https://a.example/b", ""),
            ("GET / HTTP/1.1", ""),
        ];
        for (text, expected) in table {
            let shown = message(text.as_bytes()).map_or_else(String::new, |told| {
                let body = told.body.map_or_else(String::new, |body| format!(" {body}"));
                format!("{} {} {}{body}", told.method.as_deref().unwrap_or("-"), told.url, told.status)
            });
            assert_eq!(shown, expected, "{text}");
        }
    }

    #[test]
    fn no_text_takes_more_than_its_share() {
        let long = |length| format!("400 Client Error: Bad Request for url: https://a.example/{}", "a".repeat(length));
        assert_eq!(message(long(4_000).as_bytes()).map(|told| told.url.len()), Some(4_018));
        assert_eq!(message(long(MAX_LINE).as_bytes()), None);
        assert_eq!(message("POST /a 4".repeat(20_000).as_bytes()), None);
        assert_eq!(message("URL: /4\n".repeat(20_000).as_bytes()), None);
        assert_eq!(message("`POST /a` 4".repeat(2_000).as_bytes()), None);
    }
}
